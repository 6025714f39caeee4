import { IconLayoutDashboard, IconMapPin, IconStack2, IconUsers } from '@tabler/icons-react';

/** The words one comes for; never more than eight. `key` follows `G`. */
export const PLACES = [
  { to: '/$organization', word: 'overview', key: 'O', icon: IconLayoutDashboard },
  { to: '/$organization/stock', word: 'stock', key: 'S', icon: IconStack2 },
  { to: '/$organization/locations', word: 'locations', key: 'L', icon: IconMapPin },
  { to: '/$organization/people', word: 'people', key: 'P', icon: IconUsers },
] as const;
