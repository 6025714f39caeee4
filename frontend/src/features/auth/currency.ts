const CURRENCIES: Readonly<Record<string, string>> = {
  US: 'USD',
  GB: 'GBP',
  KR: 'KRW',
  CH: 'CHF',
  JP: 'JPY',
  CA: 'CAD',
  AU: 'AUD',
  SE: 'SEK',
  NO: 'NOK',
  DK: 'DKK',
  PL: 'PLN',
};

/** The currency that is used where these languages are spoken; the euro where that says nothing. */
export function usualCurrency(languages: readonly string[]): string {
  const regions = languages.map((language) => new Intl.Locale(language).region ?? '');
  return regions.map((region) => CURRENCIES[region]).find((code) => code !== undefined) ?? 'EUR';
}
