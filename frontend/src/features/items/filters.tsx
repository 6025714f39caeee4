import type { Tracking } from '@quartermaster/api-client';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { useCategories, useCategorySearch } from '@/shared/lookups/categories';
import { Checkbox, Choice } from '@/ui';
import { type Chip, Filters } from '@/ui/filters';
import { Picker } from '@/ui/picker';
import { type ItemsSearch, TRACKINGS } from './search';

interface ItemFiltersProps {
  readonly search: ItemsSearch;
  /** Undefined takes a filter away. */
  readonly narrow: (
    changes: { [Name in keyof ItemsSearch]?: ItemsSearch[Name] | undefined },
  ) => void;
  readonly actions: ReactNode;
}

export function ItemFilters({ search, narrow, actions }: ItemFiltersProps) {
  const { t } = useTranslation('items');
  const { find } = useCategories();
  const categories = useCategorySearch();
  const { q, category_id, tracking, archived } = search;
  const category = find(category_id);
  const chip = (name: keyof ItemsSearch, label: string, value: string): Chip => ({
    name,
    label,
    value,
    remove: () => narrow({ [name]: undefined }),
  });
  const chips = [
    ...(category_id
      ? [chip('category_id', t('category'), category?.path.join(' › ') ?? t('goneCategory'))]
      : []),
    ...(tracking ? [chip('tracking', t('tracking'), t(`trackings.${tracking}`))] : []),
    ...(archived ? [chip('archived', t('show'), t('archivedOnes'))] : []),
  ];
  return (
    <Filters
      search={{
        label: t('search'),
        value: q ?? '',
        onChange: (words) => narrow({ q: words === '' ? undefined : words }),
      }}
      chips={chips}
      actions={actions}
    >
      <Picker
        label={t('category')}
        value={category ? { id: category.row.id, title: category.path.join(' › ') } : null}
        onChange={(picked) => narrow({ category_id: picked?.id })}
        search={categories}
      />
      <Choice
        label={t('tracking')}
        value={tracking ?? ''}
        onChange={(event) =>
          narrow({ tracking: (event.currentTarget.value || undefined) as Tracking | undefined })
        }
        data={[
          { value: '', label: t('any') },
          ...TRACKINGS.map((value) => ({ value, label: t(`trackings.${value}`) })),
        ]}
      />
      <Checkbox
        label={t('onlyArchived')}
        checked={archived === true}
        onChange={(event) => narrow({ archived: event.currentTarget.checked || undefined })}
      />
    </Filters>
  );
}
