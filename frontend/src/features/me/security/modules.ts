import encode from 'qr';

/** Of the quiet space around it, which belongs to the code. */
const BORDER = 4;

/** The dark modules of a QR code as a path of an SVG, each one unit wide. */
export function modules(text: string): { readonly size: number; readonly path: string } {
  const rows = encode(text, 'raw', { ecc: 'medium', border: BORDER });
  const dark = rows.flatMap((row, y) => row.flatMap((is, x) => (is ? [`M${x} ${y}h1v1h-1z`] : [])));
  return { size: rows.length, path: dark.join('') };
}
