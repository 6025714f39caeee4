import { useNavigate } from '@tanstack/react-router';
import { useMemo } from 'react';
import { useTranslation } from 'react-i18next';
import { type Command, useCommands } from '@/shared/commands';
import { useCan, useOrganization } from '@/shared/routes/organization';
import { openPalette } from '../palette/opened';
import { openShortcuts } from './help-opened';
import { PLACES, ROOMS, WORKSHOP } from './navigation';

const GUARDED = [...WORKSHOP, ...ROOMS];

/** What can be done on every page: go to a place, find, see the keys. */
export function useShellCommands(): void {
  const { t } = useTranslation('shell');
  const { slug } = useOrganization();
  const navigate = useNavigate();
  const can = useCan();
  const open = GUARDED.filter(({ may }) => can(may))
    .map(({ word }) => word)
    .join(' ');
  const offered = useMemo<readonly Command[]>(
    () => [
      ...PLACES.map(
        ({ to, word, key }): Command => ({
          id: `go-${word}`,
          group: 'go',
          title: t('goTo', { place: t(`places.${word}`) }),
          keys: `G ${key}`,
          run: () => void navigate({ to, params: { organization: slug } }),
        }),
      ),
      ...GUARDED.filter(({ word }) => open.split(' ').includes(word)).map(
        ({ to, word }): Command => ({
          id: `go-${word}`,
          group: 'go',
          title: t('goTo', { place: t(`places.${word}`) }),
          run: () => void navigate({ to, params: { organization: slug } }),
        }),
      ),
      { id: 'find', group: 'go', title: t('find'), keys: 'Mod+K', run: openPalette },
      { id: 'find-slash', group: 'go', title: t('find'), keys: '/', run: openPalette },
      { id: 'shortcuts', group: 'settings', title: t('help'), keys: '?', run: openShortcuts },
    ],
    [t, slug, navigate, open],
  );
  useCommands(offered);
}
