import type { AuditFilter, AuditItem } from '../../../shared/contract/index.ts';
import { BLOCK_LEVEL, BLOCK_SIZE, NOBODY } from '../../audit/index.ts';
import type { Statement, StationDatabase } from '../storage/index.ts';
import { bodyIn } from './beginning.ts';

export interface PageRequest {
  readonly before: number | null;
  readonly limit: number;
  readonly filter: AuditFilter;
}

interface Row {
  readonly sequence: number;
  readonly body: string;
  readonly at: string;
  readonly action: string;
  readonly actor: string;
  readonly kind: string;
  readonly id: string;
}

/** Entries with sequence numbers in (after, upTo]. */
interface Span {
  readonly after: number;
  readonly upTo: number;
}

/** Nearly all entries are these. The indexes know all others. */
const RECORDED = 'inspection.recorded';
/** Of the moments at which a record and its entry are written. */
const LONGEST_COMMIT_MS = 5000;

/**
 * Reads pages of the chain. However long it is, no page reads more than a few hundred entries besides its own: what is rare has indexes, which
 * inspections are not in; a period is found by the times that are kept of each block of 256 entries.
 */
export class AuditPages {
  readonly #database: StationDatabase;
  readonly #statements = new Map<string, Statement<Row>>();
  readonly #size: Statement<{ size: number }>;
  readonly #blocks: Statement<{ first: number | null; last: number | null }>;
  readonly #record: Statement<{ recordedAt: string }>;

  constructor(database: StationDatabase) {
    this.#database = database;
    this.#size = database.prepare('SELECT COALESCE(MAX(sequence), 0) AS size FROM audit_entry');
    this.#blocks = database.prepare(
      `SELECT MIN(position) AS first, MAX(position) AS last FROM audit_node
       WHERE level = ${BLOCK_LEVEL} AND latest >= COALESCE(:from, '') AND earliest < COALESCE(:to, '~')`,
    );
    this.#record = database.prepare('SELECT recorded_at AS recordedAt FROM inspection WHERE id = ?');
  }

  /** The newest first, before a number where one is given. */
  page({ before, limit, filter }: PageRequest): { readonly items: AuditItem[]; readonly hasMore: boolean } {
    const rows: Row[] = [];
    // One more tells whether there are more.
    for (const span of this.#spans(filter)) {
      const within = { after: span.after, upTo: Math.min(span.upTo, (before ?? Number.MAX_SAFE_INTEGER) - 1) };
      if (rows.length <= limit && within.upTo > within.after)
        rows.push(...this.#read(filter, within, limit + 1 - rows.length));
    }
    return { items: rows.slice(0, limit).map(itemOf), hasMore: rows.length > limit };
  }

  /** What is rare enough to be chosen from a list. */
  choices(): { readonly actions: string[]; readonly actors: string[] } {
    return { actions: this.#distinct('action', '', '~'), actors: this.#distinct('actor', '', '~') };
  }

  /** Where entries of a time can be, the newest first: in the block that is not complete yet, and in some of the others. */
  #spans({ from, to }: Pick<AuditFilter, 'from' | 'to'>): Span[] {
    const size = this.#size.get()?.size ?? 0;
    if (from === null && to === null) return [{ after: 0, upTo: size }];
    const complete = size - (size % BLOCK_SIZE);
    const { first = null, last = null } = this.#blocks.get({ from, to }) ?? {};
    const tail = { after: complete, upTo: size };
    if (first === null || last === null) return [tail];
    return [tail, { after: first * BLOCK_SIZE, upTo: (last + 1) * BLOCK_SIZE }];
  }

  #read(filter: AuditFilter, span: Span, limit: number): Row[] {
    const { object, actor } = filter;
    const actions = this.#actions(filter.action);
    const rows: Row[] = [];
    const isRareActor = actor !== null && actor !== NOBODY.station;
    const read = (action: string | null, others = ''): void =>
      void rows.push(...this.#select({ ...filter, action }, span, limit, others));
    const rare = `action <> '${RECORDED}'`;
    if (actions === null) {
      read(null, isRareActor || object !== null ? rare : '');
    } else {
      for (const action of actions) {
        if (action === RECORDED && (isRareActor || object !== null)) continue;
        read(action, action === RECORDED ? '' : rare);
      }
    }
    const canBeRecorded = object?.kind === 'inspection' && !isRareActor && (actions?.includes(RECORDED) ?? true);
    if (canBeRecorded) rows.push(...this.#recordedOf(object.id, filter, span));
    return rows.sort((first, second) => second.sequence - first.sequence).slice(0, limit);
  }

  /** The entry of a record lies where the times of its block hold the record's. */
  #recordedOf(id: string, filter: AuditFilter, span: Span): Row[] {
    const record = this.#record.get(id);
    if (record === undefined) return [];
    const at = Date.parse(record.recordedAt);
    const around = {
      from: new Date(at - LONGEST_COMMIT_MS).toISOString(),
      to: new Date(at + LONGEST_COMMIT_MS).toISOString(),
    };
    return this.#spans(around).flatMap(({ after, upTo }) => {
      const both = { after: Math.max(after, span.after), upTo: Math.min(upTo, span.upTo) };
      return this.#select({ ...filter, action: RECORDED }, both, 1, '', 'NOT INDEXED');
    });
  }

  /** Null for all; what an area means. */
  #actions(filter: string | null): string[] | null {
    if (filter === null) return null;
    if (!filter.endsWith('.')) return [filter];
    const known = this.#distinct('action', filter, `${filter.slice(0, -1)}/`);
    return RECORDED.startsWith(filter) ? [...known, RECORDED] : known;
  }

  /** By one look into the index for each value, however many entries have it. */
  #distinct(column: 'action' | 'actor', from: string, to: string): string[] {
    const next = this.#database.prepare<{ value: string | null }>(
      `SELECT MIN(${column}) AS value FROM audit_entry WHERE action <> '${RECORDED}' AND ${column} > ? AND ${column} < ?`,
    );
    const values: string[] = [];
    for (let value = next.get(from, to)?.value; value; value = next.get(value, to)?.value) values.push(value);
    return values;
  }

  #select({ from, to, action, actor, object }: AuditFilter, span: Span, limit: number, others = '', how = ''): Row[] {
    const wheres = ['sequence > :after', 'sequence <= :upTo'];
    if (others !== '') wheres.push(others);
    if (from !== null) wheres.push('at >= :from');
    if (to !== null) wheres.push('at < :to');
    if (action !== null) wheres.push('action = :action');
    if (actor !== null) wheres.push('actor = :actor');
    if (object !== null) wheres.push('object_kind = :kind AND object_id = :id');
    const sql = `SELECT sequence, body, at, action, actor, object_kind AS kind, object_id AS id FROM audit_entry ${how}
      WHERE ${wheres.join(' AND ')} ORDER BY sequence DESC LIMIT :limit`;
    const statement = this.#statements.get(sql) ?? this.#database.prepare<Row>(sql);
    this.#statements.set(sql, statement);
    const parameters = { from, to, action, actor, kind: object?.kind ?? null, id: object?.id ?? null, limit, ...span };
    return statement.all(parameters);
  }
}

/** Of an entry that somebody made unreadable, what the columns beside it say. */
function itemOf({ sequence, body, kind, id, ...columns }: Row): AuditItem {
  const beside = { ...columns, object: { kind, id }, name: null, role: null, reason: null };
  const { at, actor, name, role, action, object, reason } = bodyIn(body) ?? beside;
  return { sequence, at, actor, name, role, action, object, reason };
}
