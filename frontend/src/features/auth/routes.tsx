import { createRoute, lazyRouteComponent, redirect } from '@tanstack/react-router';
import { arrived } from '@/shared/arrived';
import { rootRoute } from '@/shared/routes/root';
import { forgiving, text } from '@/shared/routes/search';
import { words } from '@/shared/routes/words';
import { restored } from '@/shared/session/access';

// a path of this site alone: `//elsewhere` and full addresses would lead away from it
const onward = forgiving((search) => text(search, 'next', /^\/(?![/\\])/));

const signInRoute = createRoute({
  getParentRoute: () => rootRoute,
  path: 'sign-in',
  validateSearch: onward,
  beforeLoad: async ({ search }) => {
    if (await restored()) throw redirect({ href: search.next ?? '/' });
  },
  loader: words('auth'),
  component: lazyRouteComponent(() => arrived(import('./sign-in')), 'SignIn'),
});

const signUpRoute = createRoute({
  getParentRoute: () => rootRoute,
  path: 'sign-up',
  beforeLoad: async () => {
    if (await restored()) throw redirect({ to: '/' });
  },
  loader: words('auth'),
  component: lazyRouteComponent(() => arrived(import('./sign-up')), 'SignUp'),
});

/** First run: what do you look after? */
const welcomeRoute = createRoute({
  getParentRoute: () => rootRoute,
  path: 'welcome',
  beforeLoad: async () => {
    if (!(await restored())) throw redirect({ to: '/sign-in', search: { next: '/welcome' } });
  },
  loader: words('auth'),
  component: lazyRouteComponent(() => arrived(import('./welcome')), 'Welcome'),
});

export const authRoutes = [signInRoute, signUpRoute, welcomeRoute];
