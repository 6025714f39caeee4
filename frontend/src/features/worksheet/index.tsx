import { CatchBoundary, type ErrorComponentProps } from '@tanstack/react-router';
import { lazy, Suspense, useMemo } from 'react';
import { useTranslation } from 'react-i18next';
import { arrived } from '@/shared/arrived';
import { type Command, useCommands } from '@/shared/commands';
import { organizationRoute, SHEETS, useCan } from '@/shared/routes/organization';
import { useCloseSheet, useOpenSheet } from '@/shared/sheet/opening';
import { ProblemStrip } from '@/ui';
import { KEYS } from './keys';
import classes from './sheet.module.css';

const Panel = lazy(() => arrived(import('./sheet')).then((loaded) => ({ default: loaded.Sheet })));

/** The sheet that `do` names, beside the page; a phone shows it instead of the page. */
export function Worksheet() {
  const { organization } = organizationRoute.useParams();
  const { do: kind } = organizationRoute.useSearch();
  const close = useCloseSheet();
  if (!kind) return null;
  return (
    <CatchBoundary getResetKey={() => kind} errorComponent={Failed}>
      <Suspense fallback={<section className={classes.sheet} data-sheet />}>
        <Panel key={`${organization}/${kind}`} kind={kind} onClose={close} />
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
  const { t } = useTranslation('worksheet');
  const can = useCan();
  const open = useOpenSheet();
  const allowed = SHEETS.filter((kind) => can(`stock:${kind}`)).join(' ');
  useCommands(
    useMemo<readonly Command[]>(
      () =>
        SHEETS.filter((kind) => allowed.split(' ').includes(kind)).map((kind) => ({
          id: `sheet.${kind}`,
          title: t(`title.${kind}`),
          group: 'do',
          keys: KEYS[kind],
          run: () => open(kind),
        })),
      [allowed, t, open],
    ),
  );
}
