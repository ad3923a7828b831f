import { join } from 'node:path';
import {
  FARTHEST_NEAR,
  factOf,
  type ImageTraits,
  type Likeness,
  likenessDistance,
  likenessFrom,
  SigmalineError,
  usualDistance,
} from '../../../shared/domain/index.ts';
import type { Examined, ExamineRequest, ExamineResult, ImageFacts } from '../../../shared/processes/examining.ts';
import { sha256Of } from '../../files/index.ts';
import {
  cameraMaximum,
  decodeScaled,
  encodeJpeg,
  fittingSize,
  greyTiles,
  largestSample,
  type OpenImage,
  openImage,
  prepareDecoder,
  type RgbPixels,
  readImageFile,
  traitsOf,
  WIDEST_SAMPLE,
} from '../imaging/index.ts';
import { writeResult } from '../resultFile.ts';
import { LikenessFile } from './likenessFile.ts';

/** Side of the square on which images are measured: blur shows there, and a quarter of it is a thumbnail. */
const SIDE_PX = 512;
const THUMBNAIL_PX = 256;
/** So many are read and decoded at the same time. */
const AT_ONCE = 2;
/** The nearest of those that are almost the same: one of them may be taken out. */
const MOST_NEAR = 4;

/**
 * Looks at every image once: writes its thumbnail, measures what it is like, and finds earlier ones that are almost the same picture. One that cannot be read is an
 * answer too.
 *
 * @throws SigmalineError station.disk-full, lane.unwritable
 */
export async function examineImages(
  request: ExamineRequest,
  tell: (examined: Examined) => void,
): Promise<ExamineResult> {
  prepareDecoder();
  const file = new LikenessFile(request.likenessFile);
  const stored = file.read();
  const known = new Map(request.known.flatMap((key): [string, Likeness][] => pairOf(key, stored.get(key))));
  const waiting = request.images.values();
  const worker = async (): Promise<void> => {
    for (const { key, path } of waiting) {
      const seen = await look(path).catch((thrown: unknown) => failure(key, thrown));
      if ('kind' in seen) {
        tell(seen);
        continue;
      }
      writeResult(join(request.thumbnailFolder, `${key}.jpg`), await thumbnail(seen));
      const tiles = greyTiles(seen.pixels);
      const likeness = likenessFrom(tiles);
      const near = nearest(likeness, known);
      known.set(key, likeness);
      file.append(key, tiles);
      tell({ kind: 'examined', key, facts: { ...seen.facts, near } });
    }
  };
  await Promise.all(Array.from({ length: AT_ONCE }, worker));
  return { usual: usualDistance([...known.values()]) };
}

interface Seen {
  readonly facts: Omit<ImageFacts, 'near'>;
  readonly pixels: RgbPixels;
}

async function look(path: string): Promise<Seen> {
  const file = await readImageFile(path);
  const image = await openImage(file);
  const pixels = await decodeScaled(image, {
    widthPx: SIDE_PX,
    heightPx: SIDE_PX,
    sampleMaximum: await rangeOf(image),
  });
  const { widthPx, heightPx } = image;
  const { measures }: ImageTraits = traitsOf(file, image, pixels);
  const { size, modifiedUs } = file.content;
  const sizes = `${widthPx} ${heightPx} `;
  const hash = sha256Of(Buffer.concat([Buffer.from(sizes), pixels.values])).slice(0, 32);
  return {
    facts: { sha256: sha256Of(file.bytes), content: { size, modifiedUs }, widthPx, heightPx, pixels: hash, measures },
    pixels,
  };
}

/** Of one image alone: nothing is judged by it. */
async function rangeOf(image: OpenImage): Promise<number> {
  const largest = await largestSample(image);
  return largest === null ? WIDEST_SAMPLE : cameraMaximum(largest);
}

function failure(key: string, thrown: unknown): Examined {
  if (!(thrown instanceof SigmalineError)) throw thrown;
  return { kind: 'failed', key, problem: factOf(thrown) };
}

/** In the shape of the file. */
function thumbnail({ pixels, facts }: Seen): Promise<Buffer> {
  return encodeJpeg(pixels, fittingSize(facts, THUMBNAIL_PX));
}

function pairOf(key: string, tiles: Uint16Array | undefined): [string, Likeness][] {
  return tiles === undefined ? [] : [[key, likenessFrom(tiles)]];
}

function nearest(likeness: Likeness, known: ReadonlyMap<string, Likeness>): ImageFacts['near'] {
  const near: ImageFacts['near'] = [];
  for (const [key, other] of known) {
    const distance = likenessDistance(likeness, other);
    if (distance < FARTHEST_NEAR) near.push({ key, distance: Number(distance.toFixed(5)) });
  }
  return near.sort((one, other) => one.distance - other.distance).slice(0, MOST_NEAR);
}
