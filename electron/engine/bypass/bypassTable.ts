import {
  BYPASSED_CODE,
  type Bypass,
  bypassSchema,
  type SourceId,
  type TimeSpan,
} from '../../../shared/domain/index.ts';
import type { Statement, StationDatabase } from '../storage/index.ts';

interface Row {
  readonly id: string;
  readonly source: string | null;
  readonly sourceName: string | null;
  readonly reason: string;
  readonly comment: string | null;
  readonly began: string;
  readonly until: string;
  readonly person: string | null;
  readonly name: string | null;
  readonly signature: string | null;
  readonly ended: string | null;
  readonly endedBy: string | null;
  readonly endedEarly: 0 | 1;
  readonly parts: number;
}

const COLUMNS = `id, source, source_name AS sourceName, reason, comment, began_at AS began, until_at AS until, person, name, signature,
  ended_at AS ended, ended_by AS endedBy, ended_early AS endedEarly, parts`;

/** How a by-pass ended. */
export type End = Pick<Bypass, 'id' | 'endedBy' | 'endedEarly'> & { readonly ended: string };

/** The table of by-passes. */
export class BypassTable {
  readonly #open: Statement<Row>;
  readonly #one: Statement<Row>;
  readonly #atTime: Statement<Row>;
  readonly #lastEnd: Statement<{ at: string | null }>;
  readonly #insert: Statement<never>;
  readonly #end: Statement<never>;
  readonly #countPart: Statement<never>;
  readonly #otherView: Statement<{ record: number }>;

  constructor(database: StationDatabase) {
    this.#open = database.prepare(`SELECT ${COLUMNS} FROM bypass WHERE ended_at IS NULL ORDER BY began_at`);
    this.#one = database.prepare(`SELECT ${COLUMNS} FROM bypass WHERE id = ?`);
    this.#atTime = database.prepare(
      `SELECT ${COLUMNS} FROM bypass
       WHERE (source IS NULL OR source = :source) AND began_at <= :at AND coalesce(ended_at, until_at) > :at
       ORDER BY began_at LIMIT 1`,
    );
    this.#lastEnd = database.prepare('SELECT max(coalesce(ended_at, until_at)) AS at FROM bypass');
    this.#insert = database.prepare(
      `INSERT INTO bypass (id, source, source_name, reason, comment, began_at, until_at, person, name, signature)
       VALUES (:id, :source, :sourceName, :reason, :comment, :began, :until, :person, :name, :signature)`,
    );
    this.#end = database.prepare(
      `UPDATE bypass SET ended_at = :ended, ended_by = :endedBy, ended_early = :endedEarly WHERE id = :id AND ended_at IS NULL`,
    );
    this.#otherView = database.prepare(
      `SELECT other.record FROM part_view AS this JOIN part_view AS other ON other.part = this.part AND other.record <> this.record
       JOIN inspection ON inspection.sequence = other.record
       WHERE this.record = :record AND error_code = '${BYPASSED_CODE}' AND json_extract(error_details, '$.bypass') = :id LIMIT 1`,
    );
    this.#countPart = database.prepare('UPDATE bypass SET parts = parts + 1 WHERE id = ?');
  }

  /** Those whose end is not written down, the oldest first. */
  open(): Bypass[] {
    return this.#open.all().map(bypassIn);
  }

  get(id: string): Bypass | null {
    const row = this.#one.get(id);
    return row === undefined ? null : bypassIn(row);
  }

  /** The one in which a moment of a source lies. */
  atTime(source: SourceId, at: string): Bypass | null {
    const row = this.#atTime.get({ source, at });
    return row === undefined ? null : bypassIn(row);
  }

  /** Behind this no moment lies in any; null where there was none. */
  lastEnd(): string | null {
    return this.#lastEnd.get()?.at ?? null;
  }

  /** To be called in the transaction of its entry, as the others below. */
  add({ source, began, until, id, reason, comment, person, name, signature }: Bypass): void {
    this.#insert.run({
      ...{ id, reason, comment, began, until, person, name },
      source: source?.id ?? null,
      sourceName: source?.name ?? null,
      signature: signature === null ? null : JSON.stringify(signature),
    });
  }

  end({ id, ended, endedBy, endedEarly }: End): void {
    this.#end.run({ id, ended, endedBy, endedEarly: endedEarly ? 1 : 0 });
  }

  /** Whether a record is a view of a part of which another view was counted. */
  isOfCountedPart(id: string, record: number): boolean {
    return this.#otherView.get({ id, record }) !== undefined;
  }

  countPart(id: string): void {
    this.#countPart.run(id);
  }
}

/** Those that lie in a span, whole or in part, the newest first. */
export function bypassesIn(database: StationDatabase, { from, to }: TimeSpan, limit = -1): Bypass[] {
  return database
    .prepare<Row>(
      `SELECT ${COLUMNS} FROM bypass WHERE began_at < :to AND coalesce(ended_at, until_at) > :from
       ORDER BY began_at DESC LIMIT :limit`,
    )
    .all({ from, to, limit })
    .map(bypassIn);
}

function bypassIn({ source, sourceName, signature, endedEarly, ...row }: Row): Bypass {
  return bypassSchema.parse({
    ...row,
    source: source === null ? null : { id: source, name: sourceName ?? '' },
    signature: signature === null ? null : (JSON.parse(signature) as unknown),
    endedEarly: endedEarly === 1,
  });
}
