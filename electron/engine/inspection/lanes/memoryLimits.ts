/** How much memory one lane may take. */
export interface MemoryLimits {
  /** Above this a lane that has grown is replaced, once its successor is ready and its images are done. */
  readonly politeBytes: number;
  /** Above this a lane is ended at once: the machine is in danger. */
  readonly hardBytes: number;
}

/** The lanes together take a quarter of the machine's memory before they are replaced, and more than half of it never. */
const POLITE_SHARE = 0.25;
export const SHARE_OF_ALL_LANES = 0.6;
/** Less is no sign of anything: a large backbone and large images take it. */
export const LEAST_POLITE_BYTES = 1.5 * 1024 ** 3;
const LEAST_HARD_FACTOR = 1.5;

/** @param totalBytes the machine's memory @param lanes how many lanes share it */
export function memoryLimits(totalBytes: number, lanes: number): MemoryLimits {
  const politeBytes = Math.max(LEAST_POLITE_BYTES, (POLITE_SHARE * totalBytes) / lanes);
  return {
    politeBytes,
    hardBytes: Math.max(LEAST_HARD_FACTOR * politeBytes, (SHARE_OF_ALL_LANES * totalBytes) / lanes),
  };
}

/** A lane that is no larger than this times what it was after its first images has not grown: its recipes need so much, and a new one would too. */
const GROWN_FACTOR = 1.25;

export function isLargerThanItShouldBe(
  memoryBytes: number,
  youngBytes: number,
  { politeBytes }: Pick<MemoryLimits, 'politeBytes'>,
): boolean {
  return memoryBytes > Math.max(politeBytes, GROWN_FACTOR * youngBytes);
}
