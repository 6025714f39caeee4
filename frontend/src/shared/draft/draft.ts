import { useEffect, useState } from 'react';

const PREFIX = 'qm-draft:';

/**
 * Form contents that outlive a reload, kept per tab under `name` (organization, route, record).
 *
 * `restored` says that the contents come from an earlier visit, so that the form can say so.
 */
export function useDraft<T>(name: string, empty: T): Draft<T> {
  const [kept] = useState(() => read<T>(name));
  const [value, setValue] = useState<T>(kept ?? empty);
  const [restored, setRestored] = useState(kept !== null);
  useEffect(() => {
    if (value === empty) forget(name);
    else write(name, value);
  }, [name, value, empty]);
  const clear = () => {
    setValue(empty);
    setRestored(false);
  };
  return { value, set: setValue, restored, clear };
}

export interface Draft<T> {
  readonly value: T;
  readonly set: React.Dispatch<React.SetStateAction<T>>;
  readonly restored: boolean;
  /** Empties the form: it was sent, or is not wanted. */
  readonly clear: () => void;
}

function read<T>(name: string): T | null {
  const text = sessionStorage.getItem(PREFIX + name);
  return text === null ? null : (JSON.parse(text) as T);
}

function write(name: string, value: unknown): void {
  sessionStorage.setItem(PREFIX + name, JSON.stringify(value));
}

function forget(name: string): void {
  sessionStorage.removeItem(PREFIX + name);
}

/** Every draft of this tab: when somebody signs out. */
export function forgetDrafts(): void {
  for (const key of Object.keys(sessionStorage)) {
    if (key.startsWith(PREFIX)) sessionStorage.removeItem(key);
  }
}
