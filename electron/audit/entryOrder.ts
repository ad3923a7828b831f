import { type Findings, rangeText } from './faults.ts';

/** Notices numbers that are missing, come twice, or come too late. */
export class EntryOrder {
  readonly #findings: Findings;
  /** The largest number so far. */
  highest = 0;
  /** Passed over so far. */
  #missing: { readonly first: number; readonly last: number }[] = [];

  constructor(findings: Findings) {
    this.#findings = findings;
  }

  /** @returns whether this is the number that comes next */
  take(sequence: number): boolean {
    const expected = this.highest + 1;
    if (sequence === expected) {
      this.highest = sequence;
      return true;
    }
    if (sequence > expected) {
      this.#missing.push({ first: expected, last: sequence - 1 });
      this.highest = sequence;
      return false;
    }
    const gap = this.#missing.find(({ first, last }) => first <= sequence && sequence <= last);
    const details = { sequence, behind: this.highest };
    if (gap === undefined) this.#findings.fault('entry.inserted', details);
    else {
      this.#findings.fault('entry.reordered', details);
      const rest = [
        { first: gap.first, last: sequence - 1 },
        { first: sequence + 1, last: gap.last },
      ].filter(({ first, last }) => first <= last);
      this.#missing = [...this.#missing.filter((other) => other !== gap), ...rest];
    }
    return false;
  }

  /** What was passed over and never came. */
  end(): void {
    for (const { first, last } of this.#missing)
      this.#findings.fault('entry.missing', { entries: rangeText(first, last), sequence: first });
  }
}
