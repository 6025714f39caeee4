import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { GhostButton, TextField } from '@/ui';

interface CodeProps {
  readonly value: string;
  readonly onChange: (code: string) => void;
  readonly error: string | undefined;
}

/** A code of the authenticator, or instead of it one of the ten for emergencies. */
export function Code({ value, onChange, error }: CodeProps) {
  const { t } = useTranslation('auth');
  const [recovering, setRecovering] = useState(false);
  const turn = () => {
    setRecovering(!recovering);
    onChange('');
  };
  return (
    <div>
      <TextField
        key={String(recovering)}
        name="code"
        label={t(recovering ? 'recoveryCode' : 'code')}
        description={t(recovering ? 'recoveryCodeHint' : 'codeHint')}
        autoComplete={recovering ? 'off' : 'one-time-code'}
        inputMode={recovering ? 'text' : 'numeric'}
        autoCapitalize="none"
        spellCheck={false}
        required
        autoFocus
        data-autofocus
        value={value}
        onChange={(event) => onChange(event.currentTarget.value)}
        error={error}
      />
      <GhostButton onClick={turn}>
        {t(recovering ? 'useAuthenticator' : 'useRecoveryCode')}
      </GhostButton>
    </div>
  );
}

/** As it is sent: authenticators show a gap in the middle. */
export const typed = (code: string): string => code.replace(/\s/g, '');
