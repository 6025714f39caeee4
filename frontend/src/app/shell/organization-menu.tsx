import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { lazy, Suspense } from 'react';
import { useTranslation } from 'react-i18next';
import { arrived } from '@/shared/arrived';
import { organizationsOptions, useOrganization } from '@/shared/routes/organization';
import { Mark } from '@/ui/mark';
import classes from './rail.module.css';

const MenuOf = lazy(() =>
  arrived(import('./organization-list')).then((it) => ({ default: it.OrganizationList })),
);

/** Whose stock this is; opens the list of the others. */
export function OrganizationMenu() {
  const { t } = useTranslation('shell');
  const here = useOrganization();
  const { data } = useQuery(organizationsOptions());
  const face = (
    <>
      <Mark />
      <span>
        <b>{here.name}</b>
        <small>
          Quartermaster<span className="vh">, {t('switchOrganization')}</span>
        </small>
      </span>
    </>
  );
  if ((data?.items.length ?? 0) < 2) {
    return (
      <Link
        to="/$organization"
        params={{ organization: here.slug }}
        className={classes.organization}
      >
        {face}
      </Link>
    );
  }
  return (
    <Suspense fallback={<span className={classes.organization}>{face}</span>}>
      <MenuOf organizations={data?.items ?? []} here={here.slug}>
        <button type="button" className={classes.organization}>
          {face}
        </button>
      </MenuOf>
    </Suspense>
  );
}
