import { randomUUID } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import {
  BYPASSED_CODE,
  type Decision,
  type Disposition,
  type Part,
  type SourceOptions,
  sourceIdSchema,
  sourceOptionsSchema,
  storedStationSettingsSchema,
  type Verdict,
} from '../../../shared/domain/index.ts';
import { exampleInspection } from '../../../shared/domain/inspection.fixture.ts';
import { Bypasses, bypassesIn } from '../bypass/index.ts';
import { openTestKernel, type TestKernel } from '../kernel/kernel.fixture.ts';
import { FakeMachine } from '../kernel/machine.fixture.ts';
import { createInspectionRecords, RecordSums, recordQueries } from '../records/index.ts';
import { Parts } from './parts.ts';

const [FIRST, SECOND] = ['0b8d5c64-2f7b-4f0e-8f43-3a8f5f0f9b02', '5c4ef9a9-1cf1-4c5c-b0f1-0a3b6ea4c3b1'].map((id) =>
  sourceIdSchema.parse(id),
) as [Part['sourceId'], Part['sourceId']];
const BYPASS = '7d0c5d6e-7a59-4f0e-9a55-2f6f1d0a7c11';
const VIEWS = ['top', 'side', 'back'].map((name) => ({ name, recipeId: null }));

let folder: string;
let machine: FakeMachine;
let station: TestKernel;
let parts: Parts;
let sums: RecordSums;
let records: ReturnType<typeof createInspectionRecords>;
let options: SourceOptions;
let otherOptions: SourceOptions;
let longestWaitMs: number | null;
let told: string[];

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'sigmaline-parts-'));
  machine = new FakeMachine('2026-11-23T08:00:00.000Z');
  options = sourceOptionsSchema.parse({ views: { names: VIEWS, together: { by: 'serial' }, waitSeconds: 5 } });
  otherOptions = sourceOptionsSchema.parse({});
  longestWaitMs = null;
  open();
});
afterEach(async () => {
  await close();
  rmSync(folder, { recursive: true });
});

function open(): void {
  station = openTestKernel(folder, machine.read);
  const { kernel } = station;
  // The sources are those of this test.
  kernel.database.pragma('foreign_keys = OFF');
  records = createInspectionRecords(kernel.database, () => kernel.clock.moment());
  sums = new RecordSums(kernel, 1e9);
  parts = new Parts(kernel, {
    sources: () => [
      { id: FIRST, options },
      { id: SECOND, options: otherOptions },
    ],
    records,
    sums,
    longestWaitMs: () => longestWaitMs,
    isOvertaken: () => false,
  });
  told = [];
  parts.onChanged((_, part) => told.push(inWords(part)));
}

async function close(): Promise<void> {
  await Promise.all([parts.stop(), sums.stop()]);
  station.close();
}

/** "7 top pass": serial, view and verdict; "-" for what the path does not tell. @returns its number */
function record(said: string, { at = machine.at, source = FIRST, followsError = 0 } = {}): number {
  const [serial = '-', view = '-', verdict = 'pass'] = said.split(' ');
  const named = (value: string) => (value === '-' ? null : value);
  // "bypass": inspection was switched off.
  const isBypassed = verdict === 'bypass';
  const error = isBypassed
    ? { code: BYPASSED_CODE, details: { bypass: BYPASS } }
    : { code: 'image.empty', details: {} };
  const wish = exampleInspection({
    ...{
      id: randomUUID(),
      sourceId: source,
      serial: named(serial),
      view: named(view),
      verdict: isBypassed ? 'error' : verdict,
      file: said,
    },
    ...{ arrivedAt: at, sha256: null, error: null },
    ...(['error', 'bypass'].includes(verdict) && {
      error: { ...error, sentence: null },
      score: null,
      limit: null,
    }),
  });
  const { kernel } = station;
  const stored = kernel.database.transaction(() => {
    const appended = records.append({ ...wish, filesFolder: null });
    const earlier = records.page(followsError + 1, 1)[0];
    const linked = followsError === 0 || earlier === undefined ? appended : { ...appended, followsError: earlier.id };
    kernel.recorders.record(linked);
    return linked;
  });
  kernel.recorders.committed(stored);
  return stored.number;
}

function inWords({ number, serial, state, verdict, missing, views }: Part): string {
  const came = views.map(({ view, record: shown }) => `${view === '' ? '?' : view}:${shown?.number ?? '-'}`);
  return `${number} ${serial} ${state} ${verdict} ${came.join(' ')}${missing.length === 0 ? '' : ` without ${missing.join(',')}`}`;
}

async function all(verdicts: ('review' | 'fail' | 'error')[] | null = null): Promise<string[]> {
  const page = await parts.handlers['part.page']({ before: null, limit: 50, verdicts }, {} as never);
  return page.parts.map(inWords).reverse();
}

/** "2 pass 1 fail of 9 images", by the sums of hours and one by one: they must agree. */
function counted(): string {
  const { database, clock } = station.kernel;
  const from = new Date(machine.wallMs - 3 * 3_600_000).toISOString();
  const to = new Date(machine.wallMs + 3_600_000).toISOString();
  const span = { from, to, livedMs: clock.livedAgo(3 * 3_600_000), by: 'judgement' } as const;
  const count = () => {
    const { counts, dispositions, images, bypassed } = recordQueries(database)['records.count'](span);
    const open = dispositions.open === 0 ? '' : `, ${dispositions.open} open`;
    const without = bypassed === 0 ? '' : `, ${bypassed} by-passed`;
    const verdicts = Object.entries(counts).filter(([, number]) => number !== 0);
    return `${verdicts.map(([verdict, number]) => `${number} ${verdict}`).join(' ') || 'none'}${without}${open} of ${images} images`;
  };
  const bySums = count();
  database.execute('CREATE TEMP TABLE kept AS SELECT * FROM record_sum');
  database.execute('DELETE FROM record_sum; UPDATE summed_records SET after = up_to');
  expect(bySums).toBe(count());
  database.execute('INSERT INTO record_sum SELECT * FROM kept; DROP TABLE kept; UPDATE summed_records SET after = 0');
  return bySums;
}

function entries(): string[] {
  const rows = station.kernel.database
    .prepare<{ body: string }>('SELECT body FROM audit_entry ORDER BY sequence')
    .all();
  return rows
    .map(({ body }) => JSON.parse(body) as { action: string; object: { id: string } })
    .filter(({ action }) => action.startsWith('part.'))
    .map(({ action, object }) => `${action} ${object.id}`);
}

/** As somebody decides about a record, what the features do that know of parts. */
function decide(number: number, decision: Decision = 'scrap'): void {
  const due = parts.toDecide(number) ?? [];
  const disposition = { id: 1, decision } as Disposition;
  sums.decided(due.map(({ record: about }) => ({ record: about, disposition })));
  for (const { record: about } of due) if (about.uncounted !== 1) parts.decided(about.number, decision);
}

/** So long later, and the station looks. */
function pass(milliseconds: number): void {
  machine.pass(milliseconds);
  parts.look();
}

describe('views of one serial', () => {
  it('are one part, whose verdict is that of the worst view', async () => {
    for (const said of ['7 top', '8 top', '7 side review', '8 back', '7 back']) record(said);
    expect(counted()).toBe('1 review, 1 open of 5 images');
    record('8 side fail');
    expect(await all()).toEqual(['1 7 complete review top:1 side:3 back:5', '2 8 complete fail top:2 side:6 back:4']);
    expect(await all(['fail', 'error'])).toEqual(['2 8 complete fail top:2 side:6 back:4']);
    expect(counted()).toBe('1 review 1 fail, 2 open of 6 images');
    pass(60_000);
    expect([entries(), told.length]).toEqual([[], 6]);
  });

  it('that do not come make a part incomplete after its time, also over a restart; a late one opens it again', async () => {
    record('7 top');
    record('7 back');
    pass(4900);
    expect([await all(), counted()]).toEqual([
      ['1 7 waiting null top:1 side:- back:2 without side'],
      'none of 2 images',
    ]);
    await close();
    machine.pass(200);
    open();
    parts.look();
    expect(await all()).toEqual(['1 7 incomplete review top:1 side:- back:2 without side']);
    expect(counted()).toBe('1 review, 1 open of 2 images');
    expect(entries()).toEqual(['part.incomplete 1']);
    pass(30 * 60_000);
    expect(parts.ofRecord(1)?.reopened).toBe(false);
    record('7 side');
    // It may be that of another part of this serial: the part is no pass by it, not after the next start either.
    expect(await all()).toEqual(['1 7 complete review top:1 side:3 back:2']);
    expect(parts.ofRecord(1)?.reopened).toBe(true);
    expect(counted()).toBe('1 review, 1 open of 3 images');
    expect(entries()).toEqual(['part.incomplete 1', 'part.reopened 1']);
    expect(told).toEqual([
      '1 7 incomplete review top:1 side:- back:2 without side',
      '1 7 complete review top:1 side:3 back:2',
    ]);
    await close();
    open();
    parts.look();
    expect([await all(), counted()]).toEqual([
      ['1 7 complete review top:1 side:3 back:2'],
      '1 review, 1 open of 3 images',
    ]);
  });

  it.each([
    ['top', 'side', 'back'],
    ['side', 'top', 'back'],
    ['side', 'back', 'top'],
  ])(
    'of a reworked part (%s, %s, %s) are a part of their own once somebody has sent the one of before to rework',
    async (...views) => {
      for (const said of ['7 top', '7 back']) record(said);
      pass(6000);
      decide(1, 'rework');
      pass(20 * 60_000);
      for (const view of views) record(`7 ${view}`);
      expect(await all()).toEqual([
        '1 7 incomplete review top:1 side:- back:2 without side',
        `3 7 complete pass ${['top', 'side', 'back'].map((view) => `${view}:${3 + views.indexOf(view)}`).join(' ')}`,
      ]);
      expect(counted()).toBe('1 pass 1 review of 5 images');
    },
  );

  it('that come late open their part again for a decision, unless they pass and change nothing', async () => {
    for (const [serial, verdict] of [
      [7, 'pass'],
      [8, 'fail'],
    ] as const) {
      const first = record(`${serial} top`);
      record(`${serial} back`);
      pass(6000);
      decide(first);
      record(`${serial} side ${verdict}`);
    }
    expect(await all()).toEqual(['1 7 complete review top:1 side:3 back:2', '4 8 complete fail top:4 side:6 back:5']);
    expect(counted()).toBe('1 review 1 fail, 1 open of 6 images');
  });

  it('that nobody has decided about take the image of a reworked part, and do not pass by it', async () => {
    for (const said of ['7 top', '7 back']) record(said);
    pass(6000);
    for (const view of ['side', 'top', 'back']) record(`7 ${view}`);
    pass(6000);
    expect(await all()).toEqual([
      '1 7 complete review top:1 side:3 back:2',
      '4 7 incomplete review top:4 side:- back:5 without side',
    ]);
  });

  it('whose file is written anew when their time is over, or somebody has sent it to rework, make no pass of it', async () => {
    for (const serial of [7, 8]) {
      const error = record(`${serial} top error`);
      for (const view of ['side', 'back']) record(`${serial} ${view}`);
      pass(6000);
      if (serial === 8) decide(error, 'rework');
      record(`${serial} top pass`, { followsError: error });
    }
    expect(await all()).toEqual([
      '1 7 complete review top:4 side:2 back:3',
      '5 8 complete error top:5 side:6 back:7',
      '8 8 waiting null top:8 side:- back:- without side,back',
    ]);
  });

  it('that were seen in time and wait to be judged are not missing', async () => {
    record('7 top');
    longestWaitMs = 1500;
    pass(6000);
    expect(await all()).toMatchObject([expect.stringContaining('waiting')]);
    longestWaitMs = 500;
    parts.look();
    expect(await all()).toMatchObject([expect.stringContaining('incomplete')]);
  });

  it('begin another part where one of the same serial is whole, has that view, or is too old', async () => {
    for (const said of ['7 top', '7 side', '7 back', '7 top', '7 side', '7 side']) record(said);
    pass(6000);
    pass(3_600_000);
    record('7 back');
    expect(await all()).toEqual([
      '1 7 complete pass top:1 side:2 back:3',
      '4 7 incomplete review top:4 side:5 back:- without back',
      '6 7 incomplete review top:- side:6 back:- without top,back',
      '7 7 waiting null top:- side:- back:7 without top,side',
    ]);
  });

  it('of which nothing is known are parts that nobody passes', async () => {
    record('- top');
    record('7 bottom');
    record('- -');
    pass(6000);
    expect(await all()).toEqual([
      '1 null incomplete review top:1 side:- back:- without side,back',
      '2 7 incomplete review top:- side:- back:- bottom:2 without top,side,back',
      '3 null incomplete review top:- side:- back:- ?:3 without top,side,back',
    ]);
  });

  it('whose file came whole after its error take its place', async () => {
    record('7 top error');
    for (const said of ['7 side', '7 back']) record(said);
    expect(counted()).toBe('1 error, 1 open of 3 images');
    record('7 top pass', { followsError: 1 });
    expect(await all()).toEqual(['1 7 complete pass top:4 side:2 back:3']);
    expect(counted()).toBe('1 pass of 4 images');
  });

  it('may come from one source each', async () => {
    options = { ...options, oneView: { name: 'top', source: null } };
    otherOptions = sourceOptionsSchema.parse({ oneView: { name: 'side', source: FIRST } });
    record('7 top');
    record('7 side fail', { source: SECOND });
    record('7 back');
    expect(await all()).toEqual(['1 7 complete fail top:1 side:2 back:3']);
  });
});

it('what came before views were taken from a source is put together as before: alone it is no part that passes', async () => {
  record('7 top');
  const before = machine.at;
  machine.pass(100);
  const { views } = options;
  options = { ...options, views: null };
  parts.sourcesChanged();
  machine.pass(100);
  record('7 side', { at: before });
  record('8 top');
  options = { ...options, views };
  parts.sourcesChanged();
  machine.pass(100);
  record('9 top');
  pass(6000);
  expect(await all()).toEqual([
    '1 7 incomplete review top:1 side:2 back:- without back',
    '4 9 incomplete review top:4 side:- back:- without side,back',
  ]);
  expect(parts.ofRecord(3)).toBeNull();
});

it('images that arrive together are one part, in whatever order they are judged', async () => {
  const [views] = [options.views];
  if (views === null) throw new Error('the source has views');
  options = { ...options, views: { ...views, together: { by: 'arrival', withinSeconds: 1 } } };
  machine.pass(10_000);
  const at = (milliseconds: number) => ({ at: new Date(machine.wallMs - 10_000 + milliseconds).toISOString() });
  record('- top', at(0));
  record('- side fail', at(2100));
  record('- top', at(2000));
  record('- back', at(300));
  record('- back', at(2500));
  record('- side', at(600));
  record('- top', at(5000));
  expect(await all()).toEqual([
    '1 null complete pass top:1 side:6 back:4',
    '2 null complete fail top:3 side:2 back:5',
    '7 null waiting null top:7 side:- back:- without side,back',
  ]);
});

it('an image that arrives after the clock was set back joins no earlier part, which then would be whole', async () => {
  const [views] = [options.views];
  if (views === null) throw new Error('the source has views');
  options = { ...options, views: { ...views, together: { by: 'arrival', withinSeconds: 2 } } };
  for (const said of ['- top', '- back']) record(said);
  pass(600_000);
  machine.wallMs -= 600_000;
  for (const said of ['- side', '- top']) record(said);
  expect(await all()).toEqual([
    '1 null incomplete review top:1 side:- back:2 without side',
    '3 null waiting null top:4 side:3 back:- without back',
  ]);
});

it('a person decides about a part once, and a view that changes it opens it again', async () => {
  for (const said of ['7 top', '7 side review', '7 back fail']) record(said);
  const due = parts.toDecide(3)?.map(({ record: { number, verdict } }) => `${number} ${verdict}`);
  expect(due).toEqual(['1 fail', '2 review', '3 fail']);
  decide(3);
  expect(counted()).toBe('1 fail of 3 images');
  record('8 top');
  expect(parts.toDecide(4)).toEqual([]);
  record('- - fail', { source: SECOND });
  expect(parts.toDecide(5)).toBeNull();
  expect(counted()).toContain('2 fail');
});

it('parts of which a view was by-passed count as one by-passed part each, unless another view is worse', async () => {
  const { kernel } = station;
  const settings = storedStationSettingsSchema.parse({});
  const signing = { signsBypass: false, signatures: null as never };
  const needs = { sources: () => [], settings: () => settings, signing, onChanged: () => undefined };
  const bypasses = new Bypasses(kernel, needs);
  const [from, to] = [machine.at, new Date(machine.wallMs + 60_000).toISOString()];
  const begun = kernel.database.prepare('INSERT INTO bypass (id, reason, began_at, until_at) VALUES (?, ?, ?, ?)');
  begun.run(BYPASS, 'Trial', from, to);
  for (const each of ['7 top', '7 side bypass', '7 back bypass', '8 top bypass', '8 side fail', '8 back']) record(each);
  expect(await all()).toEqual(['1 7 complete error top:1 side:2 back:3', '4 8 complete fail top:4 side:5 back:6']);
  expect(counted()).toBe('1 fail 1 error, 1 by-passed, 2 open of 6 images');
  expect(bypassesIn(kernel.database, { from, to })).toMatchObject([{ parts: 2 }]);
  await bypasses.stop();
});

it('a source without views keeps nothing of parts', async () => {
  for (const verdict of ['pass', 'fail'] satisfies Verdict[]) record(`7 top ${verdict}`, { source: SECOND });
  expect([await all(), told, counted()]).toEqual([[], [], '1 pass 1 fail, 1 open of 2 images']);
});
