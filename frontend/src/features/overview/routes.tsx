import { createRoute, lazyRouteComponent } from '@tanstack/react-router';
import { organizationRoute } from '@/shared/routes/organization';

const overviewRoute = createRoute({
  getParentRoute: () => organizationRoute,
  path: '/',
  component: lazyRouteComponent(() => import('./overview'), 'Overview'),
});

export const overviewRoutes = [overviewRoute] as const;
