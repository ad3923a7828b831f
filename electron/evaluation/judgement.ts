import { randomUUID } from 'node:crypto';
import { mkdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { decodeNpy } from '../../shared/domain/npy.ts';
import type { InspectionResult } from '../../shared/processes/lane.ts';
import { type LaneClient, LaneJobError } from '../hosts/index.ts';
import type { TestImage } from './dataset.ts';
import { type JudgedPixels, PIXEL_SIDE } from './pixelFigures.ts';

/** A test image with what the lane said of it. */
export interface JudgedImage {
  readonly image: TestImage;
  readonly result: InspectionResult;
  readonly mapPath: string;
}

export interface Judgements {
  readonly images: readonly JudgedImage[];
  /** In which the recipe does not find the part: errors of a station, which no score stands for. */
  readonly notFound: readonly TestImage[];
  /** Milliseconds between two answers, in order; the next image is read while the one before is judged. */
  readonly intervalsMs: readonly number[];
}

/** How many images a lane has at a time: one in the network, one being decoded, one waiting. */
const IN_FLIGHT = 3;

/**
 * Judges test images with one lane, as a station does.
 *
 * @throws LaneJobError of the first image that cannot be judged, unless the part was only not found in it: the data set itself is at fault then
 */
export async function judgeImages(
  lane: LaneClient,
  images: readonly TestImage[],
  places: { readonly recipeFolder: string; readonly mapFolder: string; readonly executionProvider: string },
  onJudged: (done: number) => void,
): Promise<Judgements> {
  await mkdir(places.mapFolder, { recursive: true });
  const judged: JudgedImage[] = [];
  const notFound: TestImage[] = [];
  const intervalsMs: number[] = [];
  const waiting: Promise<JudgedImage | null>[] = [];
  const rest = images.values();

  const give = (): void => {
    const { value: image } = rest.next();
    if (image === undefined) return;
    const mapPath = join(places.mapFolder, `${randomUUID()}.npy`);
    const { recipeFolder, executionProvider } = places;
    const answer = lane
      .inspect({
        kind: 'inspect',
        imagePath: image.path,
        recipeFolder,
        executionProvider,
        mapPath,
        thumbnailPath: null,
      })
      .then(
        (result) => ({ image, result, mapPath }),
        (thrown: unknown) => {
          if (!(thrown instanceof LaneJobError && thrown.code === 'position.not-found')) throw thrown;
          notFound.push(image);
          return null;
        },
      );
    // It is awaited in its turn; until then a failure must not count as unheard.
    answer.catch(() => undefined);
    waiting.push(answer);
  };

  for (let i = 0; i < IN_FLIGHT; i++) give();
  let last: number | null = null;
  for (let next = waiting.shift(); next !== undefined; next = waiting.shift()) {
    const answer = await next;
    if (answer !== null) judged.push(answer);
    const now = performance.now();
    if (last !== null) intervalsMs.push(now - last);
    last = now;
    give();
    onJudged(judged.length + notFound.length);
  }
  return { images: judged, notFound, intervalsMs };
}

/**
 * The maps of judged images with their ground truth. Defective images without a mask are left out: nobody knows where their defect is.
 */
export async function readPixels(
  lane: LaneClient,
  judged: readonly JudgedImage[],
  maskFolder: string,
  onRead: (done: number, total: number) => void,
): Promise<readonly (JudgedPixels & Pick<JudgedImage, 'result'>)[]> {
  await mkdir(maskFolder, { recursive: true });
  const known = judged.filter(({ image }) => !image.defective || image.maskPath !== null);
  const pixels: (JudgedPixels & Pick<JudgedImage, 'result'>)[] = [];
  for (const { image, result, mapPath } of known) {
    const map = decodeNpy(await readFile(mapPath));
    const mask = image.maskPath === null ? null : await readMask(lane, image.maskPath, maskFolder);
    pixels.push({ map, mask, placement: result.placement, result });
    onRead(pixels.length, known.length);
  }
  return pixels;
}

/** The ground truth of an image at PIXEL_SIDE: 1 where the part is defective. */
export async function readMask(lane: LaneClient, imagePath: string, maskFolder: string): Promise<ArrayLike<number>> {
  const outputPath = join(maskFolder, `${randomUUID()}.npy`);
  await lane.write({ kind: 'mask', imagePath, outputPath, sizePx: PIXEL_SIDE });
  return decodeNpy(await readFile(outputPath)).values;
}
