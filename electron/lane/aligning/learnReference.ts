import { type PartReference, type Region, SigmalineError } from '../../../shared/domain/index.ts';
import { median } from '../../gaussian/index.ts';
import type { DirectionField } from './directionField.ts';
import { type FoundPart, findPart, type Pose } from './findPart.ts';
import { LEVEL_SIDES_PX } from './greyPyramid.ts';
import { between, type Edges, type PartShape, type Place, packReference, shapeOf } from './partShape.ts';

/** A good image on all levels, the coarsest first. */
export interface LearntImage {
  /** Width / height. */
  readonly proportion: number;
  readonly fields: readonly DirectionField[];
}

export interface LearningOptions {
  readonly turns: boolean;
  /** The part, as it lies on the image by which all others are aligned; null takes all of it. */
  readonly region: Region | null;
  /** Which of the images that is; chosen where null. */
  readonly chosen: number | null;
}

export interface LearntReference {
  readonly reference: PartReference;
  /** Which of the images it is like. */
  readonly like: number;
}

/** A place tells something where the mean direction is so long: noise of 20 images has 0.1. */
const LEAST_AGREEMENT = 0.2;
/** The mean of aligned images, to which they are aligned anew. */
const ROUNDS = 3;
/** Images that are tried for the first one: one that shows no usual part would align nothing. */
const CANDIDATES = 3;
/** Edges of a part lie on the border of a region that is drawn closely: in longest sides. */
const MARGIN = 0.04;
/** A shape that is not there is found to some extent as well. So far from that to what is usual begins what counts as found. */
const LEAST_SHARE = 0.25;
/** Where usual images are not more alike than that, in addition to what is found anyway, nothing tells where a part lies. */
const LEAST_GAIN = 0.25;

/**
 * Learns what tells where a part lies: the mean directions of the good images, aligned to one of them, then to their mean. How alike good images are to it
 * is told by halves of them: to a mean that it is part of, noise is as alike as anything.
 *
 * @param images at least two
 * @throws SigmalineError position.no-shape
 */
export function learnReference(images: readonly LearntImage[], options: LearningOptions): LearntReference {
  const { region, chosen } = options;
  const seeds = Array.from({ length: Math.min(CANDIDATES, images.length) }, (_, candidate) =>
    Math.floor((candidate * images.length) / CANDIDATES),
  );
  const like = chosen ?? (region === null ? mostUsual(bestOf(images, seeds, options)) : 0);
  const { shape } = learn(images, like, options);
  const [likenesses, chances] = heldOut(images, like, options);
  const usual = median(likenesses) ?? 0;
  const chance = Math.max(0, ...chances);
  if (usual - chance < LEAST_GAIN) {
    throw new SigmalineError('position.no-shape', { likeness: percent(usual), chance: percent(chance) });
  }
  const least = chance + LEAST_SHARE * (usual - chance);
  return { reference: { ...shape.reference, likeness: { usual, least } }, like };
}

export function percent(likeness: number): number {
  return Math.round(100 * likeness);
}

interface Learnt {
  readonly shape: PartShape;
  readonly found: readonly FoundPart[];
}

/** That by which the images agree best. */
function bestOf(images: readonly LearntImage[], seeds: readonly number[], options: LearningOptions): Learnt {
  const agreement = ({ shape: { edges } }: Learnt): number => edges[1].energy;
  const [best] = seeds.map((seed) => learn(images, seed, options)).sort((a, b) => agreement(b) - agreement(a));
  return best as Learnt;
}

/** @param seed the image that the others are aligned to at first */
function learn(images: readonly LearntImage[], seed: number, { turns, region }: LearningOptions): Learnt {
  const { proportion, fields } = images[seed] as LearntImage;
  const support = region === null ? null : widened(region, proportion);
  const shapeOfLevels = (levels: readonly DirectionField[]): PartShape =>
    shapeOf(
      packReference(
        levels.map((field) => within(field, support)),
        { turns, proportion, likeness: { usual: 1, least: 0 } },
      ),
    );
  const foundBy = (shape: PartShape): readonly FoundPart[] => images.map((image) => findPart(shape, image.fields));
  let shape = shapeOfLevels(fields);
  let found = foundBy(shape);
  for (let round = 0; round < ROUNDS; round += 1) {
    const aligned = images.map((image, index) => ({ ...image, pose: (found[index] as FoundPart).pose }));
    const { centre } = shape.reference;
    shape = shapeOfLevels(fields.map((size, level) => agreeing(meanAligned(aligned, level, { centre, size }))));
    found = foundBy(shape);
  }
  return { shape, found };
}

/** How alike each image is to what the other half and the first image have taught, and to a shape that is not there. */
function heldOut(
  images: readonly LearntImage[],
  like: number,
  options: LearningOptions,
): readonly [likenesses: readonly number[], chances: readonly number[]] {
  const likenesses: number[] = [];
  const chances: number[] = [];
  const others = images.filter((_, index) => index !== like);
  for (const half of [0, 1]) {
    const taught = [images[like] as LearntImage, ...others.filter((_, index) => index % 2 === half)];
    const { shape } = learn(taught, 0, options);
    const absent = absentShape(shape);
    for (const { fields } of others.filter((_, index) => index % 2 !== half)) {
      likenesses.push(findPart(shape, fields).likeness);
      chances.push(findPart(absent, fields).likeness);
    }
  }
  return [likenesses, chances];
}

/** The same edges with their directions turned by a quarter against them: no image has such ones. */
function absentShape(shape: PartShape): PartShape {
  const [middle, finest] = shape.edges.map((edges) => ({
    ...edges,
    directionX: edges.directionY.map((value) => -value),
    directionY: edges.directionX,
  })) as [Edges, Edges];
  const spectra = shape.spectra.map(({ radians, across, down }) => ({
    radians,
    across: { real: down.real.map((value) => -value), imaginary: down.imaginary.map((value) => -value) },
    down: across,
  }));
  return { ...shape, edges: [middle, finest], spectra };
}

/** The image whose part lies where those of all images lie at the median. */
function mostUsual({ found }: Learnt): number {
  const right = median(found.map(({ pose }) => pose.right)) ?? 0;
  const down = median(found.map(({ pose }) => pose.down)) ?? 0;
  const usual = median(found.map(({ likeness }) => likeness)) ?? 0;
  const distances = found.map(({ pose, likeness }) =>
    likeness < usual ? Number.POSITIVE_INFINITY : Math.hypot(pose.right - right, pose.down - down),
  );
  return distances.indexOf(Math.min(...distances));
}

function meanAligned(
  images: readonly (LearntImage & { readonly pose: Pose })[],
  level: number,
  { centre, size }: { readonly centre: Place; readonly size: Pick<DirectionField, 'widthPx' | 'heightPx'> },
): DirectionField {
  const { widthPx, heightPx } = size;
  const mean = { widthPx, heightPx, x: new Float32Array(widthPx * heightPx), y: new Float32Array(widthPx * heightPx) };
  for (const { fields, pose } of images) {
    addAligned(mean, fields[level] as DirectionField, pose, {
      centre,
      sidePx: LEVEL_SIDES_PX[level] as number,
      factor: 1 / images.length,
    });
  }
  return mean;
}

/** Adds what lies where the shape has a place, turned back. */
function addAligned(
  sum: DirectionField,
  field: DirectionField,
  { radians, right, down }: Pose,
  { centre, sidePx, factor }: { readonly centre: Place; readonly sidePx: number; readonly factor: number },
): void {
  const [cosine, sine] = [Math.cos(radians), Math.sin(radians)];
  for (let place = 0; place < sum.x.length; place += 1) {
    const fromX = (place % sum.widthPx) + 0.5 - centre.x * sidePx;
    const fromY = Math.floor(place / sum.widthPx) + 0.5 - centre.y * sidePx;
    const placeX = (centre.x + right) * sidePx + fromX * cosine - fromY * sine - 0.5;
    const placeY = (centre.y + down) * sidePx + fromX * sine + fromY * cosine - 0.5;
    const across = between(field, field.x, placeX, placeY);
    const downwards = between(field, field.y, placeX, placeY);
    sum.x[place] = (sum.x[place] as number) + factor * (across * cosine + downwards * sine);
    sum.y[place] = (sum.y[place] as number) + factor * (downwards * cosine - across * sine);
  }
}

function agreeing(field: DirectionField): DirectionField {
  return keptWhere(field, (place) => Math.hypot(field.x[place] as number, field.y[place] as number) >= LEAST_AGREEMENT);
}

interface Support {
  readonly left: number;
  readonly top: number;
  readonly right: number;
  readonly bottom: number;
}

/** In longest sides. */
function widened({ x, y, width, height }: Region, proportion: number): Support {
  const [across, down] = [Math.min(1, proportion), Math.min(1, 1 / proportion)];
  return {
    left: x * across - MARGIN,
    top: y * down - MARGIN,
    right: (x + width) * across + MARGIN,
    bottom: (y + height) * down + MARGIN,
  };
}

function within(field: DirectionField, support: Support | null): DirectionField {
  if (support === null) return field;
  const sidePx = Math.max(field.widthPx, field.heightPx);
  return keptWhere(field, (place) => {
    const column = ((place % field.widthPx) + 0.5) / sidePx;
    const row = (Math.floor(place / field.widthPx) + 0.5) / sidePx;
    return column >= support.left && column <= support.right && row >= support.top && row <= support.bottom;
  });
}

function keptWhere({ widthPx, heightPx, x, y }: DirectionField, holds: (place: number) => boolean): DirectionField {
  return {
    ...{ widthPx, heightPx },
    x: x.map((value, place) => (holds(place) ? value : 0)),
    y: y.map((value, place) => (holds(place) ? value : 0)),
  };
}
