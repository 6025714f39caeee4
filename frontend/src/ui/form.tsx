import type { ReactNode } from 'react';
import type { Problem } from '@/shared/api/problem';
import type { Submit } from '@/shared/api/use-submit';
import classes from './form.module.css';
import { ProblemStrip } from './problems';

interface FormProps {
  /** How it is sent: see `useSubmit` and `useEdit`. */
  readonly of: Submit;
  readonly onDone?: () => void;
  readonly onRefused?: () => void;
  /** What to do about a refusal. */
  readonly help?: (problem: Problem) => ReactNode;
  readonly children: ReactNode;
}

/** Fields one below the other, and above them what the server said to the whole. */
export function Form({ of, onDone, onRefused, help, children }: FormProps) {
  const { form, submit, problem, rest } = of;
  const send = async () => {
    if (await submit()) onDone?.();
    else onRefused?.();
  };
  return (
    <form
      ref={form}
      noValidate
      className={classes.form}
      onSubmit={(event) => {
        event.preventDefault();
        void send();
      }}
    >
      {problem && (
        <ProblemStrip
          error={problem}
          rest={rest}
          {...(problem.passing ? { retry: () => void send() } : {})}
        />
      )}
      {problem && help?.(problem)}
      {children}
    </form>
  );
}

/** The buttons of a form, in a row. */
export const Buttons = ({ children }: { readonly children: ReactNode }) => (
  <div className={classes.buttons}>{children}</div>
);
