import { createRoute, lazyRouteComponent } from '@tanstack/react-router';
import { organizationRoute } from '@/shared/routes/organization';
import { stockSearch } from './search';

const stockRoute = createRoute({
  getParentRoute: () => organizationRoute,
  path: 'stock',
  validateSearch: stockSearch,
  component: lazyRouteComponent(() => import('./list'), 'StockList'),
});

export const stockRoutes = [stockRoute] as const;
