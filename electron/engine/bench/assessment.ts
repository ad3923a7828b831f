import type { BenchImage } from '../../../shared/contract/index.ts';
import { type ErrorFact, type ImageMeasures, nearLimit, partPatternFault } from '../../../shared/domain/index.ts';
import type { ImageFacts } from '../../../shared/processes/examining.ts';
import { median } from '../../gaussian/index.ts';
import { compilePartPattern } from '../intake/index.ts';
import type { DraftImage } from './imageList.ts';

/** What the images of a draft tell of each other. */
export interface Assessment {
  readonly images: readonly BenchImage[];
  /** Images that hold the very picture of another one. */
  readonly duplicates: ReadonlySet<string>;
}

/** Of fewer images nothing is usual. */
const FEWEST = 8;
/** Robust standard deviations: docs/decisions/0071 says how often good images of eight sets lie farther out. */
const FAR = 6;
/** Less than this nobody would call other, however alike the rest are: levels, shares of the sharpness, per cent of width and height. */
const LEAST_LEVELS = 6;
const LEAST_SHARPNESS = 0.2;
const LEAST_POSITION = 4;
/** A size that so many images have is that of the product. */
const COMMON_SHARE = 0.85;
/** Of a normal distribution, its standard deviation over its median absolute deviation. */
const MAD_TO_DEVIATION = 1.4826;

/**
 * @param images in the order in which they came
 * @param usual how far apart pictures of the set usually lie
 * @param group a part pattern; one that cannot be used says nothing
 */
export function assess(images: readonly DraftImage[], usual: number | null, group: string | null): Assessment {
  const kept = images.filter(({ removed }) => !removed);
  const { sameAs, isSame } = duplicatesAmong(kept);
  const distinct = kept.filter((image) => !isSame(image));
  const oddities = oddOnes(distinct.flatMap((image) => factsOf(image) ?? []));
  const files = new Map(kept.map(({ key, file }) => [key, file]));
  const limit = nearLimit(usual);
  const parts = partNumbers(images, group, sameAs);
  const marksOf = (image: DraftImage): ErrorFact[] => {
    const facts = factsOf(image);
    if (facts === null) return [];
    const original = sameAs(image);
    if (original !== null) return [{ code: 'bench.duplicate', details: { other: original.file } }, ...oddities(facts)];
    const near = facts.near.find(({ key, distance }) => distance < limit && files.has(key));
    const almost: ErrorFact[] =
      near === undefined ? [] : [{ code: 'bench.near-duplicate', details: { other: files.get(near.key) ?? '' } }];
    return [...almost, ...oddities(facts)];
  };
  return {
    images: images.map((image) => {
      const { key, file, from, record, released, removed, seen } = image;
      const facts = factsOf(image);
      return {
        key,
        file,
        from,
        number: record?.number ?? null,
        released,
        state: seen === null ? 'waiting' : seen.kind,
        removed,
        widthPx: facts?.widthPx ?? null,
        heightPx: facts?.heightPx ?? null,
        part: parts.get(key) ?? null,
        marks: marksOf(image),
        problem: seen?.kind === 'failed' ? seen.problem : null,
      };
    }),
    duplicates: new Set(kept.filter(isSame).map(({ key }) => key)),
  };
}

export function factsOf({ seen }: Pick<DraftImage, 'seen'>): ImageFacts | null {
  return seen?.kind === 'examined' ? seen.facts : null;
}

/** Images whose bytes or pixels another one has that is kept, and came before. */
function duplicatesAmong(kept: readonly DraftImage[]): {
  readonly sameAs: (image: DraftImage) => DraftImage | null;
  readonly isSame: (image: DraftImage) => boolean;
} {
  const first = new Map<string, DraftImage>();
  for (const image of kept) {
    const facts = factsOf(image);
    if (facts === null) continue;
    const before = first.get(facts.sha256) ?? first.get(facts.pixels) ?? image;
    for (const hash of [facts.sha256, facts.pixels]) if (!first.has(hash)) first.set(hash, before);
  }
  const sameAs = (image: DraftImage): DraftImage | null => {
    const facts = factsOf(image);
    const original = facts === null ? undefined : (first.get(facts.sha256) ?? first.get(facts.pixels));
    return original === undefined || original.key === image.key ? null : original;
  };
  return { sameAs, isSame: (image) => sameAs(image) !== null };
}

/** The parts as numbers from 1, in the order in which they come first; none for an image whose name the pattern does not fit. */
function partNumbers(
  images: readonly DraftImage[],
  group: string | null,
  sameAs: (image: DraftImage) => DraftImage | null,
): ReadonlyMap<string, number | null> {
  const serialOf = serialsBy(group);
  const numbers = new Map<string, number>();
  const found = new Map<string, number | null>();
  for (const image of images) {
    const { key, file, serial } = sameAs(image) ?? image;
    const named = serial ?? serialOf(file);
    const isPatternUnfit = named === null && group !== null;
    const part = named === null ? `image ${key}` : `serial ${named}`;
    if (!isPatternUnfit && !numbers.has(part)) numbers.set(part, numbers.size + 1);
    found.set(image.key, numbers.get(part) ?? null);
  }
  return found;
}

function serialsBy(group: string | null): (file: string) => string | null {
  if (group === null || partPatternFault(group) !== null || !group.includes('(?<serial>')) return () => null;
  const pattern = compilePartPattern(group);
  let isSlow = false;
  return (file) => {
    if (isSlow) return null;
    const reading = pattern.read(file.slice(file.lastIndexOf('/') + 1));
    isSlow = reading.kind === 'slow';
    return reading.kind === 'read' ? reading.names.serial : null;
  };
}

/** Tells of an image in what it lies far from the others, the most telling first. */
function oddOnes(others: readonly ImageFacts[]): (facts: ImageFacts) => ErrorFact[] {
  if (others.length < FEWEST) return () => [];
  const measured = (name: keyof ImageMeasures): number[] => others.map(({ measures }) => measures[name]);
  const brightness = far(measured('brightness'), LEAST_LEVELS);
  // Sharpness is a matter of ratios: half as sharp is as far as twice.
  const logarithm = (value: number): number => Math.log(Math.max(value, 0.01));
  const sharpness = far(measured('sharpness').map(logarithm), LEAST_SHARPNESS);
  const x = far(measured('positionX'), LEAST_POSITION);
  const y = far(measured('positionY'), LEAST_POSITION);
  const sizeOf = ({ widthPx, heightPx }: ImageFacts): string => `${widthPx} x ${heightPx}`;
  const usual = commonest(others.map(sizeOf));
  return (facts) => {
    const found: ErrorFact[] = [];
    const { measures } = facts;
    if (usual !== null && sizeOf(facts) !== usual) {
      found.push({ code: 'bench.other-size', details: { found: sizeOf(facts), usual } });
    }
    if (x(measures.positionX) !== 0 || y(measures.positionY) !== 0) {
      found.push({ code: 'bench.other-position', details: {} });
    }
    if (sharpness(logarithm(measures.sharpness)) < 0) found.push({ code: 'bench.blurred', details: {} });
    const light = brightness(measures.brightness);
    if (light !== 0) found.push({ code: light < 0 ? 'bench.darker' : 'bench.brighter', details: {} });
    return found;
  };
}

/** -1 for a value far below the others, 1 far above, 0 among them. */
function far(values: readonly number[], least: number): (value: number) => -1 | 0 | 1 {
  const middle = medianOf(values);
  const deviation = MAD_TO_DEVIATION * medianOf(values.map((value) => Math.abs(value - middle)));
  const tolerance = Math.max(FAR * deviation, least);
  return (value) => (value < middle - tolerance ? -1 : value > middle + tolerance ? 1 : 0);
}

function medianOf(values: readonly number[]): number {
  return median(values) ?? 0;
}

function commonest(sizes: readonly string[]): string | null {
  const counts = new Map<string, number>();
  for (const size of sizes) counts.set(size, (counts.get(size) ?? 0) + 1);
  const [size, count] = [...counts].sort(([, one], [, other]) => other - one)[0] ?? ['', 0];
  return count >= COMMON_SHARE * sizes.length ? size : null;
}
