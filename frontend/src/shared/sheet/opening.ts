import { useNavigate, useRouter } from '@tanstack/react-router';
import { useCallback } from 'react';
import { organizationRoute, type Sheet } from '@/shared/routes/organization';

declare module '@tanstack/react-router' {
  interface HistoryState {
    /** This entry is the one before it with a sheet over the page. */
    over?: true;
  }
}

/** Of the entry that a sheet is opened by. */
export const OVER = { over: true } as const;

/** Opens a sheet over the page, so that Back closes it; a sheet that is open makes way for it. */
export function useOpenSheet(): (kind: Sheet) => void {
  const navigate = useNavigate();
  const { do: open } = organizationRoute.useSearch();
  const replace = open !== undefined;
  return useCallback(
    (kind) =>
      void navigate({
        to: '.',
        search: (now) => ({ ...now, do: kind }),
        state: (now) => (replace ? now : OVER),
        replace,
      }),
    [navigate, replace],
  );
}

/** Closes the sheet: goes back to the page that it was opened from, if that is the entry before. */
export function useCloseSheet(): () => void {
  const navigate = useNavigate();
  const { history } = useRouter();
  return useCallback(() => {
    if (history.location.state.over) return history.back();
    void navigate({
      to: '.',
      search: ({ do: _open, ...rest }) => rest,
      replace: true,
    });
  }, [navigate, history]);
}
