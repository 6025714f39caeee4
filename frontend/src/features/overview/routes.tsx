import { createRoute, lazyRouteComponent } from '@tanstack/react-router';
import { arrived } from '@/shared/arrived';
import { organizationRoute } from '@/shared/routes/organization';
import { words } from '@/shared/routes/words';

const overviewRoute = createRoute({
  getParentRoute: () => organizationRoute,
  path: '/',
  loader: words('overview', 'stock'),
  component: lazyRouteComponent(() => arrived(import('./overview')), 'Overview'),
});

export const overviewRoutes = [overviewRoute] as const;
