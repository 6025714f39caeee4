import { getMyPreferences, updateMyPreferences } from '@quartermaster/api-client';
import { session } from '@/shared/session/session';
import { adopt, type Preferences, unsent } from './preferences';
import { remaining } from './remaining';

/**
 * Keeps preferences the same on every device of a person: loaded after sign-in, saved when they
 * change. The last writer wins. What cannot be sent now is sent with the next change.
 */
export function syncPreferences(): void {
  let loadedFor: string | null = null;
  const look = () => {
    const now = session.get();
    if (now.state === 'signed-out') {
      loadedFor = null;
      // nothing of one person is saved for the next
      unsent.set({});
    }
    if (now.state !== 'signed-in' || now.email === loadedFor) return;
    loadedFor = now.email;
    void load();
  };
  session.subscribe(look);
  unsent.subscribe(() => void save());
  addEventListener('online', () => void save());
  look();
}

async function load(): Promise<void> {
  const { data } = await getMyPreferences();
  if (data) adopt(data);
  await save();
}

let saving = false;

async function save(): Promise<void> {
  const changes = unsent.get();
  if (saving || session.get().state !== 'signed-in' || Object.keys(changes).length === 0) return;
  saving = true;
  const { data } = await updateMyPreferences({ body: sendable(changes) });
  saving = false;
  // what changed meanwhile goes next; a refusal waits for the next change
  if (data) unsent.set(remaining(unsent.get(), changes));
}

const sendable = ({ columns, ...rest }: Partial<Preferences>) => ({
  ...rest,
  ...(columns
    ? {
        columns: Object.fromEntries(
          Object.entries(columns).map(([list, names]) => [list, [...names]]),
        ),
      }
    : {}),
});
