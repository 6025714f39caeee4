import { createRoute, lazyRouteComponent } from '@tanstack/react-router';
import { organizationRoute } from '@/shared/routes/organization';

const meRoute = createRoute({
  getParentRoute: () => organizationRoute,
  path: 'me',
  component: lazyRouteComponent(() => import('./me'), 'Me'),
});

export const meRoutes = [meRoute] as const;
