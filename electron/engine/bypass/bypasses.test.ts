import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { type Caller, openStationCaller } from '../../../shared/contract/index.ts';
import {
  BYPASSED_CODE,
  reportOf,
  type SourceId,
  sourceIdSchema,
  storedStationSettingsSchema,
} from '../../../shared/domain/index.ts';
import { openTestKernel, type TestKernel } from '../kernel/kernel.fixture.ts';
import { FakeMachine } from '../kernel/machine.fixture.ts';
import { Bypasses } from './bypasses.ts';

const MINUTE_MS = 60_000;
const LEFT = { id: sourceIdSchema.parse('3f0c5d6e-7a59-4f0e-9a55-2f6f1d0a7c11'), name: 'Left' };
const RIGHT = { id: sourceIdSchema.parse('3f0c5d6e-7a59-4f0e-9a55-2f6f1d0a7c12'), name: 'Right' };
const CLEANING = 'Camera or light is being cleaned';
const SETTINGS = storedStationSettingsSchema.parse({});
const DAY = { from: '2026-11-29T00:00:00.000Z', to: '2026-11-30T00:00:00.000Z' };

let folder: string;
let machine: FakeMachine;
let station: TestKernel;
let bypasses: Bypasses;
let caller: Caller;
let signs: boolean;
let woken: number;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'sigmaline-bypass-'));
  machine = new FakeMachine('2026-11-29T08:00:00.000Z');
  caller = { ...openStationCaller('window', 'one'), person: 'ada', name: 'Ada Lovelace' };
  [signs, woken] = [false, 0];
  start();
});

afterEach(async () => {
  await bypasses.stop();
  station.close();
  rmSync(folder, { recursive: true });
});

function start(): void {
  station = openTestKernel(folder, machine.read);
  bypasses = new Bypasses(station.kernel, {
    sources: () => [LEFT, RIGHT],
    settings: () => SETTINGS,
    signing: {
      get signsBypass() {
        return signs;
      },
      signatures: null as never,
    },
    onChanged: () => {
      woken += 1;
    },
    lookEveryMs: 5,
  });
  bypasses.begin();
}

async function restart(): Promise<void> {
  await bypasses.stop();
  station.close();
  start();
}

const begin = (source: SourceId | null = LEFT.id, minutes = 15, reason = CLEANING) =>
  bypasses.handlers['bypass.begin']({ source, reason, comment: null, minutes }, caller);
const list = () => bypasses.handlers['bypass.list']({ ...DAY, limit: 100 }, caller);
const codeOf = async (act: () => unknown): Promise<string> => {
  try {
    await act();
    return 'none';
  } catch (thrown) {
    return reportOf(thrown).code;
  }
};
const entries = () =>
  station.kernel.database
    .prepare<{ body: string }>("SELECT body FROM audit_entry WHERE object_kind = 'bypass' ORDER BY sequence")
    .all()
    .map(({ body }) => JSON.parse(body) as { action: string; name: string | null; reason: string });
const looked = () => new Promise((resolve) => setTimeout(resolve, 30));

describe('a by-pass', () => {
  it('is said by whom and why, and keeps what arrives meanwhile at its source from being judged', async () => {
    const { until } = await begin();
    expect(until).toBe('2026-11-29T08:15:00.000Z');
    const [condition] = station.kernel.conditions.current();
    expect(condition).toMatchObject({
      code: 'bypass.active',
      subject: { kind: 'source', id: LEFT.id },
      details: { source: 'Left', who: 'Ada Lovelace', why: CLEANING, until },
    });
    expect(bypasses.lasting()).toMatchObject([{ remainingSeconds: 900, source: LEFT }]);
    expect(bypasses.sinceOf(RIGHT.id)).toBeNull();
    expect(bypasses.of(LEFT.id, '2026-11-29T07:59:59.000Z')).toBeNull();
    expect(bypasses.of(RIGHT.id, machine.at)).toBeNull();
    machine.pass(MINUTE_MS);
    expect(bypasses.of(LEFT.id, machine.at)).toMatchObject({ code: BYPASSED_CODE, details: { who: 'Ada Lovelace' } });
    expect(entries()).toMatchObject([{ action: 'bypass.begun', reason: CLEANING }]);
    expect(woken).toBe(1);
  });

  it('of all sources is one of the station', async () => {
    await begin(null);
    expect(station.kernel.conditions.current()).toMatchObject([
      { code: 'bypass.active', subject: { kind: 'station' }, details: { source: { code: 'bypass.all-sources' } } },
    ]);
    expect([bypasses.sinceOf(LEFT.id), bypasses.sinceOf(RIGHT.id)]).toEqual([machine.at, machine.at]);
  });

  it('ends by itself, and what arrived in it still is not judged', async () => {
    await begin();
    const during = machine.at;
    machine.pass(15 * MINUTE_MS);
    expect(bypasses.lasting()).toEqual([]);
    await looked();
    expect(await list()).toMatchObject([{ ended: '2026-11-29T08:15:00.000Z', endedEarly: false, endedBy: null }]);
    expect(entries().map(({ action }) => action)).toEqual(['bypass.begun', 'bypass.ended']);
    expect(bypasses.of(LEFT.id, during)?.code).toBe(BYPASSED_CODE);
    expect(bypasses.of(LEFT.id, machine.at)).toBeNull();
    expect(station.codes()).toEqual([]);
  });

  it('is ended early by somebody, once', async () => {
    const { id } = await begin();
    machine.pass(5 * MINUTE_MS);
    const ended = await bypasses.handlers['bypass.end']({ id }, { ...caller, name: 'Grace Hopper' });
    expect(ended).toMatchObject({ ended: machine.at, endedEarly: true, endedBy: 'Grace Hopper' });
    expect(await codeOf(() => bypasses.handlers['bypass.end']({ id }, caller))).toBe('bypass.over');
    expect(bypasses.secondsIn(DAY)).toBe(300);
    expect(() => station.kernel.database.prepare('UPDATE bypass SET ended_at = until_at').run()).toThrow('ends once');
    expect(() => station.kernel.database.prepare("UPDATE bypass SET reason = ''").run()).toThrow('never changed');
  });

  it('lasts over a restart, and ends at the next one where its time was up meanwhile', async () => {
    await begin();
    machine.pass(5 * MINUTE_MS);
    await restart();
    expect(bypasses.lasting()).toMatchObject([{ remainingSeconds: 600, name: 'Ada Lovelace' }]);
    await bypasses.stop();
    station.close();
    machine.shutDown(60 * MINUTE_MS);
    start();
    expect(bypasses.lasting()).toEqual([]);
    expect(await list()).toMatchObject([{ ended: '2026-11-29T08:15:00.000Z', endedEarly: false }]);
    expect(entries()).toHaveLength(2);
  });

  it('is not made longer by a clock that is set back', async () => {
    await begin();
    machine.pass(5 * MINUTE_MS);
    machine.set('2026-11-29T02:00:00.000Z');
    machine.pass(11 * MINUTE_MS);
    expect(bypasses.lasting()).toEqual([]);
    await looked();
    expect((await list())[0]?.ended).toBe('2026-11-29T08:00:00.000Z');
  });

  it('that a restored database holds as lasting is over where the audit trail says so', async () => {
    const { id } = await begin();
    machine.pass(MINUTE_MS);
    station.kernel.audit.append({
      action: 'bypass.ended',
      object: { kind: 'bypass', id },
      new: { ended: machine.at, early: true, parts: 0 },
    });
    await restart();
    expect(bypasses.lasting()).toEqual([]);
    expect(await list()).toMatchObject([{ ended: machine.at, endedEarly: true }]);
  });

  it('is refused beside another, for too long, without a listed reason, of an unknown source, and without its signature', async () => {
    expect(await codeOf(() => begin(LEFT.id, 61))).toBe('bypass.too-long');
    expect(await codeOf(() => begin(LEFT.id, 15, 'Why not'))).toBe('bypass.unknown-reason');
    expect(await codeOf(() => begin(sourceIdSchema.parse('3f0c5d6e-7a59-4f0e-9a55-2f6f1d0a7c13')))).toBe(
      'source.not-found',
    );
    await begin(LEFT.id);
    expect(await codeOf(() => begin(LEFT.id))).toBe('bypass.already');
    expect(await codeOf(() => begin(null))).toBe('bypass.already');
    signs = true;
    expect(await codeOf(() => begin(RIGHT.id))).toBe('signature.needed');
    signs = false;
    expect(await codeOf(() => begin(RIGHT.id))).toBe('none');
    expect(await list()).toHaveLength(2);
  });

  it('counts the parts that were recorded because of it', async () => {
    await begin();
    const error = bypasses.of(LEFT.id, machine.at);
    const record = { error: { ...error, sentence: null } } as never;
    const { recorders, database } = station.kernel;
    database.transaction(() => recorders.record(record));
    recorders.committed(record);
    expect(bypasses.lasting()[0]?.parts).toBe(1);
    expect((await list())[0]?.parts).toBe(1);
  });
});
