import { type ComponentProps, type KeyboardEvent, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { PasswordField } from '@/ui';
import classes from './password.module.css';

/** A password that can be shown, with a word when Caps Lock is on. */
export function Password(props: ComponentProps<typeof PasswordField>) {
  const { t } = useTranslation('auth');
  const [visible, setVisible] = useState(false);
  const [capitals, setCapitals] = useState(false);
  const look = (event: KeyboardEvent) => setCapitals(event.getModifierState('CapsLock'));
  return (
    <div>
      <PasswordField
        label={t('password')}
        {...props}
        onKeyDown={look}
        onKeyUp={look}
        onBlur={() => setCapitals(false)}
        required
        spellCheck={false}
        autoCapitalize="none"
        visible={visible}
        onVisibilityChange={setVisible}
        visibilityToggleButtonProps={{
          'aria-label': t('showPassword'),
          'aria-pressed': visible,
        }}
      />
      <p role="status" className={classes.capitals}>
        {capitals ? t('capsLock') : ''}
      </p>
    </div>
  );
}
