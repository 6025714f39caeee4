import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { changed, merge } from './merge';

const base = { name: 'Bolt', sku: 'B-1', notes: '', attributes: { size: 'M8' } };

describe('changed', () => {
  it('names only what differs', () => {
    expect(changed(base, { ...base, notes: 'old stock', attributes: { size: 'M8' } })).toEqual({
      notes: 'old stock',
    });
  });
  it('sees a change inside an object', () => {
    expect(changed(base, { ...base, attributes: { size: 'M10' } })).toEqual({
      attributes: { size: 'M10' },
    });
  });
});

describe('merge', () => {
  it('keeps both changes where they touch different fields', () => {
    const merged = merge(base, { ...base, notes: 'mine' }, { ...base, sku: 'B-2' });
    expect(merged).toEqual({
      fields: { ...base, notes: 'mine', sku: 'B-2' },
      clashes: [],
      taken: ['sku'],
    });
  });
  it('leaves a field that both changed to a person, with mine in the form', () => {
    const merged = merge(base, { ...base, name: 'Hex bolt' }, { ...base, name: 'Screw' });
    expect(merged).toEqual({
      fields: { ...base, name: 'Hex bolt' },
      clashes: ['name'],
      taken: [],
    });
  });
  it('finds no clash where both wrote the same', () => {
    const same = { ...base, name: 'Screw' };
    expect(merge(base, same, { ...same }).clashes).toEqual([]);
  });

  const fields = fc.record({ a: fc.constantFrom(0, 1, 2), b: fc.constantFrom(0, 1, 2) });
  it('never loses a change of either side without a clash', () => {
    fc.assert(
      fc.property(fields, fields, fields, (from, mine, theirs) => {
        const merged = merge(from, mine, theirs);
        for (const name of ['a', 'b'] as const) {
          if (merged.clashes.includes(name)) continue;
          if (mine[name] !== from[name]) expect(merged.fields[name]).toBe(mine[name]);
          if (theirs[name] !== from[name]) expect(merged.fields[name]).toBe(theirs[name]);
        }
      }),
    );
  });
});
