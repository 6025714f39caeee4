import { type ErrorComponentProps, Link, useRouter } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';
import { EmptyState, Page, ProblemStrip } from '@/ui';

export function NotFound() {
  const { t } = useTranslation();
  return (
    <main>
      <EmptyState
        fact={t('notFound')}
        hint={t('notFoundHint')}
        action={<Link to="/">{t('home')}</Link>}
      />
    </main>
  );
}

/** Stands for a page that takes longer than one notices. */
export function Loading() {
  const { t } = useTranslation();
  return (
    <div role="status" data-loading>
      <Page title={t('loading')}>{null}</Page>
    </div>
  );
}

/** The same, where there is no shell around it yet. */
export const Opening = () => (
  <main>
    <Loading />
  </main>
);

/** A page that could not be shown; the shell around it lives on. */
export function RouteFailed({ error, reset }: ErrorComponentProps) {
  const router = useRouter();
  const retry = () => {
    reset();
    void router.invalidate();
  };
  return <ProblemStrip error={error} retry={retry} />;
}
