import type { LevelRead } from '@quartermaster/api-client';
import { useMemo, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useCan } from '@/shared/routes/organization';
import { useOpenSheet } from '@/shared/sheet/opening';
import { type Prefilled, prefill } from '@/shared/sheet/prefill';
import { GhostButton } from '@/ui';
import type { Selection } from '@/ui/data-list/data-list';
import classes from './selection.module.css';

export interface Selected extends Selection {
  readonly levels: readonly LevelRead[];
  readonly clear: () => void;
}

/** Rows picked for a sheet; they stay picked while the list scrolls on. */
export function useSelection(rows: readonly LevelRead[]): Selected {
  const [picked, setPicked] = useState<ReadonlyMap<string, LevelRead>>(new Map());
  return useMemo(
    () => ({
      levels: [...picked.values()],
      has: (id) => picked.has(id),
      toggle: (id) => {
        const next = new Map(picked);
        const row = rows.find((one) => one.id === id);
        if (!next.delete(id) && row) next.set(id, row);
        setPicked(next);
      },
      add: (ids) => {
        const more = rows.filter(({ id }) => ids.includes(id));
        setPicked(new Map([...picked, ...more.map((row) => [row.id, row] as const)]));
      },
      clear: () => setPicked(new Map()),
    }),
    [picked, rows],
  );
}

const ACTIONS = [
  { sheet: 'transfer', word: 'move', may: 'stock:transfer' },
  { sheet: 'issue', word: 'issue', may: 'stock:issue' },
  { sheet: 'adjust', word: 'adjust', may: 'stock:adjust' },
] as const;

/** All that is free there; for a count, what is said to be there. */
const lineOf = (level: LevelRead): Prefilled => ({
  item: {
    id: level.item_id,
    name: level.item_name,
    sku: level.sku,
    unit: level.unit,
    hasLots: level.lot !== '',
  },
  place: { id: level.location_id, path: level.location_path },
  lot: level.lot,
  quantity: level.available,
});

/** What can be done with the picked rows. */
export function SelectionBar({ selection }: { readonly selection: Selected }) {
  const { t } = useTranslation('stock');
  const can = useCan();
  const open = useOpenSheet();
  if (selection.levels.length === 0) return null;
  return (
    <div className={`${classes.selection} no-print`} role="status">
      <b>{t('selected', { count: selection.levels.length })}</b>
      {ACTIONS.filter(({ may }) => can(may)).map(({ sheet, word }) => (
        <GhostButton
          key={sheet}
          onClick={() => {
            prefill(sheet, selection.levels.map(lineOf));
            selection.clear();
            open(sheet);
          }}
        >
          {t(word)}
        </GhostButton>
      ))}
      <GhostButton onClick={selection.clear}>{t('clearSelection')}</GhostButton>
    </div>
  );
}
