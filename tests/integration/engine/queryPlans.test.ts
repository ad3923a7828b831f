import { mkdir, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import Database from 'better-sqlite3';
import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { createTestStation, type TestStation } from './station.ts';
import { png } from './testImages.ts';
import { quickRetention } from './testProcesses.ts';

let station: TestStation;
beforeEach(async () => {
  station = await createTestStation();
});
afterEach(() => station.remove());

/** What does not grow with every part: tables of settings, of what people make one by one (versions, tests, comparisons), and indexes of what waits or is owed. */
const SHORT =
  /^SCAN (?:CONSTANT ROW|source|setting|notice|clock|clock_doubt|recipe_use|recipe_life|test_set|test_run|comparison|use|good_parts_watch|watch|summed_records|person|person_secret|policy|sign_in_attempt|audit_adoption|audit_verification|waiting|saved_filter|json_each|sqlite_schema|hold|bypass|note|recipe_change|views_rule|connection|connection_set_aside|recipe_number|station_alive|keeping_run|export|export_schedule|report|report_schedule|\(subquery-1\))|USING (?:COVERING )?INDEX (?:ledger_waiting|ledger_settled|ledger_unreleased|duty_owed|duty_in_trouble|duty_begun|disposition_unproven|downtime_open|removal_decided)\b/;
/** The newest so many are read from the end of their table, in its own order. */
const NEWEST = /ORDER BY (?:sequence|id|rowid|size) DESC LIMIT/;

/** The steps of a statement's plan that go through a whole table that grows with every part, or sort what they find there. */
function longSteps(database: Database.Database, sql: string): string[] {
  // SQLite would look for records that name a new one in vain had it counted any such, which it asks first.
  if (sql.startsWith('INSERT INTO inspection')) return [];
  const places = /:[a-z]\w*|\?/gi;
  const statement = database.prepare<null[], { detail: string }>(`EXPLAIN QUERY PLAN ${sql.replace(places, '?')}`);
  const steps = statement.all(...(sql.match(places) ?? []).map(() => null));
  const scans = steps.map(({ detail }) => detail).filter((detail) => detail.startsWith('SCAN') && !SHORT.test(detail));
  return NEWEST.test(sql) ? scans.filter((detail) => detail.includes('USING')) : scans;
}

it('no statement of the thread that records goes through a table that grows with every part', async () => {
  const prepare = vi.spyOn(Database.prototype, 'prepare');
  const archive = join(dirname(station.dataFolder), 'archive');
  await mkdir(archive);
  await station.start(quickRetention);
  await station.addSource('ring', { afterwards: { kind: 'archive', folder: archive } });
  for (const part of [1, 2, 3]) await writeFile(join(station.cameraFolder, `${part}.png`), png(part));
  await writeFile(join(station.cameraFolder, 'empty.png'), '');
  const [record] = await station.settled(4);
  const [source] = (await station.status()).sources;
  const client = station.client();
  await client.request('feed.page', { before: 3, limit: 200 });
  await client.request('inspection.locateImage', { id: record!.id, kind: 'original' }).catch(() => undefined);
  await client.request('source.tryPattern', { sourceId: source!.id, pattern: '(?<serial>.+)', path: null });
  await client.request('source.countExisting', { folder: archive });
  await client.request('record.get', { id: record!.id });
  await client.request('record.verify', { id: record!.id });
  const { records } = await client.request('records.search', { filter: { verdicts: ['error'] } });
  const decided = { id: records[0]!.id, seen: null, decision: 'confirmed', reason: 'Really bad' } as const;
  await client.request('disposition.make', decided);
  await client.request('calibration.released', { recipeName: 'ring' });
  await client.request('backbone.list', {});
  await client.request('station.notices', {});
  await client.request('settings.change', { shiftsBy: 'file' });
  await station.changeSource({ afterwards: { kind: 'delete', days: 1 } });
  await station.stop();

  const statements = new Set(
    prepare.mock.calls.map(([sql]) => sql).filter((sql) => /^\s*(?:SELECT|INSERT|UPDATE|DELETE|WITH)/.test(sql)),
  );
  prepare.mockRestore();
  expect(statements.size).toBeGreaterThan(60);
  const database = new Database(join(station.dataFolder, 'station.sqlite'), { readonly: true });
  const found = [...statements]
    .filter((sql) => !sql.includes('holder'))
    .map((sql) => ({ sql, steps: longSteps(database, sql) }));
  database.close();
  expect(found.filter(({ steps }) => steps.length > 0)).toEqual([]);
});
