import { useEffect, useMemo, useRef } from 'react';
import { useTranslation } from 'react-i18next';
import { type Command, useCommands } from '@/shared/commands';

/** What keys do in a list, from the row that has the focus. */
export interface Acts {
  readonly step: (by: 1 | -1) => void;
  readonly open: () => void;
  readonly pick: () => void;
  /** All rows from the one that was picked last. */
  readonly pickTo: () => void;
}

/** Offers the single keys of a list, while it has rows; arrows, Home and End need no offer. */
export function useKeys(hasRows: boolean, canPick: boolean, acts: Acts): void {
  const { t } = useTranslation();
  const now = useRef(acts);
  useEffect(() => {
    now.current = acts;
  });
  useCommands(
    useMemo(() => {
      const key = (id: keyof Words, keys: string, run: () => void): Command => ({
        id: `list.${id}`,
        group: 'list',
        title: t(`list.${id}`),
        keys,
        run,
      });
      if (!hasRows) return [];
      return [
        key('next', 'J', () => now.current.step(1)),
        key('previous', 'K', () => now.current.step(-1)),
        key('open', 'Enter', () => now.current.open()),
        ...(canPick
          ? [
              key('pick', 'X', () => now.current.pick()),
              key('pickTo', 'Shift+X', () => now.current.pickTo()),
            ]
          : []),
      ];
    }, [hasRows, canPick, t]),
  );
}

type Words = Record<'next' | 'previous' | 'open' | 'pick' | 'pickTo', string>;
