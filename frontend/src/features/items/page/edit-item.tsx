import { getItem, type ItemRead, type ItemWithStock, updateItem } from '@quartermaster/api-client';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { type Editing, useEdit } from '@/shared/api/use-edit';
import { useDraft } from '@/shared/draft/draft';
import { useCategories } from '@/shared/lookups/categories';
import { useInvalidate } from '@/shared/queries/invalidate';
import { useOrganization } from '@/shared/routes/organization';
import { toast } from '@/shared/toasts';
import { Button, Card, GhostButton, ProblemStrip } from '@/ui';
import { Conflict } from '@/ui/conflict';
import { type FieldName, formOf, type ItemForm, wireOf } from '../form/fields';
import { ItemFields } from '../form/item-fields';
import classes from '../items.module.css';

interface EditItemProps {
  readonly item: ItemWithStock;
  readonly onDone: () => void;
}

/** The item's facts as a form, in their place. */
export function EditItem({ item, onDone }: EditItemProps) {
  const { t, i18n } = useTranslation('items');
  const { t: common } = useTranslation();
  const { slug: organization } = useOrganization();
  const invalidate = useInvalidate();
  const { find } = useCategories();
  const path = { organization, item_id: item.id };
  const fieldsOf = (row: ItemRead) => formOf(row, i18n.language);
  // filled once: what others change meanwhile is merged when it is sent, not typed over
  const [untouched] = useState<Editing<ItemRead, ItemForm>>(() => {
    const base = withoutStock(item);
    return { base, mine: fieldsOf(base) };
  });
  const draft = useDraft(`${organization}:items/${item.id}`, untouched);
  const edit = useEdit<ItemRead, ItemForm>({
    editing: draft.value,
    set: draft.set,
    fieldsOf,
    send: async (changes, version) => {
      const body = { ...wireOf(changes, i18n.language), version };
      return (await updateItem({ path, body, throwOnError: true })).data;
    },
    read: async () => withoutStock((await getItem({ path, throwOnError: true })).data),
    onSaved: async (_, taken) => {
      draft.clear();
      await invalidate('items', 'stock');
      const fields = taken.map((name) => t(`fields.${name}`)).join(', ');
      toast(taken.length === 0 ? t('saved') : t('savedMerged', { fields }));
      onDone();
    },
  });
  const { form, submit, pending, problem, rest, fault, clashes, choose, undecided } = edit;
  const { mine } = draft.value;
  const leave = () => {
    draft.clear();
    onDone();
  };
  const said = (name: FieldName, value: string) =>
    name === 'category_id'
      ? (find(value)?.path.join(' › ') ?? '')
      : name === 'tracking'
        ? t(`trackings.${value as ItemForm['tracking']}`)
        : value;
  return (
    <Card title={t('editTitle')}>
      <form
        ref={form}
        noValidate
        className={classes.form}
        onSubmit={(event) => {
          event.preventDefault();
          if (!undecided) void submit();
        }}
      >
        {draft.restored && (
          <div className={classes.restored}>
            {common('draft.restored')}
            <GhostButton onClick={draft.clear}>{common('draft.discard')}</GhostButton>
          </div>
        )}
        {problem && (
          <ProblemStrip
            error={problem}
            rest={rest}
            {...(problem.passing ? { retry: () => void submit() } : {})}
          />
        )}
        <Conflict
          clashes={clashes}
          onChoose={choose}
          label={(name) => t(`fields.${name}`)}
          said={said}
        />
        <ItemFields
          form={mine}
          set={(name, value) =>
            draft.set((now) => ({ ...now, mine: { ...now.mine, [name]: value } }))
          }
          fault={fault}
          frozen={item.levels.length > 0}
        />
        <div className={classes.buttons}>
          <Button variant="default" onClick={leave}>
            {common('cancel')}
          </Button>
          <Button type="submit" loading={pending} disabled={undecided}>
            {common('save')}
          </Button>
        </div>
      </form>
    </Card>
  );
}

function withoutStock(item: ItemWithStock): ItemRead {
  const { levels: _levels, on_hand: _hand, reserved: _held, available: _free, ...row } = item;
  return row;
}
