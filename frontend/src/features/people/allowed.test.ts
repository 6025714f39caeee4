import { expect, test } from 'vitest';
import { refusal } from './allowed';

const admin = () => false;
const owner = () => true;

test('only an owner makes, changes or removes an owner', () => {
  expect(refusal({ to: 'owner', now: 'member', mine: false, can: admin })).toBe('ownersOnly');
  expect(refusal({ to: 'viewer', now: 'owner', mine: false, can: admin })).toBe('ownersOnly');
  expect(refusal({ to: 'owner', now: 'member', mine: false, can: owner })).toBeNull();
});

test('nobody raises their own role, everybody may lower it', () => {
  expect(refusal({ to: 'admin', now: 'manager', mine: true, can: admin })).toBe('ownRole');
  expect(refusal({ to: 'viewer', now: 'admin', mine: true, can: admin })).toBeNull();
  expect(refusal({ to: 'admin', now: 'manager', mine: false, can: admin })).toBeNull();
});
