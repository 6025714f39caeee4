import type { ItemWithStock, Permission } from '@quartermaster/api-client';
import {
  IconAdjustments,
  IconArrowBarToDown,
  IconArrowBarUp,
  IconArrowsExchange,
} from '@tabler/icons-react';
import { useId } from 'react';
import { useTranslation } from 'react-i18next';
import { compare } from '@/shared/format/quantity';
import { type Sheet, useCan } from '@/shared/routes/organization';
import { useOpenSheet } from '@/shared/sheet/opening';
import { type Prefilled, prefill } from '@/shared/sheet/prefill';
import { Button } from '@/ui';
import classes from './item.module.css';

interface Act {
  readonly sheet: Sheet;
  readonly permission: Permission;
  readonly icon: typeof IconAdjustments;
  /** Takes from what is there. */
  readonly takes?: true;
}

const ACTS: readonly Act[] = [
  { sheet: 'receive', permission: 'stock:receive', icon: IconArrowBarToDown },
  { sheet: 'transfer', permission: 'stock:transfer', icon: IconArrowsExchange, takes: true },
  { sheet: 'issue', permission: 'stock:issue', icon: IconArrowBarUp, takes: true },
  { sheet: 'adjust', permission: 'stock:adjust', icon: IconAdjustments },
];

/** What one can do with it; what cannot be done now is greyed, and a sentence says why. */
export function Actions({ item }: { readonly item: ItemWithStock }) {
  const { t } = useTranslation('items');
  const can = useCan();
  const open = useOpenSheet();
  const id = useId();
  const acts = ACTS.filter(({ permission }) => can(permission));
  if (acts.length === 0) return null;
  const archived = item.archived_at !== null;
  const empty = compare(item.available, '0') <= 0;
  const held = empty && compare(item.on_hand, '0') > 0;
  const why = archived ? 'archived' : held ? 'held' : empty ? 'empty' : null;
  return (
    <section className={`${classes.actions} no-print`} aria-label={t('actions')}>
      {acts.map(({ sheet, takes, icon: Icon }) => {
        const off = archived || (takes === true && empty);
        return (
          <Button
            key={sheet}
            variant={sheet === 'receive' ? 'filled' : 'default'}
            leftSection={<Icon size={18} stroke={1.75} aria-hidden />}
            disabled={off}
            aria-describedby={off ? id : undefined}
            onClick={() => {
              prefill(sheet, [lineOf(item, sheet)]);
              open(sheet);
            }}
          >
            {t(`acts.${sheet}`)}
          </Button>
        );
      })}
      {why && (
        <p id={id} className={classes.why}>
          {t(`cannot.${why}`)}
        </p>
      )}
    </section>
  );
}

/** One of it, as a scan would add; from the only place that has it, where there is one. */
function lineOf(item: ItemWithStock, sheet: Sheet): Prefilled {
  const [first, ...others] = item.levels;
  const only = first && others.length === 0 && sheet !== 'receive' ? first : null;
  const { id, name, sku, unit } = item;
  return {
    item: { id, name, sku, unit, hasLots: item.levels.some(({ lot }) => lot !== '') },
    place: only && { id: only.location_id, path: only.location_path },
    lot: only?.lot ?? null,
    // of an adjustment it is what was counted: what is there stays until somebody says otherwise
    quantity: only && sheet === 'adjust' ? only.on_hand : '1',
  };
}
