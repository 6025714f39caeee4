import {
  type CategoryRead,
  createCategory,
  getCategory,
  updateCategory,
} from '@quartermaster/api-client';
import { type FormEvent, type ReactNode, useCallback, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { newKey, once } from '@/shared/api/idempotency';
import { type Editing, useEdit } from '@/shared/api/use-edit';
import { type Submit, useSubmit } from '@/shared/api/use-submit';
import { type CategoryBranch, useCategories, useCategorySearch } from '@/shared/lookups/categories';
import { useInvalidate } from '@/shared/queries/invalidate';
import { useOrganization } from '@/shared/routes/organization';
import { toast } from '@/shared/toasts';
import { Button, ProblemStrip, TextField } from '@/ui';
import { Conflict } from '@/ui/conflict';
import { Picker } from '@/ui/picker';
import classes from '../items.module.css';

interface CategoryForm {
  readonly name: string;
  readonly code: string;
  /** Empty at the top. */
  readonly parent_id: string;
}

const formOf = ({ name, code, parent_id }: CategoryRead): CategoryForm => ({
  name,
  code: code ?? '',
  parent_id: parent_id ?? '',
});

interface NewCategoryProps {
  readonly under: CategoryBranch | null;
  readonly onDone: () => void;
}

export function NewCategory({ under, onDone }: NewCategoryProps) {
  const { slug: organization } = useOrganization();
  const invalidate = useInvalidate();
  const [form, setForm] = useState<CategoryForm>({
    name: '',
    code: '',
    parent_id: under?.row.id ?? '',
  });
  const [key] = useState(newKey);
  const submit = useSubmit(async () => {
    await createCategory({
      path: { organization },
      body: { name: form.name, code: form.code || null, parent_id: form.parent_id || null },
      headers: once(key),
      throwOnError: true,
    });
    await invalidate('categories');
    onDone();
  });
  return <Fields form={form} set={setForm} submit={submit} onCancel={onDone} />;
}

interface EditCategoryProps {
  readonly branch: CategoryBranch;
  readonly onDone: () => void;
}

/** Renames it, or hangs it under another one. */
export function EditCategory({ branch: { row }, onDone }: EditCategoryProps) {
  const { t } = useTranslation('items');
  const { slug: organization } = useOrganization();
  const invalidate = useInvalidate();
  const { find } = useCategories();
  const path = { organization, category_id: row.id };
  const [editing, setEditing] = useState<Editing<CategoryRead, CategoryForm>>({
    base: row,
    mine: formOf(row),
  });
  const edit = useEdit<CategoryRead, CategoryForm>({
    editing,
    set: setEditing,
    fieldsOf: formOf,
    send: async ({ name, code, parent_id }, version) => {
      const body = {
        ...(name === undefined ? {} : { name }),
        ...(code === undefined ? {} : { code: code || null }),
        ...(parent_id === undefined ? {} : { parent_id: parent_id || null }),
        version,
      };
      return (await updateCategory({ path, body, throwOnError: true })).data;
    },
    read: async () => (await getCategory({ path, throwOnError: true })).data,
    onSaved: async () => {
      await invalidate('categories', 'items');
      toast(t('saved'));
      onDone();
    },
  });
  return (
    <Fields
      form={editing.mine}
      set={(mine) => setEditing({ ...editing, mine })}
      submit={edit}
      blocked={edit.undecided}
      moving={row.id}
      onCancel={onDone}
    >
      <Conflict
        clashes={edit.clashes}
        onChoose={edit.choose}
        label={(name) => t(`categoryFields.${name}`)}
        said={(name, value) =>
          name === 'parent_id' ? (find(value)?.path.join(' › ') ?? t('top')) : value
        }
      />
    </Fields>
  );
}

interface FieldsProps {
  readonly form: CategoryForm;
  readonly set: (form: CategoryForm) => void;
  readonly submit: Submit;
  readonly blocked?: boolean;
  /** The category that moves: it cannot hang under itself. */
  readonly moving?: string;
  readonly onCancel: () => void;
  readonly children?: ReactNode;
}

function Fields({ form, set, submit, blocked = false, moving, onCancel, children }: FieldsProps) {
  const { t } = useTranslation('items');
  const { t: common } = useTranslation();
  const { find } = useCategories();
  const allowed = useCallback(
    ({ trail }: CategoryBranch) => moving === undefined || !trail.includes(moving),
    [moving],
  );
  const search = useCategorySearch(allowed);
  const parent = find(form.parent_id);
  const onSubmit = (event: FormEvent) => {
    event.preventDefault();
    if (!blocked) void submit.submit();
  };
  return (
    <form ref={submit.form} noValidate className={classes.form} onSubmit={onSubmit}>
      {submit.problem && (
        <ProblemStrip
          error={submit.problem}
          rest={submit.rest}
          {...(submit.problem.passing ? { retry: () => void submit.submit() } : {})}
        />
      )}
      {children}
      <TextField
        name="name"
        label={t('categoryFields.name')}
        required
        value={form.name}
        onChange={(event) => set({ ...form, name: event.currentTarget.value })}
        error={submit.fault('name')}
        data-autofocus
      />
      <TextField
        name="code"
        label={t('categoryFields.code')}
        spellCheck={false}
        value={form.code}
        onChange={(event) => set({ ...form, code: event.currentTarget.value })}
        error={submit.fault('code')}
      />
      <Picker
        name="parent_id"
        label={t('categoryFields.parent_id')}
        placeholder={t('top')}
        value={parent ? { id: parent.row.id, title: parent.path.join(' › ') } : null}
        onChange={(picked) => set({ ...form, parent_id: picked?.id ?? '' })}
        search={search}
        error={submit.fault('parent_id')}
      />
      <div className={classes.buttons}>
        <Button variant="default" onClick={onCancel}>
          {common('cancel')}
        </Button>
        <Button type="submit" loading={submit.pending} disabled={blocked}>
          {common('save')}
        </Button>
      </div>
    </form>
  );
}
