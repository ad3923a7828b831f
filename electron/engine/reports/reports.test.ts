import { randomUUID } from 'node:crypto';
import { mkdir, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { type Caller, openStationCaller } from '../../../shared/contract/index.ts';
import {
  inspectionIdSchema,
  type Report,
  SigmalineError,
  storedStationSettingsSchema,
} from '../../../shared/domain/index.ts';
import { actingAs } from '../kernel/index.ts';
import { openTestKernel, type TestKernel } from '../kernel/kernel.fixture.ts';
import { type ReportNeeds, Reports } from './reports.ts';

const SPAN = { from: '2026-11-27T22:00:00.000Z', to: '2026-11-28T06:00:00.000Z' };
const CALLER = openStationCaller('window', 'test');
const OPERATOR: Caller = { ...CALLER, station: 'protected', person: 'kim', name: 'Kim', role: 'operator' };

const STARTED_MS = new Date(2026, 10, 1).getTime();

let folder: string;
let station: TestKernel;
let reports: Reports;
let settings: ReturnType<typeof storedStationSettingsSchema.parse>;
let now: Date;
/** By which somebody has set the clock. */
let jumpMs = 0;
let task: ReportNeeds['task'];
let written: Parameters<ReportNeeds['task']>[0][];

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'sigmaline-reports-'));
  now = new Date(2026, 10, 28, 9, 0);
  jumpMs = 0;
  settings = storedStationSettingsSchema.parse({ stationName: 'Line 3' });
  written = [];
  task = async (request) => {
    written.push(request);
    await writeFile(request.outputPath, 'a report');
    return { sha256: 'ab'.repeat(32), bytes: 8, pages: 1 };
  };
  open();
});

afterEach(async () => {
  await reports.stop();
  station.close();
  await rm(folder, { recursive: true });
});

function open(): void {
  station = openTestKernel(folder, () => ({
    wallMs: now.getTime() + jumpMs,
    uptimeMs: now.getTime() - STARTED_MS,
    boot: 'this',
  }));
  reports = new Reports(station.kernel, {
    settings: () => settings,
    records: { find: () => null, total: () => 0 },
    recipes: { load: () => Promise.resolve() },
    tests: { get: () => ({ setName: 'Later parts' }) },
    checkpoint: () => undefined,
    task: (...asked) => task(...asked),
    keySecret: null,
    lookEveryMs: 10,
  });
}

/** A task that never ends by itself. */
const untilCancelled: ReportNeeds['task'] = (_, __, signal) =>
  new Promise((_, reject) => {
    const cancel = (): void => reject(new SigmalineError('report.cancelled'));
    if (signal.aborted) cancel();
    signal.addEventListener('abort', cancel);
  });

async function reopen(): Promise<void> {
  await reports.stop();
  station.close();
  open();
}

const ask = (caller = CALLER): Promise<Report> =>
  actingAs(caller, async () => reports.handlers['report.makeShift']({ span: SPAN }, caller));

const listed = (): Report[] => reports.handlers['report.list']({}, CALLER) as Report[];

async function until<Value>(look: () => Value | Promise<Value>): Promise<NonNullable<Value>> {
  for (let tries = 0; tries < 400; tries += 1) {
    const found = await look();
    if (found) return found;
    await new Promise((resolve) => setTimeout(resolve, 10));
  }
  throw new Error('it did not happen');
}

const ended = (id: string): Promise<Report> =>
  until(() => listed().find((report) => report.id === id && report.state !== 'waiting'));

const actions = (): string[] =>
  station.kernel.database
    .prepare<{ action: string }>("SELECT action FROM audit_entry WHERE action LIKE 'report.%' ORDER BY sequence")
    .all()
    .map(({ action }) => action);

const codeOf = async (promise: unknown): Promise<unknown> =>
  Promise.resolve(promise).then(
    () => 'no error',
    (thrown: unknown) => (thrown as SigmalineError).code,
  );

describe('reports', () => {
  it('are written by the task, kept with their hash, and told of in the audit trail', async () => {
    const { id, state } = await ask();
    expect(state).toBe('waiting');
    const report = await ended(id);
    expect(report.file).toMatchObject({ sha256: 'ab'.repeat(32), pages: 1, isSigned: false });
    expect(report.file?.name).toMatch(/^shift-report-line-3-2026-11-28-\d{4}-[0-9a-f]{4}\.pdf$/);
    expect(written[0]).toMatchObject({ subject: { kind: 'shift', ...SPAN }, paper: 'a4', signer: null });
    const { path } = reports.handlers['report.locate']({ id }, CALLER) as { path: string };
    expect(await readFile(path, 'utf8')).toBe('a report');
    expect(actions()).toEqual(['report.asked', 'report.made']);
  });

  it('that cannot be made say why, and leave no file', async () => {
    task = () => Promise.reject(new SigmalineError('report.crashed', { reason: 'exit code 9' }));
    const { id } = await ask();
    expect((await ended(id)).error).toEqual({ code: 'report.crashed', details: { reason: 'exit code 9' } });
    expect(await readdir(join(folder, 'reports'))).toEqual([]);
  });

  it('that are cancelled while they are made end so', async () => {
    task = untilCancelled;
    const { id } = await ask();
    await until(() => listed().some(({ progress }) => progress !== null));
    await reports.handlers['report.cancel']({ id }, CALLER);
    expect((await ended(id)).error?.code).toBe('report.cancelled');
    expect(actions()).toContain('report.cancelled');
    expect(await codeOf(actingAs(CALLER, async () => reports.handlers['report.cancel']({ id }, CALLER)))).toBe(
      'resource.not-found',
    );
  });

  it('that a station was making when it ended are made by the next start', async () => {
    const { promise, resolve } = Promise.withResolvers<void>();
    const usual = task;
    task = (...asked) => {
      resolve();
      return untilCancelled(...asked);
    };
    const { id } = await ask();
    await promise;
    await reports.stop();
    station.close();
    task = usual;
    open();
    expect((await ended(id)).state).toBe('made');
  });

  it('are for a span that ends after it begins', async () => {
    const span = { from: SPAN.to, to: SPAN.from };
    expect(await codeOf(reports.handlers['report.makeShift']({ span }, CALLER))).toBe('report.span');
  });

  it('of a part that is not there are refused', async () => {
    const id = inspectionIdSchema.parse(randomUUID());
    expect(await codeOf(reports.handlers['report.make']({ kind: 'part', id }, CALLER))).toBe('inspection.not-found');
  });

  it('of parts and calibrations are hidden from operators', async () => {
    const id = inspectionIdSchema.parse(randomUUID());
    await reports.stop();
    const needs = { settings: () => settings, records: { find: () => ({ number: 7 }), total: () => 7 } };
    const recipes = { load: () => Promise.resolve() };
    reports = new Reports(station.kernel, {
      ...needs,
      recipes,
      tests: { get: () => ({ setName: 'Later parts' }) },
      checkpoint: () => undefined,
      task,
      keySecret: null,
      lookEveryMs: 10,
    });
    const made = await reports.handlers['report.make']({ kind: 'part', id }, CALLER);
    await ended(made.id);
    expect(reports.handlers['report.list']({}, OPERATOR)).toEqual([]);
    expect(
      await codeOf(new Promise((resolve) => resolve(reports.handlers['report.locate']({ id: made.id }, OPERATOR)))),
    ).toBe('resource.not-found');
  });
});

describe('the folder for reports', () => {
  it('gets whole copies, and a condition tells where it is away', async () => {
    const share = join(folder, 'share', 'reports');
    settings = { ...settings, reports: { ...settings.reports, folder: share } };
    const { id } = await ask();
    const { file } = await ended(id);
    await until(() => station.codes().includes('report.folder'));
    await mkdir(dirname(share), { recursive: true });
    await mkdir(share);
    await until(() => !station.codes().includes('report.folder'));
    expect(await readdir(share)).toEqual([file?.name]);
  });

  it('loses them with the station when they are old', async () => {
    const share = join(folder, 'share');
    await mkdir(share);
    settings = { ...settings, reports: { ...settings.reports, folder: share, keepDays: 1 } };
    const { id } = await ask();
    await ended(id);
    await until(async () => (await readdir(share)).length === 1);
    station.kernel.database.prepare<never>("UPDATE report SET at = '2026-01-01T00:00:00.000Z'").run();
    await until(() => listed().length === 0);
    expect(await readdir(share)).toEqual([]);
    expect(await readdir(join(folder, 'reports'))).toEqual([]);
  });
});

describe('reports at the end of a shift', () => {
  it('are made when it ends, and those that were missed once the station is on again', async () => {
    const late = { at: '14:00', name: 'Late', days: [1, 2, 3, 4, 5, 6, 7] };
    settings = storedStationSettingsSchema.parse({
      reports: { ...settings.reports, atShiftEnd: true },
      shiftStarts: ['06:00', late, '22:00'],
    });
    await until(() => station.kernel.database.prepare('SELECT 1 FROM report_schedule').get());
    expect(listed()).toEqual([]);
    now = new Date(2026, 10, 29, 6, 3);
    await reopen();
    await until(() => listed().filter(({ state }) => state === 'made').length === 3);
    const spans = listed().map(({ subject, cause }) => ({
      cause,
      ...(subject.kind === 'shift' && { to: new Date(subject.to).getHours(), name: subject.name }),
    }));
    expect(spans.map(({ to }) => to).sort()).toEqual([14, 22, 6].sort());
    expect(spans.map(({ name }) => name ?? '').sort()).toEqual(['', '', 'Late']);
    expect(new Set(spans.map(({ cause }) => cause))).toEqual(new Set(['shift-end']));
    await reopen();
    expect(listed()).toHaveLength(3);
  });

  it('are not made of shifts that a clock skipped, and are made again when it is right', async () => {
    settings = { ...settings, reports: { ...settings.reports, atShiftEnd: true } };
    await until(() => station.kernel.database.prepare('SELECT 1 FROM report_schedule').get());
    jumpMs = 400 * 24 * 60 * 60_000;
    await ended((await ask()).id);
    expect(listed()).toHaveLength(1);
    jumpMs = 0;
    now = new Date(2026, 10, 28, 14, 3);
    await until(() => listed().length === 2);
  });
});
