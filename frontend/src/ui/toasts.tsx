import { IconX } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import { dismiss, useToasts } from '@/shared/toasts';
import { IconButton } from './button';
import classes from './toasts.module.css';

export function Toasts() {
  const { t } = useTranslation();
  const toasts = useToasts();
  return (
    <div className={classes.region} role="status" aria-live="polite">
      {toasts.map(({ id, text, action }) => (
        <div key={id} className={classes.toast}>
          <span>{text}</span>
          {action && (
            <button
              type="button"
              onClick={() => {
                dismiss(id);
                action.run();
              }}
            >
              {action.label}
            </button>
          )}
          <IconButton label={t('dismiss')} onClick={() => dismiss(id)}>
            <IconX size={16} />
          </IconButton>
        </div>
      ))}
    </div>
  );
}
