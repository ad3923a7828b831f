import type { BenchPlacement } from '../../../shared/contract/index.ts';
import {
  encodeNpy,
  HEATMAP_SCALE,
  type ImageArea,
  type PartReference,
  placementOf,
  SigmalineError,
} from '../../../shared/domain/index.ts';
import type { SurveyRequest, SurveyResult } from '../../../shared/processes/examining.ts';
import {
  cameraMaximum,
  encodePng,
  largestSample,
  learntReference,
  openImage,
  prepareDecoder,
  type RgbPixels,
  readImageFile,
  squareOf,
  WIDEST_SAMPLE,
} from '../imaging/index.ts';
import { writeResult } from '../resultFile.ts';

/** Side of the average: fine enough to draw a mask on. */
const SIDE_PX = 512;
/** Of the map of variation: noise of single pixels is none. */
const CELLS = 128;
/** So many images tell where good ones differ; they are taken evenly from all. */
const MOST_IMAGES = 100;
/** Standard deviations, in levels, at the two ends of the colour scale. What is calm stays clear in every set. */
const CALM_LEVELS = 4;
const RESTLESS_LEVELS = 40;

/**
 * The average of images as the network would see them, before the mask, and how far their places vary.
 *
 * @throws SigmalineError calibration.image-failed (names the file), station.disk-full, lane.unwritable
 */
export async function surveyImages(request: SurveyRequest): Promise<SurveyResult> {
  prepareDecoder();
  const { images, area } = request;
  const sampleMaximum = await sampleMaximumOf(images[0]?.path ?? '');
  const learnt = await learntReference(images, area, { sizePx: SIDE_PX, sampleMaximum });
  const step = Math.max(1, images.length / MOST_IMAGES);
  const chosen = new Set(Array.from({ length: Math.min(MOST_IMAGES, images.length) }, (_, n) => Math.floor(n * step)));
  const sums = new Float64Array(3 * SIDE_PX ** 2);
  const cells = new Variation(CELLS);
  let found = 0;
  const placements: BenchPlacement[] = [];
  const unmoved = area.region === null ? null : placementOf(area.region);
  for (const [index, { key, path }] of images.entries()) {
    if (learnt === null && !chosen.has(index)) {
      placements.push({ key, placement: unmoved, problem: null });
      continue;
    }
    const square = await squareIn(path, area, learnt?.reference ?? null);
    placements.push({ key, placement: square.placement, problem: square.problem });
    if (square.pixels === null || !chosen.has(index)) continue;
    const { values } = square.pixels;
    for (const [place, value] of values.entries()) sums[place] = (sums[place] as number) + value;
    cells.add(values);
    found += 1;
  }
  const average = Uint8Array.from(sums, (sum) => Math.round(sum / Math.max(1, found)));
  writeResult(request.averageFile, await encodePng({ widthPx: SIDE_PX, heightPx: SIDE_PX, values: average }));
  writeResult(request.variationFile, encodeNpy({ height: CELLS, width: CELLS, values: cells.onScale() }));
  return { placements, restless: cells.restless(), ...(learnt !== null && { reference: learnt.like }) };
}

async function sampleMaximumOf(path: string): Promise<number> {
  const largest = await largestSample(await openImage(await readImageFile(path)));
  return largest === null ? WIDEST_SAMPLE : cameraMaximum(largest);
}

interface SurveyedSquare extends Pick<BenchPlacement, 'placement' | 'problem'> {
  readonly pixels: RgbPixels | null;
}

/** @throws SigmalineError calibration.image-failed; that its part is not found is an answer */
async function squareIn(path: string, area: ImageArea, reference: PartReference | null): Promise<SurveyedSquare> {
  try {
    const image = await openImage(await readImageFile(path));
    const sampleMaximum = await sampleMaximumOf(path);
    const view = { sizePx: SIDE_PX, sampleMaximum, scaling: 'exact', region: area.region, reference } as const;
    return { ...(await squareOf(image, view)), problem: null };
  } catch (cause) {
    if (!(cause instanceof SigmalineError)) throw cause;
    const { code, details } = cause;
    if (code === 'position.not-found') return { pixels: null, placement: null, problem: { code, details } };
    throw new SigmalineError('calibration.image-failed', { file: path, reason: cause.message }, cause);
  }
}

/** Running mean and sum of squares (Welford 1962) of the brightness of each cell. */
class Variation {
  readonly #side: number;
  readonly #mean: Float64Array;
  readonly #squares: Float64Array;
  #count = 0;

  constructor(side: number) {
    this.#side = side;
    this.#mean = new Float64Array(side ** 2);
    this.#squares = new Float64Array(side ** 2);
  }

  /** @param values RGB of SIDE_PX x SIDE_PX */
  add(values: Uint8Array): void {
    this.#count += 1;
    const size = SIDE_PX / this.#side;
    for (let cell = 0; cell < this.#mean.length; cell += 1) {
      const left = (cell % this.#side) * size;
      const top = Math.floor(cell / this.#side) * size;
      let sum = 0;
      for (let y = top; y < top + size; y += 1) {
        const start = (y * SIDE_PX + left) * 3;
        for (let place = start; place < start + size * 3; place += 1) sum += values[place] as number;
      }
      const level = sum / (3 * size ** 2);
      const before = this.#mean[cell] as number;
      const now = before + (level - before) / this.#count;
      this.#mean[cell] = now;
      this.#squares[cell] = (this.#squares[cell] as number) + (level - before) * (level - now);
    }
  }

  /** Share of the cells that vary as strongly as the scale tells, or more. */
  restless(): number {
    return this.#squares.filter((squares) => this.#levels(squares) >= RESTLESS_LEVELS).length / this.#squares.length;
  }

  /** Standard deviations as sigmas of the product's colour scale: from calm to restless it goes by their ratio. */
  onScale(): Float32Array {
    const { from, to } = HEATMAP_SCALE;
    return Float32Array.from(this.#squares, (squares) => {
      const share =
        Math.log(Math.max(this.#levels(squares), 0.01) / CALM_LEVELS) / Math.log(RESTLESS_LEVELS / CALM_LEVELS);
      return from + (to - from) * share;
    });
  }

  #levels(squares: number): number {
    return Math.sqrt(squares / Math.max(1, this.#count - 1));
  }
}
