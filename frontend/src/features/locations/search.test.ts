import { expect, test } from 'vitest';
import { contentsSearch, placesSearch } from './search';

test('keeps what means something', () => {
  expect(placesSearch({ q: 'rack', kind: 'bin', archived: true, sort: '-name' })).toEqual({
    q: 'rack',
    kind: 'bin',
    archived: true,
    sort: '-name',
  });
  expect(contentsSearch({ show: 'places', sort: 'on_hand' })).toEqual({
    show: 'places',
    sort: 'on_hand',
  });
});

test('drops what means nothing, and what is as it comes', () => {
  expect(placesSearch({ q: ' ', kind: 'virtual', archived: 'yes', sort: 'name' })).toEqual({});
  expect(contentsSearch({ show: 'everything', sort: '-updated_at' })).toEqual({});
});
