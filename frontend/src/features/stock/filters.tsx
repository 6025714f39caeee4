import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { day } from '@/shared/format/time';
import { useCategories, useCategorySearch } from '@/shared/lookups/categories';
import { useItemPicked, useItemSearch } from '@/shared/lookups/items';
import { useLocationPicked, useLocationSearch } from '@/shared/lookups/locations';
import { Checkbox, TextField } from '@/ui';
import { type Chip, Filters } from '@/ui/filters';
import { Picker } from '@/ui/picker';
import type { StockSearch } from './search';

interface StockFiltersProps {
  readonly search: StockSearch;
  /** Changes what is given; undefined takes a filter away. */
  readonly narrow: (changes: Partial<StockSearch>) => void;
  readonly actions: ReactNode;
}

export function StockFilters({ search, narrow, actions }: StockFiltersProps) {
  const { t, i18n } = useTranslation('stock');
  const category = useCategories().find(search.category_id);
  const item = useItemPicked(search.item_id);
  const place = useLocationPicked(search.location_id);
  const categories = useCategorySearch();
  const chip = (name: keyof StockSearch, label: string, value: string): Chip[] =>
    search[name] === undefined
      ? []
      : [{ name, label, value, remove: () => narrow({ [name]: undefined }) }];
  const chips = [
    ...chip('location_id', t('location'), t('andBelow', { place: place?.title ?? '…' })),
    ...chip('item_id', t('item'), item?.title ?? '…'),
    ...chip('category_id', t('category'), category?.path.join(' › ') ?? '…'),
    ...chip('lot', t('lotOnly'), search.lot ?? ''),
    ...chip(
      'expires_before',
      t('expiresBefore'),
      search.expires_before ? day(search.expires_before, i18n.language) : '',
    ),
    ...chip('below_minimum', t('level'), t('belowMinimum')),
    ...chip('held', t('level'), t('heldOnly')),
  ];
  return (
    <Filters
      search={{
        label: t('search'),
        value: search.q ?? '',
        onChange: (q) => narrow({ q: q === '' ? undefined : q }),
      }}
      chips={chips}
      actions={actions}
    >
      <Picker
        label={t('location')}
        value={place}
        onChange={(picked) => narrow({ location_id: picked?.id })}
        search={useLocationSearch()}
      />
      <Picker
        label={t('item')}
        value={item}
        onChange={(picked) => narrow({ item_id: picked?.id })}
        search={useItemSearch()}
      />
      <Picker
        label={t('category')}
        value={category ? { id: category.row.id, title: category.path.join(' › ') } : null}
        onChange={(picked) => narrow({ category_id: picked?.id })}
        search={categories}
      />
      <TextField
        label={t('lotOnly')}
        defaultValue={search.lot ?? ''}
        onBlur={(event) => narrow({ lot: event.currentTarget.value.trim() || undefined })}
      />
      <TextField
        type="date"
        label={t('expiresBefore')}
        value={search.expires_before ?? ''}
        onChange={(event) => narrow({ expires_before: event.currentTarget.value || undefined })}
      />
      <Checkbox
        label={t('showHeld')}
        checked={search.held === true}
        onChange={(event) => narrow({ held: event.currentTarget.checked || undefined })}
      />
    </Filters>
  );
}
