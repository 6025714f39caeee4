import { createRoute, lazyRouteComponent } from '@tanstack/react-router';
import { arrived } from '@/shared/arrived';
import { organizationRoute } from '@/shared/routes/organization';
import { words } from '@/shared/routes/words';

const meRoute = createRoute({
  getParentRoute: () => organizationRoute,
  path: 'me',
  loader: words('me'),
  component: lazyRouteComponent(() => arrived(import('./me')), 'Me'),
});

const securityRoute = createRoute({
  getParentRoute: () => organizationRoute,
  path: 'me/security',
  loader: words('me'),
  component: lazyRouteComponent(() => arrived(import('./security/security')), 'Security'),
});

export const meRoutes = [meRoute, securityRoute] as const;
