import { type ApiKeyCreated, createApiKey, type Permission } from '@quartermaster/api-client';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useSubmit } from '@/shared/api/use-submit';
import { useInvalidate } from '@/shared/queries/invalidate';
import { useOrganization } from '@/shared/routes/organization';
import { Button, Checkbox, Choice, GhostButton, TextField } from '@/ui';
import { Dialog } from '@/ui/dialog';
import { Buttons, Form } from '@/ui/form';
import { ShownOnce } from '@/ui/shown-once';
import classes from './keys.module.css';
import { isReading, scopesWithin, word } from './scopes';

const DAYS = [7, 30, 90, 365];
const USUAL = 90;
const DAY_MS = 86_400_000;

/** A key for a program: the dialog that shows it cannot be put aside by accident. */
export function NewKey({ onClose }: { readonly onClose: () => void }) {
  const { t } = useTranslation('settings');
  const [made, setMade] = useState<ApiKeyCreated>();
  if (!made) {
    return (
      <Dialog title={t('keys.make')} opened onClose={onClose}>
        <Ask onMade={setMade} />
      </Dialog>
    );
  }
  return (
    <Dialog title={made.name} opened>
      <p>{t('keys.once')}</p>
      <ShownOnce text={made.key} what={t('keys.theKey')} />
      <Buttons>
        <Button onClick={onClose}>{t('keys.kept')}</Button>
      </Buttons>
    </Dialog>
  );
}

function Ask({ onMade }: { readonly onMade: (key: ApiKeyCreated) => void }) {
  const { t } = useTranslation('settings');
  const { slug, permissions } = useOrganization();
  const invalidate = useInvalidate();
  const possible = scopesWithin(permissions);
  const [name, setName] = useState('');
  const [days, setDays] = useState(USUAL);
  const [scopes, setScopes] = useState<readonly Permission[]>(possible.filter(isReading));
  const submit = useSubmit(async () => {
    const expires_at = new Date(Date.now() + days * DAY_MS).toISOString();
    const { data } = await createApiKey({
      path: { organization: slug },
      body: { name, scopes: [...scopes], expires_at },
      throwOnError: true,
    });
    onMade(data);
    await invalidate('api-keys');
  });
  const { fault } = submit;
  const turn = (scope: Permission, on: boolean) =>
    setScopes(possible.filter((one) => (one === scope ? on : scopes.includes(one))));
  return (
    <Form of={submit}>
      <TextField
        name="name"
        label={t('name')}
        description={t('keys.nameHint')}
        autoComplete="off"
        required
        data-autofocus
        value={name}
        onChange={(event) => setName(event.currentTarget.value)}
        error={fault('name')}
      />
      <Choice
        name="expires_at"
        label={t('keys.until')}
        value={String(days)}
        onChange={(event) => setDays(Number(event.currentTarget.value))}
        data={DAYS.map((count) => ({ value: String(count), label: t('keys.days', { count }) }))}
        error={fault('expires_at')}
      />
      <fieldset className={classes.scopes}>
        <legend>{t('keys.scopes')}</legend>
        <Buttons>
          <GhostButton onClick={() => setScopes(possible.filter(isReading))}>
            {t('keys.reading')}
          </GhostButton>
          <GhostButton onClick={() => setScopes(possible)}>{t('keys.everything')}</GhostButton>
        </Buttons>
        {possible.map((scope) => (
          <Checkbox
            key={scope}
            name="scopes"
            className={classes.check ?? ''}
            label={t(`keys.scope.${word(scope)}`)}
            checked={scopes.includes(scope)}
            onChange={(event) => turn(scope, event.currentTarget.checked)}
          />
        ))}
      </fieldset>
      <Buttons>
        <Button type="submit" loading={submit.pending} disabled={scopes.length === 0}>
          {t('keys.make')}
        </Button>
      </Buttons>
    </Form>
  );
}
