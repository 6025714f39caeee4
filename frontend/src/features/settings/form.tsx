import {
  getOrganization,
  type OrganizationRead,
  updateOrganization,
} from '@quartermaster/api-client';
import { useMemo, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useEdit } from '@/shared/api/use-edit';
import { useInvalidate } from '@/shared/queries/invalidate';
import { toast } from '@/shared/toasts';
import { Button, Choice, TextField } from '@/ui';
import { Conflict } from '@/ui/conflict';
import { Buttons, Form } from '@/ui/form';
import classes from './settings.module.css';

type Fields = Pick<OrganizationRead, 'name' | 'timezone' | 'member_access'>;

const fieldsOf = ({ name, timezone, member_access }: OrganizationRead): Fields => ({
  name,
  timezone,
  member_access,
});

export function SettingsForm({ organization }: { readonly organization: OrganizationRead }) {
  const { t } = useTranslation('settings');
  const invalidate = useInvalidate();
  const [editing, setEditing] = useState({ base: organization, mine: fieldsOf(organization) });
  const path = { organization: organization.slug };
  const edit = useEdit<OrganizationRead, Fields>({
    editing,
    set: setEditing,
    fieldsOf,
    send: async (changes, version) =>
      (await updateOrganization({ path, body: { ...changes, version }, throwOnError: true })).data,
    read: async () => (await getOrganization({ path, throwOnError: true })).data,
    onSaved: (row) => {
      setEditing({ base: row, mine: fieldsOf(row) });
      toast(t('saved'));
      void invalidate('organizations');
    },
  });
  const { fault, pending } = edit;
  const { base, mine } = editing;
  const set = (part: Partial<Fields>) => setEditing({ base, mine: { ...mine, ...part } });
  const zones = useMemo(
    () => [...new Set(['UTC', mine.timezone, ...Intl.supportedValuesOf('timeZone')])],
    [mine.timezone],
  );
  return (
    <div className={classes.form}>
      <Form of={edit}>
        <Conflict
          clashes={edit.clashes}
          onChoose={edit.choose}
          label={(name) => t(name === 'member_access' ? 'memberAccess' : name)}
          said={(name, value) =>
            name === 'member_access' ? t(`access.${value as Fields['member_access']}`) : value
          }
        />
        <TextField
          name="name"
          label={t('name')}
          required
          value={mine.name}
          onChange={(event) => set({ name: event.currentTarget.value })}
          error={fault('name')}
        />
        <Choice
          name="timezone"
          label={t('timezone')}
          value={mine.timezone}
          onChange={(event) => set({ timezone: event.currentTarget.value })}
          data={zones}
          error={fault('timezone')}
        />
        <fieldset className={classes.access}>
          <legend>{t('memberAccess')}</legend>
          {(['write', 'read'] as const).map((access) => (
            <label key={access}>
              <input
                type="radio"
                name="member_access"
                checked={mine.member_access === access}
                onChange={() => set({ member_access: access })}
              />
              {t(`access.${access}`)}
            </label>
          ))}
        </fieldset>
        <Buttons>
          <Button type="submit" loading={pending} disabled={edit.undecided}>
            {t('save')}
          </Button>
        </Buttons>
      </Form>
    </div>
  );
}
