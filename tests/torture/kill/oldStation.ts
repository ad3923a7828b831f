import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import Database from 'better-sqlite3';
import { initial } from '../../../electron/engine/storage/migrations/010-initial.ts';
import { SOFTWARE_VERSION } from '../../../shared/domain/index.ts';

/** The records of a station of the first schema that has judged for a while. */
export const OLD_RECORDS = 20_000;
export const OLD_SCHEMA = initial.version;

/** Looks at a station's database beside its engine, or after it. */
export function withDatabase<Result>(file: string, work: (database: Database.Database) => Result): Result {
  const database = new Database(file);
  try {
    return work(database);
  } finally {
    database.close();
  }
}

/** A station of the first schema that has judged for a while. */
export async function writeOldDatabase(dataFolder: string): Promise<void> {
  await mkdir(dataFolder);
  withDatabase(databaseOf(dataFolder), (database) => {
    database.pragma('journal_mode = WAL');
    database.exec(initial.sql);
    database.pragma(`user_version = ${initial.version}`);
    database.exec(`INSERT INTO source (id, folder) VALUES ('a', '/nowhere')`);
    const ledger = database.prepare(
      `INSERT INTO ledger (source_id, path, size, modified_us, state, seen_at, inspection_id)
       VALUES ('a', ?, 1, 1, 'recorded', '2026-11-02T10:00:00.000Z', ?)`,
    );
    const inspection = database.prepare(
      `INSERT INTO inspection (sequence, id, recorded_at, source_id, source_name, file, sha256, limit_fail, recipe_version, verdict, score,
         software_version)
       VALUES (?, ?, '2026-11-02T10:00:00.000Z', 'a', 'Camera', ?, ?, 2, 1, 'pass', 1, ?)`,
    );
    database.transaction(() => {
      for (let record = 1; record <= OLD_RECORDS; record += 1) {
        const file = `part-${record}.png`;
        ledger.run(file, `id-${record}`);
        inspection.run(record, `id-${record}`, file, 'ab'.repeat(32), SOFTWARE_VERSION);
      }
    })();
  });
}

export function databaseOf(dataFolder: string): string {
  return join(dataFolder, 'station.sqlite');
}
