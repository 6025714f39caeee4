import { IconLayoutDashboard, IconStack2 } from '@tabler/icons-react';

/** The words one comes for; never more than eight. `key` follows `G`. */
export const PLACES = [
  { to: '/$organization', word: 'overview', key: 'O', icon: IconLayoutDashboard },
  { to: '/$organization/stock', word: 'stock', key: 'S', icon: IconStack2 },
] as const;
