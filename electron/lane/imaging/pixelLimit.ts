/** More pixels than any camera of a line has; a damaged header must not take all memory. */
export const MAXIMUM_PIXELS = 250_000_000;
