import { useTranslation } from 'react-i18next';
import { counted } from '@/shared/format/count';
import { usePreferences } from '@/shared/preferences';
import type { Rows } from '@/shared/queries/use-rows';
import { Kbd } from '../marks';
import type { Extent } from './extent';
import classes from './foot.module.css';

interface FootProps {
  readonly list: Rows<unknown>;
  /** Null: not known. */
  readonly seen: Extent | null;
  readonly canPick: boolean;
}

/** Which rows one sees of how many, and the keys of the list. */
export function Foot({ list: { rows, below, total }, seen, canPick }: FootProps) {
  const { t, i18n } = useTranslation();
  const { shortcuts } = usePreferences();
  const number = new Intl.NumberFormat(i18n.language);
  const all = total ?? (below.more ? null : { count: rows.length, atLeast: false });
  const shown = {
    first: number.format(seen?.first ?? 0),
    last: number.format(seen?.last ?? 0),
    total: all ? counted(all, i18n.language) : '',
  };
  const which = seen ? (all ? 'rowsOf' : 'rows') : 'all';
  return (
    <div className={`${classes.foot} wide-only no-print`}>
      {(seen || all) && <span>{t(`list.${which}`, shown)}</span>}
      {shortcuts && (
        <span className={classes.keys}>
          <span>
            <Kbd>J</Kbd> <Kbd>K</Kbd> {t('list.toMove')}
          </span>
          {canPick && (
            <span>
              <Kbd>X</Kbd> {t('list.toPick')}
            </span>
          )}
          <span>
            <Kbd>Enter</Kbd> {t('list.toOpen')}
          </span>
        </span>
      )}
    </div>
  );
}
