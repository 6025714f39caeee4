import { createRoute, lazyRouteComponent } from '@tanstack/react-router';
import { arrived } from '@/shared/arrived';
import { organizationRoute } from '@/shared/routes/organization';
import { words } from '@/shared/routes/words';
import { activitySearch } from './search';

const activityRoute = createRoute({
  getParentRoute: () => organizationRoute,
  path: 'activity',
  validateSearch: activitySearch,
  loader: words('activity'),
  component: lazyRouteComponent(() => arrived(import('./list')), 'ActivityList'),
});

export const activityRoutes = [activityRoute] as const;
