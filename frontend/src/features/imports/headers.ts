const DELIMITERS = [',', ';', '\t', '|'] as const;

/**
 * The headers of a CSV file, from its beginning: enough to say what they mean where the server could
 * not tell. What they really are is the server's to say.
 */
export function headersOf(beginning: string): readonly string[] {
  const text = beginning.replace(/^\uFEFF/, '');
  const scores = DELIMITERS.map((delimiter) => cells(text, delimiter));
  const best = scores.reduce((most, found) => (found.length > most.length ? found : most));
  return best.map((cell) => cell.trim()).filter((cell) => cell !== '');
}

/** Cells of the first line; a quoted one may hold delimiters, line breaks and doubled quotes. */
function cells(text: string, delimiter: string): string[] {
  const found: string[] = [];
  let cell = '';
  let quoted = false;
  for (let at = 0; at < text.length; at += 1) {
    const sign = text[at];
    if (quoted && sign === '"' && text[at + 1] === '"') {
      cell += '"';
      at += 1;
    } else if (sign === '"') quoted = !quoted;
    else if (!quoted && sign === delimiter) {
      found.push(cell);
      cell = '';
    } else if (!quoted && (sign === '\n' || sign === '\r')) break;
    else cell += sign;
  }
  return [...found, cell];
}

/** Headers fit in far less; a file may be large. */
const BEGINNING = 64 * 1024;

export const readHeaders = async (file: Blob): Promise<readonly string[]> =>
  headersOf(await file.slice(0, BEGINNING).text());
