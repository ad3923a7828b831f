import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import {
  BYPASSED_CODE,
  type Disposition,
  dispositionSchema,
  dispositionStateOf,
  heldBy,
  type MadeDecision,
  type Verdict,
  verdictSchema,
} from '../../../shared/domain/index.ts';
import { openTestKernel, type TestKernel } from '../kernel/kernel.fixture.ts';
import type { Statement } from '../storage/index.ts';
import { type CountedRecord, type CountedSpan, isCounted, NOTHING_COUNTED } from './counting.ts';
import { recordQueries } from './queries.ts';
import { RecordSums } from './recordSums.ts';

const MORNING = Date.parse('2026-11-23T06:00:00.000Z');
const HOUR_MS = 3_600_000;
const SOURCE = '0b8d5c64-2f7b-4f0e-8f43-3a8f5f0f9b02';
/** Between two steps of adding what is older: never while a test looks. */
const NEVER = 1e9;

let folder: string;
let station: TestKernel;
let written: CountedRecord[];
let decided: number;
let insert: Statement<never>;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'sigmaline-sums-'));
  begin();
});

afterEach(() => {
  station.close();
  rmSync(folder, { recursive: true });
});

function begin(): void {
  station = openTestKernel(folder);
  station.kernel.database.pragma('foreign_keys = OFF');
  insert = station.kernel.database.prepare(
    `INSERT INTO inspection (sequence, id, recorded_at, lived_ms, arrived_at, file_time, source_id, source_name, file, verdict, error_code, recipe_id, late_ms, score,
           limit_fail, recipe_version, software_version)
         VALUES (:number, 'part-' || :number, :recordedAt, :livedMs, :arrivedAt, :fileTime, '${SOURCE}', 'Camera', 'part', :verdict,
           :errorCode, :recipeId, :lateMs, 1, 2, 1, '0')`,
  );
  written = [];
  decided = 0;
}

interface Wish {
  readonly minutes: number;
  readonly clockAheadMs: number;
  readonly waitedMs: number | null;
  readonly fileAheadMs: number | null;
  readonly verdict: Verdict;
  readonly recipeId: string | null;
  readonly lateMs: number | null;
  /** Of an error. */
  readonly isBypassed: boolean;
}

const plain = {
  clockAheadMs: 0,
  waitedMs: 500,
  fileAheadMs: -900,
  verdict: 'pass',
  recipeId: 'ring',
  lateMs: null,
  isBypassed: false,
} as const;

const iso = (milliseconds: number): string => new Date(milliseconds).toISOString();

/** Writes a record as the station does, in one transaction with what recorders keep of it. */
function write(wish: Wish): void {
  const { database, recorders } = station.kernel;
  const number = written.length + 1;
  const livedMs = MORNING + wish.minutes * 60_000;
  const recordedMs = livedMs + wish.clockAheadMs;
  const record = {
    number,
    recordedAt: iso(recordedMs),
    livedMs,
    arrivedAt: wish.waitedMs === null ? null : iso(recordedMs - wish.waitedMs),
    fileTime: wish.fileAheadMs === null ? null : iso(recordedMs + wish.fileAheadMs),
    verdict: wish.verdict,
    recipeId: wish.recipeId,
    lateMs: wish.lateMs,
    error:
      wish.verdict === 'error'
        ? { code: wish.isBypassed ? BYPASSED_CODE : 'image.empty', details: {}, sentence: null }
        : null,
  } as CountedRecord;
  database.transaction(() => {
    const { error, ...row } = record;
    insert.run({ ...row, errorCode: error?.code ?? null });
    recorders.record(record as Parameters<typeof recorders.record>[0]);
  });
  written.push(record);
}

/** Decides about records as the station does, in one transaction with the sums; about those that passed nobody does. */
function decide(sums: RecordSums | null, number: number, decision: MadeDecision): void {
  const record = written[number - 1];
  if (record === undefined || record.verdict === 'pass') return;
  decided += 1;
  station.kernel.database.transaction(() => {
    station.kernel.database
      .prepare(
        `INSERT INTO disposition (id, inspection, at, decision, reason, together, entry) VALUES (?, ?, '', ?, 'because', 0, 1)`,
      )
      .run(decided, number, decision);
    sums?.decided([{ record, disposition: { id: decided, decision } as Disposition }]);
  });
  written[number - 1] = { ...record, decision: heldBy(decision) };
}

/** What was counted before there were sums: every record since the shift began, one by one. */
function countedOneByOne(span: CountedSpan) {
  const sinceMs = span.livedMs - (span.by === 'file' ? 24 * HOUR_MS : 0);
  const found = written.filter((record) => Number(record.livedMs) >= sinceMs && isCounted(record, span));
  const counts = verdictSchema.options.map((verdict) => [
    verdict,
    found.filter((record) => record.verdict === verdict).length,
  ]);
  const dispositions = { ...NOTHING_COUNTED.dispositions };
  for (const record of found) {
    const state = dispositionStateOf(record);
    if (state !== null) dispositions[state] += 1;
  }
  const recipes = new Set(found.flatMap(({ recipeId }) => recipeId ?? []));
  return {
    counts: Object.fromEntries(counts),
    dispositions,
    decidedUpTo: decided,
    recipes,
    late: found.filter(({ lateMs }) => Number(lateMs) > 0).length,
    bypassed: found.filter(({ error }) => error?.code === BYPASSED_CODE).length,
    images: found.length,
    upTo: written.length,
    partsUpTo: 0,
  };
}

const count = (span: CountedSpan) => recordQueries(station.kernel.database)['records.count'](span);
const summed = () => station.kernel.database.prepare('SELECT after, up_to AS upTo FROM summed_records').get();

const DAYS = 4;
const wish = fc.record({
  minutes: fc.integer({ min: 0, max: DAYS * 24 * 60 }),
  clockAheadMs: fc.oneof(
    { weight: 5, arbitrary: fc.constant(0) },
    fc.integer({ min: -400, max: 400 }).map((days) => days * 24 * HOUR_MS),
  ),
  waitedMs: fc.oneof(
    fc.constant(null),
    fc.integer({ min: -60_000, max: 40 * 24 * HOUR_MS }),
    fc.integer({ min: 0, max: 60_000 }),
  ),
  fileAheadMs: fc.oneof(fc.constant(null), fc.integer({ min: -5 * 24 * HOUR_MS, max: 3 * 24 * HOUR_MS })),
  verdict: fc.constantFrom(...verdictSchema.options),
  recipeId: fc.constantFrom(null, 'ring', 'cap'),
  lateMs: fc.constantFrom(null, 0, 7),
  isBypassed: fc.boolean(),
});
const span = fc
  .tuple(
    fc.integer({ min: -60, max: DAYS * 24 * 60 }),
    fc.integer({ min: 1, max: 7 * 24 * 60 }),
    fc.constantFrom('arrival', 'judgement', 'file' as const),
    fc.double({ min: -60_000, max: 60_000, noNaN: true }),
  )
  .map(([minute, length, by, offMs]): CountedSpan => {
    const fromMs = MORNING + minute * 60_000;
    return { from: iso(fromMs), to: iso(fromMs + length * 60_000), livedMs: fromMs + offMs, by };
  });

describe('the sums of records', () => {
  it('give what counting one by one gives, however wrong the clocks were, and however many records are among the sums', () => {
    station.kernel.database.execute(
      'DROP TRIGGER inspection_is_never_deleted; DROP TRIGGER disposition_is_never_deleted',
    );
    fc.assert(
      fc.property(
        fc.array(wish, { maxLength: 60 }),
        fc.array(span, { minLength: 5, maxLength: 5 }),
        fc.nat(60),
        fc.array(
          fc.tuple(fc.integer({ min: 1, max: 60 }), fc.constantFrom(...dispositionSchema.shape.decision.options)),
          {
            maxLength: 40,
          },
        ),
        (wishes, spans, before, decisions) => {
          station.kernel.database.execute(
            'DELETE FROM disposition; DELETE FROM inspection; DELETE FROM record_sum; UPDATE summed_records SET after = 0, up_to = 0',
          );
          station.kernel.recorders.register('sums', () => undefined);
          written = [];
          decided = 0;
          const inOrder = wishes.toSorted((first, second) => first.minutes - second.minutes);
          const sums = station.kernel.database.transaction(() => {
            for (const early of inOrder.slice(0, before)) write(early);
            for (const [number, decision] of decisions.slice(0, 15)) decide(null, number, decision);
            const made = new RecordSums(station.kernel, NEVER);
            for (const late of inOrder.slice(before)) write(late);
            for (const [number, decision] of decisions.slice(15)) decide(made, number, decision);
            return made;
          });
          for (const asked of spans) expect(count(asked)).toEqual(countedOneByOne(asked));
          void sums.stop();
        },
      ),
      { numRuns: 80 },
    );
  });

  it('take in what was recorded before there were any, step by step and across restarts, while records are written', async () => {
    station.kernel.database.transaction(() => {
      for (let part = 0; part < 1800; part++) write({ ...plain, minutes: part });
    });
    const week = { from: iso(MORNING), to: iso(MORNING + 7 * 24 * HOUR_MS), livedMs: MORNING, by: 'arrival' } as const;
    const first = new RecordSums(station.kernel, NEVER);
    expect(summed()).toEqual({ after: 1600, upTo: 1800 });
    write({ ...plain, minutes: 1800, verdict: 'fail' });
    await first.stop();
    const second = new RecordSums(station.kernel, 1);
    await expect.poll(summed).toEqual({ after: 0, upTo: 1801 });
    write({ ...plain, minutes: 1801, verdict: 'error', recipeId: null });
    expect(count(week)).toEqual(countedOneByOne(week));
    expect(count(week).counts).toEqual({ pass: 1799, review: 0, fail: 1, error: 1 });
    await second.stop();
  });

  it('leave a record out whose transaction is undone', async () => {
    const sums = new RecordSums(station.kernel, NEVER);
    write({ ...plain, minutes: 1 });
    station.kernel.recorders.register('statistics', () => {
      throw new Error('the disk is full');
    });
    expect(() => write({ ...plain, minutes: 2 })).toThrow('the disk is full');
    expect(summed()).toEqual({ after: 0, upTo: 1 });
    await sums.stop();
  });

  it('begin anew where records were written by whoever knows nothing of them, as after a recovery', async () => {
    const day = { from: iso(MORNING), to: iso(MORNING + 24 * HOUR_MS), livedMs: MORNING, by: 'judgement' } as const;
    const before = new RecordSums(station.kernel, NEVER);
    for (let part = 1; part <= 3; part++) write({ ...plain, minutes: part });
    await before.stop();
    const restored = written;
    station.close();
    begin();
    written = restored;
    write({ ...plain, minutes: 4 });
    expect(count(day)).toEqual(countedOneByOne(day));
    const after = new RecordSums(station.kernel, 1);
    await expect.poll(summed).toEqual({ after: 0, upTo: 4 });
    expect(count(day)).toEqual(countedOneByOne(day));
    await after.stop();
  });
});
