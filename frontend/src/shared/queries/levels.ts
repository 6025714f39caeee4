import { listStockOptions } from '@quartermaster/api-client/query';

const MOST = 200;

/** Where an item is, the fullest place first, levels of 0 too. Answers from memory when offline. */
export const levelsOptions = (organization: string, item: string) => ({
  ...listStockOptions({
    path: { organization },
    query: { item_id: item, limit: MOST, sort: '-on_hand' },
  }),
  networkMode: 'always' as const,
});
