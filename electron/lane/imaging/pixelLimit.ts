/** More pixels than any camera of a line has; a damaged header must not take all memory. */
export const MAXIMUM_PIXELS = 250_000_000;

/** The decoder of WebP holds all of a picture several times, and a few bytes can claim any number of pixels: 8 bytes of memory for each. */
export const MAXIMUM_WEBP_PIXELS = 100_000_000;
