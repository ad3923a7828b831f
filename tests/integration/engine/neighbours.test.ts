import { existsSync } from 'node:fs';
import { mkdir, readFile, rm, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { type Afterwards, recipeIdSchema, sentenceOf, sourceOptionsSchema } from '../../../shared/domain/index.ts';
import { createTestStation, type TestStation } from './station.ts';
import { png } from './testImages.ts';

const EVERY_MS = 100;
const LEAVE = { kind: 'leave' } as const;
const AFTER_DAYS = { kind: 'delete', days: 30 } as const;

let stations: readonly [TestStation, TestStation];
let camera: string;

beforeEach(async () => {
  stations = [await createTestStation(), await createTestStation()];
  camera = stations[0].cameraFolder;
});

afterEach(async () => {
  for (const station of [...stations].reverse()) await station.remove();
});

const note = (): string => join(camera, '.sigmaline-station.json');

async function archiveOf(station: TestStation): Promise<Afterwards> {
  const folder = join(dirname(station.dataFolder), 'archive');
  await mkdir(folder, { recursive: true });
  return { kind: 'archive', folder };
}

/** Watches the camera's folder, which is that of the first station, and does so with its files. */
async function watch(station: TestStation, name: string, afterwards: Afterwards): Promise<void> {
  await station.start({ neighboursEveryMs: EVERY_MS });
  await station.client().request('settings.change', { stationName: name });
  await station.client().request('source.add', {
    name: 'Camera 1',
    folder: camera,
    recipeId: recipeIdSchema.parse('ring'),
    options: sourceOptionsSchema.parse({ afterwards, leaveOutSystemFiles: false }),
  });
}

const warnings = async (station: TestStation) =>
  (await station.status()).conditions.filter(({ code }) => code === 'source.shared');
const isWarned = async (station: TestStation): Promise<boolean> => (await warnings(station)).length > 0;

it('two stations that archive from one folder are both told of each other, until one of them stops or lets the images be', async () => {
  const [left, right] = stations;
  await watch(left, 'Line left', await archiveOf(left));
  await pause(5 * EVERY_MS);
  expect(await isWarned(left)).toBe(false);
  await watch(right, 'Line right', await archiveOf(right));
  await left.until('the left one is told', () => isWarned(left));
  await right.until('the right one is told', () => isWarned(right));
  // A busy machine may be late with a beat: then the other is taken for ended until the next one.
  await expect
    .poll(async () => (await warnings(left)).map(sentenceOf), { timeout: 20_000 })
    .toEqual([expect.stringMatching(/^The station "Line right" on .+ moves or deletes images in .+camera/)]);
  await expect
    .poll(() => warnings(right), { timeout: 20_000 })
    .toMatchObject([{ severity: 'warning', subject: { kind: 'source', name: 'Camera 1' } }]);

  // The note is no part, and a station that ended is soon forgotten, although its note stays.
  await right.stop();
  await left.until('the left one is alone', async () => !(await isWarned(left)));
  expect(await left.records()).toEqual([]);

  await right.start({ neighboursEveryMs: EVERY_MS });
  await right.until('the right one is told again', () => isWarned(right));
  await left.changeSource({ afterwards: LEAVE, leaveOutSystemFiles: false });
  await right.until('the right one is alone', async () => !(await isWarned(right)));
  // Whoever lets the images be loses them to the other one all the same.
  await left.until('the left one is still told', () => isWarned(left));
});

it('a station that only looks is warned of one that takes images at once, and of none that deletes them after days', async () => {
  const [taking, looking] = stations;
  await watch(taking, 'Taking', AFTER_DAYS);
  await watch(looking, 'Looking', LEAVE);
  await taking.until('there is a note', () => existsSync(note()));
  await pause(6 * EVERY_MS);
  expect(await isWarned(looking)).toBe(false);
  await taking.changeSource({ afterwards: await archiveOf(taking), leaveOutSystemFiles: false });
  await looking.until('the one that looks is told', () => isWarned(looking));
  expect(await isWarned(taking)).toBe(false);
});

it('a note that another station left behind says nothing, and no note is left by a source that was removed', async () => {
  const [station] = stations;
  const left = { run: 'long ago', beat: 7, station: 'Old', machine: 'old-pc', takesAtOnce: true };
  await writeFile(note(), JSON.stringify(left));
  await watch(station, 'New', LEAVE);
  await pause(5 * EVERY_MS);
  expect(await isWarned(station)).toBe(false);
  await station.changeSource({ afterwards: AFTER_DAYS, leaveOutSystemFiles: false });
  await station.until('its own note is there', async () => (await readFile(note(), 'utf8')).includes('"New"'));
  expect(await isWarned(station)).toBe(false);
  await writeFile(join(camera, 'part.png'), png(1));
  expect(await station.settled(1)).toHaveLength(1);
  const [source] = (await station.status()).sources;
  await station.client().request('source.remove', { id: source!.id });
  await station.until('the note is gone', () => !existsSync(note()));
  // A folder that went away is nobody's trouble here.
  await rm(camera, { recursive: true });
  await pause(3 * EVERY_MS);
});
