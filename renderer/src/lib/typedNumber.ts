/** What a person typed as a decimal number, with a dot or a comma. NaN for anything else, which no schema takes: nothing, and what only programs write, such as 0x1F4 or 1e3. */
export function typedNumber(typed: string): number {
  const text = typed.trim().replace(',', '.');
  return /^[-+]?(?:\d+\.?\d*|\.\d+)$/.test(text) ? Number(text) : Number.NaN;
}

/** The same, where nothing may be typed: null for that. */
export function typedOptional(typed: string): number | null {
  return typed.trim() === '' ? null : typedNumber(typed);
}

/** A whole number of a range, both ends included; null for anything else. */
export function typedWhole(typed: string, least: number, most: number): number | null {
  const number = typedNumber(typed);
  return Number.isInteger(number) && number >= least && number <= most ? number : null;
}
