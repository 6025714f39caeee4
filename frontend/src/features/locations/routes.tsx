import { createRoute, lazyRouteComponent } from '@tanstack/react-router';
import { organizationRoute } from '@/shared/routes/organization';
import { forgiving } from '@/shared/routes/search';
import { words } from '@/shared/routes/words';
import { contentsSearch, placesSearch } from './search';

const locationsRoute = createRoute({
  getParentRoute: () => organizationRoute,
  path: 'locations',
  loader: words('locations', 'stock'),
  component: lazyRouteComponent(() => import('./frame'), 'Frame'),
});

const placesRoute = createRoute({
  getParentRoute: () => locationsRoute,
  path: '/',
  validateSearch: forgiving(placesSearch),
  component: lazyRouteComponent(() => import('./list'), 'PlaceList'),
});

const placeRoute = createRoute({
  getParentRoute: () => locationsRoute,
  path: '$location',
  validateSearch: forgiving(contentsSearch),
  component: lazyRouteComponent(() => import('./place'), 'PlacePage'),
});

export const locationsRoutes = [locationsRoute.addChildren([placesRoute, placeRoute])] as const;
