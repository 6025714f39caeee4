import { createRoute, lazyRouteComponent } from '@tanstack/react-router';
import { arrived } from '@/shared/arrived';
import { organizationRoute } from '@/shared/routes/organization';
import { words } from '@/shared/routes/words';

const peopleRoute = createRoute({
  getParentRoute: () => organizationRoute,
  path: 'people',
  loader: words('people'),
  component: lazyRouteComponent(() => arrived(import('./list')), 'MemberList'),
});

export const peopleRoutes = [peopleRoute] as const;
