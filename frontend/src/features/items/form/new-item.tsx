import { createItem } from '@quartermaster/api-client';
import { useNavigate } from '@tanstack/react-router';
import { useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { newKey, once } from '@/shared/api/idempotency';
import { useSubmit } from '@/shared/api/use-submit';
import { useDraft } from '@/shared/draft/draft';
import { useInvalidate } from '@/shared/queries/invalidate';
import { useOrganization } from '@/shared/routes/organization';
import { toast } from '@/shared/toasts';
import { Button, GhostButton, ProblemStrip } from '@/ui';
import { Dialog } from '@/ui/dialog';
import classes from '../items.module.css';
import { createOf, EMPTY } from './fields';
import { ItemFields } from './item-fields';

interface NewItemProps {
  readonly opened: boolean;
  readonly onClose: () => void;
}

export function NewItem({ opened, onClose }: NewItemProps) {
  const { t } = useTranslation('items');
  return (
    <Dialog title={t('new')} opened={opened} onClose={onClose}>
      <NewItemForm onClose={onClose} />
    </Dialog>
  );
}

function NewItemForm({ onClose }: Pick<NewItemProps, 'onClose'>) {
  const { t, i18n } = useTranslation('items');
  const { t: common } = useTranslation();
  const { slug: organization } = useOrganization();
  const navigate = useNavigate();
  const invalidate = useInvalidate();
  const draft = useDraft(`${organization}:items/new`, EMPTY);
  const [key, setKey] = useState(newKey);
  const more = useRef(false);
  const { form, submit, pending, problem, rest, fault } = useSubmit(async () => {
    const { data } = await createItem({
      path: { organization },
      body: createOf(draft.value, i18n.language),
      headers: once(key),
      throwOnError: true,
    });
    draft.clear();
    setKey(newKey());
    void invalidate('items');
    const open = () =>
      navigate({ to: '/$organization/items/$item', params: { organization, item: data.id } });
    if (!more.current) return open();
    const { category_id, unit } = draft.value;
    draft.set({ ...EMPTY, category_id, unit });
    toast(t('added', { name: data.name }), { label: t('open'), run: () => void open() });
    form.current?.querySelector<HTMLElement>('[name="name"]')?.focus();
  });
  const send = (another: boolean) => {
    more.current = another;
    void submit();
  };
  return (
    <form
      ref={form}
      noValidate
      className={classes.form}
      onSubmit={(event) => {
        event.preventDefault();
        send(false);
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
      <ItemFields
        form={draft.value}
        set={(name, value) => draft.set((now) => ({ ...now, [name]: value }))}
        fault={fault}
      />
      <div className={classes.buttons}>
        <Button variant="default" onClick={onClose}>
          {common('cancel')}
        </Button>
        <Button variant="default" disabled={pending} onClick={() => send(true)}>
          {t('createNext')}
        </Button>
        <Button type="submit" loading={pending}>
          {t('create')}
        </Button>
      </div>
    </form>
  );
}
