import { createRoute, lazyRouteComponent } from '@tanstack/react-router';
import { arrived } from '@/shared/arrived';
import { organizationRoute } from '@/shared/routes/organization';
import { forgiving } from '@/shared/routes/search';
import { words } from '@/shared/routes/words';
import { contentsSearch, placesSearch } from './search';

const locationsRoute = createRoute({
  getParentRoute: () => organizationRoute,
  path: 'locations',
  loader: words('locations', 'stock'),
  component: lazyRouteComponent(() => arrived(import('./frame')), 'Frame'),
});

const placesRoute = createRoute({
  getParentRoute: () => locationsRoute,
  path: '/',
  validateSearch: forgiving(placesSearch),
  component: lazyRouteComponent(() => arrived(import('./list')), 'PlaceList'),
});

const placeRoute = createRoute({
  getParentRoute: () => locationsRoute,
  path: '$location',
  validateSearch: forgiving(contentsSearch),
  component: lazyRouteComponent(() => arrived(import('./place')), 'PlacePage'),
});

export const locationsRoutes = [locationsRoute.addChildren([placesRoute, placeRoute])] as const;
