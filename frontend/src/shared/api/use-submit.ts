import { type RefObject, useCallback, useRef, useState } from 'react';
import { place } from './faults';
import type { Fault } from './problem';
import { Problem } from './problem';

export interface Submit {
  /** On the form: after a refusal the focus goes to its first faulty field. */
  readonly form: RefObject<HTMLFormElement | null>;
  readonly pending: boolean;
  /** The refusal as a whole; null while there is none. */
  readonly problem: Problem | null;
  /** What is wrong with the field of this name. */
  readonly fault: (field: string) => string | undefined;
  /** Faults that no field shows. */
  readonly rest: readonly Fault[];
  /** Sends; answers whether it went through. Nothing typed is touched either way. */
  readonly submit: () => Promise<boolean>;
  readonly clear: () => void;
}

/** Sends a form and puts the server's faults beside its fields, which carry their pointer as `name`. */
export function useSubmit(send: () => Promise<unknown>): Submit {
  const form = useRef<HTMLFormElement>(null);
  const [pending, setPending] = useState(false);
  const [problem, setProblem] = useState<Problem | null>(null);
  const [fields, setFields] = useState<readonly string[]>([]);
  const { byField, rest } = place(problem?.faults ?? [], fields);

  const submit = async () => {
    if (pending) return false;
    setPending(true);
    setProblem(null);
    try {
      await send();
      return true;
    } catch (error) {
      const refusal = Problem.of(error);
      const names = namesOf(form.current);
      setFields(names);
      setProblem(refusal);
      const [first] = place(refusal.faults, names).byField.keys();
      if (first) form.current?.querySelector<HTMLElement>(`[name="${CSS.escape(first)}"]`)?.focus();
      return false;
    } finally {
      setPending(false);
    }
  };
  return {
    form,
    pending,
    problem,
    rest,
    submit,
    fault: (field) =>
      byField
        .get(field)
        ?.map((one) => one.message)
        .join(' '),
    clear: useCallback(() => setProblem(null), []),
  };
}

function namesOf(form: HTMLFormElement | null): string[] {
  const controls = form ? [...form.querySelectorAll<HTMLElement>('[name]')] : [];
  return controls.map((control) => control.getAttribute('name') ?? '');
}
