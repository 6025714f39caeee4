import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useSubmit } from '@/shared/api/use-submit';
import { signInByCode } from '@/shared/session/access';
import { Button } from '@/ui';
import { Buttons, Form } from '@/ui/form';
import { Code, typed } from './code';

interface SecondStepProps {
  readonly mfaToken: string;
  readonly onDone: () => void;
  /** To the password: the token lives for five minutes. */
  readonly onBack: () => void;
}

/** The password was right; a code of the second factor opens the session. */
export function SecondStep({ mfaToken, onDone, onBack }: SecondStepProps) {
  const { t } = useTranslation('auth');
  const [code, setCode] = useState('');
  const submit = useSubmit(() => signInByCode(mfaToken, typed(code)));
  const { form, fault, pending } = submit;
  return (
    <Form
      of={submit}
      onDone={onDone}
      onRefused={() => form.current?.querySelector<HTMLInputElement>('[name=code]')?.select()}
    >
      <Code value={code} onChange={setCode} error={fault('code')} />
      <Buttons>
        <Button type="submit" loading={pending}>
          {t('signIn')}
        </Button>
        <Button variant="default" onClick={onBack}>
          {t('back')}
        </Button>
      </Buttons>
    </Form>
  );
}
