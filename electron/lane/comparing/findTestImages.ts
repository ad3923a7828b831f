import { readFileSync } from 'node:fs';
import { basename } from 'node:path';
import {
  LIKENESS_SIDE,
  type Likeness,
  likenessDistance,
  likenessFrom,
  nearLimit,
  SigmalineError,
  usualDistance,
} from '../../../shared/domain/index.ts';
import type { FindTestImagesRequest, FindTestImagesResult } from '../../../shared/processes/testing.ts';
import { isMissing, sha256Of } from '../../files/index.ts';
import {
  cameraMaximum,
  decodeScaled,
  greyTiles,
  largestSample,
  openImage,
  prepareDecoder,
  readImageFile,
  WIDEST_SAMPLE,
} from '../imaging/index.ts';
import { writeResult } from '../resultFile.ts';

/** Both sides are scaled alike: means of its tiles stand for an image. */
const SIDE_PX = 512;
/** So many are read and decoded at the same time. */
const AT_ONCE = 2;

interface Seen {
  readonly sha256: string;
  readonly likeness: Likeness;
}

/**
 * The first image that a version is tested with among those that a calibration is to learn from: with the same bytes, or almost the same picture, against how far
 * apart the images of the calibration usually lie. What is known of test images is kept beside them from one time to the next.
 *
 * @returns null where there is none. Images that cannot be read are told of by the fit
 */
export async function findTestImages({
  imagePaths,
  tests,
}: FindTestImagesRequest): Promise<FindTestImagesResult['found']> {
  prepareDecoder();
  const seen = new Map<string, Seen>();
  await eachOf(imagePaths, async (path) => {
    const image = await look(path);
    if (image !== null) seen.set(path, image);
  });
  const known = new Map<string, Likeness>();
  await eachOf(tests, async ({ path, likenessFile }) => {
    const likeness = keptLikeness(likenessFile) ?? (await newLikeness(path, likenessFile));
    if (likeness !== null) known.set(path, likeness);
  });
  const bySha = new Map(tests.map((test) => [test.sha256, test]));
  for (const path of imagePaths) {
    const same = bySha.get(seen.get(path)?.sha256 ?? '');
    if (same !== undefined) return { kind: 'same', file: basename(path), test: same.id };
  }
  const limit = nearLimit(usualDistance([...seen.values()].map(({ likeness }) => likeness)));
  for (const path of imagePaths) {
    const own = seen.get(path)?.likeness;
    if (own === undefined) continue;
    for (const { id, path: tested } of tests) {
      const other = known.get(tested);
      if (other !== undefined && likenessDistance(own, other) < limit)
        return { kind: 'near', file: basename(path), test: id };
    }
  }
  return null;
}

async function eachOf<Item>(items: readonly Item[], work: (item: Item) => Promise<void>): Promise<void> {
  const waiting = items.values();
  const worker = async (): Promise<void> => {
    for (const item of waiting) await work(item);
  };
  await Promise.all(Array.from({ length: AT_ONCE }, worker));
}

async function look(path: string): Promise<(Seen & { readonly tiles: Uint16Array }) | null> {
  try {
    const file = await readImageFile(path);
    const image = await openImage(file);
    const largest = await largestSample(image);
    const sampleMaximum = largest === null ? WIDEST_SAMPLE : cameraMaximum(largest);
    const tiles = greyTiles(await decodeScaled(image, { widthPx: SIDE_PX, heightPx: SIDE_PX, sampleMaximum }));
    return { sha256: sha256Of(file.bytes), likeness: likenessFrom(tiles), tiles };
  } catch (thrown) {
    if (thrown instanceof SigmalineError) return null;
    throw thrown;
  }
}

function keptLikeness(path: string): Likeness | null {
  try {
    const content = readFileSync(path);
    if (content.length !== 2 * LIKENESS_SIDE ** 2) return null;
    return likenessFrom(Uint16Array.from({ length: LIKENESS_SIDE ** 2 }, (_, tile) => content.readUInt16LE(2 * tile)));
  } catch (thrown) {
    if (isMissing(thrown)) return null;
    throw thrown;
  }
}

async function newLikeness(path: string, likenessFile: string): Promise<Likeness | null> {
  const seen = await look(path);
  if (seen === null) return null;
  const content = Buffer.alloc(2 * seen.tiles.length);
  for (const [tile, level] of seen.tiles.entries()) content.writeUInt16LE(level, 2 * tile);
  writeResult(likenessFile, content);
  return seen.likeness;
}
