import type { Permission, Role } from '@quartermaster/api-client';

/** From the least to the most. */
export const ROLES: readonly Role[] = ['viewer', 'member', 'manager', 'admin', 'owner'];

type Refusal = 'ownersOnly' | 'ownRole';

interface Asked {
  readonly to: Role;
  readonly now: Role;
  /** Whether it is the role of the person who asks. */
  readonly mine: boolean;
  readonly can: (permission: Permission) => boolean;
}

/** Why somebody may not be given a role; null where they may. The server has the last word. */
export function refusal({ to, now, mine, can }: Asked): Refusal | null {
  if ((to === 'owner' || now === 'owner') && !can('owners:manage')) return 'ownersOnly';
  if (mine && ROLES.indexOf(to) > ROLES.indexOf(now)) return 'ownRole';
  return null;
}
