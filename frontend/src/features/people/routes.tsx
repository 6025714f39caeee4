import { createRoute, lazyRouteComponent } from '@tanstack/react-router';
import { organizationRoute } from '@/shared/routes/organization';

const peopleRoute = createRoute({
  getParentRoute: () => organizationRoute,
  path: 'people',
  component: lazyRouteComponent(() => import('./list'), 'MemberList'),
});

export const peopleRoutes = [peopleRoute] as const;
