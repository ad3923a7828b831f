import { createHash } from 'node:crypto';
import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { randomFrom } from '../samples/random.ts';
import { differenceMask, type Picture, photographed } from './renderPicture.ts';
import { type Counts, renderSets, SETS } from './renderSets.ts';

const FEW: Counts = { train: 2, testGood: 1, faulty: 2 };
const STRIP_PX = 64;
let root: string;

/** What the pictures of a folder hash to, by their names. */
async function filesOf(folder: string): Promise<Map<string, string>> {
  const names = (await readdir(folder, { recursive: true })).filter((name) => name.endsWith('.png')).sort();
  const hashed = async (name: string) => [name, hashOf(await readFile(join(folder, name)))] as const;
  return new Map(await Promise.all(names.map(hashed)));
}

/** Hashes are compared at once, pixels one by one. */
function hashOf(bytes: Uint8Array): string {
  return createHash('sha256').update(bytes).digest('hex');
}

describe('the rendered data sets', () => {
  beforeAll(async () => {
    root = await mkdtemp(join(tmpdir(), 'rendered-'));
    await renderSets(root, ['scene', 'twolook-a', 'twolook-b'], FEW);
  }, 300_000);
  afterAll(() => rm(root, { recursive: true, force: true }));

  it('are the same bytes whenever they are rendered', { timeout: 300_000 }, async () => {
    await renderSets(join(root, 'again'), ['scene', 'twolook-b'], FEW);
    for (const name of ['scene', 'twolook-b']) {
      expect(await filesOf(join(root, 'again', name))).toEqual(await filesOf(join(root, name)));
    }
  });

  it('lie in MVTec layout, each faulty image with its mask', async () => {
    expect([...(await filesOf(join(root, 'scene'))).keys()]).toEqual([
      'ground_truth/broken/001_mask.png',
      'ground_truth/missing/000_mask.png',
      'test/broken/001.png',
      'test/good/000.png',
      'test/missing/000.png',
      'train/good/000.png',
      'train/good/001.png',
    ]);
  });

  it('hold in the set of two looks what the sets of one look hold', async () => {
    const both = await filesOf(join(root, 'twolook'));
    const single = await Promise.all(['a', 'b'].map((look) => filesOf(join(root, `twolook-${look}`))));
    const renamed = single.flatMap((files, index) =>
      [...files].map(([name, bytes]) => [name.replace(/[^/]+$/, `${'ab'[index]}-$&`), bytes] as const),
    );
    expect(both).toEqual(new Map(renamed));
    expect(both.size).toBe(2 * (1 + 1 + 2 * 2));
  });

  it('refuses a set that it does not know', async () => {
    await expect(renderSets(root, ['bottle'])).rejects.toThrow('bottle is not one of screw, pill');
  });
});

describe.each(Object.entries(SETS))('%s', (_, set) => {
  let good: Picture;
  beforeAll(async () => {
    good = await set.paint(randomFrom(4), null);
  });

  it.each(set.kinds)('shows %s at its mask and nowhere else, even where it is barely visible', async (kind) => {
    const bad = await set.paint(randomFrom(4), { kind, severity: 1 / 15, random: randomFrom(5) });
    const mask = differenceMask(good, bad);
    const marked = mask.reduce((sum, value) => sum + (value > 0 ? 1 : 0), 0) / mask.length;
    expect(marked).toBeGreaterThan(0.00002);
    expect(marked).toBeLessThan(0.12);
    const change = { inside: 0, outside: 0 };
    for (let index = 0; index < bad.rgb.length; index += 1) {
      change[mask[Math.floor(index / 3)]! > 0 ? 'inside' : 'outside'] += Math.abs(bad.rgb[index]! - good.rgb[index]!);
    }
    const inside = change.inside / (3 * marked * mask.length);
    expect(inside).toBeGreaterThan(1);
    expect(inside).toBeGreaterThan((20 * change.outside) / (3 * (1 - marked) * mask.length));
  });

  it('never photographs two parts alike, and one part always alike', async () => {
    const other = await set.paint(randomFrom(2), null);
    // The middle, where the part lies.
    const photograph = ({ width, height, rgb }: Picture) => {
      const start = 3 * width * Math.floor(height / 2 - STRIP_PX / 2);
      const strip = { width, height: STRIP_PX, rgb: rgb.subarray(start, start + 3 * width * STRIP_PX) };
      return hashOf(photographed(strip, set.camera, randomFrom(3)));
    };
    const image = photograph(good);
    expect(photograph(good)).toBe(image);
    expect(photograph(other)).not.toBe(image);
  });
});
