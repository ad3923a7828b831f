import { createHash, randomUUID } from 'node:crypto';
import { existsSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { openStationCaller } from '../../../shared/contract/index.ts';
import { type KeepingRule, keepingRuleSchema, type Verdict } from '../../../shared/domain/index.ts';
import { openTestKernel, type TestKernel } from '../kernel/kernel.fixture.ts';
import { FakeMachine } from '../kernel/machine.fixture.ts';
import { createInspectionRecords, createRecordFiles } from '../records/index.ts';
import { HoldTable } from '../storage/index.ts';
import { Holds } from './holds.ts';
import { Keeping } from './keeping.ts';
import { RemovedFiles } from './removedFiles.ts';
import { surveyFiles } from './survey.ts';

const DAY_MS = 24 * 60 * 60 * 1000;
const CALLER = openStationCaller('window', 'test');

let folder: string;
let data: string;
let machine: FakeMachine;
let station: TestKernel;
let keeping: Keeping;
let holds: Holds;
let rules: KeepingRule[];
let disk: { state: 'ok' | 'low' | 'full' };
/** Called before the survey answers, as a crash or a person would come between. */
let between: () => void;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'sigmaline-keeping-'));
  data = join(folder, 'data');
  mkdirSync(data);
  machine = new FakeMachine('2026-11-01T03:10:00.000Z');
  [rules, disk, between] = [[], { state: 'ok' }, () => undefined];
  open();
});

afterEach(async () => {
  await close();
  rmSync(folder, { recursive: true });
});

function open(): void {
  station = openTestKernel(data, machine.read);
  const { kernel } = station;
  holds = new Holds(kernel, { records: createInspectionRecords(kernel.database) });
  keeping = new Keeping(kernel, {
    settings: () => ({ at: '03:00', rules }),
    files: createRecordFiles(data),
    disk,
    isBusy: () => false,
    survey: async (asked, tell) => {
      const found = surveyFiles(data, asked, tell);
      between();
      return found;
    },
    timings: { lookEveryMs: 1_000_000 },
  });
}

async function close(): Promise<void> {
  await keeping.stop();
  station.close();
}

interface Part {
  readonly number: number;
  readonly id: string;
  readonly image: string;
  readonly map: string;
  readonly thumbnail: string;
}

/** A recorded part with its map, thumbnail and archived image, as they are after a day's work. */
function part(about: { lot?: string | null; verdict?: Verdict; content?: string } = {}): Part {
  const { database, clock } = station.kernel;
  const { lot = null, verdict = 'pass', content = randomUUID() } = about;
  const { at, livedMs } = clock.moment();
  const id = randomUUID();
  const [image, map, thumbnail] = [
    join(folder, 'archive', `${id}.png`),
    join(data, 'maps', '2026/11/01', `${id}.npy`),
    join(data, 'thumbnails', '2026/11/01', `${id}.jpg`),
  ];
  for (const path of [image, map, thumbnail]) {
    mkdirSync(dirname(path), { recursive: true });
    writeFileSync(path, content);
  }
  const hash = createHash('sha256').update(content).digest('hex');
  database.pragma('foreign_keys = OFF');
  const insert = database.prepare<{ number: number }>(
    `INSERT INTO inspection (sequence, id, recorded_at, lived_ms, source_id, source_name, file, verdict, score, limit_fail, recipe_id, recipe_version,
       software_version, files_folder, sha256, map_sha256, lot)
     VALUES ((SELECT COALESCE(MAX(sequence), 0) + 1 FROM inspection), :id, :at, :livedMs, 's', 'Camera', 'part', :verdict, 1, 2, 'ring', 1,
       '0', '2026/11/01', :hash, :hash, :lot) RETURNING sequence AS number`,
  );
  const number = insert.get({ id, at, livedMs, verdict, hash, lot })?.number ?? 0;
  database
    .prepare(
      `INSERT INTO duty (inspection_id, source_id, action, recorded_at, lived_ms, state, target, ended_at)
       VALUES (:id, 's', 'archive', :at, :livedMs, 'done', :image, :at)`,
    )
    .run({ id, at, livedMs, image });
  database.pragma('foreign_keys = ON');
  return { number, id, image, map, thumbnail };
}

const rule = (changes: Partial<KeepingRule> = {}): KeepingRule =>
  keepingRuleSchema.parse({
    name: 'Old',
    what: ['images', 'maps'],
    olderThanDays: 30,
    overGigabytes: null,
    ...changes,
  });

/** So long a machine that does other work may take. */
const BUSY = { timeout: 20_000 };

async function run(): Promise<void> {
  const before = keeping.state().runs.length;
  await keeping.handlers['keeping.run']({}, CALLER);
  await vi.waitFor(() => {
    expect(keeping.state().runs.length).toBe(before + 1);
    expect(keeping.state().work).toBe('idle');
  }, BUSY);
}

const entries = (action: string): { object: unknown; new: Record<string, unknown> }[] =>
  station.kernel.database
    .prepare<{ body: string }>('SELECT body FROM audit_entry WHERE action = ? ORDER BY sequence')
    .all(action)
    .map(({ body }) => JSON.parse(body));

describe('a rule', () => {
  it('removes what is old enough in time of operation, names every file with its hash before, and leaves the record', async () => {
    const old = part({ content: 'old' });
    machine.pass(20 * DAY_MS);
    const young = part();
    machine.pass(15 * DAY_MS);
    rules = [rule()];
    const { rules: preview } = await keeping.handlers['keeping.preview']({ rules }, CALLER);
    expect(preview).toMatchObject([
      {
        files: [
          { what: 'images', files: 1, bytes: 3 },
          { what: 'maps', files: 1, bytes: 3 },
        ],
        held: 0,
      },
    ]);
    expect(existsSync(old.image)).toBe(true);
    await run();
    expect([old.image, old.map, old.thumbnail, young.image, young.map].map((path) => existsSync(path))).toEqual([
      ...[false, false, true],
      ...[true, true],
    ]);
    const hash = createHash('sha256').update('old').digest('hex');
    expect(entries('removal.decided')).toMatchObject([
      {
        object: { kind: 'rule', id: 'Old' },
        new: {
          bytes: 6,
          files: [
            [1, 'images', hash],
            [1, 'maps', hash],
          ],
        },
      },
    ]);
    expect(entries('removal.done')).toMatchObject([{ new: { removed: 2, kept: [] } }]);
    expect(station.kernel.database.prepare('SELECT * FROM inspection').all()).toHaveLength(2);
    expect(keeping.state().runs[0]).toMatchObject({
      outcome: 'done',
      cause: 'asked',
      removed: [
        { rule: 'Old', what: 'images', files: 1, bytes: 3 },
        { rule: 'Old', what: 'maps', files: 1, bytes: 3 },
      ],
    });
    const removed = new RemovedFiles(station.kernel.database);
    expect([removed.of(old.number, 'images')?.rule, removed.of(old.number, 'thumbnails')]).toEqual(['Old', null]);
    await run();
    expect(entries('removal.decided')).toHaveLength(1);
  });

  it('removes the oldest of what is over its size, of the verdicts it names, and each file once', async () => {
    const parts = ['pass', 'fail', 'pass', 'pass'].map((verdict) =>
      part({ verdict: verdict as Verdict, content: '0123456789' }),
    );
    rules = [
      rule({ name: 'Size', what: ['maps'], olderThanDays: null, overGigabytes: 15e-9, verdicts: ['pass'] }),
      rule({ name: 'Rest', what: ['maps'], olderThanDays: null, overGigabytes: 19e-9 }),
    ];
    machine.pass(1000);
    const { rules: preview } = await keeping.handlers['keeping.preview']({ rules }, CALLER);
    expect(preview.map(({ files }) => files[0]?.files)).toEqual([2, 1]);
    await run();
    expect(parts.map(({ map }) => existsSync(map))).toEqual([false, false, false, true]);
  });

  it('goes by the disposition that holds, and leaves a file that is not the recorded one, saying so', async () => {
    const [open_, scrapped, changed] = [
      part({ verdict: 'fail' }),
      part({ verdict: 'fail' }),
      part({ verdict: 'fail' }),
    ];
    for (const [id, { number }] of [scrapped, changed].entries()) {
      station.kernel.database
        .prepare(
          `INSERT INTO disposition (id, inspection, at, decision, reason, together, entry) VALUES (?, ?, 't', 'scrap', 'r', 0, 1)`,
        )
        .run(id + 1, number);
    }
    writeFileSync(changed.image, 'another');
    machine.pass(31 * DAY_MS);
    rules = [rule({ what: ['images'], dispositions: ['scrap'] })];
    await run();
    expect([open_, scrapped, changed].map(({ image }) => existsSync(image))).toEqual([true, false, true]);
    expect(station.codes()).toContain('keeping.not-removed');
  });

  it('waits for a clock that is in doubt, and for a disk that is low where it says so', async () => {
    const { map } = part();
    machine.pass(DAY_MS);
    rules = [rule({ what: ['maps'] })];
    machine.set('2027-06-01T03:10:00.000Z');
    expect(() => keeping.handlers['keeping.run']({}, CALLER)).toThrow(/clock/);
    expect(existsSync(map)).toBe(true);
    machine.set('2026-11-02T03:10:00.000Z');
    machine.pass(40 * DAY_MS);
    rules = [rule({ what: ['maps'], onlyWhenDiskIsLow: true })];
    await run();
    expect(existsSync(map)).toBe(true);
    disk.state = 'low';
    await run();
    expect(existsSync(map)).toBe(false);
  });

  it('of exports removes those that the chain tells of, but none that names what is on hold', async () => {
    const ids = [randomUUID(), randomUUID(), randomUUID()];
    for (const [index, id] of ids.entries()) {
      mkdirSync(join(data, 'exports', id), { recursive: true });
      writeFileSync(join(data, 'exports', id, 'a.csv'), 'text');
      if (index < 2)
        station.kernel.audit.append({
          action: 'export.made',
          object: { kind: 'export', id },
          new: { filter: { lot: index === 0 ? 'A1' : 'B2' } },
        });
    }
    await holds.handlers['hold.place']({ on: { kind: 'lot', value: 'A1' }, reason: 'complaint' }, CALLER);
    machine.pass(31 * DAY_MS);
    rules = [rule({ what: ['exports'] })];
    await run();
    expect(ids.map((id) => existsSync(join(data, 'exports', id)))).toEqual([true, false, true]);
  });
});

describe('holds of a damaged database', () => {
  it('are taken over into the restored one, with their ends, each once', async () => {
    const place = (value: string) => holds.handlers['hold.place']({ on: { kind: 'lot', value }, reason: 'r' }, CALLER);
    await place('A1');
    const table = new HoldTable(station.kernel.database);
    const backup = table.all();
    await place('A2');
    await holds.handlers['hold.lift']({ id: 1, reason: 'settled' }, CALLER);
    const damaged = table.all();
    const other = join(folder, 'restored');
    mkdirSync(other);
    const restored = openTestKernel(other);
    const its = new HoldTable(restored.kernel.database);
    its.takeOver(backup);
    for (const _ of [1, 2]) its.takeOver(damaged);
    expect(its.all()).toEqual(damaged);
    restored.close();
  });
});

describe('a hold', () => {
  it('on a lot, a serial or a record keeps all of it, until it is lifted', async () => {
    const [held, other] = [part({ lot: 'A1' }), part({ lot: 'A2' })];
    machine.pass(31 * DAY_MS);
    rules = [rule()];
    const hold = await holds.handlers['hold.place']({ on: { kind: 'lot', value: 'A1' }, reason: 'complaint' }, CALLER);
    expect(() => holds.handlers['hold.place']({ on: { kind: 'lot', value: 'A1' }, reason: 'again' }, CALLER)).toThrow();
    const { rules: preview } = await keeping.handlers['keeping.preview']({ rules }, CALLER);
    expect(preview[0]).toMatchObject({ held: 1, files: [{ files: 1 }, { files: 1 }] });
    await run();
    expect([existsSync(held.image), existsSync(other.image), holds.isOnHold(held.number)]).toEqual([true, false, true]);
    await holds.handlers['hold.lift']({ id: hold.id, reason: 'settled' }, CALLER);
    await run();
    expect([existsSync(held.image), holds.isOnHold(held.number)]).toEqual([false, false]);
    expect(await holds.handlers['hold.list']({}, CALLER)).toMatchObject([
      { kind: 'lot', label: 'A1', placed: { reason: 'complaint' }, lifted: { reason: 'settled' } },
    ]);
    expect([...entries('hold.placed'), ...entries('hold.lifted')]).toHaveLength(2);
  });

  it('that is placed after the files were looked at still keeps them', async () => {
    const { id, image, map } = part();
    machine.pass(31 * DAY_MS);
    rules = [rule()];
    between = () => void holds.handlers['hold.place']({ on: { kind: 'record', value: id }, reason: 'court' }, CALLER);
    await run();
    expect([existsSync(image), existsSync(map)]).toEqual([true, true]);
    expect(entries('removal.decided')).toEqual([]);
  });
});

describe('rules that cannot be applied', () => {
  it('are a warning until they can be', async () => {
    const { map } = part();
    machine.pass(31 * DAY_MS);
    rules = [rule({ what: ['maps'] })];
    between = () => {
      throw new Error('no process');
    };
    await run();
    expect([station.codes(), keeping.state().runs[0]?.outcome]).toEqual([['keeping.failed'], 'failed']);
    between = () => undefined;
    await run();
    expect([station.codes(), existsSync(map)]).toEqual([[], false]);
  });
});

describe('a station that ended between the entry and the files', () => {
  it('carries out what was decided after its next start, but nothing that is on hold by then', async () => {
    const [gone, held] = [part({ lot: 'A1' }), part({ lot: 'A2' })];
    machine.pass(31 * DAY_MS);
    const { database, audit } = station.kernel;
    database.transaction(() => {
      const files = [gone, held].map(({ number, id }) => {
        const row = database.prepare<{ sha256: string }>('SELECT sha256 FROM inspection WHERE id = ?').get(id);
        return [number, 'images', row?.sha256];
      });
      const entry = audit.observed({ action: 'removal.decided', object: { kind: 'rule', id: 'Old' }, new: { files } });
      database.prepare(`INSERT INTO keeping_run (id, cause, started_at, lived_ms) VALUES (1, 'daily', 't', 0)`).run();
      for (const { number } of [gone, held])
        database
          .prepare(
            `INSERT INTO removal (run, rule, what, inspection, bytes, entry) VALUES (1, 'Old', 'images', ?, 1, ?)`,
          )
          .run(number, entry);
    });
    await holds.handlers['hold.place']({ on: { kind: 'lot', value: 'A2' }, reason: 'court' }, CALLER);
    await close();
    open();
    await vi.waitFor(() => expect(entries('removal.done')).toHaveLength(1), BUSY);
    expect([existsSync(gone.image), existsSync(held.image)]).toEqual([false, true]);
    expect(entries('removal.done')).toMatchObject([{ new: { removed: 1, kept: [[held.number, 'images', 'hold']] } }]);
    expect(keeping.state().runs).toMatchObject([{ id: 1, outcome: 'stopped' }]);
  });
});
