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

const invitationsRoute = createRoute({
  getParentRoute: () => organizationRoute,
  path: 'people/invitations',
  loader: words('people'),
  component: lazyRouteComponent(() => arrived(import('./invitations')), 'Invitations'),
});

export const peopleRoutes = [peopleRoute, invitationsRoute] as const;
