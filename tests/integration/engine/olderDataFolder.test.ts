import { execFile } from 'node:child_process';
import { createHash } from 'node:crypto';
import { cp, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { FakeMachine } from '../../../electron/engine/kernel/machine.fixture.ts';
import { readRecipeUses } from '../../../electron/engine/storage/index.ts';
import { exportContentsSchema, inspectionErrorSentence, sentenceOf } from '../../../shared/domain/index.ts';
import { runCommand } from '../commandLine.ts';
import { createTestStation, type TestStation } from './station.ts';
import { COMMAND_LINE } from './testProcesses.ts';

const fixture = fileURLToPath(new URL('../../fixtures/dataFolders/0.1.0', import.meta.url));
const BESIDE =
  'operator,disposition,reason,signer,calibration_percentile,record_hash,entry_hash,source_id,source_folder,recipe_sha256,part,part_state,part_verdict';

let station: TestStation;
beforeAll(async () => {
  station = await createTestStation(async (dataFolder) => {
    await cp(join(fixture, 'data'), dataFolder, { recursive: true });
    // The fixture has no graphs: they are large.
    for (const version of ['1', '2']) await writeFile(join(dataFolder, 'recipes', 'rings', version, 'recipe.onnx'), '');
  });
  // An hour after its last record: a clock that is far from that is told of.
  const machine = new FakeMachine('2026-11-27T20:32:38.000Z');
  await station.start({ readClock: machine.read });
});
afterAll(() => station.remove());

describe('a data folder of version 0.1.0', () => {
  it('keeps its settings and its sources with all their options', async () => {
    const { sources, ...settings } = JSON.parse(await readFile(join(fixture, 'data', 'settings.json'), 'utf8'));
    expect(await station.client().request('settings.get', {})).toEqual({
      ...settings,
      // What it did not know has its default.
      checkpoints: { folder: null, everyEntries: 10_000 },
      reviews: { everyDays: null },
      exports: { each: 'never', folder: null, contents: exportContentsSchema.parse({}), keepDays: 90 },
      keeping: { at: '03:00', rules: [] },
      dispositions: { reasons: expect.arrayContaining(['Really bad']), defects: expect.arrayContaining(['Scratch']) },
      reports: { paper: 'a4', atShiftEnd: false, folder: null, keepDays: 400, sign: false },
      // A number of lanes, which was one here, has become a choice between two ways of sharing the cores.
      lanes: 'latency',
      shiftsBy: 'arrival',
      language: null,
      bypass: { mostMinutes: 60, reasons: expect.arrayContaining(['Trial parts']) },
    });
    expect(settings).toMatchObject({ stationName: 'Ring line 3', judgeFirst: 'newest' });
    const listed = await station.client().request('source.list', {});
    expect(listed).toMatchObject(sources);
    expect(listed.map(({ name }) => name)).toEqual(['Camera 1, top, "new"', 'Camera 2']);
    const { conditions } = await station.status();
    expect(conditions.filter(({ subject }) => subject.kind === 'station')).toEqual([]);
  });

  it('keeps its recipes and their versions', async () => {
    const { recipes } = await station.client().request('recipe.list', {});
    const rings = recipes.find(({ id }) => id === 'rings');
    expect(rings).toMatchObject({ name: 'rings', version: 2 });
    // The newest one judged until now. It does so from now on, whatever is calibrated.
    expect(rings).toMatchObject({ use: { version: 2, by: null }, versions: [{ version: 2 }, { version: 1 }] });
    const written = readRecipeUses(station.dataFolder);
    expect(written).toContainEqual(expect.objectContaining({ recipeId: 'rings', version: 2 }));
  });

  it('keeps its notices, and which of them were acknowledged', async () => {
    const notices = await station.client().request('station.notices', {});
    expect(notices.map(({ acknowledgedAt }) => acknowledgedAt)).toEqual([null, '2026-11-27T19:32:38.170Z']);
    expect(sentenceOf(notices[0]!)).toContain('a page of the table ledger could not be read');
    expect((await station.status()).notices).toHaveLength(1);
  });

  it('shows every record with the name that its source had then', async () => {
    const { items, total } = await station.client().request('feed.page', { before: null, limit: 100 });
    expect(total).toBe(12);
    expect(items.map(({ number, verdict, sourceName }) => [number, verdict, sourceName]).reverse()).toEqual([
      [1, 'pass', 'Camera 1'],
      [2, 'pass', 'Camera 1'],
      [3, 'fail', 'Camera 1'],
      [4, 'error', 'Camera 1'],
      [5, 'error', 'Camera 1'],
      [6, 'error', 'Camera 1'],
      [7, 'pass', 'Camera 1'],
      [8, 'fail', 'Camera 1, top, "new"'],
      [9, 'pass', 'Camera 1, top, "new"'],
      [10, 'pass', 'Camera 2'],
      [11, 'pass', 'Camera 2'],
      [12, 'error', 'Camera 2'],
    ]);
  });

  it('shows what belongs to a record: its map, its thumbnail, the sentence of its error, the records that it names', async () => {
    const records = await station.records();
    const detailsOf = (number: number) =>
      station.client().request('inspection.get', { id: records.find((record) => record.number === number)!.id });
    const failed = await detailsOf(3);
    expect(failed.inspection).toMatchObject({ serial: '0002', lot: 'L07', view: 'top', recipeVersion: 2 });
    const map = { id: failed.inspection.id, kind: 'heatmap' } as const;
    expect((await station.client().request('inspection.locateImage', map)).path).toMatch(/\.npy$/);
    const thumbnail = { id: failed.inspection.id, kind: 'thumbnail' } as const;
    expect((await station.client().request('inspection.locateImage', thumbnail)).mediaType).toBe('image/jpeg');
    const empty = await detailsOf(4);
    expect(empty.inspection.error).toMatchObject({ code: 'image.empty' });
    expect(inspectionErrorSentence(empty.inspection.error!)).toContain('L07/0003-top.jpg');
    expect(await detailsOf(7)).toMatchObject({ followsError: 5 });
    expect(await detailsOf(11)).toMatchObject({ sameContentAs: 1 });
  });

  it('is exported by filter too: exactly these records, each line as the audit trail hashes it, and a manifest', async () => {
    const path = join(station.dataFolder, '..', 'fails.csv');
    const options = ['--lot', 'L07', '--verdicts', 'fail,error', '--also', 'jsonl', '--data', station.dataFolder];
    await promisify(execFile)(process.execPath, [COMMAND_LINE, 'export', '--out', path, ...options]);
    const expected = (await station.records()).filter(
      ({ lot, verdict }) => lot === 'L07' && /fail|error/.test(verdict),
    );
    const numbers = expected.map(({ number }) => number);
    const manifest: unknown = JSON.parse(await readFile(path.replace('.csv', '.manifest.json'), 'utf8'));
    expect(manifest).toMatchObject({
      exportedBy: 'command line',
      rows: numbers.length,
      firstNumber: numbers[0],
      lastNumber: numbers.at(-1),
      filter: { words: 'Records: lot "L07"; verdict fail or error' },
    });
    const lines = (await readFile(path.replace('.csv', '.jsonl'), 'utf8')).trim().split('\n');
    const rows = (await readFile(path, 'utf8')).trim().split('\r\n').slice(1);
    expect(rows.map((row) => Number(row.split(',')[0]))).toEqual(numbers);
    for (const [index, line] of lines.entries()) {
      expect(rows[index]).toContain(createHash('sha256').update(line).digest('hex'));
    }
  });

  it.each([
    [['--verdicts', 'fail,maybe'], 'one or several of pass,review,fail,error'],
    [['--dispositions', 'waiting'], 'one or several of open,'],
    [['--number', 'seven'], 'must be a number'],
    [['--score-from', ''], 'must be a number'],
    [['--source', 'Camera 1'], 'the id of a source'],
    [['--recipe', '@'], 'one of its versions, such as ring@2'],
    [['--from', '2026-12-01', '--to', '2026-11-01'], '--from must be before --to'],
  ])('is not exported by the nonsense %j', async (words, saying) => {
    const ended = runCommand(['export', '--out', 'nonsense.csv', ...words, '--data', station.dataFolder]);
    expect(await ended).toMatchObject({ code: 2, said: expect.stringContaining(saying) });
  });

  it('is exported as it was then, byte for byte, with the new columns behind the old ones', async () => {
    const path = join(station.dataFolder, '..', 'exported.csv');
    await promisify(execFile)(
      process.execPath,
      [COMMAND_LINE, 'export', '--out', path, '--data', station.dataFolder],
      // A row holds its time in the station's time zone.
      { env: { ...process.env, TZ: 'Europe/Berlin' } },
    );
    const [header, ...rows] = (await readFile(join(fixture, 'expected.csv'), 'utf8')).split('\r\n').slice(0, -1);
    const expected = [
      `${header},arrived_utc,file_time_utc,p_value,part_share,look,late_ms,${BESIDE}`,
      // A name that a spreadsheet would run had an apostrophe that is not its own: a CSV for programs changes no value any more.
      ...rows.map((row) => `${row.replace(`"'=`, '"=')},,,,,,`),
      '',
    ];
    // Its records have no parts of several views.
    const beside = /(,[^,]*){13}$/;
    const lines = (await readFile(path, 'utf8')).split('\r\n');
    expect(lines[0]).toBe(expected[0]);
    expect(lines.map((line, index) => (index === 0 ? line : line.replace(beside, '')))).toEqual(expected);
    // Nobody has decided; the source and its recipe are known.
    expect(lines[1]).toMatch(/,,,,,,[0-9a-f]{64},[0-9a-f]{64},[0-9a-f-]{36},[^,]+,[0-9a-f]{64},,,$/);
  });
});
