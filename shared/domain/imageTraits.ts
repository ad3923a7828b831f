import { z } from 'zod';
import type { ErrorFact } from '../i18n/errors.ts';

/**
 * What the pixels of an image are like as a whole, in levels of 0 to 255. None of it decides a verdict; together they tell an image of another camera,
 * light or setting from those that a recipe was calibrated with.
 */
export const imageMeasuresSchema = z.object({
  brightness: z.number(),
  /** Brightness of the outermost 2 % on each side, in per cent of that of the whole: a border shows there, and other light does not. */
  rimBrightness: z.number(),
  /** Means of the channels, one less the other: exchanged channels and a wrong white balance show there. */
  redLessBlue: z.number(),
  redLessGreen: z.number(),
  /** Mean of the largest less the smallest channel of each pixel: 0 for grey. */
  colourfulness: z.number(),
  /** Mean difference of a pixel from those beside and below it: it falls with blur. */
  sharpness: z.number(),
  /** Where these differences lie on average, in per cent of width and height: a part that moves takes its edges with it. */
  positionX: z.number(),
  positionY: z.number(),
});
export type ImageMeasures = z.infer<typeof imageMeasuresSchema>;
export type Measure = keyof ImageMeasures;

/** What one image is, as a file and as pixels. */
export const imageTraitsSchema = z.object({
  /** The kind of file, by its content. */
  kind: z.string(),
  /** Of a sample, as the file holds it: 8 or 16. */
  bits: z.number().int(),
  /** Estimated from its tables, as most programs count it: 1 to 100; null for any other kind. */
  jpegQuality: z.number().nullable(),
  measures: imageMeasuresSchema,
});
export type ImageTraits = z.infer<typeof imageTraitsSchema>;

const sizeSchema = z.object({ widthPx: z.number().int(), heightPx: z.number().int() });
export type SizedTraits = ImageTraits & z.infer<typeof sizeSchema>;

/** Of each measure, in standard deviations of the good images. */
export const imageDeviationsSchema = z.partialRecord(imageMeasuresSchema.keyof(), z.number());
export type ImageDeviations = z.infer<typeof imageDeviationsSchema>;

const spreadSchema = z.object({ mean: z.number(), deviation: z.number(), lowest: z.number(), highest: z.number() });
export type Spread = z.infer<typeof spreadSchema>;

/** What the good images of a recipe were. */
export const goodTraitsSchema = z.object({
  count: z.number().int().positive(),
  /** Every size that one of them had; empty where these were too many to mean anything. */
  sizes: z.array(sizeSchema),
  kinds: z.array(z.string()),
  bits: z.array(z.number().int()),
  jpegQuality: z.object({ lowest: z.number(), highest: z.number() }).nullable(),
  /** By name; what another version does not measure it leaves alone. */
  measures: z.record(z.string(), spreadSchema),
});
export type GoodTraits = z.infer<typeof goodTraitsSchema>;

/** A line that delivers more sizes than this crops its images. */
const MOST_SIZES = 8;
/** Pixels of equal channels, but for rounding. */
const GREY_BELOW = 0.1;
/** Kinds of files that change pixels; how all others are written makes no difference. */
const LOSSY: ReadonlySet<string> = new Set(['jpeg', 'webp']);

/**
 * A measure is unlike all good images where it lies outside of what they had and more than so many standard deviations from their mean. On eight sets of
 * images no held-out good part did, and the farthest lay 3.7 away: docs/decisions/0034.
 */
const DEVIATIONS = 5;
/** A deviation from few images is itself uncertain: this widens it about as Student's t does, by 1.4 for 20 images and 1.08 for 100. */
const FEW_IMAGES = 8;
/** Good images that are all but equal must not make every other one unlike them: levels, per cent, and for sharpness a share of the mean. */
const LEAST_LEVELS = 3;
const LEAST_BALANCE = 2;
const LEAST_RIM = 20;
const LEAST_SHARPNESS = 0.1;
const LEAST_POSITION = 1;

export function goodTraitsOf(images: readonly SizedTraits[]): GoodTraits {
  const sizes = [
    ...new Map(images.map(({ widthPx, heightPx }) => [`${widthPx} ${heightPx}`, { widthPx, heightPx }])).values(),
  ];
  const qualities = images.map(({ jpegQuality }) => jpegQuality).filter((quality) => quality !== null);
  const names = Object.keys(imageMeasuresSchema.shape) as Measure[];
  return {
    count: images.length,
    sizes: sizes.length > MOST_SIZES ? [] : sizes,
    kinds: [...new Set(images.map(({ kind }) => kind))],
    bits: [...new Set(images.map(({ bits }) => bits))],
    jpegQuality: qualities.length === 0 ? null : { lowest: Math.min(...qualities), highest: Math.max(...qualities) },
    measures: Object.fromEntries(names.map((name) => [name, spreadOf(images.map(({ measures }) => measures[name]))])),
  };
}

function spreadOf(values: readonly number[]): Spread {
  const mean = values.reduce((sum, value) => sum + value, 0) / values.length;
  const squares = values.reduce((sum, value) => sum + (value - mean) ** 2, 0);
  const deviation = Math.sqrt(squares / Math.max(1, values.length - 1));
  return { mean, deviation, lowest: Math.min(...values), highest: Math.max(...values) };
}

/**
 * In what an image is unlike all good images of its recipe: what explains the most comes first.
 *
 * @param good undefined for a recipe that does not say what they were
 * @returns null where there is nothing to compare with
 */
export function differencesFrom(good: GoodTraits | undefined, image: SizedTraits): ErrorFact[] | null {
  if (good === undefined) return null;
  return [...differencesOfFile(good, image), ...differenceOfGrey(good, image), ...differencesOfMeasures(good, image)];
}

/**
 * How far the measures of an image lie from the mean of the good ones, in their standard deviations. Of good images that are all but equal, a fifth of
 * what would be told as a difference stands for the deviation.
 */
export function deviationsFrom(good: GoodTraits | undefined, { measures }: ImageTraits): ImageDeviations | null {
  if (good === undefined) return null;
  const least: Readonly<Partial<Record<Measure, number>>> = {
    brightness: LEAST_LEVELS,
    rimBrightness: LEAST_RIM,
    redLessBlue: LEAST_BALANCE,
    redLessGreen: LEAST_BALANCE,
    sharpness: LEAST_SHARPNESS * (good.measures.sharpness?.mean ?? 0),
    positionX: LEAST_POSITION,
    positionY: LEAST_POSITION,
  };
  const found: Partial<Record<Measure, number>> = {};
  for (const [name, smallest = 0] of Object.entries(least) as [Measure, number][]) {
    const spread = good.measures[name];
    if (spread === undefined) continue;
    const deviation = Math.max(spread.deviation, smallest / DEVIATIONS) || 1;
    found[name] = Number(((measures[name] - spread.mean) / deviation).toFixed(2));
  }
  return found;
}

/** By what an image clearly darker or brighter than any good one must be multiplied to be as bright as these are on average; null for any other. */
export function gainToGood(good: GoodTraits | undefined, { brightness }: ImageMeasures): number | null {
  const spread = good?.measures.brightness;
  if (spread === undefined || brightness <= 0) return null;
  const isUnlike = brightness < spread.lowest - LEAST_LEVELS || brightness > spread.highest + LEAST_LEVELS;
  return isUnlike ? spread.mean / brightness : null;
}

function differencesOfFile({ sizes, kinds, bits, jpegQuality: good }: GoodTraits, image: SizedTraits): ErrorFact[] {
  const { widthPx, heightPx, kind, jpegQuality } = image;
  const found: ErrorFact[] = [];
  if (sizes.length > 0 && !sizes.some((size) => size.widthPx === widthPx && size.heightPx === heightPx)) {
    const known = sizes.map((size) => `${size.widthPx} x ${size.heightPx}`).join(', ');
    found.push({ code: 'differs.size', details: { found: `${widthPx} x ${heightPx}`, good: known } });
  }
  if (!bits.includes(image.bits))
    found.push({ code: 'differs.bits', details: { found: image.bits, good: bits.join(', ') } });
  if (!kinds.includes(kind) && [kind, ...kinds].some((one) => LOSSY.has(one))) {
    found.push({ code: 'differs.kind', details: { found: kind.toUpperCase(), good: kinds.join(', ').toUpperCase() } });
  }
  if (jpegQuality !== null && good !== null) {
    const { lowest, highest } = good;
    // Tables tell it exactly; some cameras vary it to keep the size of their files.
    const tolerance = highest - lowest;
    if (jpegQuality < lowest - tolerance || jpegQuality > highest + tolerance) {
      const range = lowest === highest ? `${lowest}` : `${lowest} to ${highest}`;
      found.push({ code: 'differs.quality', details: { found: jpegQuality, good: range } });
    }
  }
  return found;
}

function differenceOfGrey(
  { measures: { colourfulness: good } }: GoodTraits,
  { measures: image }: SizedTraits,
): ErrorFact[] {
  if (good === undefined) return [];
  const isGrey = image.colourfulness < GREY_BELOW;
  if (isGrey && good.lowest >= GREY_BELOW) return [{ code: 'differs.grey', details: {} }];
  return !isGrey && good.highest < GREY_BELOW ? [{ code: 'differs.colour', details: {} }] : [];
}

function differencesOfMeasures(good: GoodTraits, { measures: image }: SizedTraits): ErrorFact[] {
  /** -1 below all good images, 1 above them, 0 among them. */
  const side = (name: Measure, least: number): number => {
    const spread = good.measures[name];
    if (spread === undefined) return 0;
    const tolerance = Math.max(DEVIATIONS * (1 + FEW_IMAGES / good.count) * spread.deviation, least);
    if (image[name] < Math.min(spread.lowest, spread.mean - tolerance)) return -1;
    return image[name] > Math.max(spread.highest, spread.mean + tolerance) ? 1 : 0;
  };
  const told = (code: ErrorFact['code'], name: Measure): ErrorFact => {
    const { lowest = Number.NaN, highest = Number.NaN } = good.measures[name] ?? {};
    const shown = (value: number): number => (name === 'sharpness' ? Number(value.toFixed(1)) : Math.round(value));
    return { code, details: { found: shown(image[name]), low: shown(lowest), high: shown(highest) } };
  };
  const brightness = side('brightness', LEAST_LEVELS);
  // Defects sharpen: only less of it tells of the camera.
  const sharpness = side('sharpness', LEAST_SHARPNESS * (good.measures.sharpness?.mean ?? 0));
  const found: ErrorFact[] = [];
  if (side('rimBrightness', LEAST_RIM) !== 0) found.push(told('differs.rim', 'rimBrightness'));
  if (side('redLessBlue', LEAST_BALANCE) !== 0) found.push(told('differs.red-blue', 'redLessBlue'));
  else if (side('redLessGreen', LEAST_BALANCE) !== 0) found.push(told('differs.red-green', 'redLessGreen'));
  if (brightness !== 0) found.push(told(brightness > 0 ? 'differs.brighter' : 'differs.darker', 'brightness'));
  if (sharpness < 0) found.push(told('differs.blurred', 'sharpness'));
  return found;
}
