import type { BenchPlacement } from '../../../shared/contract/index.ts';
import {
  encodeNpy,
  HEATMAP_SCALE,
  type ImageArea,
  placementOf,
  type Region,
  SigmalineError,
} from '../../../shared/domain/index.ts';
import type { SurveyRequest, SurveyResult } from '../../../shared/processes/examining.ts';
import {
  cameraMaximum,
  decodeScaled,
  encodePng,
  largestSample,
  openImage,
  prepareDecoder,
  type RgbPixels,
  readImageFile,
  WIDEST_SAMPLE,
} from '../imaging/index.ts';
import { writeResult } from '../resultFile.ts';

/** Side of the average: fine enough to draw a mask on. */
const SIDE_PX = 512;
/** Of the picture that a region is cut out of. */
const MOST_SIDE_PX = 4096;
const WHOLE: Region = { x: 0, y: 0, width: 1, height: 1 };
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
  const step = Math.max(1, images.length / MOST_IMAGES);
  const chosen = new Set(Array.from({ length: Math.min(MOST_IMAGES, images.length) }, (_, n) => Math.floor(n * step)));
  const sums = new Float64Array(3 * SIDE_PX ** 2);
  const cells = new Variation(CELLS);
  for (const index of chosen) {
    const path = images[index]?.path ?? '';
    const { values } = await squareOf(path, area);
    for (const [place, value] of values.entries()) sums[place] = (sums[place] as number) + value;
    cells.add(values);
  }
  const average = Uint8Array.from(sums, (sum) => Math.round(sum / chosen.size));
  writeResult(request.averageFile, await encodePng({ widthPx: SIDE_PX, heightPx: SIDE_PX, values: average }));
  writeResult(request.variationFile, encodeNpy({ height: CELLS, width: CELLS, values: cells.onScale() }));
  const placement = area.region === null ? null : placementOf(area.region);
  return { placements: images.map(({ key }): BenchPlacement => ({ key, placement, problem: null })) };
}

async function squareOf(path: string, area: ImageArea): Promise<RgbPixels> {
  try {
    const image = await openImage(await readImageFile(path));
    const largest = await largestSample(image);
    const sampleMaximum = largest === null ? WIDEST_SAMPLE : cameraMaximum(largest);
    const { x, y, width, height } = area.region ?? WHOLE;
    const scaled = (share: number): number => Math.min(MOST_SIDE_PX, Math.round(SIDE_PX / share));
    const [widthPx, heightPx] = [scaled(width), scaled(height)];
    return cropped(await decodeScaled(image, { widthPx, heightPx, sampleMaximum }), { x, y, width, height });
  } catch (cause) {
    if (!(cause instanceof SigmalineError)) throw cause;
    throw new SigmalineError('calibration.image-failed', { file: path, reason: cause.message }, cause);
  }
}

/** The square of a region, each pixel as the nearest one of a picture that is scaled so that they are about as large. */
function cropped({ widthPx, heightPx, values }: RgbPixels, region: Region): RgbPixels {
  const square = new Uint8Array(3 * SIDE_PX ** 2);
  for (let y = 0; y < SIDE_PX; y += 1) {
    const row = Math.min(heightPx - 1, Math.floor((region.y + ((y + 0.5) / SIDE_PX) * region.height) * heightPx));
    for (let x = 0; x < SIDE_PX; x += 1) {
      const column = Math.min(widthPx - 1, Math.floor((region.x + ((x + 0.5) / SIDE_PX) * region.width) * widthPx));
      const from = (row * widthPx + column) * 3;
      square.set(values.subarray(from, from + 3), (y * SIDE_PX + x) * 3);
    }
  }
  return { widthPx: SIDE_PX, heightPx: SIDE_PX, values: square };
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

  /** Standard deviations as sigmas of the product's colour scale: from calm to restless it goes by their ratio. */
  onScale(): Float32Array {
    const { from, to } = HEATMAP_SCALE;
    return Float32Array.from(this.#squares, (squares) => {
      const levels = Math.sqrt(squares / Math.max(1, this.#count - 1));
      const share = Math.log(Math.max(levels, 0.01) / CALM_LEVELS) / Math.log(RESTLESS_LEVELS / CALM_LEVELS);
      return from + (to - from) * share;
    });
  }
}
