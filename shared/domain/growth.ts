/** How a pause grows with failures in a row: it doubles, up to a longest one. */
export interface Growth {
  readonly firstMs: number;
  readonly longestMs: number;
}

/** The pause after so many earlier failures, in milliseconds: the first, twice that, four times that, and so on. */
export function growingMs(earlierFailures: number, { firstMs, longestMs }: Growth): number {
  return Math.min(longestMs, firstMs * 2 ** Math.min(earlierFailures, 30));
}
