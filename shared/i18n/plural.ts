/** Tells whether a count takes the singular of the language; counts that arrive formatted are told by their digits. */
export function singularIn(locale: string): (count: number | string) => boolean {
  const rules = new Intl.PluralRules(locale);
  return (count) => rules.select(Number(count)) === 'one';
}
