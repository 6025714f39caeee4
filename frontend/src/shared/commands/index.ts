import { useEffect } from 'react';
import { type Store, store, useStore } from '@/shared/store';

/** Something one can do now: the palette lists it, its keys start it. */
export interface Command {
  readonly id: string;
  /** In the person's language. */
  readonly title: string;
  /** `list`: acts on the row of the focus, so that only its key makes sense. */
  readonly group: 'go' | 'do' | 'settings' | 'list';
  /** One key (`R`, `Shift+X`), two in a row (`G S`) or a chord (`Mod+K`). */
  readonly keys?: string;
  readonly run: () => void;
}

export const commands: Store<readonly Command[]> = store<readonly Command[]>([]);

/** Offers commands while the component is there. Keep the array's identity stable (`useMemo`). */
export function useCommands(offered: readonly Command[]): void {
  useEffect(() => {
    commands.set([...commands.get(), ...offered]);
    return () => commands.set(commands.get().filter((command) => !offered.includes(command)));
  }, [offered]);
}

export const useOffered = (): readonly Command[] => useStore(commands);
