import { useQueryClient } from '@tanstack/react-query';
import { useNavigate } from '@tanstack/react-router';
import { useCallback } from 'react';
import { forgetDrafts } from '../draft/draft';
import { signOut } from './access';

/** Signs out and leaves nothing of this person in the tab: no draft, no answer of the server. */
export function useSignOut(leave: () => Promise<unknown> = signOut): () => Promise<void> {
  const client = useQueryClient();
  const navigate = useNavigate();
  return useCallback(async () => {
    await leave();
    forgetDrafts();
    await navigate({ to: '/sign-in' });
    client.clear();
  }, [client, navigate, leave]);
}
