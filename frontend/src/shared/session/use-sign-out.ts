import { useQueryClient } from '@tanstack/react-query';
import { useNavigate } from '@tanstack/react-router';
import { useCallback } from 'react';
import { forgetDrafts } from '../draft/draft';
import { signOut } from './access';

/**
 * Signs out and leaves nothing of this person in the tab: no draft, no answer of the server. `stay`
 * on a page that is for everybody.
 */
export function useSignOut(
  leave: () => Promise<unknown> = signOut,
  stay = false,
): () => Promise<void> {
  const client = useQueryClient();
  const navigate = useNavigate();
  return useCallback(async () => {
    await leave();
    forgetDrafts();
    if (!stay) await navigate({ to: '/sign-in' });
    client.clear();
  }, [client, navigate, leave, stay]);
}
