import { createRoute, lazyRouteComponent } from '@tanstack/react-router';
import { arrived } from '@/shared/arrived';
import { organizationRoute } from '@/shared/routes/organization';
import { flag, forgiving } from '@/shared/routes/search';
import { words } from '@/shared/routes/words';
import { itemsSearch } from './search';

const listRoute = createRoute({
  getParentRoute: () => organizationRoute,
  path: 'items',
  validateSearch: forgiving(itemsSearch),
  loader: words('items', 'stock'),
  component: lazyRouteComponent(() => arrived(import('./list')), 'ItemList'),
});

const categoriesRoute = createRoute({
  getParentRoute: () => organizationRoute,
  path: 'items/categories',
  loader: words('items'),
  component: lazyRouteComponent(() => arrived(import('./categories/categories')), 'CategoryTree'),
});

const itemRoute = createRoute({
  getParentRoute: () => organizationRoute,
  path: 'items/$item',
  validateSearch: forgiving((search) => flag(search, 'edit')),
  loader: words('items', 'movements', 'stock'),
  component: lazyRouteComponent(() => arrived(import('./page/item')), 'ItemPage'),
});

export const itemsRoutes = [listRoute, categoriesRoute, itemRoute] as const;
