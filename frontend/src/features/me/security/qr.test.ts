import decode from 'qr/decode.js';
import { expect, it } from 'vitest';
import { modules } from './modules';

it('draws what a camera reads', () => {
  const said = 'otpauth://totp/Quartermaster:ada%40example.org?secret=JBSWY3DPEHPK3PXP&issuer=Q';
  const { size, path } = modules(said);
  const scale = 4;
  const data = new Uint8Array((size * scale) ** 2 * 4).fill(255);
  for (const [, x, y] of path.matchAll(/M(\d+) (\d+)h1v1h-1z/g)) {
    for (let dy = 0; dy < scale; dy += 1) {
      for (let dx = 0; dx < scale; dx += 1) {
        const at = ((Number(y) * scale + dy) * size * scale + Number(x) * scale + dx) * 4;
        data.fill(0, at, at + 3);
      }
    }
  }
  expect(decode({ width: size * scale, height: size * scale, data })).toBe(said);
});
