import { createHash } from 'node:crypto';
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { parseCheckpoint, parsePublicKey, recordHash, signatureBy, verifyDatabase } from '../../audit/index.ts';
import { AuditedStation } from './audit.fixture.ts';

let folder: string;
let station: AuditedStation;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'sigmaline-audit-'));
  station = new AuditedStation(folder);
});

afterEach(async () => {
  await station.stop();
  rmSync(folder, { recursive: true });
});

async function restart(options: ConstructorParameters<typeof AuditedStation>[1] = {}): Promise<void> {
  await station.stop();
  station = new AuditedStation(folder, options);
}

/** As somebody does who has the file and knows SQLite. */
function tamper(sql: string): void {
  const { database } = station.station.kernel;
  for (const table of ['audit_entry', 'audit_checkpoint'])
    for (const what of ['changed', 'deleted']) database.execute(`DROP TRIGGER IF EXISTS ${table}_is_never_${what}`);
  database.execute(sql);
}

const query = <Row>(sql: string): Row[] => station.station.kernel.database.prepare<Row>(sql).all();
const codes = (): string[] => station.station.codes();

describe('a record', () => {
  test('has an entry in its own transaction, with the hash of its row as it is stored', () => {
    const record = station.record();
    const [row] = query<Record<string, string | number | null>>('SELECT * FROM inspection');
    expect(station.bodies().at(-1)).toMatchObject({
      action: 'inspection.recorded',
      actor: 'station',
      object: { kind: 'inspection', id: record.id },
      new: { number: 1, verdict: 'fail', record: recordHash(row!) },
    });
  });

  test('is not there if its entry cannot be written', () => {
    tamper("CREATE TRIGGER full BEFORE INSERT ON audit_entry BEGIN SELECT RAISE(ABORT, 'full'); END");
    expect(() => station.record()).toThrow('full');
    expect(query('SELECT id FROM inspection')).toEqual([]);
  });
});

describe('records of before the chain', () => {
  /** A data folder of before the chain: the same tables without any entry. */
  function forgetChain(): void {
    tamper(
      'DELETE FROM audit_entry; DELETE FROM audit_node; DELETE FROM audit_checkpoint; DELETE FROM audit_verification',
    );
  }

  test('are adopted in their order while new ones are chained at once, also over a kill', async () => {
    for (let count = 0; count < 250; count++) station.record();
    forgetChain();
    await restart();
    expect(station.bodies()[0]).toMatchObject({ action: 'chain.begun', new: { records: { count: 250, last: 250 } } });
    station.record();
    await vi.waitFor(() => expect(station.audit.state().adoption?.done ?? 250).toBeGreaterThanOrEqual(100));
    await restart();
    await vi.waitFor(() => expect(station.audit.state().adoption).toBeNull());
    const bodies = station.bodies();
    const numbersOf = (action: string): unknown[] =>
      bodies.flatMap((body) => (body.action === action ? [(body.new as { number: number }).number] : []));
    expect(numbersOf('inspection.adopted')).toEqual(Array.from({ length: 250 }, (_, index) => index + 1));
    expect(numbersOf('inspection.recorded')).toEqual([251]);
    const adopted = bodies.findIndex(({ action }) => action === 'chain.adopted');
    expect(bodies[adopted]).toMatchObject({ new: { first: 1, last: 250 } });
    expect(station.audit.state().checkpoint?.size).toBeGreaterThan(adopted);
    const [row] = query<Record<string, string | number | null>>('SELECT * FROM inspection WHERE sequence = 7');
    expect(bodies.find(({ object }) => object.id === row!.id)?.new).toMatchObject({ record: recordHash(row!) });
  });
});

describe('a checkpoint', () => {
  const verifies = (note: string, key: string): boolean =>
    signatureBy(parseCheckpoint(note)!.note, parsePublicKey(key)!) === 'valid';

  test('is signed by the key that the chain names, over all entries that were there', async () => {
    for (let count = 0; count < 600; count++) station.record();
    const made = await station.ask('audit.checkpoint', {});
    const { key } = station.audit.state();
    expect(made.size).toBe(station.bodies().length - 1);
    expect(verifies(made.note, key.text)).toBe(true);
    expect(station.bodies().at(-1)).toMatchObject({ action: 'checkpoint.made', actor: 'open station' });
    expect(made.code).toMatch(/^([0-9A-F]{4}-){3}[0-9A-F]{4}$/);
    await restart();
    expect(station.audit.state().verification.state).toBe('never');
  });

  test('is made after so many entries and goes to a folder, and that it cannot is told until it can', async () => {
    const out = join(folder, 'stick');
    writeFileSync(out, 'no folder');
    station.settings = { ...station.settings, checkpoints: { folder: out, everyEntries: 100 } };
    for (let count = 0; count < 100; count++) station.record();
    await vi.waitFor(() => expect(codes()).toContain('audit.checkpoint-folder'));
    rmSync(out);
    await vi.waitFor(() => expect(station.audit.state().deliveryProblem?.details.reason).toBe('ENOENT'), 20_000);
    mkdirSync(out);
    await vi.waitFor(() => expect(station.audit.state().checkpoint?.deliveredTo).toBe(out), { timeout: 20_000 });
    expect(codes()).not.toContain('audit.checkpoint-folder');
    const [file] = readdirSync(out);
    expect(readFileSync(join(out, file!), 'utf8')).toBe(station.audit.state().checkpoint?.note);
  }, 30_000);

  test('waits while the key is gone, and the station records', async () => {
    rmSync(join(folder, 'station.key'));
    await restart();
    expect(codes()).toContain('audit.key-missing');
    await expect(station.ask('audit.checkpoint', {})).rejects.toMatchObject({ code: 'audit.no-key' });
    station.record();
    await station.ask('audit.changeKey', { reason: 'the disk lost it' });
    expect(codes()).not.toContain('audit.key-missing');
    expect(station.bodies().map(({ action }) => action)).toContain('key.replaced');
    expect((await station.ask('audit.checkpoint', {})).note).toContain('sigmaline/');
  });
});

describe('the key', () => {
  test('lies in a file that its owner alone can read, and is sealed where there is a secret', async () => {
    const file = join(folder, 'station.key');
    expect(statSync(file).mode & 0o777).toBe(0o600);
    const { key } = station.audit.state();
    const secret = Buffer.alloc(32, 7);
    await restart({ secret });
    expect(readFileSync(file, 'utf8')).not.toContain('PRIVATE KEY');
    expect(station.audit.state().key).toEqual({ ...key, keeping: 'system' });
    await restart();
    expect(codes()).toContain('audit.key-sealed');
    await restart({ secret: Buffer.alloc(32, 8) });
    expect(codes()).toContain('audit.key-unreadable');
  });

  test('is changed by an entry that the old one signed', async () => {
    const { key } = await station.ask('audit.changeKey', { reason: 'every year' });
    const { note } = station.bodies().find(({ action }) => action === 'key.rotated')!.new as { note: string };
    expect(note).toContain(key.text);
    expect(verifyDatabase(station.station.kernel.database.file).faults).toEqual([]);
    await restart();
    expect(station.audit.state().key).toEqual(key);
  });

  test('that was written but not told in the chain is given up; one that was told is taken', async () => {
    const { kernel } = station.station;
    const { key } = station.audit.state();
    kernel.database.execute("CREATE TRIGGER full BEFORE INSERT ON audit_entry BEGIN SELECT RAISE(ABORT, 'full'); END");
    await expect(station.ask('audit.changeKey', { reason: 'now' })).rejects.toThrow('full');
    kernel.database.execute('DROP TRIGGER full');
    await restart();
    expect(station.audit.state().key).toEqual(key);
    expect(readdirSync(folder)).not.toContain('station.key.next');
  });
});

describe('a chain that does not verify', () => {
  test('is found at the start where its end was changed: an alarm until somebody signs, and never repaired', async () => {
    for (let count = 0; count < 10; count++) station.record();
    tamper("UPDATE audit_entry SET body = replace(body, 'fail', 'pass') WHERE sequence = 5");
    await restart();
    expect(codes()).toContain('audit.broken');
    expect(station.audit.state().verification.faults[0]).toMatchObject({ sequence: 5 });
    station.caller = { ...station.caller, station: 'protected', person: 'eve', name: 'Eve', role: 'administrator' };
    await expect(station.ask('audit.acknowledge', {})).rejects.toMatchObject({ code: 'signature.needed' });
    const signature = { secret: 'x', meaning: 'reviewed' as const, reason: 'disk exchanged' };
    await station.ask('audit.acknowledge', { signature });
    expect(station.signed).toHaveLength(1);
    expect(codes()).toContain('audit.broken-acknowledged');
    expect(station.bodies().at(-1)).toMatchObject({ action: 'chain.acknowledged', actor: 'eve', name: 'Eve' });
    await restart();
    expect(codes()).toContain('audit.broken-acknowledged');
  });

  test.each([
    'sequence = 1',
    "action = 'key.rotated'",
    "action = 'review.signed'",
    'sequence = (SELECT MAX(sequence) FROM audit_entry)',
  ])('keeps no station from its work, also where an entry cannot be read: %s', async (which) => {
    await station.ask('audit.changeKey', { reason: 'every year' });
    const to = new Date(Date.now() - 1000).toISOString();
    await station.ask('audit.review', { from: '2026-01-01T00:00:00.000Z', to, found: 'nothing' });
    const [entry] = query<{ sequence: number }>(`SELECT sequence FROM audit_entry WHERE ${which}`);
    const nonsense = createHash('sha256').update('x').digest('hex');
    tamper(
      `UPDATE audit_entry SET body = 'x', hash = x'${nonsense}' WHERE ${which}; UPDATE audit_verification SET state = '{}'`,
    );
    await restart();
    station.record();
    await station.ask('audit.verify', {});
    await vi.waitFor(() => expect(station.audit.state().verification.state).toBe('broken'));
    expect(station.audit.state().verification.faults).toContainEqual(
      expect.objectContaining({ sequence: entry!.sequence }),
    );
    const { items } = await station.ask('audit.page', { before: null, limit: 100 });
    expect(items.map(({ sequence }) => sequence)).toContain(entry!.sequence);
    expect(await station.ask('audit.entry', { sequence: entry!.sequence })).toMatchObject({ new: 'x' });
  });

  test.each(['DELETE FROM audit_node', 'DELETE FROM audit_entry WHERE sequence = 260'])(
    'records on where nothing can be signed any more: %s',
    async (sql) => {
      const record = (many: number): void =>
        station.station.kernel.database.transaction(() => {
          for (let count = 0; count < many; count++) station.record();
        });
      record(300);
      tamper(sql);
      await restart();
      record(600);
      await expect(station.ask('audit.checkpoint', {})).rejects.toMatchObject({ code: 'audit.no-head' });
      expect(station.audit.checkpoints.makeWhereItCan('export')).toBeNull();
      expect(codes()).toContain('audit.no-head');
      expect(query('SELECT id FROM inspection')).toHaveLength(900);
    },
  );

  test('is found where its end was cut below a checkpoint', async () => {
    for (let count = 0; count < 10; count++) station.record();
    await station.ask('audit.checkpoint', {});
    tamper('DELETE FROM audit_entry WHERE sequence > 8');
    await restart();
    expect(station.audit.state().verification).toMatchObject({ state: 'broken', faults: [{ code: 'cut' }] });
  });

  test('is found by a verification of all, which tells how far it is; a whole one is intact', async () => {
    for (let count = 0; count < 300; count++) station.record();
    await station.ask('audit.verify', {});
    await vi.waitFor(() => expect(station.audit.state().verification.state).toBe('intact'));
    const verified = station.bodies().find(({ action }) => action === 'chain.verified');
    expect(verified).toMatchObject({ actor: 'open station', new: { faultCount: 0 } });
    tamper("UPDATE audit_entry SET body = replace(body, 'fail', 'pass') WHERE sequence = 5");
    await station.ask('audit.verify', {});
    await vi.waitFor(() => expect(station.audit.state().verification.state).toBe('broken'));
  });
});

describe('a review', () => {
  test('is signed, and the next one is due after so many days', async () => {
    station.settings = { ...station.settings, reviews: { everyDays: 30 } };
    expect(codes()).not.toContain('audit.review-due');
    const to = new Date(Date.now() - 1000).toISOString();
    await expect(
      station.ask('audit.review', { from: to, to: '2026-01-01T00:00:00.000Z', found: 'nothing' }),
    ).rejects.toMatchObject({ code: 'audit.period' });
    await station.ask('audit.review', { from: '2026-01-01T00:00:00.000Z', to, found: 'nothing' });
    const { review } = station.audit.state();
    expect(review.lastBy).toBe('open station');
    expect(Date.parse(review.dueAt!) - Date.parse(review.lastAt!)).toBe(30 * 86_400_000);
    await restart();
    expect(station.audit.state().review).toMatchObject({ lastBy: 'open station', dueAt: null });
  });
});
