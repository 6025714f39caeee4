import { getMe, type UserRead, updateMe } from '@quartermaster/api-client';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useEdit } from '@/shared/api/use-edit';
import { useInvalidate } from '@/shared/queries/invalidate';
import { toast } from '@/shared/toasts';
import { Button, TextField } from '@/ui';
import { Conflict } from '@/ui/conflict';
import { Buttons, Form } from '@/ui/form';
import classes from './me.module.css';

type Fields = Pick<UserRead, 'full_name'>;

const fieldsOf = ({ full_name }: UserRead): Fields => ({ full_name });

export function Profile({ me }: { readonly me: UserRead }) {
  const { t } = useTranslation('me');
  const invalidate = useInvalidate();
  const [editing, setEditing] = useState({ base: me, mine: fieldsOf(me) });
  const edit = useEdit<UserRead, Fields>({
    editing,
    set: setEditing,
    fieldsOf,
    send: async (changes, version) =>
      (await updateMe({ body: { ...changes, version }, throwOnError: true })).data,
    read: async () => (await getMe({ throwOnError: true })).data,
    onSaved: (row) => {
      setEditing({ base: row, mine: fieldsOf(row) });
      toast(t('saved'));
      void invalidate('me', 'members');
    },
  });
  const { base, mine } = editing;
  return (
    <Form of={edit}>
      <Conflict
        clashes={edit.clashes}
        onChoose={edit.choose}
        label={() => t('name')}
        said={(_, value) => value}
      />
      <TextField
        name="full_name"
        label={t('name')}
        autoComplete="name"
        value={mine.full_name}
        onChange={(event) => setEditing({ base, mine: { full_name: event.currentTarget.value } })}
        error={edit.fault('full_name')}
      />
      <p className={classes.email}>{me.email}</p>
      <Buttons>
        <Button type="submit" loading={edit.pending} disabled={edit.undecided}>
          {t('save')}
        </Button>
      </Buttons>
    </Form>
  );
}
