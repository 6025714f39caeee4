import type { OrganizationRead, Permission } from '@quartermaster/api-client';
import { listOrganizationsOptions } from '@quartermaster/api-client/query';
import { useQuery } from '@tanstack/react-query';
import { createRoute, notFound, redirect } from '@tanstack/react-router';
import { restored } from '@/shared/session/access';
import { rootRoute } from './root';
import { words } from './words';

/** What sheet is open over the page; a search parameter, so that Back closes it and a link opens it. */
export const SHEETS = ['receive', 'issue', 'transfer', 'adjust'] as const;
export type Sheet = (typeof SHEETS)[number];

export const organizationsOptions = () => ({
  ...listOrganizationsOptions({ query: { limit: 200 } }),
  staleTime: 30_000,
});

/** Everything of one organization lies under its slug. */
export const organizationRoute = createRoute({
  getParentRoute: () => rootRoute,
  path: '$organization',
  validateSearch: (search: Record<string, unknown>): { do?: Sheet } => ({
    do: SHEETS.find((name) => name === search.do),
  }),
  beforeLoad: async ({ context, params, location }) => {
    if (!(await restored())) throw redirect({ to: '/sign-in', search: { next: location.href } });
    const { items } = await context.queryClient.ensureQueryData(organizationsOptions());
    if (!items.some((one) => one.slug === params.organization)) throw notFound();
  },
  // a sheet opens by its key from the first moment on
  loader: words('worksheet'),
});

/** The organization of the page. */
export function useOrganization(): OrganizationRead {
  const { organization: slug } = organizationRoute.useParams();
  const { data } = useQuery(organizationsOptions());
  const found = data?.items.find((one) => one.slug === slug);
  if (!found) throw new Error(`The route let in an unknown organization: ${slug}`);
  return found;
}

/** Whether this person's role allows it here: `const can = useCan(); can('stock:receive')`. */
export function useCan(): (permission: Permission) => boolean {
  const { permissions } = useOrganization();
  return (permission) => permissions.includes(permission);
}
