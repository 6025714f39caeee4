import { type RefObject, useEffect } from 'react';

/** Goes to a field when the panel opens, and back to what opened it when it closes. */
export function useReturningFocus(to: RefObject<HTMLElement | null> | null): void {
  useEffect(() => {
    const opener = document.activeElement;
    to?.current?.focus();
    return () => {
      if (opener instanceof HTMLElement && opener.isConnected) opener.focus();
    };
  }, [to]);
}
