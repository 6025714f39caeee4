import type { Permission } from '@quartermaster/api-client';
import {
  IconArrowsExchange,
  IconFileImport,
  IconLayoutDashboard,
  IconMapPin,
  IconPackage,
  IconStack2,
} from '@tabler/icons-react';

/** The words that one comes for; never more than eight. `key` follows `G`. */
export const PLACES = [
  { to: '/$organization', word: 'overview', key: 'O', icon: IconLayoutDashboard },
  { to: '/$organization/stock', word: 'stock', key: 'S', icon: IconStack2 },
  { to: '/$organization/items', word: 'items', key: 'I', icon: IconPackage },
  { to: '/$organization/locations', word: 'locations', key: 'L', icon: IconMapPin },
  { to: '/$organization/movements', word: 'movements', key: 'M', icon: IconArrowsExchange },
] as const;

/** Below the line: what one comes for once a month. */
export const WORKSHOP = [
  { to: '/$organization/imports', word: 'imports', icon: IconFileImport, may: 'imports:run' },
] as const satisfies readonly { readonly may: Permission; readonly [key: string]: unknown }[];
