import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { MESSAGE_SCHEMA, messageTypeOf, type OutboxMessage } from '../../shared/domain/index.ts';
import { RecordTexts, readBody } from '../audit/index.ts';
import { RECORD_COLUMNS, readStationDatabase, type Statement, type StationDatabase } from '../engine/storage/index.ts';
import type { OutboxItem } from './driver.ts';

/** An entry and, behind its columns, those of the record that it tells of. */
type Row = Readonly<Record<string, string | number | null>> & {
  readonly entry: number;
  readonly body: string;
  readonly entry_hash: string;
};

const EXPORTED = RECORD_COLUMNS.flatMap(({ exported }, index) => (exported === undefined ? [] : [{ index, exported }]));
const RECORD = RECORD_COLUMNS.map(({ name }, index) => `i.${name} AS c${index}`).join(', ');
const TEXTS = new RecordTexts(RECORD_COLUMNS.map(({ name }) => name));
const columnOf = (name: string): string => `c${RECORD_COLUMNS.findIndex((column) => column.name === name)}`;
const SOURCE = columnOf('source_id');
const FILE = columnOf('file');
/** An entry tells of a record by its id; of a part by the number of the record of its first view. */
const SELECT = `SELECT e.sequence AS entry, e.body AS body, lower(hex(e.hash)) AS entry_hash, ${RECORD}
  FROM audit_entry e LEFT JOIN inspection i ON
    (e.object_kind IN ('inspection', 'disposition') AND i.id = e.object_id)
    OR (e.object_kind = 'part' AND i.sequence = CAST(e.object_id AS INTEGER))`;

/**
 * Reads the outbox: entries of the audit chain, and the records that they tell of, with a connection of its own that can change nothing. What the chain holds is
 * never removed, so a receiver that was away for a week finds all of it.
 */
export class OutboxReader {
  readonly #database: StationDatabase;
  readonly #station: OutboxMessage['station'];
  readonly #after: Statement<Row>;
  readonly #one: Statement<Row>;
  readonly #last: Statement<{ sequence: number | null }>;
  readonly #folder: Statement<{ folder: string }>;
  /** Of sources: a folder stays as it is. */
  readonly #folders = new Map<string, string>();

  /** @throws SigmalineError `storage.*` */
  constructor(dataFolder: string, station: OutboxMessage['station']) {
    this.#database = readStationDatabase(dataFolder);
    this.#station = station;
    this.#after = this.#database.prepare(`${SELECT} WHERE e.sequence > ? ORDER BY e.sequence LIMIT ?`);
    this.#one = this.#database.prepare(`${SELECT} WHERE e.sequence = ?`);
    this.#last = this.#database.prepare('SELECT MAX(sequence) AS sequence FROM audit_entry');
    this.#folder = this.#database.prepare('SELECT folder FROM source WHERE id = ?');
  }

  /** How long the chain is. */
  last(): number {
    return this.#last.get()?.sequence ?? 0;
  }

  /** What follows a position, in its order. */
  after(position: number, limit: number): OutboxItem[] {
    return this.#after.all(position, limit).map((row) => this.#item(row));
  }

  one(sequence: number): OutboxItem | null {
    const row = this.#one.get(sequence);
    return row === undefined ? null : this.#item(row);
  }

  close(): void {
    this.#database.close();
  }

  #item(row: Row): OutboxItem {
    const read = readBody(row.body);
    // Written by a newer version, or damaged: it is sent as what it is, and its receiver can tell by the hash.
    const body = read.kind === 'read' ? read.body : null;
    const object = body?.object ?? { kind: 'unknown', id: String(row.entry) };
    const message: OutboxMessage = {
      schema: MESSAGE_SCHEMA,
      id: `${this.#station.id}-${row.entry}`,
      type: body === null ? 'event' : messageTypeOf(body.action),
      sequence: row.entry,
      time_utc: body?.at ?? new Date(0).toISOString(),
      station: this.#station,
      action: body?.action ?? 'entry.unreadable',
      object,
      actor: body?.actor ?? 'unknown',
      name: body?.name ?? null,
      role: body?.role ?? null,
      reason: body?.reason ?? null,
      old: body?.old ?? null,
      new: body?.new ?? null,
      hash: row.entry_hash,
      record: row.c0 === null ? null : recordIn(row),
      image: row.c0 === null ? null : this.#image(row),
    };
    const recordText = (): string => TEXTS.of(RECORD_COLUMNS.map((_, index) => row[`c${index}`]));
    const entry = { body: row.body, hash: row.entry_hash };
    return message.type === 'record' && message.record !== null ? { message, entry, recordText } : { message, entry };
  }

  /** Null where the station does not know the source of the record, which may be older than the database. */
  #image(row: Row): OutboxMessage['image'] {
    const source = String(row[SOURCE]);
    const folder = this.#folders.get(source) ?? this.#folder.get(source)?.folder;
    if (folder === undefined) return null;
    this.#folders.set(source, folder);
    const path = join(folder, String(row[FILE]));
    return { path, url: pathToFileURL(path).href };
  }
}

function recordIn(row: Row): Record<string, string | number | null> {
  return Object.fromEntries(EXPORTED.map(({ index, exported }) => [exported, row[`c${index}`] ?? null]));
}

/** What the test button sends. */
export function testMessage(station: OutboxMessage['station'], now: Date): OutboxMessage {
  return {
    schema: MESSAGE_SCHEMA,
    id: `${station.id}-test-${now.getTime()}`,
    type: 'test',
    sequence: 0,
    time_utc: now.toISOString(),
    station,
    action: 'connection.tested',
    object: { kind: 'connection', id: 'test' },
    actor: 'station',
    name: null,
    role: null,
    reason: null,
    old: null,
    new: null,
    hash: '',
    record: null,
    image: null,
  };
}
