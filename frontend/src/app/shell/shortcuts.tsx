import { useTranslation } from 'react-i18next';
import { useOffered } from '@/shared/commands';
import { usePreferences } from '@/shared/preferences';
import { useStore } from '@/shared/store';
import { Kbd } from '@/ui';
import { Dialog } from '@/ui/dialog';
import { closeShortcuts, shortcutsOpened } from './help-opened';
import classes from './shortcuts.module.css';

/** The keys of everything that can be done on this page. */
export function Shortcuts() {
  const { t } = useTranslation('shell');
  const opened = useStore(shortcutsOpened);
  const { shortcuts } = usePreferences();
  const offered = useOffered().filter((command) => command.keys);
  return (
    <Dialog title={t('shortcuts.title')} opened={opened} onClose={closeShortcuts} closeOnOutside>
      {!shortcuts && <p>{t('shortcuts.none')}</p>}
      <dl className={classes.keys}>
        {offered.map(({ id, keys, title }) => (
          <div key={id}>
            <dt>
              <Kbd>{keys}</Kbd>
            </dt>
            <dd>{title}</dd>
          </div>
        ))}
      </dl>
    </Dialog>
  );
}
