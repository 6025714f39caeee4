import { createRoute, lazyRouteComponent } from '@tanstack/react-router';
import { arrived } from '@/shared/arrived';
import { organizationRoute } from '@/shared/routes/organization';
import { forgiving } from '@/shared/routes/search';
import { words } from '@/shared/routes/words';
import { stockSearch } from './search';

const stockRoute = createRoute({
  getParentRoute: () => organizationRoute,
  path: 'stock',
  validateSearch: forgiving(stockSearch),
  loader: words('stock'),
  component: lazyRouteComponent(() => arrived(import('./list')), 'StockList'),
});

export const stockRoutes = [stockRoute] as const;
