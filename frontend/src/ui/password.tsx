import { type ComponentProps, type KeyboardEvent, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { PasswordField } from './field';
import classes from './password.module.css';

interface PasswordProps extends ComponentProps<typeof PasswordField> {
  /** One to be chosen, not the one that there is. */
  readonly fresh?: boolean;
}

/** A password that can be shown, with a word when Caps Lock is on. */
export function Password({ fresh = false, ...props }: PasswordProps) {
  const { t } = useTranslation();
  const [visible, setVisible] = useState(false);
  const [capitals, setCapitals] = useState(false);
  const look = (event: KeyboardEvent) => setCapitals(event.getModifierState('CapsLock'));
  return (
    <div>
      <PasswordField
        label={t('password.label')}
        description={fresh ? t('password.rule') : undefined}
        autoComplete={fresh ? 'new-password' : 'current-password'}
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
          'aria-label': t('password.show'),
          'aria-pressed': visible,
        }}
      />
      <p role="status" className={classes.capitals}>
        {capitals ? t('password.capsLock') : ''}
      </p>
    </div>
  );
}
