import { expect, test } from 'vitest';
import { usualCurrency } from './currency';

test('goes by the first language that names a region with another currency', () => {
  expect(usualCurrency(['ko-KR', 'en-US'])).toBe('KRW');
  expect(usualCurrency(['en', 'en-GB'])).toBe('GBP');
});

test('is the euro where nothing is said', () => {
  expect(usualCurrency(['de-DE', 'de'])).toBe('EUR');
  expect(usualCurrency([])).toBe('EUR');
});
