import { expect, test } from 'vitest';
import { aboutWhat, changesIn, telling } from './changes';

test('says before and after, and leaves out what stayed nothing', () => {
  expect(
    changesIn({
      name: ['Rack A', 'Rack B'],
      notes: [null, ''],
      code: [null, 'A-03'],
      attributes: [null, {}],
    }),
  ).toEqual([
    { field: 'name', before: 'Rack A', after: 'Rack B' },
    { field: 'code', before: null, after: 'A-03' },
  ]);
});

test('tells false and 0 from nothing', () => {
  expect(changesIn({ shared: [null, false], count: [0, 1] })).toEqual([
    { field: 'shared', before: null, after: 'false' },
    { field: 'count', before: '0', after: '1' },
  ]);
});

test('names what it was about, of a deleted thing what it was', () => {
  expect(aboutWhat(changesIn({ name: ['Rack A', null], code: ['A', null] }))).toBe('Rack A');
  expect(aboutWhat(changesIn({ role: ['viewer', 'member'] }))).toBeNull();
});

test('leaves ids out at a glance', () => {
  expect(telling(changesIn({ item_id: [null, 'x'], code: [null, 'L-1'] }))).toEqual([
    { field: 'code', before: null, after: 'L-1' },
  ]);
});
