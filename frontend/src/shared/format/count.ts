interface Counted {
  readonly count: number;
  readonly atLeast: boolean;
}

/** `1,284`, or `10,000+` where the server stopped counting. */
export const counted = ({ count, atLeast }: Counted, language: string): string =>
  new Intl.NumberFormat(language).format(count) + (atLeast ? '+' : '');
