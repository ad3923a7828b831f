import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { type RecordedInspection, verifyStationChain } from '../storage/index.ts';
import { AuditedStation } from './audit.fixture.ts';
import { type RecordChecks, RecordPlaces } from './recordPlace.ts';

let folder: string;
let station: AuditedStation;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'sigmaline-place-'));
  station = new AuditedStation(folder);
});

afterEach(async () => {
  await station.stop();
  rmSync(folder, { recursive: true });
});

const database = () => station.station.kernel.database;
const places = () => new RecordPlaces(database());
const WHOLE: RecordChecks = {
  record: 'holds',
  entry: 'holds',
  link: 'holds',
  checkpoint: 'holds',
  dispositions: 'gone',
};

/** Somebody with the file, who takes the triggers away first. */
function tamper(sql: string): void {
  for (const table of ['inspection', 'audit_entry', 'audit_checkpoint', 'disposition'])
    for (const what of ['changed', 'deleted']) database().execute(`DROP TRIGGER IF EXISTS ${table}_is_never_${what}`);
  database().execute(sql);
}

/** Records among entries of all kinds. */
function recordMany(count: number): RecordedInspection[] {
  const { audit } = station.station.kernel;
  return database().transaction(() =>
    Array.from({ length: count }, (_, index) => {
      if (index % 7 === 3) audit.observed({ action: 'clock.moved', object: { kind: 'clock', id: 'x' } });
      return station.record();
    }),
  );
}

describe('the place of a record in the chain', () => {
  it('is found among all others, and holds as far as checkpoints cover it', async () => {
    const records = recordMany(600);
    const checkpoint = await station.ask('audit.checkpoint', {});
    const late = station.record();
    const bodies = station.bodies();
    for (const record of records) {
      const place = places().of(record);
      expect(bodies[(place?.sequence ?? 0) - 1]).toMatchObject({
        object: { id: record.id },
        new: { record: place?.recordHash },
      });
      expect(place?.checkpoint).toBe(checkpoint.size);
    }
    for (const record of [records[0]!, records[300]!, records[599]!]) expect(places().verify(record)).toEqual(WHOLE);
    expect(places().of(late)?.checkpoint).toBeNull();
    expect(places().verify(late)).toEqual({ ...WHOLE, checkpoint: 'gone' });
  });

  it('is that of its adoption where the record is older than the chain', async () => {
    recordMany(5);
    const old = station.record();
    tamper('DELETE FROM audit_entry; DELETE FROM audit_checkpoint');
    expect(places().of(old)).toBeNull();
    expect(places().verify(old)).toMatchObject({ record: 'broken', entry: 'broken', checkpoint: 'gone' });
    database().execute('INSERT INTO audit_adoption (first, next, last) VALUES (1, 1, 6)');
    expect(places().verify(old)).toMatchObject({ record: 'gone', entry: 'gone' });
    database().execute('DELETE FROM audit_adoption');
    await station.stop();
    station = new AuditedStation(folder);
    await expect.poll(() => station.audit.state().adoption).toBeNull();
    expect(places().verify(old)).toMatchObject({ record: 'holds', entry: 'holds', link: 'holds' });
  });

  it.each([
    ['a record', "UPDATE inspection SET verdict = 'pass' WHERE sequence = 150", { record: 'broken' }],
    [
      'what an entry says',
      "UPDATE audit_entry SET body = replace(body, 'fail', 'pass') WHERE sequence = :entry",
      { entry: 'broken', checkpoint: 'broken' },
    ],
    [
      'the hash of an entry',
      'UPDATE audit_entry SET hash = zeroblob(32) WHERE sequence = :entry',
      { entry: 'broken', link: 'broken' },
    ],
    [
      'the entry behind',
      'DELETE FROM audit_entry WHERE sequence = :entry - 1',
      { link: 'broken', checkpoint: 'broken' },
    ],
    [
      'the checkpoint',
      "UPDATE audit_checkpoint SET note = replace(note, 'time 2', 'time 3')",
      { checkpoint: 'broken' },
    ],
    [
      'the entry, which is not there',
      'DELETE FROM audit_entry WHERE sequence = :entry',
      { record: 'broken', entry: 'broken' },
    ],
  ] as const)('shows that somebody changed %s', async (_, sql, expected) => {
    const record = recordMany(300)[149]!;
    await station.ask('audit.checkpoint', {});
    expect(places().verify(record)).toEqual(WHOLE);
    tamper(sql.replaceAll(':entry', String(places().of(record)?.sequence)));
    expect(places().verify(record)).toMatchObject(expected);
  });

  it('shows that what was decided is what its entries say', () => {
    const record = recordMany(3)[1]!;
    const id = station.dispose(record);
    station.dispose(record);
    expect(places().verify(record).dispositions).toBe('holds');
    tamper(`UPDATE disposition SET decision = 'released' WHERE id = ${id}`);
    expect(places().verify(record).dispositions).toBe('broken');
    tamper(`UPDATE disposition SET decision = 'scrap' WHERE id = ${id}`);
    expect(places().verify(record).dispositions).toBe('holds');
    tamper('DELETE FROM disposition WHERE id = 2');
    expect(places().verify(record).dispositions).toBe('broken');
  });
});

describe('the verification of the whole chain', () => {
  const faults = () => verifyStationChain(database().file, () => undefined).faults.map(({ code }) => code);

  it('holds what people decided against its entries, both ways', () => {
    const [first, second] = recordMany(3);
    station.dispose(first!);
    station.dispose(second!);
    expect(faults()).toEqual([]);
    tamper("UPDATE disposition SET reason = 'Good part' WHERE id = 1");
    expect(faults()).toEqual(['disposition.altered']);
    tamper(
      "UPDATE disposition SET reason = 'Really bad' WHERE id = 1; UPDATE disposition SET region = '[]' WHERE id = 2",
    );
    expect(faults()).toEqual(['disposition.altered']);
    tamper('DELETE FROM disposition WHERE id = 2');
    expect(faults()).toEqual(['disposition.missing']);
  });
});
