import { createRoute, lazyRouteComponent } from '@tanstack/react-router';
import { arrived } from '@/shared/arrived';
import { organizationRoute } from '@/shared/routes/organization';
import { forgiving } from '@/shared/routes/search';
import { words } from '@/shared/routes/words';
import { importsSearch } from './search';

const listRoute = createRoute({
  getParentRoute: () => organizationRoute,
  path: 'imports',
  validateSearch: forgiving(importsSearch),
  loader: words('imports'),
  component: lazyRouteComponent(() => arrived(import('./imports')), 'Imports'),
});

const importRoute = createRoute({
  getParentRoute: () => organizationRoute,
  path: 'imports/$import',
  loader: words('imports'),
  component: lazyRouteComponent(() => arrived(import('./preview/import')), 'ImportPage'),
});

export const importsRoutes = [listRoute, importRoute] as const;
