import { randomUUID } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import {
  inspectionErrorSentence,
  inspectionSchema,
  recipeIdSchema,
  type SourceId,
} from '../../../shared/domain/index.ts';
import { exampleInspection } from '../../../shared/domain/inspection.fixture.ts';
import { createLedger, type Ledger } from '../intake/index.ts';
import { ConfigurationTables, openStationDatabase, RECORD_COLUMNS, type StationDatabase } from '../storage/index.ts';
import type { CountedSpan } from './counting.ts';
import { recordQueries } from './queries.ts';
import { createInspectionRecords, type InspectionRecords, type NewInspection, type TimeRange } from './records.ts';

let folder: string;
let database: StationDatabase;
let ledger: Ledger;
let records: InspectionRecords;
let sourceId: SourceId;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'sigmaline-records-'));
  database = openStationDatabase(folder);
  ledger = createLedger(database);
  records = createInspectionRecords(database);
  sourceId = new ConfigurationTables(database).idOf('/camera');
});

afterEach(() => {
  database.close();
  rmSync(folder, { recursive: true });
});

function judged(name: string, changes: Partial<NewInspection> = {}): NewInspection {
  const entry = ledger.insertSeen(sourceId, name, { size: 1, modifiedUs: 1, changedUs: null, fileId: null });
  const {
    number: _number,
    recordedAt: _recordedAt,
    limit: _limit,
    hasThumbnail: _hasThumbnail,
    ...example
  } = exampleInspection();
  return {
    ...example,
    id: entry.inspectionId,
    sourceId,
    file: name,
    // Nothing is missing that need not be, and the score needs its last digit.
    serial: '0815',
    lot: 'lot 7',
    view: 'top',
    limits: { fail: 2.5, review: 1.5 },
    score: 2.6000000000000001,
    executionDevice: '8 cores',
    executionReason: 'it is the only one here',
    filesFolder: '2026/11/23',
    mapSha256: 'ef'.repeat(32),
    ...changes,
  };
}

/** Counts the parts of a span that began when the clock, which was right then, said so. */
function counting() {
  const count = recordQueries(database)['records.count'];
  return (span: Omit<CountedSpan, 'livedMs'>) => count({ ...span, livedMs: Date.parse(span.from) });
}

describe('the records', () => {
  it('keep a part that a draft judged, which has no limit, only for review', () => {
    const draft = judged('a.png', { verdict: 'review', limits: null });
    expect(records.append(draft)).toMatchObject({ verdict: 'review', limit: null, limits: null });
    expect(records.find(draft.id)).toMatchObject({ limit: null, limits: null });
    for (const verdict of ['pass', 'fail'] as const) {
      expect(() => records.append(judged(`${verdict}.png`, { verdict, limits: null }))).toThrow(/CHECK constraint/);
    }
  });

  it('give back what was recorded, to the last digit', () => {
    const { filesFolder, ...given } = judged('lot 7/ü.png');
    const appended = records.append({ ...given, filesFolder });
    const found = records.find(given.id)!;
    expect(found).toEqual(appended);
    expect(() => inspectionSchema.parse(found)).not.toThrow();
    expect(found).toMatchObject({ ...given, number: 1, limit: 2.5, hasThumbnail: true });
    expect(found.filesFolder).toBe('2026/11/23');
  });

  it('count without a gap, also where one was not kept', () => {
    records.append(judged('a.png'));
    const lost = judged('b.png');
    expect(() =>
      database.transaction(() => {
        records.append(lost);
        throw new Error('the ledger could not be written');
      }),
    ).toThrow();
    expect(records.append(judged('c.png')).number).toBe(2);
    expect(records.total()).toBe(2);
  });

  it('hold one record for a file, whatever asks for a second', () => {
    const inspection = judged('a.png');
    records.append(inspection);
    expect(() => records.append(inspection)).toThrow(/UNIQUE/);
    expect(() => records.append({ ...inspection, id: randomUUID() as typeof inspection.id })).toThrow(/FOREIGN KEY/);
    expect(records.total()).toBe(1);
  });

  it('keep of an error its code and its details, from which the sentence is made', () => {
    const details = { file: 'a.png', reason: 'its first bytes are unknown' };
    const error = { code: 'image.unreadable', details, sentence: null };
    const { id } = records.append(judged('a.png', { verdict: 'error', score: null, error, filesFolder: null }));
    const found = records.find(id)!;
    expect(found.error).toEqual(error);
    expect(inspectionErrorSentence(found.error!)).toContain('its first bytes are unknown');
  });

  it('keep the sentence of an error that an earlier version recorded', () => {
    const error = { code: 'image.empty', details: {}, sentence: 'The file a.png is empty.' };
    const { id } = records.append(judged('a.png', { verdict: 'error', score: null, error, filesFolder: null }));
    expect(inspectionErrorSentence(records.find(id)!.error!)).toBe('The file a.png is empty.');
    expect(inspectionErrorSentence({ ...error, code: 'image.from-tomorrow', sentence: null })).toBe(
      'image.from-tomorrow',
    );
  });

  it('have the columns of the table that describes them', () => {
    const found = database.prepare<{ name: string; type: string }>(
      "SELECT name, type FROM pragma_table_info('inspection')",
    );
    const byName = (columns: readonly { name: string; type: string }[]) =>
      columns.map(({ name, type }) => `${name} ${type}`).sort();
    expect(byName(found.all())).toEqual(byName(RECORD_COLUMNS));
  });

  it('are never changed, never removed, and never without a reason for an error', () => {
    records.append(judged('a.png'));
    expect(() => database.execute("UPDATE inspection SET verdict = 'pass'")).toThrow(/never changed/);
    expect(() => database.execute('DELETE FROM inspection')).toThrow(/never deleted/);
    expect(() => records.append(judged('b.png', { verdict: 'error' }))).toThrow(/CHECK/);
    expect(() => records.append(judged('c.png', { verdict: 'pass', score: null }))).toThrow(/CHECK/);
  });

  it('are read in pages, the newest first', () => {
    for (let part = 1; part <= 7; part++) records.append(judged(`${part}.png`));
    const first = records.page(null, 3);
    expect(first.map(({ file }) => file)).toEqual(['7.png', '6.png', '5.png']);
    expect(records.page(first.at(-1)!.number, 10).map(({ file }) => file)).toEqual([
      '4.png',
      '3.png',
      '2.png',
      '1.png',
    ]);
    expect(records.page(1, 10)).toEqual([]);
  });

  it('are counted and found by their time', async () => {
    records.append(judged('a.png', { recipeId: recipeIdSchema.parse('disc') }));
    await new Promise((resolve) => setTimeout(resolve, 5));
    const between = new Date();
    records.append(judged('b.png', { verdict: 'pass' }));
    records.append(judged('c.png', { verdict: 'pass' }));
    const count = counting();
    const [first, last] = [new Date(0).toISOString(), new Date(Date.now() + 1000).toISOString()];
    const by = 'judgement' as const;
    expect(count({ from: between.toISOString(), to: last, by })).toEqual({
      counts: { pass: 2, review: 0, fail: 0, error: 0 },
      dispositions: { open: 0, confirmed: 0, released: 0, rework: 0, scrap: 0 },
      recipes: new Set(['ring']),
      late: 0,
      bypassed: 0,
      images: 2,
      upTo: 3,
      decidedUpTo: 0,
      partsUpTo: 0,
    });
    expect(count({ from: first, to: last, by }).recipes).toEqual(new Set(['disc', 'ring']));
    expect(count({ from: first, to: last, by }).counts).toMatchObject({ pass: 2, fail: 1 });
    expect(count({ from: first, to: between.toISOString(), by }).counts).toMatchObject({ pass: 0, fail: 1 });
    const range = { from: between.toISOString(), to: null };
    const found = (range: TimeRange, after = 0) =>
      records.between(range, { ...records.numbersIn(range), after }, 10).map(({ file }) => file);
    expect(records.numbersIn(range)).toEqual({ after: 1, upTo: 3 });
    expect(found(range)).toEqual(['b.png', 'c.png']);
    expect(found(range, 2)).toEqual(['c.png']);
    expect(found({ from: null, to: between.toISOString() })).toEqual(['a.png']);
    expect(found({ from: null, to: null })).toEqual(['a.png', 'b.png', 'c.png']);
    expect(records.numbersIn({ from: last, to: null })).toEqual({ after: 0, upTo: 0 });
  });

  it('are found by their time where the clock was set back, without those among them', () => {
    const at = (hour: number) => `2026-11-23T${hour}:00:00.000Z`;
    for (const [file, hour] of [
      ['a.png', 12],
      ['b.png', 14],
      ['c.png', 10],
      ['d.png', 13],
    ] as const) {
      createInspectionRecords(database, () => ({ at: at(hour), livedMs: 0 })).append(judged(file));
    }
    const range = { from: at(12), to: at(14) };
    expect(records.numbersIn(range)).toEqual({ after: 0, upTo: 4 });
    const found = records.between(range, records.numbersIn(range), 10);
    expect(found.map(({ file }) => file)).toEqual(['a.png', 'd.png']);
  });

  it('are counted by the arrival and the time of their files too; old ones, which do not know them, by their judgement', () => {
    const night = { from: '2026-11-22T21:00:00.000Z', to: '2026-11-23T05:00:00.000Z' };
    const [atNight, byDay] = ['2026-11-23T04:59:59.999Z', night.to];
    const [now, nowMs] = ['2026-11-23T10:00:00.000Z', Date.parse('2026-11-23T10:00:00.000Z')];
    records = createInspectionRecords(database, () => ({ at: now, livedMs: nowMs }));
    records.append(judged('a.png', { arrivedAt: atNight, fileTime: atNight }));
    records.append(judged('b.png', { verdict: 'pass', arrivedAt: byDay, fileTime: atNight }));
    records.append(judged('c.png', { verdict: 'review', arrivedAt: null, fileTime: null }));
    const count = counting();
    const today = { from: night.to, to: new Date(nowMs + 1000).toISOString() };
    expect(count({ ...night, by: 'arrival' }).counts).toEqual({ pass: 0, review: 0, fail: 1, error: 0 });
    expect(count({ ...today, by: 'arrival' }).counts).toEqual({ pass: 1, review: 1, fail: 0, error: 0 });
    expect(count({ ...night, by: 'file' }).counts).toEqual({ pass: 1, review: 0, fail: 1, error: 0 });
    expect(count({ ...today, by: 'file' }).counts).toEqual({ pass: 0, review: 1, fail: 0, error: 0 });
    expect(count({ ...night, by: 'judgement' }).counts).toEqual({ pass: 0, review: 0, fail: 0, error: 0 });
    expect(count({ ...today, by: 'judgement' }).counts).toEqual({ pass: 1, review: 1, fail: 1, error: 0 });
  });

  it.each(['arrival', 'judgement'] as const)(
    'count in the shift in which they were made, whatever the clock said, by %s',
    (by) => {
      const morning = Date.parse('2026-11-23T06:00:00.000Z');
      let clock = { at: '', livedMs: 0 };
      records = createInspectionRecords(database, () => clock);
      const make = (minutes: number, at: string): void => {
        clock = { at, livedMs: morning + minutes * 60_000 };
        records.append(judged(`${minutes}.png`, { verdict: 'pass', arrivedAt: at, fileTime: null }));
      };
      make(-1, '2026-11-23T05:59:00.000Z');
      make(1, '2026-11-23T06:01:00.000Z');
      make(2, '2027-01-22T06:02:00.000Z');
      make(3, '1970-01-01T00:00:00.000Z');
      make(4, '2026-11-23T06:04:00.000Z');
      const count = recordQueries(database)['records.count'];
      const shift = { from: '2026-11-23T06:00:00.000Z', to: '2026-11-23T14:00:00.000Z', livedMs: morning, by };
      expect(count(shift).counts).toMatchObject({ pass: 4 });
      const [from, to] = ['2027-01-22T06:00:00.000Z', '2027-01-22T14:00:00.000Z'];
      expect(count({ from, to, livedMs: Date.parse(from), by }).counts).toMatchObject({ pass: 0 });
    },
  );

  it('are not counted on the day that a camera with a wrong clock said, if that is far ahead', () => {
    const nextYear = '2027-11-23T07:00:00.000Z';
    records.append(judged('a.png', { fileTime: nextYear }));
    const [from, to] = ['2027-11-23T06:00:00.000Z', '2027-11-23T14:00:00.000Z'];
    expect(counting()({ from, to, by: 'file' }).counts).toMatchObject({ fail: 0 });
  });
});
