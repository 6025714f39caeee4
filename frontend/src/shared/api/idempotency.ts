/**
 * A key for one intended act. Make it when the form opens its commit, not per attempt: the same act
 * sent again after a lost answer is then done once.
 */
export const newKey = (): string => crypto.randomUUID();

export const once = (key: string): { 'Idempotency-Key': string } => ({ 'Idempotency-Key': key });
