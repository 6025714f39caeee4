import { createLocation, createOrganization } from '@quartermaster/api-client';
import { useQueryClient } from '@tanstack/react-query';
import { useNavigate } from '@tanstack/react-router';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { newKey, once } from '@/shared/api/idempotency';
import { Problem } from '@/shared/api/problem';
import { useSubmit } from '@/shared/api/use-submit';
import { useDraft } from '@/shared/draft/draft';
import { organizationsOptions } from '@/shared/routes/organization';
import { Button, TextField } from '@/ui';
import { Form } from '@/ui/form';
import { usualCurrency } from './currency';
import { Frame } from './frame';

const begun = () => ({
  name: '',
  currency: usualCurrency(navigator.languages),
  /** Of the organization and of its first place: the same after a reload, so that both are made once. */
  keys: [newKey(), newKey()] as const,
  /** It was sent and no answer came: it may be there, so it is sent again as it was. */
  sent: false,
});

/** "What do you look after?" One name, and a first place to put things into. */
export function Welcome() {
  const { t } = useTranslation('auth');
  const navigate = useNavigate();
  const client = useQueryClient();
  const [empty] = useState(begun);
  const draft = useDraft('welcome', empty);
  const { name, currency, keys, sent } = draft.value;
  const submit = useSubmit(async () => {
    draft.set((now) => ({ ...now, sent: true }));
    try {
      const slug = await found();
      await client.fetchQuery({ ...organizationsOptions(), staleTime: 0 });
      draft.clear();
      await navigate({ to: '/$organization', params: { organization: slug } });
    } catch (error) {
      const refused = !Problem.of(error).passing;
      if (refused) draft.set((now) => ({ ...now, sent: false }));
      throw error;
    }
  });
  const { fault, pending } = submit;
  const found = async () => {
    const { timeZone } = Intl.DateTimeFormat().resolvedOptions();
    const { data } = await createOrganization({
      body: { name, currency, timezone: timeZone },
      headers: once(keys[0]),
      throwOnError: true,
    });
    await createLocation({
      path: { organization: data.slug },
      body: { name: t('mainStore'), kind: 'building' },
      headers: once(keys[1]),
      throwOnError: true,
    });
    return data.slug;
  };
  return (
    <Frame title={t('whatDoYouLookAfter')}>
      <Form of={submit}>
        <TextField
          name="name"
          label={t('organizationName')}
          placeholder={t('organizationExample')}
          description={sent && !pending ? t('answerLost') : undefined}
          autoComplete="organization"
          required
          autoFocus
          readOnly={sent}
          value={name}
          onChange={(event) => {
            const typed = event.currentTarget.value;
            draft.set((now) => ({ ...now, name: typed }));
          }}
          error={fault('name')}
        />
        <TextField
          name="currency"
          label={t('currency')}
          description={t('currencyStays')}
          autoComplete="off"
          spellCheck={false}
          list="currencies"
          readOnly={sent}
          value={currency}
          onChange={(event) => {
            const typed = event.currentTarget.value;
            draft.set((now) => ({ ...now, currency: typed }));
          }}
          error={fault('currency')}
        />
        <datalist id="currencies">
          {Intl.supportedValuesOf('currency').map((code) => (
            <option key={code} value={code} />
          ))}
        </datalist>
        <Button type="submit" loading={pending}>
          {t('start')}
        </Button>
      </Form>
    </Frame>
  );
}
