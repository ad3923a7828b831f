import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import sharp, { type Sharp } from 'sharp';
import { beforeAll, expect, it } from 'vitest';
import {
  type Likeness,
  likenessDistance,
  likenessFrom,
  nearLimit,
  usualDistance,
} from '../../../shared/domain/index.ts';
import { decodeScaled, WIDEST_SAMPLE } from './decode.ts';
import { greyTiles } from './likeness.ts';
import { openImage } from './openImage.ts';

const good = fileURLToPath(new URL('../../../resources/samples/good', import.meta.url));
const files = readdirSync(good).sort().slice(0, 12);
const photo = (index: number): Sharp => sharp(join(good, files[index]!));

async function likeness(picture: Sharp): Promise<Likeness> {
  const image = await openImage({ path: 'part', bytes: Buffer.from(await picture.toBuffer()) });
  const scaling = { widthPx: 256, heightPx: 256, sampleMaximum: WIDEST_SAMPLE };
  return likenessFrom(greyTiles(await decodeScaled(image, scaling)));
}

let set: Likeness[];
let limit: number;

beforeAll(async () => {
  set = await Promise.all(files.map((_, index) => likeness(photo(index))));
  limit = nearLimit(usualDistance(set));
});

it('takes no two parts of one product for the same picture', () => {
  for (const [index, one] of set.entries()) {
    for (const other of set.slice(index + 1)) expect(likenessDistance(one, other)).toBeGreaterThan(2 * limit);
  }
});

it.each([
  ['saved as a JPEG of low quality', (picture: Sharp) => picture.jpeg({ quality: 50 })],
  ['made a little brighter', (picture: Sharp) => picture.linear(1.05, 3).png()],
  ['made smaller', (picture: Sharp) => picture.resize({ width: 640 }).png()],
])('finds a picture that was %s', async (_, changed) => {
  const distance = likenessDistance(set[3]!, await likeness(changed(photo(3))));
  expect(distance).toBeLessThan(limit);
});

it('finds nothing like a picture of one level, and tells nothing usual of too few', () => {
  const blank = likenessFrom(new Uint16Array(1024).fill(9));
  expect(likenessDistance(blank, blank)).toBeGreaterThan(1);
  expect(usualDistance(set.slice(0, 4))).toBeNull();
  expect(nearLimit(null)).toBeLessThan(limit);
});
