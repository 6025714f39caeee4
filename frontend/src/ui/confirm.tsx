import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import type { Problem } from '@/shared/api/problem';
import { useSubmit } from '@/shared/api/use-submit';
import { Button } from './button';
import classes from './confirm.module.css';
import { Dialog } from './dialog';
import { ProblemStrip } from './problems';

interface ConfirmProps {
  readonly title: string;
  /** What will be so afterwards. */
  readonly children: ReactNode;
  /** The deed, as the button says it. */
  readonly label: string;
  /** Does it; the dialog closes when it went through. */
  readonly act: () => Promise<unknown>;
  readonly onClose: () => void;
  /** What to do about a refusal. */
  readonly help?: (problem: Problem) => ReactNode;
}

/** Asks before what cannot be taken back, and says beside it why it was refused. */
export function Confirm({ title, children, label, act, onClose, help }: ConfirmProps) {
  const { t } = useTranslation();
  const { submit, pending, problem } = useSubmit(act);
  const go = async () => {
    if (await submit()) onClose();
  };
  return (
    <Dialog title={title} opened onClose={onClose}>
      <div>{children}</div>
      {problem && (
        <ProblemStrip error={problem} {...(problem.passing ? { retry: () => void go() } : {})} />
      )}
      {problem && help?.(problem)}
      <div className={classes.buttons}>
        <Button variant="default" onClick={onClose} data-autofocus>
          {t('cancel')}
        </Button>
        <Button loading={pending} onClick={() => void go()}>
          {label}
        </Button>
      </div>
    </Dialog>
  );
}
