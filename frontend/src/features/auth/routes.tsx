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

/** What links of mails lead to, and for everybody: who is signed in goes on as such. */
const ofMail = {
  getParentRoute: () => rootRoute,
  beforeLoad: async () => {
    await restored();
  },
  loader: words('auth'),
};

const verifyEmailRoute = createRoute({
  ...ofMail,
  path: 'verify-email',
  component: lazyRouteComponent(() => arrived(import('./mailed/verify-email')), 'VerifyEmail'),
});

const resetPasswordRoute = createRoute({
  ...ofMail,
  path: 'reset-password',
  component: lazyRouteComponent(() => arrived(import('./mailed/reset-password')), 'ResetPassword'),
});

const changeEmailRoute = createRoute({
  ...ofMail,
  path: 'change-email',
  component: lazyRouteComponent(() => arrived(import('./mailed/change-email')), 'ChangeEmail'),
});

const invitationRoute = createRoute({
  ...ofMail,
  path: 'invitation',
  loader: words('auth', 'people'),
  component: lazyRouteComponent(() => arrived(import('./mailed/invitation')), 'Invitation'),
});

export const authRoutes = [
  signInRoute,
  signUpRoute,
  welcomeRoute,
  verifyEmailRoute,
  resetPasswordRoute,
  changeEmailRoute,
  invitationRoute,
] as const;
