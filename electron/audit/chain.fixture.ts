import { randomUUID } from 'node:crypto';
import { join } from 'node:path';
import Database from 'better-sqlite3';
import { openStationDatabase } from '../engine/storage/index.ts';
import { originOf, writeCheckpoint } from './checkpoint.ts';
import { ENTRY_VERSION, type EntryBody, NO_HASH, type Row, recordHash, sealEntry } from './entry.ts';
import { leafHash, MerkleTree } from './merkleTree.ts';
import { generateKeyPem, type SigningKey, signingKey } from './signedNote.ts';

export type Said = Partial<EntryBody> & Pick<EntryBody, 'action'>;

/** Writes a chain into the database of a new station, as a station does: entries, nodes, checkpoints, records. */
export class WrittenChain {
  readonly file: string;
  readonly station = randomUUID();
  readonly database: Database.Database;
  readonly tree = new MerkleTree();
  key: SigningKey;
  records = 0;
  /** The id of the newest record. */
  lastRecord: unknown = null;
  #prev = NO_HASH;

  constructor(folder: string, key?: SigningKey) {
    this.file = join(folder, 'station.sqlite');
    openStationDatabase(folder).close();
    this.database = new Database(this.file);
    this.database.pragma('foreign_keys = OFF');
    this.key = key ?? signingKey(generateKeyPem(), originOf(this.station));
    this.database.exec(`INSERT INTO source (id, folder) VALUES ('camera', '${folder}/camera')`);
  }

  begin(count = 0): void {
    const began = { station: this.station, key: this.key.text, records: { count, last: count } };
    this.say({ action: 'chain.begun', object: { kind: 'chain', id: this.station }, new: began });
  }

  say(said: Said): EntryBody {
    const seq = this.tree.size + 1;
    const body: EntryBody = {
      ...{ at: momentOf(seq), lived: seq * 1000, actor: 'station', name: null, role: null, session: null },
      ...{ object: { kind: 'station', id: 'station' }, old: null, new: null, reason: null, schema: 231 },
      ...said,
      ...{ v: ENTRY_VERSION, seq, prev: this.#prev },
    };
    const { text, hash } = sealEntry(body);
    this.#prev = hash.toString('hex');
    const { at, action, actor, object } = body;
    this.database
      .prepare(
        'INSERT INTO audit_entry (sequence, body, hash, at, action, actor, object_kind, object_id) VALUES (?, ?, ?, ?, ?, ?, ?, ?)',
      )
      .run(seq, text, hash, at, action, actor, object.kind, object.id);
    for (const { level, position, hash: node } of this.tree.push(leafHash(text)))
      this.database.prepare('INSERT INTO audit_node VALUES (?, ?, ?, ?, ?)').run(level, position, node, at, at);
    return body;
  }

  /** A record of before the chain. */
  insertRecord(changes: Row = {}): Row {
    this.records += 1;
    const number = this.records;
    const values: Row = {
      ...{
        sequence: number,
        id: randomUUID(),
        recorded_at: momentOf(number),
        source_id: 'camera',
        source_name: 'Camera',
      },
      ...{ file: `part-${number}.png`, verdict: 'pass', score: 0.5 + number / 7, limit_fail: 2.5, recipe_id: 'ring' },
      ...{ recipe_version: 1, software_version: '0.1.0', lived_ms: number * 1000, station_name: 'Línea 3', ...changes },
    };
    const names = Object.keys(values);
    this.database
      .prepare(`INSERT INTO inspection (${names.join(', ')}) VALUES (${names.map(() => '?').join(', ')})`)
      .run(Object.values(values));
    this.lastRecord = values.id;
    return this.database.prepare('SELECT * FROM inspection WHERE sequence = ?').get(number) as Row;
  }

  /** A record and its entry. */
  record(changes: Row = {}): Row {
    const row = this.insertRecord(changes);
    this.tell('inspection.recorded', row);
    return row;
  }

  tell(action: string, row: Row): void {
    const told = { number: Number(row.sequence), record: recordHash(row), verdict: String(row.verdict) };
    this.say({ action, object: { kind: 'inspection', id: String(row.id) }, new: told });
  }

  /** Signs the head as it is. @returns the checkpoint */
  checkpoint(key = this.key): string {
    const { size } = this.tree;
    const at = momentOf(size);
    const note = writeCheckpoint({ size, root: this.tree.root(), at }, key);
    this.database
      .prepare("INSERT OR IGNORE INTO audit_checkpoint (size, at, note, cause) VALUES (?, ?, ?, 'asked')")
      .run(size, at, note);
    return note;
  }

  /** Everything lies in one file. */
  close(): void {
    this.database.pragma('journal_mode = DELETE');
    this.database.close();
  }
}

function momentOf(seq: number): string {
  return new Date(Date.UTC(2026, 10, 28, 6) + seq * 1000).toISOString();
}

/** A small chain of everyday entries: three records of before it, twenty recorded since, settings in between; checkpoints every ten entries. */
export function everydayChain(
  folder: string,
  key?: SigningKey,
): { readonly chain: WrittenChain; readonly checkpoints: string[] } {
  const chain = new WrittenChain(folder, key);
  const checkpoints: string[] = [];
  const old = [1, 2, 3].map(() => chain.insertRecord());
  chain.begin(old.length);
  chain.say({ action: 'station.started', new: { software: '0.1.0' } });
  for (const row of old) chain.tell('inspection.adopted', row);
  for (let count = 0; count < 20; count += 1) {
    chain.record(count % 5 === 0 ? { verdict: 'fail', score: 3.5, part_serial: 'Größe "8"' } : {});
    if (count % 4 === 0) {
      const [before, after] = [{ target: count }, { target: count + 1, note: 'é'.repeat(count * 20) }];
      chain.say({ action: 'settings.changed', actor: 'kim', name: 'Kim', role: 'engineer', old: before, new: after });
    }
    if (chain.tree.size % 10 === 0) checkpoints.push(chain.checkpoint());
  }
  checkpoints.push(chain.checkpoint());
  return { chain, checkpoints };
}
