import { IconPrinter } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import { Button } from '@/ui';
import { CopyButton } from '@/ui/copy-button';
import { Dialog } from '@/ui/dialog';
import { Buttons } from '@/ui/form';
import classes from './security.module.css';

interface RecoveryCodesProps {
  readonly codes: readonly string[];
  readonly onDone: () => void;
}

/** Shown this once: the dialog cannot be put aside by accident. */
export function RecoveryCodes({ codes, onDone }: RecoveryCodesProps) {
  const { t } = useTranslation('me');
  return (
    <Dialog title={t('security.codes')} opened>
      <p>{t('security.codesHint')}</p>
      <ol className={`mono ${classes.codes}`} data-printed>
        {codes.map((code) => (
          <li key={code}>{code}</li>
        ))}
      </ol>
      <div className="no-print">
        <Buttons>
          <CopyButton text={codes.join('\n')} what={t('security.codes')} />
          <Button
            variant="default"
            leftSection={<IconPrinter size={18} stroke={1.75} aria-hidden />}
            onClick={() => print()}
          >
            {t('security.print')}
          </Button>
          <Button onClick={onDone}>{t('security.kept')}</Button>
        </Buttons>
      </div>
    </Dialog>
  );
}
