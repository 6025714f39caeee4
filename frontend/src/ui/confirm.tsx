import { type ReactNode, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { Problem } from '@/shared/api/problem';
import { useSubmit } from '@/shared/api/use-submit';
import { Button } from './button';
import classes from './confirm.module.css';
import { Dialog } from './dialog';
import { TextField } from './field';
import { ProblemStrip } from './problems';

interface ConfirmProps {
  readonly title: string;
  /** What it does, in a sentence. */
  readonly children: ReactNode;
  /** The verb on the button. */
  readonly confirm: string;
  readonly opened: boolean;
  readonly onClose: () => void;
  /** Asks why. */
  readonly reason?: { readonly label: string; readonly required?: boolean };
  readonly send: (reason: string) => Promise<unknown>;
  /** What to do about a refusal. */
  readonly help?: (problem: Problem) => ReactNode;
  /** What can be done instead, once it was refused. */
  readonly instead?: (problem: Problem) => ReactNode;
}

/** Asks before something that cannot simply be taken back; a refusal stays here to be read. */
export function Confirm({ title, opened, onClose, ...rest }: ConfirmProps) {
  return (
    <Dialog title={title} opened={opened} onClose={onClose}>
      <Question {...rest} onClose={onClose} />
    </Dialog>
  );
}

function Question({
  children,
  confirm,
  onClose,
  reason,
  send,
  help,
  instead,
}: Omit<ConfirmProps, 'title' | 'opened'>) {
  const { t } = useTranslation();
  const [why, setWhy] = useState('');
  const { form, submit, pending, problem, rest, fault } = useSubmit(() => send(why.trim()));
  const wanting = reason?.required === true && why.trim() === '';
  const onSubmit = async () => {
    if (!wanting && (await submit())) onClose();
  };
  return (
    <form
      ref={form}
      noValidate
      className={classes.question}
      onSubmit={(event) => {
        event.preventDefault();
        void onSubmit();
      }}
    >
      {problem && (
        <ProblemStrip
          error={problem}
          rest={rest}
          {...(problem.passing ? { retry: () => void onSubmit() } : {})}
        />
      )}
      {problem && help?.(problem)}
      <div className={classes.words}>{children}</div>
      {reason && (
        <TextField
          name="reason"
          label={reason.label}
          required={reason.required === true}
          maxLength={1000}
          value={why}
          onChange={(event) => setWhy(event.currentTarget.value)}
          error={fault('reason')}
          data-autofocus
        />
      )}
      <div className={classes.buttons}>
        <Button variant="default" onClick={onClose}>
          {t('cancel')}
        </Button>
        {(problem && instead?.(problem)) || (
          <Button type="submit" loading={pending} disabled={wanting}>
            {confirm}
          </Button>
        )}
      </div>
    </form>
  );
}
