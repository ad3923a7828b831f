import { existsSync, statSync } from 'node:fs';
import { extname, join } from 'node:path';
import type { StationDatabase } from '../storage/index.ts';

type Row = Readonly<Record<string, unknown>>;

/** Rows that are told of at most. */
const LAST_FAULTS = 200;
const LAST_ACTIONS = 500;
/** Of so many newest records serials, lots and files are replaced wherever they stand; in unknown texts all that looks like one is. */
const NAMED_RECORDS = 100_000;
const LARGEST_CHECKED_BYTES = 1e9;
const LARGEST_IMAGE_BYTES = 100e6;

/** Reads what support asks for out of a station's database. */
export class StationFacts {
  readonly #database: StationDatabase;
  readonly #tables: ReadonlySet<string>;

  constructor(database: StationDatabase) {
    this.#database = database;
    const tables = database.prepare<{ name: string }>("SELECT name FROM sqlite_schema WHERE type = 'table'").all();
    this.#tables = new Set(tables.map(({ name }) => name));
  }

  /** People's ids, names and badges, and what records, sources and holds are called. */
  names(): string[] {
    const records = `SELECT part_serial AS one, lot AS two, file AS three, source_name AS four FROM inspection ORDER BY sequence DESC LIMIT ${NAMED_RECORDS}`;
    const rows = [
      ...this.#rows('person', 'SELECT sign_in_id AS one, name AS two, badge AS three FROM person'),
      ...this.#rows('source', 'SELECT name AS one, folder AS two FROM source'),
      ...this.#rows('hold', 'SELECT value AS one, reason AS two, person AS three, name AS four FROM hold'),
      ...this.#rows('inspection', records),
    ];
    const texts = rows.flatMap((row) => Object.values(row)).filter((text) => typeof text === 'string');
    return texts.flatMap((text) => [text, ...text.split(/[\\/]/), text.slice(0, text.length - extname(text).length)]);
  }

  settings(): unknown {
    return this.#rows('setting', 'SELECT name AS kind, value FROM setting').map(({ kind, value }) => ({
      kind,
      value: JSON.parse(String(value)) as unknown,
    }));
  }

  sources(): unknown {
    const sql = 'SELECT id, name, folder, recipe_id AS recipe, options FROM source WHERE position IS NOT NULL';
    return this.#rows('source', sql).map((row) => ({ ...row, options: JSON.parse(String(row.options)) as unknown }));
  }

  notices(): Row[] {
    return this.#rows(
      'notice',
      'SELECT at, code, details, acknowledged_at AS acknowledgedAt FROM notice ORDER BY id DESC LIMIT 500',
    ).map(withDetails);
  }

  faults(): Row[] {
    const sql = `SELECT sequence, recorded_at AS at, error_code AS code, error_details AS details, source_id AS source FROM inspection
      WHERE sequence IN (${this.#faultNumbers()}) ORDER BY sequence DESC`;
    return this.#rows('inspection', sql).map(withDetails);
  }

  /** What the station noticed of itself: lanes that died, trouble with the disk, jumps of the clock ... */
  events(): Row[] {
    const sql = `SELECT sequence, at, action, body FROM audit_entry
      WHERE action IN ('lane.died', 'storage.trouble', 'storage.recovered', 'clock.stepped', 'station.started', 'station.stopped', 'station.crash-found',
        'database.restored', 'chain.recovered', 'station.restored') AND action <> 'inspection.recorded'
      ORDER BY sequence DESC LIMIT ${LAST_ACTIONS}`;
    return this.#rows('audit_entry', sql).map(({ body, ...row }) => {
      const { object, new: said } = JSON.parse(String(body)) as { object: unknown; new: unknown };
      return { ...row, object, new: said };
    });
  }

  queues(): Row {
    return {
      ledger: this.#rows('ledger', 'SELECT state, COUNT(*) AS count FROM ledger GROUP BY state'),
      duties: this.#rows(
        'duty',
        'SELECT action, state, COUNT(*) AS count, MAX(tries) AS tries FROM duty GROUP BY action, state',
      ),
      adoption: this.#rows('audit_adoption', 'SELECT first, next, last FROM audit_adoption'),
      runs: this.#rows(
        'keeping_run',
        'SELECT cause, started_at AS at, outcome FROM keeping_run ORDER BY id DESC LIMIT 20',
      ),
      chain: this.#rows('audit_verification', 'SELECT state AS value FROM audit_verification').map(
        ({ value }) => JSON.parse(String(value)) as unknown,
      ),
      checkpoints: this.#rows(
        'audit_checkpoint',
        'SELECT size, at, cause FROM audit_checkpoint ORDER BY size DESC LIMIT 5',
      ),
    };
  }

  statistics(): Row {
    const bytes = (ending: string): number =>
      statSync(`${this.#database.file}${ending}`, { throwIfNoEntry: false })?.size ?? 0;
    const isChecked = bytes('') <= LARGEST_CHECKED_BYTES;
    return {
      schema: this.#database.pragma('user_version'),
      bytes: { database: bytes(''), log: bytes('-wal') },
      pages: { count: this.#database.pragma('page_count'), free: this.#database.pragma('freelist_count') },
      quickCheck: isChecked
        ? this.#database.pragma('quick_check(1)')
        : 'left out: the station checks large databases in the background',
      tables: [...this.#tables].map((name) => ({ kind: name, rows: this.#count(name) })),
    };
  }

  /** Images of the newest errors that are still where their cameras wrote them. */
  errorImages(count: number): { readonly number: number; readonly path: string }[] {
    const sql = `SELECT sequence AS number, folder, file FROM inspection JOIN source ON source.id = source_id
      WHERE sequence IN (${this.#faultNumbers()}) ORDER BY sequence DESC`;
    return this.#rows('inspection', sql)
      .map(({ number, folder, file }) => ({ number: Number(number), path: join(String(folder), String(file)) }))
      .filter(({ path }) => existsSync(path) && statSync(path).size <= LARGEST_IMAGE_BYTES)
      .slice(0, count);
  }

  /** Among the newest records alone: a station may have had none for years. */
  #faultNumbers(): string {
    return `SELECT sequence FROM (SELECT sequence, error_code FROM inspection ORDER BY sequence DESC LIMIT ${NAMED_RECORDS})
      WHERE error_code IS NOT NULL ORDER BY sequence DESC LIMIT ${LAST_FAULTS}`;
  }

  #count(table: string): unknown {
    return this.#rows(table, `SELECT COUNT(*) AS count FROM "${table}"`)[0]?.count;
  }

  /** None of a table that an older schema does not have. */
  #rows(table: string, sql: string): Row[] {
    return this.#tables.has(table) ? this.#database.prepare<Row>(sql).all() : [];
  }
}

function withDetails({ details, ...row }: Row): Row {
  return { ...row, details: typeof details === 'string' ? (JSON.parse(details) as unknown) : null };
}
