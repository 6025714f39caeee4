import { createRoute, createRouter, redirect } from '@tanstack/react-router';
import { activityRoutes } from '@/features/activity/routes';
import { authRoutes } from '@/features/auth/routes';
import { importsRoutes } from '@/features/imports/routes';
import { itemsRoutes } from '@/features/items/routes';
import { locationsRoutes } from '@/features/locations/routes';
import { meRoutes } from '@/features/me/routes';
import { movementsRoutes } from '@/features/movements/routes';
import { overviewRoutes } from '@/features/overview/routes';
import { peopleRoutes } from '@/features/people/routes';
import { scanRoutes } from '@/features/scan/routes';
import { settingsRoutes } from '@/features/settings/routes';
import { stockRoutes } from '@/features/stock/routes';
import { organizationRoute, organizationsOptions } from '@/shared/routes/organization';
import { rootRoute } from '@/shared/routes/root';
import { restored } from '@/shared/session/access';
import { Loading, NotFound, Opening, RouteFailed } from './errors/pages';
import { queryClient } from './queries';
import { LAST_ORGANIZATION, Shell } from './shell/shell';

const homeRoute = createRoute({
  getParentRoute: () => rootRoute,
  path: '/',
  beforeLoad: async () => {
    if (!(await restored())) throw redirect({ to: '/sign-in' });
    const { items } = await queryClient.ensureQueryData(organizationsOptions());
    const teams = items.filter((one) => one.kind === 'team');
    const last = localStorage.getItem(LAST_ORGANIZATION);
    const home = items.find((one) => one.slug === last) ?? teams[0] ?? items[0];
    if (!home || (teams.length === 0 && last === null)) throw redirect({ to: '/welcome' });
    throw redirect({ to: '/$organization', params: { organization: home.slug } });
  },
});

const routeTree = rootRoute.addChildren([
  homeRoute,
  ...authRoutes,
  organizationRoute
    .update({ component: Shell, pendingComponent: Opening })
    .addChildren([
      ...activityRoutes,
      ...importsRoutes,
      ...itemsRoutes,
      ...locationsRoutes,
      ...meRoutes,
      ...movementsRoutes,
      ...overviewRoutes,
      ...peopleRoutes,
      ...scanRoutes,
      ...settingsRoutes,
      ...stockRoutes,
    ]),
]);

export const router = createRouter({
  routeTree,
  context: { queryClient },
  defaultPreload: 'intent',
  // with it every page waits for its code and words by itself, and the shell stays
  defaultPendingComponent: Loading,
  defaultPendingMs: 200,
  defaultNotFoundComponent: NotFound,
  defaultErrorComponent: RouteFailed,
  scrollRestoration: true,
});

declare module '@tanstack/react-router' {
  interface Register {
    router: typeof router;
  }
}
