import type { MovementKind } from '@quartermaster/api-client';
import { type ReactNode, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useItemPicked, useItemSearch } from '@/shared/lookups/items';
import { useLocationPicked, useLocationSearch } from '@/shared/lookups/locations';
import { Choice, TextField } from '@/ui';
import { type Chip, Filters } from '@/ui/filters';
import { Picker } from '@/ui/picker';
import { KINDS, type MovementsSearch } from './search';

interface MovementFiltersProps {
  readonly search: MovementsSearch;
  /** Undefined takes a filter away. */
  readonly narrow: (
    changes: {
      [Name in keyof MovementsSearch]?: MovementsSearch[Name] | undefined;
    },
  ) => void;
  readonly actions: ReactNode;
}

export function MovementFilters({ search, narrow, actions }: MovementFiltersProps) {
  const { t } = useTranslation('movements');
  const { kind, item_id, location_id, reference } = search;
  const item = useItemPicked(item_id);
  const place = useLocationPicked(location_id);
  const items = useItemSearch();
  const places = useLocationSearch();
  const chip = (name: keyof MovementsSearch, label: string, value: string | undefined): Chip[] =>
    search[name] === undefined
      ? []
      : [{ name, label, value: value ?? '…', remove: () => narrow({ [name]: undefined }) }];
  const chips = [
    ...chip('kind', t('what'), kind && t(`kinds.${kind}`)),
    ...chip('item_id', t('item'), item?.title),
    ...chip('location_id', t('place'), place?.title),
    ...chip('reference', t('reference'), reference),
  ];
  return (
    <Filters chips={chips} actions={actions}>
      <Choice
        label={t('what')}
        value={kind ?? ''}
        onChange={(event) =>
          narrow({ kind: (event.currentTarget.value || undefined) as MovementKind | undefined })
        }
        data={[
          { value: '', label: t('any') },
          ...KINDS.map((value) => ({ value, label: t(`kinds.${value}`) })),
        ]}
      />
      <Picker
        label={t('item')}
        value={item}
        onChange={(picked) => narrow({ item_id: picked?.id })}
        search={items}
      />
      <Picker
        label={t('place')}
        value={place}
        onChange={(picked) => narrow({ location_id: picked?.id })}
        search={places}
      />
      <Reference
        key={reference}
        value={reference ?? ''}
        onChange={(words) => narrow({ reference: words || undefined })}
      />
    </Filters>
  );
}

interface ReferenceProps {
  readonly value: string;
  readonly onChange: (reference: string) => void;
}

/** Asked on Enter or on leaving: it is compared as a whole. */
function Reference({ value, onChange }: ReferenceProps) {
  const { t } = useTranslation('movements');
  const [typed, setTyped] = useState(value);
  const ask = () => {
    if (typed.trim() !== value) onChange(typed.trim());
  };
  return (
    <TextField
      label={t('reference')}
      placeholder={t('referenceHint')}
      value={typed}
      onChange={(event) => setTyped(event.currentTarget.value)}
      onBlur={ask}
      onKeyDown={(event) => {
        if (event.key === 'Enter') ask();
      }}
    />
  );
}
