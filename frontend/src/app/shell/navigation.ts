import type { Permission } from '@quartermaster/api-client';
import {
  IconArrowsExchange,
  IconFileImport,
  IconHistory,
  IconLayoutDashboard,
  IconMapPin,
  IconPackage,
  IconSettings,
  IconStack2,
  IconUsers,
} from '@tabler/icons-react';

/** The words that one comes for; never more than eight. `key` follows `G`. */
export const PLACES = [
  { to: '/$organization', word: 'overview', key: 'O', icon: IconLayoutDashboard },
  { to: '/$organization/stock', word: 'stock', key: 'S', icon: IconStack2 },
  { to: '/$organization/items', word: 'items', key: 'I', icon: IconPackage },
  { to: '/$organization/locations', word: 'locations', key: 'L', icon: IconMapPin },
  { to: '/$organization/movements', word: 'movements', key: 'M', icon: IconArrowsExchange },
  { to: '/$organization/people', word: 'people', key: 'P', icon: IconUsers },
] as const;

/** Below the line: what one comes for once a month. */
export const WORKSHOP = [
  { to: '/$organization/imports', word: 'imports', icon: IconFileImport, may: 'imports:run' },
  { to: '/$organization/activity', word: 'activity', icon: IconHistory, may: 'activity:read' },
  {
    to: '/$organization/settings',
    word: 'settings',
    icon: IconSettings,
    may: 'organization:configure',
  },
] as const satisfies readonly { readonly may: Permission; readonly [key: string]: unknown }[];

/** Pages within those: found by name, in no bar. */
export const ROOMS = [
  { to: '/$organization/me', word: 'me', may: 'organization:read' },
  { to: '/$organization/me/security', word: 'security', may: 'organization:read' },
  { to: '/$organization/people/invitations', word: 'invitations', may: 'members:manage' },
  { to: '/$organization/settings/keys', word: 'keys', may: 'api_keys:manage' },
] as const satisfies readonly { readonly may: Permission; readonly [key: string]: unknown }[];
