import { createHash } from 'node:crypto';
import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import type { RecipeVersion } from '../../../shared/domain/index.ts';
import { createTestStation, type TestStation } from './station.ts';
import { png } from './testImages.ts';

let station: TestStation;

beforeEach(async () => {
  station = await createTestStation();
  await station.start();
  await station.addSource();
});

afterEach(() => station.remove());

/** The test lane takes its score, 0 to 4, from an image's hash: images of such scores. */
function scoring(isWanted: (score: number) => boolean, count: number): Buffer[] {
  const scoreOf = (bytes: Buffer): number =>
    (Number.parseInt(createHash('sha256').update(bytes).digest('hex').slice(0, 8), 16) / 0xffffffff) * 4;
  return Array.from({ length: 20 * count }, (_, content) => png(content))
    .filter((bytes) => isWanted(scoreOf(bytes)))
    .slice(0, count);
}

/** Images that the test lane fails, or passes. */
const images = (verdict: 'pass' | 'fail', count: number): Buffer[] =>
  scoring(verdict === 'fail' ? (score) => score > 2 : (score) => score < 1, count);

let delivered = 0;

async function deliver(all: readonly Buffer[]): Promise<void> {
  for (const bytes of all) {
    delivered += 1;
    await writeFile(join(station.cameraFolder, `part-${delivered}.png`), bytes);
  }
}

const codes = async (): Promise<string[]> => (await station.status()).conditions.map(({ code }) => code);

it('tells of ten fails in a row, also after a restart, and of their end', async () => {
  delivered = 0;
  await deliver(images('fail', 10));
  await station.settled(10);
  expect(await codes()).toEqual(['source.fails-unlikely']);
  await station.stop();
  await station.start();
  expect((await station.sentences())[0]).toMatch(/^10 of the last 10 parts from Camera 1 failed\./);
  await deliver(images('pass', 3));
  await station.settled(13);
  expect(await codes()).toEqual([]);
});

it('tells that good parts have changed, by how their scores stand among those of the calibration, until somebody has read it', async () => {
  const file = join(station.dataFolder, 'recipes', 'ring', '1', 'recipe.json');
  const recipe = JSON.parse(await readFile(file, 'utf8')) as RecipeVersion;
  const heldOut = Array.from({ length: 60 }, (_, index) => {
    const sha256 = createHash('sha256').update(`good ${index}`).digest('hex');
    return { file: `${index}.png`, sha256, score: 0.035 * index, partDistance: 1, patchScore: 1, setAside: false };
  });
  await station.stop();
  await writeFile(file, JSON.stringify({ ...recipe, heldOut }));
  await station.start();
  await deliver(scoring((score) => score < 0.4, 60));
  const record = (await station.settled(60)).at(-1)!;
  expect(await codes()).toEqual(['detection.good-parts-changed']);
  const asUnusual = heldOut.filter(({ score }) => score >= record.score!).length;
  expect(record).toMatchObject({ pValue: (1 + asUnusual) / 61, amongGood: { asUnusual, count: 60, atLimit: 2 } });
  await station.stop();
  await station.start();
  const [condition] = (await station.status()).conditions;
  expect(condition).toMatchObject({ code: 'detection.good-parts-changed', endsWhenRead: true });
  await station.client().request('condition.read', { code: condition!.code, subject: condition!.subject });
  expect(await codes()).toEqual([]);
});

it('tells of images that nothing can be made of', async () => {
  delivered = 0;
  await deliver(Array.from({ length: 10 }, (_, content) => png(content).subarray(0, -12)));
  for (let part = 0; part < 5; part += 1)
    await writeFile(join(station.cameraFolder, `empty-${part}.png`), Buffer.alloc(0));
  await station.settled(15);
  expect(await codes()).toContain('source.errors-unlikely');
});
