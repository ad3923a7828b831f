import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { openSettings } from './settingsStore.ts';

let folder: string;
const file = (): string => join(folder, 'settings.json');

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'sigmaline-settings-'));
});

afterEach(() => rm(folder, { recursive: true }));

describe('the settings', () => {
  it('have defaults where there are none, and nothing is written for that', async () => {
    const settings = await openSettings(folder);
    expect(settings.current()).toEqual({
      stationName: 'Station',
      shiftStarts: ['06:00', '14:00', '22:00'],
      shiftsBy: 'arrival',
      lanes: 'latency',
      executionProvider: 'auto',
      judgeFirst: 'oldest',
      backups: { folder: null, everyMinutes: 60, hourly: 24, daily: 14 },
      sources: [],
    });
    expect(settings.warning).toBeNull();
    expect(await readdir(folder)).toEqual([]);
  });

  it('are there again after a change', async () => {
    await (await openSettings(folder)).change((current) => ({ ...current, stationName: 'Line 3' }));
    expect((await openSettings(folder)).current().stationName).toBe('Line 3');
    expect(await readdir(folder)).toEqual(['settings.json']);
  });

  it('take changes that are made at the same time one after the other', async () => {
    const settings = await openSettings(folder);
    await Promise.all(
      Array.from({ length: 10 }, () =>
        settings.change((current) => ({ ...current, stationName: `${current.stationName}+` })),
      ),
    );
    expect(settings.current().stationName).toBe('Station++++++++++');
    expect(JSON.parse(await readFile(file(), 'utf8')).stationName).toBe('Station++++++++++');
  });

  it('stay as they were where a change cannot be written', async () => {
    const settings = await openSettings(folder);
    await rm(folder, { recursive: true });
    await writeFile(folder, 'a file where the folder was');
    const change = settings.change((current) => ({ ...current, stationName: 'Line 3' }));
    await expect(change).rejects.toMatchObject({ code: 'station.data-folder' });
    expect(settings.current().stationName).toBe('Station');
  });

  it.each([
    ['auto', 'latency'],
    [1, 'latency'],
    [2, 'throughput'],
    [16, 'throughput'],
  ])('of an older station that had %s lanes say what these are for', async (lanes, goal) => {
    await writeFile(file(), JSON.stringify({ lanes }));
    const settings = await openSettings(folder);
    expect(settings.current().lanes).toBe(goal);
    expect(settings.warning).toBeNull();
  });

  it.each([
    ['cut', '{"stationName": "Line'],
    ['empty', ''],
    ['of another shape', '{"lanes": "many"}'],
  ])('that are %s are kept aside as they were, and reported', async (_, text) => {
    await writeFile(file(), text);
    const settings = await openSettings(folder);
    expect(settings.current().stationName).toBe('Station');
    const [kept] = await readdir(folder);
    expect(kept).toMatch(/^settings\.corrupt-.*\.json$/);
    expect(await readFile(join(folder, kept!), 'utf8')).toBe(text);
    expect(settings.warning).toContain(kept);
  });
});
