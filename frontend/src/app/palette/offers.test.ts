import { expect, it } from 'vitest';
import type { Command } from '@/shared/commands';
import { matching } from './offers';

const command = (title: string): Command => ({
  id: title,
  title,
  group: 'go',
  run: () => undefined,
});
const titles = (typed: string, ...all: string[]) =>
  matching(all.map(command), typed).map((offer) => offer.title);

it('finds commands by the beginnings of their words, in any order', () => {
  expect(titles('st re', 'Receive stock', 'Reserve', 'Stock')).toEqual(['Receive stock']);
});

it('offers everything while nothing is typed', () => {
  expect(titles('  ', 'Stock', 'Items')).toEqual(['Stock', 'Items']);
});

it('finds Korean and German words whatever their case', () => {
  expect(titles('재고', '재고 입고')).toEqual(['재고 입고']);
  expect(titles('übe', 'Übersicht')).toEqual(['Übersicht']);
});
