import { expect, it } from 'vitest';
import { headersOf } from './headers';

it.each([
  ['Bezeichnung;Anzahl;Ort\nSchraube;3;A', ['Bezeichnung', 'Anzahl', 'Ort']],
  ['\uFEFFName,SKU\r\nBolt,1', ['Name', 'SKU']],
  ['"Name, long","say ""what"""\nx,y', ['Name, long', 'say "what"']],
  ['a\tb\tc', ['a', 'b', 'c']],
  ['"two\nlines",b\n1,2', ['two\nlines', 'b']],
])('reads the headers of %j', (text, headers) => {
  expect(headersOf(text)).toEqual(headers);
});
