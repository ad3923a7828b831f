import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { createTestStation, type TestStation } from './station.ts';
import { png } from './testImages.ts';
import { quickTimings } from './testProcesses.ts';

const timings = { ...quickTimings, samePartMs: 20, quietAfterMs: 2000, silentCycleAfterMs: 3500 };
const PARTS = 12;

let station: TestStation;

beforeEach(async () => {
  station = await createTestStation();
});

afterEach(() => station.remove());

async function quietSince(): Promise<string | null> {
  const { sources } = await station.status();
  return sources[0]?.quietSince ?? null;
}

it('says that the camera is quiet, also after a restart, until its next image', async () => {
  await station.start({ timings });
  await station.addSource();
  for (let part = 0; part < PARTS; part++) {
    await writeFile(join(station.cameraFolder, `part-${part}.png`), png(part));
    await pause(200);
  }
  await station.settled(PARTS);
  await station.until('the last verdict is not current any more', async () => (await quietSince()) !== null);
  await station.stop();
  await station.start({ timings });
  await station.until('the camera is found quiet', async () => (await quietSince()) !== null);
  await station.until('it is a condition', async () => (await station.status()).conditions.length > 0);
  const { conditions } = await station.status();
  expect(conditions).toMatchObject([
    { code: 'source.quiet', severity: 'warning', subject: { kind: 'source', name: 'Camera 1' } },
  ]);
  expect(conditions[0]?.details.since).toBe(await quietSince());
  await writeFile(join(station.cameraFolder, 'next.png'), png(PARTS));
  await station.settled(PARTS + 1);
  expect(await quietSince()).toBeNull();
  expect((await station.status()).conditions).toEqual([]);
});

it('says nothing of a source that never had a rhythm', async () => {
  await station.start({ timings });
  await station.addSource();
  for (let part = 0; part < 3; part++) {
    await writeFile(join(station.cameraFolder, `part-${part}.png`), png(part));
    await pause(300);
  }
  await station.settled(3);
  await pause(2500);
  expect(await quietSince()).toBeNull();
  expect((await station.status()).conditions).toEqual([]);
});

it('goes by the cycle that an engineer has set, from the first image on, and from a change of it on', async () => {
  await station.start({ timings });
  await station.addSource('ring', { cycleSeconds: 3600 });
  await writeFile(join(station.cameraFolder, 'part.png'), png(1));
  await station.settled(1);
  await pause(2500);
  expect(await quietSince()).toBeNull();
  await station.changeSource({ cycleSeconds: 0.1 });
  await station.until('the camera is found quiet', async () => (await quietSince()) !== null);
  await station.until('it is a condition', async () => (await station.status()).conditions.length > 0);
  const [condition] = (await station.status()).conditions;
  expect(condition).toMatchObject({ code: 'source.quiet', details: { cycleSeconds: 0.1 } });
  await station.changeSource({ cycleSeconds: null });
  await station.until('nothing is said of it', async () => (await quietSince()) === null);
});
