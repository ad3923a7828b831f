/** What one part of the torture suite tried, and what went wrong. */
export interface Outcome {
  /** What was tried, counted, in the order in which it is printed. */
  readonly summary: Readonly<Record<string, number | string>>;
  /** One sentence for each thing that is not as it should be; empty where all is well. */
  readonly failures: readonly string[];
  /** What could not be tried on this machine, and why. */
  readonly skipped?: readonly string[];
}

/** Tells the person in front of the terminal how far it got. */
export type Print = (line: string) => void;
