import { createRoute, lazyRouteComponent } from '@tanstack/react-router';
import { arrived } from '@/shared/arrived';
import { organizationRoute } from '@/shared/routes/organization';
import { forgiving } from '@/shared/routes/search';
import { words } from '@/shared/routes/words';
import { movementsSearch } from './search';

const listRoute = createRoute({
  getParentRoute: () => organizationRoute,
  path: 'movements',
  validateSearch: forgiving(movementsSearch),
  loader: words('movements'),
  component: lazyRouteComponent(() => arrived(import('./list')), 'MovementList'),
});

const postingRoute = createRoute({
  getParentRoute: () => organizationRoute,
  path: 'movements/$posting',
  loader: words('movements'),
  component: lazyRouteComponent(() => arrived(import('./posting')), 'PostingPage'),
});

export const movementsRoutes = [listRoute, postingRoute] as const;
