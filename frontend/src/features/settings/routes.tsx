import { createRoute, lazyRouteComponent } from '@tanstack/react-router';
import { arrived } from '@/shared/arrived';
import { organizationRoute } from '@/shared/routes/organization';
import { words } from '@/shared/routes/words';

const settingsRoute = createRoute({
  getParentRoute: () => organizationRoute,
  path: 'settings',
  loader: words('settings'),
  component: lazyRouteComponent(() => arrived(import('./settings')), 'Settings'),
});

const keysRoute = createRoute({
  getParentRoute: () => organizationRoute,
  path: 'settings/keys',
  loader: words('settings'),
  component: lazyRouteComponent(() => arrived(import('./keys/keys')), 'Keys'),
});

export const settingsRoutes = [settingsRoute, keysRoute] as const;
