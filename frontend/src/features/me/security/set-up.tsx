import { confirmSecondFactor, type SecondFactorBegin } from '@quartermaster/api-client';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useSubmit } from '@/shared/api/use-submit';
import { COOKIE, entered } from '@/shared/session/access';
import { Button, Plate, TextField } from '@/ui';
import { CopyButton } from '@/ui/copy-button';
import { Dialog } from '@/ui/dialog';
import { Form } from '@/ui/form';
import { Qr } from './qr';
import classes from './security.module.css';

interface SetUpProps {
  readonly begun: SecondFactorBegin;
  readonly onClose: () => void;
  readonly onCodes: (codes: readonly string[]) => void;
}

/** The secret for the authenticator; the factor is on once a code of it came back. */
export function SetUp({ begun: { secret, otpauth_uri }, onClose, onCodes }: SetUpProps) {
  const { t } = useTranslation('me');
  const [code, setCode] = useState('');
  const submit = useSubmit(async () => {
    const { data } = await confirmSecondFactor({
      body: { code: code.replace(/\s/g, '') },
      headers: COOKIE,
      throwOnError: true,
    });
    entered(data.session);
    onCodes(data.recovery_codes);
  });
  return (
    <Dialog title={t('security.turnOn')} opened onClose={onClose}>
      <p>{t('security.scanIt')}</p>
      <Qr text={otpauth_uri} label={t('security.qr')} />
      <p className={classes.hint}>{t('security.orType')}</p>
      <div className={classes.secret}>
        <Plate>{secret}</Plate>
        <CopyButton text={secret} what={t('security.secret')} />
      </div>
      <Form of={submit}>
        <TextField
          name="code"
          label={t('security.code')}
          description={t('security.codeHint')}
          autoComplete="one-time-code"
          inputMode="numeric"
          required
          data-autofocus
          value={code}
          onChange={(event) => setCode(event.currentTarget.value)}
          error={submit.fault('code')}
        />
        <Button type="submit" loading={submit.pending} disabled={code.trim() === ''}>
          {t('security.confirm')}
        </Button>
      </Form>
    </Dialog>
  );
}
