/**
 * Tells whether a count takes the singular of the language, in French 0 too. Counts may arrive formatted; one with a separator in it, such as the
 * German 1.000, is many.
 */
export function singularIn(locale: string): (count: number | string) => boolean {
  const rules = new Intl.PluralRules(locale);
  return (count) => /^\d+$/.test(String(count)) && rules.select(Number(count)) === 'one';
}

/** Tells whether a count takes the singular of English. */
export const isOne = singularIn('en');

/** Says a count with the word of the language for what is counted, of which one is `one`. */
export function countingIn(locale: string): (count: number | string, one: string, more?: string) => string {
  const isSingular = singularIn(locale);
  return (count, one, more = `${one}s`) => `${count} ${isSingular(count) ? one : more}`;
}

/** A count with the English word for what is counted. */
export const counted = countingIn('en');

/** What is put together in one line; what is empty is left out. */
export type Parts = readonly (string | false | null | undefined)[];

/** @param between what the language sets between them */
export function joined(parts: Parts, between: string): string {
  return parts.filter(Boolean).join(between);
}

/** One sentence after the other; a full stop is set where one has none. @param fullStop of the language, with the space behind it */
export function followedUp(parts: Parts, fullStop: string): string {
  const [first = '', ...others] = parts.filter((part) => typeof part === 'string' && part !== '');
  return others.reduce<string>(
    (said, next) => said + (/[.!?…。！？]$/.test(said) ? fullStop.slice(1) : fullStop) + next,
    first || '',
  );
}

/** A catalogue of the same keys and the same arguments as the English one, in other words. */
export type Translated<English> = English extends string
  ? string
  : English extends (...given: infer Given) => infer Said
    ? (...given: Given) => Translated<Said>
    : English extends readonly string[]
      ? readonly string[]
      : { readonly [Key in keyof English]: Translated<English[Key]> };
