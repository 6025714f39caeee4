import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { TextField } from '@/ui';

interface EmailFieldProps {
  readonly value: string;
  readonly onValue: (email: string) => void;
  /** Whether the address is given, as by an invitation, and only shown. */
  readonly given?: boolean;
  readonly error: ReactNode;
}

/** Whose account it is, where one signs in or up. */
export function EmailField({ value, onValue, given = false, error }: EmailFieldProps) {
  const { t } = useTranslation('auth');
  return (
    <TextField
      name="email"
      type="email"
      autoFocus={!given}
      autoCapitalize="none"
      label={t('email')}
      autoComplete="username"
      required
      readOnly={given}
      value={value}
      onChange={(event) => onValue(event.currentTarget.value)}
      error={error}
    />
  );
}
