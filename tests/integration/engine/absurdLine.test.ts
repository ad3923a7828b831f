import { createHash } from 'node:crypto';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { createTestStation, type TestStation } from './station.ts';
import { png } from './testImages.ts';

let station: TestStation;

beforeEach(async () => {
  station = await createTestStation();
  await station.start();
  await station.addSource();
});

afterEach(() => station.remove());

/** Images that the test lane fails, or passes: it takes its score from their hash. */
function images(verdict: 'pass' | 'fail', count: number): Buffer[] {
  const scoreOf = (bytes: Buffer): number =>
    (Number.parseInt(createHash('sha256').update(bytes).digest('hex').slice(0, 8), 16) / 0xffffffff) * 4;
  const isWanted = (bytes: Buffer): boolean => (verdict === 'fail' ? scoreOf(bytes) > 2 : scoreOf(bytes) < 1);
  return Array.from({ length: 20 * count }, (_, content) => png(content))
    .filter(isWanted)
    .slice(0, count);
}

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

it('tells of images that nothing can be made of', async () => {
  delivered = 0;
  await deliver(Array.from({ length: 10 }, (_, content) => png(content).subarray(0, -12)));
  for (let part = 0; part < 5; part += 1)
    await writeFile(join(station.cameraFolder, `empty-${part}.png`), Buffer.alloc(0));
  await station.settled(15);
  expect(await codes()).toContain('source.errors-unlikely');
});
