import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import {
  exportContentsSchema,
  recipeIdSchema,
  SigmalineError,
  sourceIdSchema,
  sourceOptionsSchema,
} from '../../../shared/domain/index.ts';
import { openTestKernel, type TestKernel } from '../kernel/kernel.fixture.ts';
import { readConfigurationCopy } from '../storage/configuration.ts';
import { openSettings, type SettingsStore } from './settingsStore.ts';

let folder: string;
let station: TestKernel;
const file = (): string => join(folder, 'settings.json');

/** Opens the settings as a station does that starts, once more where it ran already. */
async function open(): Promise<SettingsStore> {
  station.close();
  station = openTestKernel(folder);
  return openSettings(station.kernel);
}

async function settingsFiles(): Promise<string[]> {
  return (await readdir(folder)).filter((name) => name.startsWith('settings.'));
}

const camera = (name: string) => ({
  id: sourceIdSchema.parse('3f0c5d6e-7a59-4f0e-9a55-2f6f1d0a7c11'),
  name,
  folder: '/cameras/1',
  recipeId: recipeIdSchema.parse('ring'),
  options: sourceOptionsSchema.parse({}),
});

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'sigmaline-settings-'));
  station = openTestKernel(folder);
});

afterEach(async () => {
  station.close();
  await rm(folder, { recursive: true });
});

describe('the settings', () => {
  it('have defaults where there are none', async () => {
    expect((await open()).current()).toEqual({
      stationName: 'Station',
      language: null,
      shiftStarts: ['06:00', '14:00', '22:00'],
      shiftsBy: 'arrival',
      lanes: 'latency',
      executionProvider: 'auto',
      judgeFirst: 'oldest',
      backups: { folder: null, everyMinutes: 60, hourly: 24, daily: 14 },
      checkpoints: { folder: null, everyEntries: 10_000 },
      reviews: { everyDays: null },
      exports: { each: 'never', folder: null, contents: exportContentsSchema.parse({}), keepDays: 90 },
      keeping: { at: '03:00', rules: [] },
      dispositions: { reasons: expect.arrayContaining(['Really bad']), defects: expect.arrayContaining(['Scratch']) },
      reports: { paper: 'a4', atShiftEnd: false, folder: null, keepDays: 400, sign: false },
      bypass: { mostMinutes: 60, reasons: expect.arrayContaining(['Trial parts', 'Other']) },
      sources: [],
    });
    expect(station.codes()).toEqual([]);
    expect(await settingsFiles()).toEqual([]);
  });

  it.each([
    ['audit.checkpoint-relative', () => 'checkpoints'],
    ['audit.checkpoint-in-data', () => folder],
    ['audit.checkpoint-in-data', () => join(folder, 'checkpoints')],
    ['audit.checkpoint-in-data', () => join(folder, '..')],
  ])('take no folder for checkpoints that is none outside of the station: %s', async (code, given) => {
    const settings = await open();
    const checkpoints = { folder: given(), everyEntries: 10_000 };
    expect(() => settings.handlers['settings.change']({ checkpoints }, null as never)).toThrow(
      expect.objectContaining({ code }),
    );
    expect(settings.current().checkpoints.folder).toBeNull();
  });

  it('are there again after a change, and so is their copy for the time when the database is damaged', async () => {
    (await open()).change((current) => ({ ...current, stationName: 'Line 3', sources: [camera('Camera 1')] }));
    expect((await open()).current()).toMatchObject({ stationName: 'Line 3', sources: [{ name: 'Camera 1' }] });
    expect(readConfigurationCopy(folder)).toMatchObject({
      settings: { stationName: 'Line 3' },
      sources: [{ folder: '/cameras/1', name: 'Camera 1', recipeId: 'ring' }],
    });
  });

  it('stay as they were where a change cannot be written, and nothing of it is told', async () => {
    const settings = await open();
    const emit = vi.spyOn(station.kernel, 'emit');
    station.kernel.database.execute(
      `CREATE TRIGGER full BEFORE INSERT ON setting BEGIN SELECT RAISE(ABORT, 'no room'); END`,
    );
    expect(() => settings.change((current) => ({ ...current, stationName: 'Line 3' }))).toThrow('no room');
    expect(settings.current().stationName).toBe('Station');
    expect(emit).not.toHaveBeenCalled();
  });

  it('tell everybody what they are after a change, but not where only a source was changed', async () => {
    const settings = await open();
    const emit = vi.spyOn(station.kernel, 'emit');
    settings.change((current) => ({ ...current, sources: [camera('Camera 1')] }));
    expect(emit).not.toHaveBeenCalled();
    settings.change((current) => ({ ...current, stationName: 'Line 3' }));
    expect(emit).toHaveBeenCalledExactlyOnceWith(
      'settings.changed',
      expect.objectContaining({ stationName: 'Line 3' }),
    );
  });

  it('lose one value that this version does not allow, and no other', async () => {
    (await open()).change((current) => ({ ...current, stationName: 'Line 3', judgeFirst: 'newest' }));
    station.kernel.database.prepare(`UPDATE setting SET value = '"fastest"' WHERE name = 'judgeFirst'`).run();
    const settings = await open();
    expect(settings.current()).toMatchObject({ stationName: 'Line 3', judgeFirst: 'oldest' });
    expect(station.kernel.conditions.current()).toMatchObject([
      { code: 'settings.value', details: { setting: 'judgeFirst' } },
    ]);
    settings.change((current) => current);
    expect(station.codes()).toEqual([]);
  });

  it('give a folder that is added again the id that it had', async () => {
    const settings = await open();
    settings.change((current) => ({ ...current, sources: [camera('Camera 1')] }));
    settings.change((current) => ({ ...current, sources: [] }));
    const other = { ...camera('Again'), id: sourceIdSchema.parse('11111111-7a59-4f0e-9a55-2f6f1d0a7c11') };
    settings.change((current) => ({ ...current, sources: [other] }));
    expect(settings.current().sources).toMatchObject([{ id: camera('').id, name: 'Again' }]);
  });
});

describe('a form that saw the settings before somebody else changed them', () => {
  const change = (settings: SettingsStore, wish: object, seen: object): unknown =>
    settings.handlers['settings.change']({ ...wish, seen }, null as never);

  it('changes what nobody else touched, and leaves what the other changed', async () => {
    const settings = await open();
    const { backups } = settings.current();
    change(
      settings,
      { stationName: 'Line 3', backups: { ...backups, hourly: 5 } },
      { stationName: 'Station', backups },
    );
    change(settings, { judgeFirst: 'newest', backups: { ...backups, daily: 7 } }, { judgeFirst: 'oldest', backups });
    expect(settings.current()).toMatchObject({
      stationName: 'Line 3',
      judgeFirst: 'newest',
      backups: { hourly: 5, daily: 7 },
    });
  });

  it('is refused with the name of what both changed, and nothing of it is written', async () => {
    const settings = await open();
    const { backups } = settings.current();
    change(settings, { backups: { ...backups, hourly: 5 } }, { backups });
    const second = (): unknown =>
      change(
        settings,
        { stationName: 'Line 4', backups: { ...backups, hourly: 9 } },
        { stationName: 'Station', backups },
      );
    expect(second).toThrow(new SigmalineError('settings.changed-meanwhile', { setting: 'backups.hourly' }));
    expect(settings.current()).toMatchObject({ stationName: 'Station', backups: { hourly: 5 } });
  });

  it('is not refused where both wish the same', async () => {
    const settings = await open();
    change(settings, { stationName: 'Line 3' }, { stationName: 'Station' });
    change(settings, { stationName: 'Line 3' }, { stationName: 'Station' });
    expect(settings.current().stationName).toBe('Line 3');
  });
});

describe('a settings.json in the data folder', () => {
  it('is read once into the tables and set aside as it was', async () => {
    const text = JSON.stringify({ stationName: 'Line 3', sources: [camera('Camera 1')] });
    await writeFile(file(), text);
    const settings = await open();
    expect(settings.current()).toMatchObject({ stationName: 'Line 3', sources: [{ name: 'Camera 1' }] });
    const [kept, ...others] = await settingsFiles();
    expect(kept).toMatch(/^settings\.imported-.*\.json$/);
    expect(others).toEqual([]);
    expect(await readFile(join(folder, kept!), 'utf8')).toBe(text);
    settings.change((current) => ({ ...current, stationName: 'Line 4' }));
    expect((await open()).current().stationName).toBe('Line 4');
  });

  it('changes only what it names', async () => {
    (await open()).change((current) => ({ ...current, stationName: 'Line 3', sources: [camera('Camera 1')] }));
    await writeFile(file(), JSON.stringify({ judgeFirst: 'newest' }));
    expect((await open()).current()).toMatchObject({
      stationName: 'Line 3',
      judgeFirst: 'newest',
      sources: [{ name: 'Camera 1' }],
    });
  });

  it.each([
    ['auto', 'latency'],
    [1, 'latency'],
    [2, 'throughput'],
    [16, 'throughput'],
  ])('of an older station that had %s lanes says what these are for', async (lanes, goal) => {
    await writeFile(file(), JSON.stringify({ lanes }));
    expect((await open()).current().lanes).toBe(goal);
    expect(station.codes()).toEqual([]);
  });

  it.each([
    ['cut', '{"stationName": "Line'],
    ['empty', ''],
    ['of another shape', '{"lanes": "many"}'],
    ['no object', 'null'],
  ])('that is %s is kept aside as it was, and reported', async (_, text) => {
    await writeFile(file(), text);
    expect((await open()).current().stationName).toBe('Station');
    const [kept] = await settingsFiles();
    expect(kept).toMatch(/^settings\.corrupt-.*\.json$/);
    expect(await readFile(join(folder, kept!), 'utf8')).toBe(text);
    expect(station.kernel.conditions.current()).toMatchObject([
      { code: 'settings.corrupt', details: { kept: join(folder, kept!) } },
    ]);
  });
});
