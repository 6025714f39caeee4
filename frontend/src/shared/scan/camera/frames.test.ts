import { expect, it } from 'vitest';
import { GONE_MS, look, type Seen } from './frames';

function scans(frames: readonly (readonly [at: number, ...codes: string[]])[]): string[] {
  let seen: Seen = new Map();
  const all: string[] = [];
  for (const [at, ...codes] of frames) {
    const frame = look(seen, codes, at);
    seen = frame.seen;
    all.push(...frame.fresh);
  }
  return all;
}

it('counts a label once while it stays before the camera', () => {
  expect(
    scans([
      [0, 'A'],
      [150, 'A'],
      [3000 - 2100, 'A'],
      [1500, 'A'],
    ]),
  ).toEqual(['A']);
});

it('counts it again once it was gone for a second', () => {
  expect(
    scans([
      [0, 'A'],
      [GONE_MS - 1, 'A'],
    ]),
  ).toEqual(['A']);
  expect(
    scans([
      [0, 'A'],
      [GONE_MS, 'A'],
    ]),
  ).toEqual(['A', 'A']);
});

it('is not fooled by a frame that missed it', () => {
  expect(scans([[0, 'A'], [200], [400, 'A']])).toEqual(['A']);
});

it('tells labels apart, also in one frame', () => {
  expect(
    scans([
      [0, 'A', 'B', 'A'],
      [100, 'B', 'C'],
    ]),
  ).toEqual(['A', 'B', 'C']);
});

it('takes no blanks', () => {
  expect(scans([[0, '  ']])).toEqual([]);
});
