import { createCategory } from '@quartermaster/api-client';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { newKey, once } from '@/shared/api/idempotency';
import { Problem } from '@/shared/api/problem';
import { useCategories, useCategorySearch } from '@/shared/lookups/categories';
import { useInvalidate } from '@/shared/queries/invalidate';
import { useOrganization } from '@/shared/routes/organization';
import { useSaid } from '@/ui';
import { Picker } from '@/ui/picker';

interface CategoryFieldProps {
  readonly name: string;
  readonly label: string;
  /** Its id; empty for none. */
  readonly value: string;
  readonly onChange: (id: string) => void;
  readonly error: string | undefined;
}

/** A category, or a new one made on the way: the form is not left for it. */
export function CategoryField({ value, onChange, error, ...field }: CategoryFieldProps) {
  const { t } = useTranslation('items');
  const { slug: organization } = useOrganization();
  const said = useSaid();
  const invalidate = useInvalidate();
  const { find } = useCategories();
  const search = useCategorySearch();
  const [refusal, setRefusal] = useState<string>();
  const found = find(value);

  const create = async (name: string) => {
    try {
      const { data } = await createCategory({
        path: { organization },
        body: { name },
        headers: once(newKey()),
        throwOnError: true,
      });
      await invalidate('categories');
      setRefusal(undefined);
      onChange(data.id);
    } catch (problem) {
      setRefusal(said(Problem.of(problem)));
    }
  };
  return (
    <Picker
      {...field}
      error={error ?? refusal}
      placeholder={t('categoryHint')}
      value={found ? { id: value, title: found.path.join(' › ') } : null}
      onChange={(picked) => onChange(picked?.id ?? '')}
      search={search}
      create={{ label: (name) => t('newCategory', { name }), run: (name) => void create(name) }}
    />
  );
}
