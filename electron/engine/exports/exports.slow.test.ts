import { createHash, randomUUID } from 'node:crypto';
import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  utimesSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { type ExportState, openStationCaller } from '../../../shared/contract/index.ts';
import { EVERY_RECORD, exportContentsSchema } from '../../../shared/domain/index.ts';
import { createChildProcessHost, type ProcessHost } from '../../hosts/index.ts';
import { AuditedStation } from '../audit/audit.fixture.ts';
import { actingAs } from '../kernel/index.ts';
import { Exports } from './exports.ts';

const host = createChildProcessHost();
const caller = openStationCaller('window', 'test');
const ORDER = { filter: EVERY_RECORD, contents: exportContentsSchema.parse({}) };

let folder: string;
let audited: AuditedStation;
let exported: Exports;
let isDiskFull: boolean;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'sigmaline-exports-'));
  isDiskFull = false;
  open();
});

afterEach(async () => {
  await close();
  rmSync(folder, { recursive: true });
});

function open(with_: ProcessHost = host): void {
  audited = new AuditedStation(folder);
  exported = new Exports(audited.station.kernel, {
    host: with_,
    stationName: () => 'Line 3 / Nürnberg: "A"',
    checkpoint: () => audited.audit.checkpoints.makeWhereItCan('export'),
    isDiskFull: () => isDiskFull,
  });
}

async function close(): Promise<void> {
  await exported.stop();
  await audited.stop();
}

const start = (): ExportState =>
  actingAs(caller, () => exported.handlers['export.start'](ORDER, caller)) as ExportState;
const stateOf = (id: string): ExportState | undefined => exported.list().find((state) => state.id === id);
const left = (): string[] => (existsSync(join(folder, 'exports')) ? readdirSync(join(folder, 'exports')) : []);

async function ended(id: string): Promise<ExportState> {
  await vi.waitFor(() => expect(stateOf(id)?.state).not.toBe('running'), { timeout: 30_000, interval: 20 });
  return stateOf(id) as ExportState;
}

describe('an export', () => {
  it('is written by a process of its own, told of in the audit trail, and found again after a restart', async () => {
    for (let number = 1; number <= 3; number++) audited.record();
    const begun = start();
    expect(begun).toMatchObject({ state: 'running', cause: 'asked', by: null });
    const done = await ended(begun.id);
    expect(done).toMatchObject({ state: 'done', rows: { done: 3, total: 3 }, error: null });
    expect(done.files.map(({ name }) => name.replace(/-\d{4}-\d\d-\d\d-\d{4}/, ''))).toEqual([
      'inspections-line-3-nurnberg-a.csv',
      'inspections-line-3-nurnberg-a.manifest.json',
      'inspections-line-3-nurnberg-a.checkpoint',
    ]);
    const made = audited.bodies().findLast(({ action }) => action === 'export.made');
    expect(made).toMatchObject({
      actor: 'open station',
      object: { kind: 'export', id: done.id },
      new: { rows: 3, manifest: done.files[1]?.sha256 },
    });
    await close();
    open();
    expect(exported.list()).toEqual([done]);
    for (const [place, { name, bytes, sha256 }] of done.files.entries()) {
      const file = await exported.handlers['export.locate']({ id: done.id, place }, caller);
      expect(file.fileName).toBe(name);
      const content = readFileSync(file.path);
      expect([content.length, createHash('sha256').update(content).digest('hex')]).toEqual([bytes, sha256]);
    }
  });

  it('that is cancelled, or waits, leaves nothing', async () => {
    const [first, second] = [start(), start()];
    for (const { id } of [second, first]) await exported.handlers['export.cancel']({ id }, caller);
    expect(await ended(first.id)).toMatchObject({ state: 'cancelled', files: [] });
    expect(await ended(second.id)).toMatchObject({ state: 'cancelled', files: [] });
    expect(left()).toEqual([]);
    expect(audited.bodies().filter(({ action }) => action === 'export.made')).toEqual([]);
  });

  it('whose process is killed leaves nothing, and says so', async () => {
    await close();
    open({
      start(role, options) {
        const process = host.start(role, options);
        // As soon as it has begun to write.
        process.onMessage((message) => {
          if ((message as { kind?: string }).kind === 'progress') process.kill();
        });
        return process;
      },
    });
    audited.record();
    const { id } = start();
    expect(await ended(id)).toMatchObject({ state: 'failed', error: { code: 'export.crashed' } });
    expect(left()).toEqual([]);
  });

  it('ends where the disk comes to its end', async () => {
    audited.record();
    isDiskFull = true;
    const { id } = start();
    expect(await ended(id)).toMatchObject({
      state: 'failed',
      error: { code: 'export.failed', details: { reason: 'the disk is full' } },
    });
    expect(left()).toEqual([]);
  });

  it('that a stop of the station interrupts is told of by the next start', async () => {
    audited.record();
    const { id } = start();
    await close();
    open();
    expect(stateOf(id)).toMatchObject({ state: 'failed', error: { code: 'export.interrupted' } });
    expect(left()).toEqual([]);
  });

  it('is refused while ten wait', async () => {
    const begun = Array.from({ length: 10 }, start);
    expect(start).toThrow(expect.objectContaining({ code: 'export.too-many', details: { count: 10 } }));
    for (const { id } of begun) await exported.handlers['export.cancel']({ id }, caller);
    for (const { id } of begun) await ended(id);
  });

  it('takes the place of the oldest; the newest fifty stay', async () => {
    for (let day = 1; day <= 60; day++) {
      const old = join(folder, 'exports', `of day ${day}`);
      mkdirSync(old, { recursive: true });
      writeFileSync(join(old, 'inspections.csv'), '');
      utimesSync(old, day, day);
    }
    const { id } = start();
    await ended(id);
    const newest = Array.from({ length: 49 }, (_, index) => `of day ${index + 12}`);
    await vi.waitFor(() => expect(left().sort()).toEqual([id, ...newest].sort()));
  });

  it('that was never written is not known', async () => {
    expect(() => exported.handlers['export.locate']({ id: randomUUID(), place: 0 }, caller)).toThrow(
      expect.objectContaining({ code: 'resource.not-found' }),
    );
  });
});
