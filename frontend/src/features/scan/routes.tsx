import { createRoute, lazyRouteComponent } from '@tanstack/react-router';
import { arrived } from '@/shared/arrived';
import { organizationRoute } from '@/shared/routes/organization';
import { words } from '@/shared/routes/words';
import { scanSearch } from './search';

const scanRoute = createRoute({
  getParentRoute: () => organizationRoute,
  path: 'scan',
  validateSearch: scanSearch,
  loader: words('scan'),
  component: lazyRouteComponent(() => arrived(import('./page')), 'ScanPage'),
});

export const scanRoutes = [scanRoute] as const;
