/**
 * A Gabor filter is a wave under a Gaussian window: it answers to structure of one width and one direction. As a complex filter its modulus does not
 * depend on where in the window the structure lies.
 */
export interface GaborShape {
  /** Standard deviation of the window across the wave's crests, in pixels. */
  readonly sigma: number;
  /** Radians per pixel. */
  readonly frequency: number;
  /** Width of the window across the crests as a share of its length along them. */
  readonly aspect: number;
  /** The kernel has 2 radius + 1 pixels a side. */
  readonly radius: number;
}

/**
 * Gabor kernels of evenly spaced directions over half a turn, row-major: all real parts, then all imaginary parts
 * (2 orientations x side x side). Each has zero mean, so that a flat surface gives nothing whatever its brightness, and moduli that sum to one.
 */
export function gaborKernels(orientations: number, shape: GaborShape): number[] {
  const filters = Array.from({ length: orientations }, (_, index) => gabor((Math.PI * index) / orientations, shape));
  return [...filters.flatMap(({ real }) => real), ...filters.flatMap(({ imaginary }) => imaginary)];
}

function gabor(angle: number, shape: GaborShape): { real: number[]; imaginary: number[] } {
  const taps = tapsOf(angle, shape);
  const mass = sum(taps.map(({ envelope }) => envelope));
  const zeroMean = (wave: (phase: number) => number) => {
    const mean = sum(taps.map(({ envelope, phase }) => envelope * wave(phase))) / mass;
    return taps.map(({ envelope, phase }) => envelope * (wave(phase) - mean));
  };
  const real = zeroMean(Math.cos);
  const imaginary = zeroMean(Math.sin);
  const scale = 1 / sum(real.map((value, index) => Math.hypot(value, imaginary[index] ?? 0)));
  return { real: real.map((value) => value * scale), imaginary: imaginary.map((value) => value * scale) };
}

function tapsOf(angle: number, { sigma, frequency, aspect, radius }: GaborShape) {
  const side = 2 * radius + 1;
  return Array.from({ length: side * side }, (_, index) => {
    const x = (index % side) - radius;
    const y = Math.floor(index / side) - radius;
    const across = x * Math.cos(angle) + y * Math.sin(angle);
    const along = y * Math.cos(angle) - x * Math.sin(angle);
    const envelope = Math.exp(-(across ** 2 + (aspect * along) ** 2) / (2 * sigma ** 2));
    return { envelope, phase: frequency * across };
  });
}

function sum(values: readonly number[]): number {
  return values.reduce((total, value) => total + value, 0);
}
