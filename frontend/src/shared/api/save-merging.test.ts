import { describe, expect, it } from 'vitest';
import { Problem } from './problem';
import { saveMerging } from './save-merging';

interface Row {
  readonly version: number;
  readonly name: string;
  readonly notes: string;
}
type Fields = Omit<Row, 'version'>;

const fieldsOf = ({ name, notes }: Row): Fields => ({ name, notes });
const base: Row = { version: 1, name: 'Bolt', notes: '' };

/** A server that holds one row and refuses edits of another version. */
function server(now: Row) {
  const calls: [Partial<Fields>, number][] = [];
  let row = now;
  return {
    calls,
    read: async () => row,
    send: async (changes: Partial<Fields>, version: number) => {
      calls.push([changes, version]);
      const told = { code: 'version_mismatch', detail: '' };
      if (version !== row.version) throw Problem.of(told, new Response(null, { status: 412 }));
      row = { ...row, ...changes, version: row.version + 1 };
      return row;
    },
  };
}

describe('saveMerging', () => {
  it('sends only what changed', async () => {
    const api = server(base);
    await saveMerging({ base, mine: { name: 'Bolt', notes: 'new' }, fieldsOf, ...api });
    expect(api.calls).toEqual([[{ notes: 'new' }, 1]]);
  });

  it('merges fields that do not overlap, and says which were taken', async () => {
    const api = server({ version: 2, name: 'Screw', notes: '' });
    const saved = await saveMerging({
      base,
      mine: { name: 'Bolt', notes: 'new' },
      fieldsOf,
      ...api,
    });
    expect(saved).toEqual({
      state: 'saved',
      row: { version: 3, name: 'Screw', notes: 'new' },
      taken: ['name'],
    });
  });

  it('overwrites nothing where both changed a field', async () => {
    const theirs = { version: 2, name: 'Screw', notes: 'seen' };
    const api = server(theirs);
    const saved = await saveMerging({
      base,
      mine: { name: 'Hex bolt', notes: '' },
      fieldsOf,
      ...api,
    });
    expect(saved).toEqual({
      state: 'clash',
      theirs,
      fields: { name: 'Hex bolt', notes: 'seen' },
      clashes: ['name'],
    });
    expect(api.calls).toHaveLength(1);
    expect(await api.read()).toEqual(theirs);
  });

  it('takes its own change that arrived before as done', async () => {
    const api = server({ version: 2, name: 'Hex bolt', notes: '' });
    const saved = await saveMerging({
      base,
      mine: { name: 'Hex bolt', notes: '' },
      fieldsOf,
      ...api,
    });
    expect(saved.state).toBe('saved');
    expect(api.calls).toHaveLength(1);
  });

  it('passes other refusals on', async () => {
    const send = async () => {
      throw Problem.of({ code: 'frozen', detail: '' }, new Response(null, { status: 409 }));
    };
    const edit = { base, mine: { name: 'x', notes: '' }, fieldsOf, read: async () => base, send };
    await expect(saveMerging(edit)).rejects.toMatchObject({ code: 'frozen' });
  });
});
