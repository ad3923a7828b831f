import { createHash, randomUUID } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { ContractClient, EventPayload, RequestInput } from '../../../shared/contract/index.ts';
import { type InspectionId, inspectionIdSchema, storedStationSettingsSchema } from '../../../shared/domain/index.ts';
import { canonicalJson } from '../../audit/index.ts';
import { AccessBed, ADMIN, codeOf, secretOf } from '../access/access.fixture.ts';
import { createInspectionRecords, type MadeDisposition } from '../records/index.ts';
import { DispositionTable, saidOf } from '../storage/index.ts';
import { Dispositions } from './dispositions.ts';

let folder: string;
let bed: AccessBed;
let told: (readonly MadeDisposition[])[];
let summed: number;
let partOf: ConstructorParameters<typeof Dispositions>[1]['parts']['toDecide'];

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'sigmaline-dispositions-'));
  partOf = () => null;
  open();
});

afterEach(async () => {
  await bed.close();
  rmSync(folder, { recursive: true });
});

function open(): void {
  [told, summed] = [[], 0];
  bed = new AccessBed(folder, ({ access, station: { kernel } }) => {
    const dispositions = new Dispositions(kernel, {
      settings: () => storedStationSettingsSchema.parse({}),
      signing: access,
      records: createInspectionRecords(kernel.database),
      parts: { toDecide: (number) => partOf(number), decided: () => undefined },
      sums: {
        decided: (made) => {
          summed += made.length;
        },
      },
      onMade: (made) => void told.push(made),
    });
    return dispositions.handlers;
  });
}

/** @returns its id and its number */
function record(verdict: string): { id: InspectionId; number: number } {
  const { database } = bed.station.kernel;
  database.pragma('foreign_keys = OFF');
  const id = inspectionIdSchema.parse(randomUUID());
  const insert = database.prepare<{ number: number }>(
    `INSERT INTO inspection (sequence, id, recorded_at, source_id, source_name, file, verdict, error_code, score, limit_fail, recipe_version, software_version)
     VALUES ((SELECT COALESCE(MAX(sequence), 0) + 1 FROM inspection), :id, '2026-11-23T06:00:00.000Z', 's', 'Camera', 'part', :verdict,
       IIF(:verdict = 'error', 'image.empty', NULL), 1, 2, 1, '0') RETURNING sequence AS number`,
  );
  const number = insert.get({ id, verdict })?.number ?? 0;
  database.pragma('foreign_keys = ON');
  return { id, number };
}

const DECIDED = { decision: 'released', reason: 'Harmless mark', defect: null } as const;
const make = (client: ContractClient, more: Partial<RequestInput<'disposition.make'>> & { id: InspectionId }) =>
  client.request('disposition.make', { ...DECIDED, seen: null, ...more });
const rows = () => bed.station.kernel.database.prepare<Row>('SELECT * FROM disposition ORDER BY id').all();
type Row = Parameters<typeof saidOf>[0] & { readonly entry: number };

describe('a disposition', () => {
  it('at an open station has nobody’s name, and its entry says all of it', async () => {
    const { client } = bed.connect();
    const events: EventPayload<'disposition.made'>[] = [];
    client.on('disposition.made', (event) => events.push(event));
    const { id, number } = record('fail');
    const region = { x: 0.1, y: 0.2, width: 0.3, height: 0.4 };
    const made = await make(client, { id, comment: 'a hair', defect: 'Stain', region });
    expect(made).toMatchObject({
      id: 1,
      person: null,
      role: null,
      together: 0,
      signature: null,
      region,
      defect: 'Stain',
    });
    expect(new DispositionTable(bed.station.kernel.database).historyOf(number)).toEqual([made]);
    const [row] = rows();
    const entry = bed.entries()[row!.entry - 1]!;
    expect(entry).toMatchObject({
      action: 'disposition.made',
      actor: 'open station',
      object: { kind: 'disposition', id },
    });
    expect(entry.new).toEqual(saidOf(row!));
    expect(canonicalJson(entry.new)).toContain('"comment":"a hair"');
    expect(events).toEqual([
      { records: [{ id, disposition: expect.objectContaining({ id: 1, decision: 'released' }) }] },
    ]);
    expect(told).toMatchObject([[{ record: { number, decision: null }, disposition: { id: 1 } }]]);
  });

  it('is changed by a new one alone, by whoever has seen the last', async () => {
    const { client } = bed.connect();
    const { id, number } = record('review');
    await make(client, { id });
    expect(await codeOf(make(client, { id, decision: 'scrap' }))).toBe('disposition.changed');
    const second = await make(client, { id, decision: 'scrap', reason: 'Really bad', seen: 1 });
    expect(second.id).toBe(2);
    expect(told.at(-1)).toMatchObject([
      { record: { number, decision: 'released' }, disposition: { decision: 'scrap' } },
    ]);
    expect(bed.entries().at(-1)?.old).toEqual({ id: 1, decision: 'released' });
    expect(() => bed.station.kernel.database.execute("UPDATE disposition SET decision = 'scrap'")).toThrow(
      /never changed/,
    );
    expect(rows()).toHaveLength(2);
  });

  it('is taken back by a further one, after which nobody has decided', async () => {
    const { client } = bed.connect();
    const events: EventPayload<'disposition.made'>[] = [];
    client.on('disposition.made', (event) => events.push(event));
    const { id, number } = record('fail');
    const takeBack = (seen: number) => client.request('disposition.takeBack', { id, seen });
    expect(await codeOf(takeBack(1))).toBe('disposition.changed');
    await make(client, { id });
    const taken = await takeBack(1);
    expect(taken).toMatchObject({ id: 2, decision: 'undecided', reason: '', entry: expect.any(Number) });
    expect(bed.entries().at(-1)).toMatchObject({
      action: 'disposition.made',
      old: { id: 1, decision: 'released' },
      new: saidOf(rows()[1]!),
    });
    expect(told.at(-1)).toMatchObject([{ record: { decision: 'released' }, disposition: { decision: 'undecided' } }]);
    expect(events.at(-1)).toEqual({ records: [{ id, disposition: null }] });
    expect(await client.request('disposition.newest', { id })).toEqual({ disposition: null, waits: true });
    const { database } = bed.station.kernel;
    expect(createInspectionRecords(database).countedOf(id)?.decision).toBeNull();
    // Two screens at once: the second one has seen what does not hold any more.
    expect(await codeOf(takeBack(1))).toBe('disposition.changed');
    expect(await codeOf(takeBack(2))).toBe('disposition.changed');
    expect(await make(client, { id, decision: 'scrap' })).toMatchObject({ id: 3 });
    expect(new DispositionTable(database).historyOf(number).map(({ decision }) => decision)).toEqual([
      'released',
      'undecided',
      'scrap',
    ]);
  });

  it('about a part of several views is not made by who has not seen it, under whichever view they ask', async () => {
    const { client } = bed.connect();
    const [first, passed] = [record('fail'), record('pass')];
    const records = createInspectionRecords(bed.station.kernel.database);
    partOf = () => [{ id: first.id, record: records.countedOf(first.id)! }];
    await make(client, { id: first.id });
    expect(await codeOf(make(client, { id: passed.id, decision: 'scrap' }))).toBe('disposition.changed');
    expect(await codeOf(make(client, { id: passed.id, decision: 'scrap', seen: 1 }))).toBe('no error');
  });

  it('is about a part that did not pass, in words of the list', async () => {
    const { client } = bed.connect();
    const passed = record('pass');
    const failed = record('error');
    expect(await codeOf(make(client, { id: passed.id }))).toBe('disposition.not-due');
    expect(await codeOf(make(client, { id: inspectionIdSchema.parse(randomUUID()) }))).toBe('inspection.not-found');
    expect(await codeOf(make(client, { id: failed.id, reason: 'Because' }))).toBe('disposition.unknown-words');
    expect(await codeOf(make(client, { id: failed.id, defect: 'Ugly' }))).toBe('disposition.unknown-words');
    expect(rows()).toEqual([]);
  });

  it('is signed where the policy asks for it, in one transaction, bound to what was decided', async () => {
    const admin = await bed.protect();
    const { id, number } = record('fail');
    await make(admin, { id });
    await admin.request('policies.change', { signDispositions: 'always' });
    expect(await codeOf(make(admin, { id, seen: 1 }))).toBe('signature.needed');
    const signature = { ...ADMIN, meaning: 'released', reason: 'Looked at it' } as const;
    const made = await make(admin, { id, seen: 1, signature });
    const signed = { ...DECIDED, comment: null, region: null, records: [{ id, number }] };
    const hash = createHash('sha256').update(canonicalJson(signed)).digest('hex');
    expect(made).toMatchObject({ name: 'Ada Lovelace', role: 'administrator', signature: { hash, signInId: 'ada' } });
    expect(bed.entries().slice(-2)).toMatchObject([
      { action: 'signature.made', object: { kind: 'disposition', id } },
      { action: 'disposition.made', new: { signature: { hash } } },
    ]);
    const undone = { id, seen: 2, signature: { ...signature, meaning: 'reviewed' } } as const;
    expect(await codeOf(admin.request('disposition.takeBack', { id, seen: 2 }))).toBe('signature.needed');
    expect((await admin.request('disposition.takeBack', undone)).signature).toMatchObject({ meaning: 'reviewed' });
    await make(admin, { id, signature });
    const both = [1, 2].map(() => codeOf(make(admin, { id, seen: 4, signature })));
    expect((await Promise.all(both)).toSorted()).toEqual(['disposition.changed', 'no error']);
  });
});

describe('decisions about many parts', () => {
  it('are made together or not at all, by quality, with one signature over their list', async () => {
    const admin = await bed.protect();
    const quality = await bed.add(admin, 'quality', 'quinn');
    const engineer = await bed.add(admin, 'engineer', 'emil');
    const records = ['fail', 'review', 'error'].map(record);
    const asked = records.toReversed().map(({ id }) => ({ id, seen: null }));
    const signature = { id: 'quinn', secret: secretOf('quinn'), meaning: 'released', reason: 'Seen' } as const;
    const many = { ...DECIDED, records: asked };
    expect(await codeOf(engineer.request('disposition.makeMany', many))).toBe('request.forbidden');
    expect(await codeOf(quality.request('disposition.makeMany', many))).toBe('signature.needed');
    const passed = [...asked, { id: record('pass').id, seen: null }];
    expect(await codeOf(quality.request('disposition.makeMany', { ...many, records: passed, signature }))).toBe(
      'disposition.not-due',
    );
    const twice = [...asked, ...asked.slice(0, 1)];
    expect(await codeOf(quality.request('disposition.makeMany', { ...many, records: twice, signature }))).toBe(
      'disposition.changed',
    );
    expect(rows()).toEqual([]);
    expect(bed.actions()).not.toContain('quinn: signature.made');
    expect(await quality.request('disposition.makeMany', { ...many, signature })).toEqual({ made: 3 });
    const list = {
      ...DECIDED,
      comment: null,
      region: null,
      records: records.map(({ id, number }) => ({ id, number })),
    };
    const hash = createHash('sha256').update(canonicalJson(list)).digest('hex');
    expect(rows().map(({ signature: text }) => JSON.parse(text!).hash)).toEqual([hash, hash, hash]);
    expect(rows().map(({ together, person }) => [together, person])).toEqual(Array(3).fill([2, 'quinn']));
    expect(
      bed
        .entries()
        .slice(-4)
        .map(({ action }) => action),
    ).toEqual(['signature.made', ...Array(3).fill('disposition.made')]);
    expect(summed).toBe(3);
  });
});
