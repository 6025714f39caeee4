import { createRoute, lazyRouteComponent } from '@tanstack/react-router';
import { organizationRoute } from '@/shared/routes/organization';
import { flag, forgiving } from '@/shared/routes/search';
import { itemsSearch } from './search';

const listRoute = createRoute({
  getParentRoute: () => organizationRoute,
  path: 'items',
  validateSearch: forgiving(itemsSearch),
  component: lazyRouteComponent(() => import('./list'), 'ItemList'),
});

const categoriesRoute = createRoute({
  getParentRoute: () => organizationRoute,
  path: 'items/categories',
  component: lazyRouteComponent(() => import('./categories/categories'), 'CategoryTree'),
});

const itemRoute = createRoute({
  getParentRoute: () => organizationRoute,
  path: 'items/$item',
  validateSearch: forgiving((search) => flag(search, 'edit')),
  component: lazyRouteComponent(() => import('./page/item'), 'ItemPage'),
});

export const itemsRoutes = [listRoute, categoriesRoute, itemRoute] as const;
