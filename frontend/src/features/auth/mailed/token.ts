import { useLocation } from '@tanstack/react-router';

/** What stands behind `#token=` in the link of a mail: no server sees it in an address. */
export function useToken(): string | null {
  return useLocation({ select: ({ hash }) => new URLSearchParams(hash).get('token') });
}
