import { createLocation, createOrganization } from '@quartermaster/api-client';
import { useNavigate } from '@tanstack/react-router';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { newKey, once } from '@/shared/api/idempotency';
import { useSubmit } from '@/shared/api/use-submit';
import { useInvalidate } from '@/shared/queries/invalidate';
import { Button, ProblemStrip, TextField } from '@/ui';
import { Frame } from './frame';

/** "What do you look after?" One name, and a first place to put things into. */
export function Welcome() {
  const { t } = useTranslation('auth');
  const navigate = useNavigate();
  const invalidate = useInvalidate();
  const [name, setName] = useState('');
  const [keys] = useState(() => [newKey(), newKey()] as const);
  const { form, submit, fault, rest, problem, pending } = useSubmit(async () => {
    const { data } = await createOrganization({
      body: { name },
      headers: once(keys[0]),
      throwOnError: true,
    });
    await createLocation({
      path: { organization: data.slug },
      body: { name: t('mainStore'), kind: 'building' },
      headers: once(keys[1]),
      throwOnError: true,
    });
    await invalidate('organizations');
    await navigate({ to: '/$organization', params: { organization: data.slug } });
  });
  return (
    <Frame title={t('whatDoYouLookAfter')}>
      <form
        ref={form}
        noValidate
        onSubmit={(event) => {
          event.preventDefault();
          void submit();
        }}
      >
        {problem && (
          <ProblemStrip
            error={problem}
            rest={rest}
            {...(problem.passing ? { retry: () => void submit() } : {})}
          />
        )}
        <TextField
          name="name"
          label={t('organizationName')}
          placeholder={t('organizationExample')}
          required
          autoFocus
          value={name}
          onChange={(event) => setName(event.currentTarget.value)}
          error={fault('name')}
        />
        <Button type="submit" loading={pending}>
          {t('start')}
        </Button>
      </form>
    </Frame>
  );
}
