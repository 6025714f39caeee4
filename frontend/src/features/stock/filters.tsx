import {
  getCategoryOptions,
  getItemOptions,
  getLocationOptions,
} from '@quartermaster/api-client/query';
import { useQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { day } from '@/shared/format/time';
import { useOrganization } from '@/shared/routes/organization';
import { Chip, Filters, SearchBox } from '@/ui/filters';
import type { StockSearch } from './search';

interface StockFiltersProps {
  readonly search: StockSearch;
  /** Changes what is given; undefined takes a filter away. */
  readonly onChange: (changes: Partial<StockSearch>) => void;
  readonly children?: React.ReactNode;
}

export function StockFilters({ search, onChange, children }: StockFiltersProps) {
  const { t, i18n } = useTranslation('stock');
  const names = useNames(search);
  return (
    <Filters>
      <SearchBox
        label={t('search')}
        value={search.q ?? ''}
        onChange={(q) => onChange({ q: q === '' ? undefined : q })}
      />
      {search.location_id && (
        <Chip
          name={t('location')}
          value={t('andBelow', { place: names.location })}
          onRemove={() => onChange({ location_id: undefined })}
        />
      )}
      {search.item_id && (
        <Chip
          name={t('item')}
          value={names.item}
          onRemove={() => onChange({ item_id: undefined })}
        />
      )}
      {search.category_id && (
        <Chip
          name={t('category')}
          value={names.category}
          onRemove={() => onChange({ category_id: undefined })}
        />
      )}
      {search.lot && (
        <Chip
          name={t('lotOnly')}
          value={search.lot}
          onRemove={() => onChange({ lot: undefined })}
        />
      )}
      {search.expires_before && (
        <Chip
          name={t('expiresBefore')}
          value={day(search.expires_before, i18n.language)}
          onRemove={() => onChange({ expires_before: undefined })}
        />
      )}
      {search.held && (
        <Chip
          name={t('level')}
          value={t('heldOnly')}
          onRemove={() => onChange({ held: undefined })}
        />
      )}
      {children}
    </Filters>
  );
}

/** What the ids in the address stand for; `…` until they are known. */
function useNames({ item_id, location_id, category_id }: StockSearch) {
  const organization = useOrganization().slug;
  const item = useQuery({
    ...getItemOptions({ path: { organization, item_id: item_id ?? '' } }),
    enabled: item_id !== undefined,
  });
  const location = useQuery({
    ...getLocationOptions({ path: { organization, location_id: location_id ?? '' } }),
    enabled: location_id !== undefined,
  });
  const category = useQuery({
    ...getCategoryOptions({ path: { organization, category_id: category_id ?? '' } }),
    enabled: category_id !== undefined,
  });
  return {
    item: item.data?.name ?? '…',
    location: location.data?.name ?? '…',
    category: category.data?.name ?? '…',
  };
}
