import type { InvitationMade } from '@quartermaster/api-client';
import { useTranslation } from 'react-i18next';
import { Button } from '@/ui';
import { Dialog } from '@/ui/dialog';
import { Buttons } from '@/ui/form';
import { ShownOnce } from '@/ui/shown-once';
import classes from './links.module.css';

interface LinksProps {
  readonly made: readonly InvitationMade[];
  readonly onClose: () => void;
}

/** For those without mail: the links, which no later answer has. */
export function Links({ made, onClose }: LinksProps) {
  const { t } = useTranslation('people');
  return (
    <Dialog title={t('links.title')} opened>
      <p>{t('links.hint')}</p>
      <ul className={classes.links}>
        {made.map(({ id, email, url, role }) => (
          <li key={id}>
            <span>
              {email ?? t('links.anybody')} · {t(`roles.${role}`)}
            </span>
            <ShownOnce text={url} what={t('links.of', { name: email ?? t('links.anybody') })} />
          </li>
        ))}
      </ul>
      <Buttons>
        <Button onClick={onClose}>{t('links.done')}</Button>
      </Buttons>
    </Dialog>
  );
}
