import { createRoute, lazyRouteComponent } from '@tanstack/react-router';
import { organizationRoute } from '@/shared/routes/organization';
import { importsSearch } from './search';

const listRoute = createRoute({
  getParentRoute: () => organizationRoute,
  path: 'imports',
  validateSearch: importsSearch,
  component: lazyRouteComponent(() => import('./imports'), 'Imports'),
});

const importRoute = createRoute({
  getParentRoute: () => organizationRoute,
  path: 'imports/$import',
  component: lazyRouteComponent(() => import('./preview/import'), 'ImportPage'),
});

export const importsRoutes = [listRoute, importRoute] as const;
