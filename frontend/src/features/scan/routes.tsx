import { createRoute, lazyRouteComponent } from '@tanstack/react-router';
import { organizationRoute } from '@/shared/routes/organization';
import { scanSearch } from './search';

const scanRoute = createRoute({
  getParentRoute: () => organizationRoute,
  path: 'scan',
  validateSearch: scanSearch,
  component: lazyRouteComponent(() => import('./page'), 'ScanPage'),
});

export const scanRoutes = [scanRoute] as const;
