import { CatchBoundary, type ErrorComponentProps, useNavigate } from '@tanstack/react-router';
import { lazy, Suspense, useCallback, useMemo } from 'react';
import { useTranslation } from 'react-i18next';
import { type Command, useCommands } from '@/shared/commands';
import { organizationRoute, SHEETS, type Sheet, useCan } from '@/shared/routes/organization';
import { ProblemStrip } from '@/ui';
import { KEYS } from './keys';
import classes from './sheet.module.css';

const Panel = lazy(() => import('./sheet').then((loaded) => ({ default: loaded.Sheet })));

/** The sheet that `do` names, beside the page; a phone shows it instead of the page. */
export function Worksheet() {
  const { organization } = organizationRoute.useParams();
  const { do: kind } = organizationRoute.useSearch();
  const open = useOpening();
  if (!kind) return null;
  return (
    <CatchBoundary getResetKey={() => kind} errorComponent={Failed}>
      <Suspense fallback={<section className={classes.sheet} data-sheet />}>
        <Panel key={`${organization}/${kind}`} kind={kind} onClose={() => open(null)} />
      </Suspense>
    </CatchBoundary>
  );
}

const Failed = ({ error, reset }: ErrorComponentProps) => (
  <section className={classes.sheet} data-sheet>
    <ProblemStrip error={error} retry={reset} />
  </section>
);

/** Offers the sheets that the role allows, by key and in the palette. */
export function useSheetCommands(): void {
  const { t, ready } = useTranslation('worksheet', { useSuspense: false });
  const can = useCan();
  const open = useOpening();
  const allowed = SHEETS.filter((kind) => can(`stock:${kind}`)).join(' ');
  useCommands(
    useMemo<readonly Command[]>(
      () =>
        SHEETS.filter((kind) => ready && allowed.split(' ').includes(kind)).map((kind) => ({
          id: `sheet.${kind}`,
          title: t(`title.${kind}`),
          group: 'do',
          keys: KEYS[kind],
          run: () => open(kind),
        })),
      [allowed, ready, t, open],
    ),
  );
}

/** Opens a sheet, so that Back closes it; `null` closes. */
function useOpening(): (kind: Sheet | null) => void {
  const navigate = useNavigate();
  return useCallback(
    (kind) => {
      void navigate({
        to: '.',
        search: ({ do: _open, ...rest }) => (kind ? { ...rest, do: kind } : rest),
        replace: kind === null,
      });
    },
    [navigate],
  );
}
