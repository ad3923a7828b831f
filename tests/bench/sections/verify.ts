import { execFile } from 'node:child_process';
import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { generateKeyPem, originOf, recordHash, signingKey, writeCheckpoint } from '../../../electron/audit/index.ts';
import { AuditChain, openStationDatabase, type StationDatabase } from '../../../electron/engine/storage/index.ts';
import { fillWithRecords } from '../manyRecords.ts';

/** What it costs to verify a chain and the records that it is about, in a process of its own. */
export interface VerifyFigures {
  readonly isIntact: boolean;
  readonly entries: number;
  readonly seconds: number;
  /** As many hashes by themselves. */
  readonly hashingSeconds: number;
  readonly peakBytes: number;
}

const VERIFY_ONCE = fileURLToPath(new URL('../verifyOnce.ts', import.meta.url));
const PORTION = 5000;
const STATION = 'bench';

/** Verifies stations with so many records, each of which has its entry. */
export async function measureVerify(root: string, sizes: readonly number[]): Promise<readonly VerifyFigures[]> {
  const figures: VerifyFigures[] = [];
  for (const records of sizes) {
    const folder = join(root, `verify-${records}`);
    await mkdir(folder);
    const database = openStationDatabase(folder);
    fillWithRecords(database, records, new Date());
    writeChain(database);
    const { file } = database;
    database.pragma('wal_checkpoint(TRUNCATE)');
    database.close();
    const { stdout } = await promisify(execFile)(process.execPath, [VERIFY_ONCE, file]);
    figures.push(JSON.parse(stdout) as VerifyFigures);
  }
  return figures;
}

function writeChain(database: StationDatabase): void {
  const chain = new AuditChain(database);
  const key = signingKey(generateKeyPem(), originOf(STATION));
  const portion = database.prepare<Parameters<typeof recordHash>[0]>(
    'SELECT * FROM inspection WHERE sequence > ? ORDER BY sequence LIMIT ?',
  );
  const checkpoint = database.prepare(
    "INSERT INTO audit_checkpoint (size, at, note, cause) VALUES (?, ?, ?, 'entries')",
  );
  const nobody = { actor: 'station', name: null, role: null, session: null, old: null, reason: null };
  let livedMs = 0;
  const say = (action: string, kind: string, id: string, said: unknown): void => {
    livedMs += 1;
    const at = new Date(livedMs).toISOString();
    chain.append({ ...nobody, at, lived: livedMs, action, object: { kind, id }, new: said });
  };
  say('chain.begun', 'chain', STATION, { station: STATION, key: key.text, records: { count: 0, last: 0 } });
  for (
    let rows = portion.all(0, PORTION);
    rows.length > 0;
    rows = portion.all(Number(rows.at(-1)?.sequence), PORTION)
  ) {
    database.transaction(() => {
      for (const row of rows) {
        const recorded = { number: row.sequence, record: recordHash(row), verdict: row.verdict };
        say('inspection.recorded', 'inspection', String(row.id), recorded);
      }
      const at = new Date(livedMs).toISOString();
      const tree = chain.tree();
      checkpoint.run(tree.size, at, writeCheckpoint({ size: tree.size, root: tree.root(), at }, key));
    });
  }
}
