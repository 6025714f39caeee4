import { stepUpSession } from '@quartermaster/api-client';
import { getMySecondFactorOptions } from '@quartermaster/api-client/query';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useSubmit } from '@/shared/api/use-submit';
import { Button, ProblemStrip } from '@/ui';
import { Form } from '@/ui/form';
import { Password } from '@/ui/password';
import { Code, typed } from './code';

/** A proof that it is still you: your password, or a code where your second factor is on. */
export function StepUpForm({ onDone }: { readonly onDone: () => void }) {
  const { data, error, refetch } = useQuery({ ...getMySecondFactorOptions(), staleTime: 0 });
  if (error) return <ProblemStrip error={error} retry={() => void refetch()} />;
  return data ? <Proof key={String(data.on)} byCode={data.on} onDone={onDone} /> : null;
}

function Proof({ byCode, onDone }: { readonly byCode: boolean; readonly onDone: () => void }) {
  const { t } = useTranslation('auth');
  const [said, setSaid] = useState('');
  const submit = useSubmit(() =>
    stepUpSession({
      body: byCode ? { code: typed(said) } : { password: said },
      throwOnError: true,
    }),
  );
  const { form, fault, pending } = submit;
  return (
    <Form
      of={submit}
      onDone={onDone}
      onRefused={() => form.current?.querySelector('input')?.select()}
    >
      <p>{t('proofHint')}</p>
      {byCode ? (
        <Code value={said} onChange={setSaid} error={fault('code')} />
      ) : (
        <Password
          name="password"
          autoFocus
          data-autofocus
          value={said}
          onChange={(event) => setSaid(event.currentTarget.value)}
          error={fault('password')}
        />
      )}
      <Button type="submit" loading={pending}>
        {t('goOn')}
      </Button>
    </Form>
  );
}
