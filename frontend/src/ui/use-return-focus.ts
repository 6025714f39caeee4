import { useEffect, useRef } from 'react';

/** What the focus is about to go back to; a dialog that opens at that moment gives it back in its turn. */
let waiting: HTMLElement | null = null;

/** Gives the focus back to what had it when this opened, also when its owner just takes it away. */
export function useReturnFocus(opened: boolean): void {
  const opener = useRef<HTMLElement | null>(null);
  useEffect(() => {
    if (!opened) return;
    opener.current ??= waiting ?? openerNow();
    waiting = null;
    const { current } = opener;
    return () => {
      opener.current = null;
      waiting = current;
      // after the trap of the dialog has let go
      setTimeout(() => {
        if (waiting !== current) return;
        waiting = null;
        if (current?.isConnected) current.focus();
      });
    };
  }, [opened]);
}

/** The focused element; of a menu that closes itself, the button that opened it. */
function openerNow(): HTMLElement | null {
  const active = document.activeElement;
  const menu = active?.closest('[role=menu]');
  const opener = menu
    ? document.getElementById(menu.getAttribute('aria-labelledby') ?? '')
    : active;
  return opener instanceof HTMLElement ? opener : null;
}
