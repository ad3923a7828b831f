import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type SourceId, sourceOptionsSchema } from '../../../shared/domain/index.ts';
import { openTestKernel, type TestKernel } from '../kernel/kernel.fixture.ts';
import type { StationDatabase } from '../storage/index.ts';
import { ConfigurationTables } from '../storage/index.ts';
import { createLedger, type Ledger, openIntake } from './index.ts';

/** A scan of so many rows takes more than ten milliseconds; what the index finds takes a fraction of one. */
const HISTORY = 200_000;
const FILES = 2000;

let root: string;
let folder: string;
let station: TestKernel;
let database: StationDatabase;
let ledger: Ledger;
let source: SourceId;

beforeAll(() => {
  root = mkdtempSync(join(tmpdir(), 'sigmaline-history-'));
  folder = join(root, 'camera');
  mkdirSync(folder);
  station = openTestKernel(root);
  database = station.kernel.database;
  ledger = createLedger(database);
  source = new ConfigurationTables(database).idOf(folder);
  database
    .prepare(
      `WITH RECURSIVE part (number) AS (SELECT 1 UNION ALL SELECT number + 1 FROM part WHERE number < ?)
       INSERT INTO ledger (source_id, path, size, modified_us, state, seen_at, inspection_id)
       SELECT ?, 'old/part-' || number || '.png', 100, number, 'recorded', '2026-01-01T00:00:00.000Z', 'old-' || number FROM part`,
    )
    .run(HISTORY, source);
  for (let part = 0; part < FILES; part++) writeFileSync(join(folder, `part-${part}.png`), '');
});

afterAll(() => {
  database.close();
  rmSync(root, { recursive: true });
});

function millisecondsFor(work: () => void): number {
  const beganMs = performance.now();
  work();
  return performance.now() - beganMs;
}

describe('with hundreds of thousands of files in the ledger', () => {
  it('new ones are found, claimed and counted as quickly as ever', async () => {
    const intake = openIntake(station.kernel, {
      ledger,
      timings: { incompleteMs: 50, settleMs: 10 },
      canWrite: () => true,
      onSettled: () => undefined,
    });
    await intake.watch([{ id: source, name: 'Camera 1', folder, options: sourceOptionsSchema.parse({}) }]);
    const settled = database.prepare<{ files: number }>(`SELECT COUNT(*) AS files FROM ledger WHERE state = 'settled'`);
    await expect.poll(() => settled.get()?.files, { timeout: 30_000, interval: 100 }).toBe(FILES);
    await intake.stop();
    expect(station.reported).toEqual([]);

    ledger.transaction(() => {
      const claims = millisecondsFor(() => {
        for (let claim = 0; claim < 200; claim++)
          ledger.claimNext([{ sourceId: source, recipeId: null }], claim % 2 === 0 ? 'oldest' : 'newest');
      });
      const counts = millisecondsFor(() => {
        for (let count = 0; count < 50; count++) ledger.backlogs();
      });
      const portions = millisecondsFor(() => {
        for (let portion = 0; portion < 50; portion++) ledger.seen(source, portion, 100);
      });
      expect({ claims: claims < 1000, counts: counts < 500, portions: portions < 250 }).toEqual({
        claims: true,
        counts: true,
        portions: true,
      });
    });
  });
});
