import { expect, it } from 'vitest';
import { place } from './faults';

const fault = (pointer: string) => ({ pointer, message: pointer });

it('puts a fault at the field that it names, else at the nearest above, else into the rest', () => {
  const exact = fault('/lines/2/quantity');
  const inside = fault('/lines/2/unit/factor');
  const unseen = fault('/currency');
  const { byField, rest } = place(
    [exact, inside, unseen],
    ['lines/2/quantity', 'lines/2/unit', 'lines/1/unit'],
  );
  expect(byField.get('lines/2/quantity')).toEqual([exact]);
  expect(byField.get('lines/2/unit')).toEqual([inside]);
  expect(byField.size).toBe(2);
  expect(rest).toEqual([unseen]);
});

it('keeps every fault of one field', () => {
  const { byField } = place([fault('/name'), fault('/name')], ['name']);
  expect(byField.get('name')).toHaveLength(2);
});
