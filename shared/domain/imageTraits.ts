import { z } from 'zod';
import type { ErrorFact } from '../i18n/errors.ts';
import type { GateSettings } from './fitSettings.ts';

/**
 * What the pixels of an image are like as a whole, in levels of 0 to 255. Together they tell an image of another camera, light or setting
 * from those that a recipe was calibrated with, and a recipe's gate lets none pass that lies outside of their range.
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
  /** Standard deviation of the pixels' brightness: haze and dirt on a lens take from it. */
  contrast: z.number(),
  /** Pixels without any light in them, and those with a channel that can hold no more, in per cent. */
  black: z.number(),
  white: z.number(),
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
 * images no held-out good part did: docs/decisions/0034 and 0062.
 */
const DEVIATIONS = 5;
/** A deviation from few images is itself uncertain: this widens it about as Student's t does, by 1.4 for 20 images and 1.08 for 100. */
const FEW_IMAGES = 8;

interface Compared {
  readonly measure: Measure;
  /** Good images that are all but equal must not make every other one unlike them: in the measure's own unit, or as a share of its mean. */
  readonly least: number;
  readonly isShare?: true;
  readonly less?: ErrorFact['code'];
  readonly more?: ErrorFact['code'];
  /** Recipes without a gate are compared as they were when they were made. */
  readonly onlyByGate?: true;
}

/**
 * What is compared: what explains the most comes first. Defects sharpen and add contrast, so only less of these tells of the camera; a share of clipped
 * pixels only harms where it rises.
 */
const COMPARED: readonly Compared[] = [
  { measure: 'rimBrightness', least: 20, less: 'differs.rim', more: 'differs.rim' },
  { measure: 'redLessBlue', least: 2, less: 'differs.red-blue', more: 'differs.red-blue' },
  { measure: 'redLessGreen', least: 2, less: 'differs.red-green', more: 'differs.red-green' },
  { measure: 'brightness', least: 3, less: 'differs.darker', more: 'differs.brighter' },
  { measure: 'white', least: 2, more: 'differs.white', onlyByGate: true },
  { measure: 'black', least: 2, more: 'differs.black', onlyByGate: true },
  { measure: 'contrast', least: 3, less: 'differs.contrast', onlyByGate: true },
  { measure: 'sharpness', least: 0.1, isShare: true, less: 'differs.blurred' },
  { measure: 'positionX', least: 2, less: 'differs.position-x', more: 'differs.position-x', onlyByGate: true },
  { measure: 'positionY', least: 2, less: 'differs.position-y', more: 'differs.position-y', onlyByGate: true },
];
/** The measures that a gate looks at, in the order in which they are told. */
export const GATED_MEASURES: readonly Measure[] = COMPARED.map(({ measure }) => measure);

/** What differs of a file as such says nothing of what it shows: no gate refuses an image for it. */
const OF_FILE: ReadonlySet<ErrorFact['code']> = new Set(['differs.bits', 'differs.kind', 'differs.quality']);

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
 * @param gate of the recipe, whose tolerance then holds; undefined for a recipe of before there were gates
 * @returns null where there is nothing to compare with
 */
export function differencesFrom(
  good: GoodTraits | undefined,
  image: SizedTraits,
  gate?: Pick<GateSettings, 'tolerance'>,
): ErrorFact[] | null {
  if (good === undefined) return null;
  return [
    ...differencesOfFile(good, image),
    ...differenceOfGrey(good, image),
    ...differencesOfMeasures(good, image, gate),
  ];
}

/** The first difference for which a gate refuses an image; null where there is none. */
export function outsideGate(differences: readonly ErrorFact[] | null): ErrorFact | null {
  return differences?.find(({ code }) => !OF_FILE.has(code)) ?? null;
}

export interface MeasureRange {
  /** Null where a measure may be as small, or as large, as it likes. */
  readonly low: number | null;
  readonly high: number | null;
}

/**
 * Where a measure of an image may lie to be like the good ones: what they had, and `mean ± tolerance max(5 (1 + 8 / n) s, least)` with their standard
 * deviation s; few images give a wider range. In the measure's own unit.
 *
 * @returns null where the recipe does not know the measure
 */
export function goodRange(good: GoodTraits, measure: Measure, tolerance = 1): MeasureRange | null {
  const compared = COMPARED.find((one) => one.measure === measure);
  const spread = good.measures[measure];
  if (compared === undefined || spread === undefined) return null;
  const { mean, deviation, lowest, highest } = spread;
  const usual = Math.max(DEVIATIONS * (1 + FEW_IMAGES / good.count) * deviation, leastOf(compared, spread));
  return {
    low: compared.less === undefined ? null : Math.min(lowest, mean - tolerance * usual),
    high: compared.more === undefined ? null : Math.max(highest, mean + tolerance * usual),
  };
}

function leastOf({ least, isShare }: Compared, { mean }: Spread): number {
  return isShare === true ? least * mean : least;
}

/**
 * How far the measures of an image lie from the mean of the good ones, in their standard deviations. Of good images that are all but equal, a fifth of
 * what would be told as a difference stands for the deviation.
 */
export function deviationsFrom(good: GoodTraits | undefined, { measures }: ImageTraits): ImageDeviations | null {
  if (good === undefined) return null;
  const found: Partial<Record<Measure, number>> = {};
  for (const measure of GATED_MEASURES) {
    const unit = deviationUnit(good, measure);
    if (unit === null) continue;
    found[measure] = Number(((measures[measure] - unit.mean) / unit.deviation).toFixed(2));
  }
  return found;
}

/** What a deviation of 0 and one of 1 mean in the measure's own unit; null where the recipe does not know the measure. */
export function deviationUnit(good: GoodTraits, measure: Measure): Pick<Spread, 'mean' | 'deviation'> | null {
  const compared = COMPARED.find((one) => one.measure === measure);
  const spread = good.measures[measure];
  if (compared === undefined || spread === undefined) return null;
  const deviation = Math.max(spread.deviation, leastOf(compared, spread) / DEVIATIONS) || 1;
  return { mean: spread.mean, deviation };
}

/** Levels by which the light is clearly another one. */
const CLEAR_LEVELS = 3;

/** By what an image clearly darker or brighter than any good one must be multiplied to be as bright as these are on average; null for any other. */
export function gainToGood(good: GoodTraits | undefined, { brightness }: ImageMeasures): number | null {
  const spread = good?.measures.brightness;
  if (spread === undefined || brightness <= 0) return null;
  const isUnlike = brightness < spread.lowest - CLEAR_LEVELS || brightness > spread.highest + CLEAR_LEVELS;
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

function differencesOfMeasures(
  good: GoodTraits,
  { measures: image }: SizedTraits,
  gate: Pick<GateSettings, 'tolerance'> | undefined,
): ErrorFact[] {
  const found: ErrorFact[] = [];
  for (const { measure, less, more, onlyByGate } of COMPARED) {
    const range = goodRange(good, measure, gate?.tolerance);
    if (range === null || (onlyByGate === true && gate === undefined)) continue;
    const code =
      image[measure] < (range.low ?? -Infinity) ? less : image[measure] > (range.high ?? Infinity) ? more : undefined;
    // Exchanged channels change both; once is enough.
    if (
      code === undefined ||
      (code === 'differs.red-green' && found.some((other) => other.code === 'differs.red-blue'))
    )
      continue;
    const { lowest = Number.NaN, highest = Number.NaN } = good.measures[measure] ?? {};
    const [shown, low, high] = [image[measure], lowest, highest].map((value) => shownMeasure(measure, value));
    found.push({ code, details: { found: shown ?? 0, low: low ?? 0, high: high ?? 0 } });
  }
  return found;
}

const IN_TENTHS: ReadonlySet<Measure> = new Set(['sharpness', 'contrast', 'white', 'black', 'positionX', 'positionY']);

const IN_PER_CENT: ReadonlySet<Measure> = new Set(['rimBrightness', 'white', 'black', 'positionX', 'positionY']);

/** Nothing where it is counted in levels of 0 to 255. */
export function measureUnit(measure: Measure): '%' | '' {
  return IN_PER_CENT.has(measure) ? '%' : '';
}

/** A measure as people read it. */
export function shownMeasure(measure: Measure, value: number): number {
  return IN_TENTHS.has(measure) ? Number(value.toFixed(1)) : Math.round(value);
}
