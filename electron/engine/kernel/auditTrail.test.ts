import { createHash } from 'node:crypto';
import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { openStationCaller } from '../../../shared/contract/index.ts';
import { actingAs } from './actor.ts';
import { openTestKernel, type TestKernel } from './kernel.fixture.ts';

let station: TestKernel;

beforeEach(() => {
  station = openTestKernel(mkdtempSync(join(tmpdir(), 'sigmaline-audit-')));
});

afterEach(() => station.close());

const STATION = { kind: 'station', id: 'station' };

function entries(): { body: string; hash: string }[] {
  return station.kernel.database
    .prepare<{ body: string; hash: string }>('SELECT body, lower(hex(hash)) AS hash FROM audit_entry ORDER BY sequence')
    .all();
}

const bodies = (): Record<string, unknown>[] => entries().map(({ body }) => JSON.parse(body));

describe('an entry of the audit chain', () => {
  test('is bound by hash to the one before, and says all that it has to say', () => {
    const { kernel } = station;
    kernel.audit.append({ action: 'station.started', object: STATION });
    kernel.audit.append({
      action: 'settings.changed',
      object: STATION,
      old: { b: 1, a: 2 },
      new: { a: 3 },
      reason: 'Ünïcode',
    });
    const [first, second] = entries();
    expect(JSON.parse(first!.body)).toMatchObject({
      v: 1,
      seq: 1,
      prev: '0'.repeat(64),
      old: null,
      new: null,
      reason: null,
    });
    expect(JSON.parse(second!.body)).toMatchObject({
      seq: 2,
      prev: first!.hash,
      actor: 'station',
      old: { a: 2, b: 1 },
    });
    for (const { body, hash } of entries()) expect(createHash('sha256').update(body).digest('hex')).toBe(hash);
    expect(Object.keys(JSON.parse(second!.body))).toEqual(
      'action actor at lived name new object old prev reason role schema seq session v'.split(' '),
    );
  });

  test('names who asked for it, also after waiting; what the station notices meanwhile is its own', async () => {
    const { audit } = station.kernel;
    const caller = { ...openStationCaller('window', 'S1'), person: 'anna', role: 'quality' as const };
    await actingAs(caller, async () => {
      await new Promise((resolve) => setTimeout(resolve, 1));
      audit.append({ action: 'settings.changed', object: STATION });
      audit.observed({ action: 'lane.died', object: STATION });
    });
    actingAs(openStationCaller('window', 'S2'), () => audit.append({ action: 'settings.changed', object: STATION }));
    expect(bodies().map(({ actor, role, session }) => [actor, role, session])).toEqual([
      ['anna', 'quality', 'S1'],
      ['station', null, null],
      ['open station', null, 'S2'],
    ]);
  });

  test('is not there if what it tells of was not done', () => {
    const { audit, database } = station.kernel;
    const failing = (): void =>
      database.transaction(() => {
        audit.append({ action: 'settings.changed', object: STATION });
        throw new Error('it failed');
      });
    expect(failing).toThrow('it failed');
    audit.append({ action: 'station.started', object: STATION });
    expect(bodies().map(({ seq, action }) => [seq, action])).toEqual([[1, 'station.started']]);
  });

  test('is never changed, removed, replaced or put in between', () => {
    const { audit, database } = station.kernel;
    for (let count = 0; count < 3; count++) audit.append({ action: 'station.started', object: STATION });
    const columns = 'body, hash, at, action, actor, object_kind, object_id';
    for (const sql of [
      "UPDATE audit_entry SET actor = 'nobody' WHERE sequence = 2",
      'DELETE FROM audit_entry WHERE sequence = 3',
      `INSERT OR REPLACE INTO audit_entry SELECT 2, ${columns} FROM audit_entry WHERE sequence = 1`,
      `INSERT INTO audit_entry SELECT 5, ${columns} FROM audit_entry WHERE sequence = 1`,
    ]) {
      expect(() => database.execute(sql)).toThrow();
    }
    expect(bodies()).toHaveLength(3);
  });
});
