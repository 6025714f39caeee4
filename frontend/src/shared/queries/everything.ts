interface PageOf<Row> {
  readonly items: readonly Row[];
  readonly next: string | null;
}

/** Bounds the walk: 50 pages of 200 are 10,000 rows. */
const MOST_PAGES = 50;

/** Every row of a list that is known to be short enough to hold, such as the categories. */
export async function everything<Row>(
  page: (cursor: string | undefined) => Promise<PageOf<Row>>,
): Promise<readonly Row[]> {
  const rows: Row[] = [];
  let cursor: string | undefined;
  for (let pages = 0; pages < MOST_PAGES; pages += 1) {
    const { items, next } = await page(cursor);
    rows.push(...items);
    if (next === null) return rows;
    cursor = next;
  }
  throw new Error(`A list is longer than ${rows.length} rows`);
}
