import type { Decision, PartState, PartViews, SourceId, Verdict } from '../../../shared/domain/index.ts';
import type { Statement, StationDatabase } from '../storage/index.ts';

export interface PartRow {
  readonly number: number;
  readonly sourceId: SourceId;
  readonly serial: string | null;
  readonly lot: string | null;
  readonly expected: readonly string[];
  readonly incomplete: 'review' | 'error';
  /** In the time of operation, as those below. */
  readonly arrivedMs: number;
  readonly dueMs: number;
  readonly openUntilMs: number;
  readonly state: PartState;
  readonly verdict: Verdict | null;
  /** Whether a view came when its time was over. */
  readonly reopened: boolean;
  /** What a person made of it; null where nobody has decided. */
  readonly decision: Decision | null;
  readonly change: number;
}

type Stored = Omit<PartRow, 'expected' | 'reopened'> & { readonly expected: string; readonly reopened: number };

/** The source that says how parts are put together. */
export interface Owner {
  readonly sourceId: SourceId;
  readonly views: PartViews;
}

/** Who put the images of a source together from then on. */
export interface ViewsRule {
  readonly sourceId: SourceId;
  /** In the time of operation. */
  readonly fromMs: number;
  /** Null where each image shows a part of its own. */
  readonly owner: Owner | null;
}

/** A record among those of its part. */
export interface PartViewRow {
  readonly record: number;
  readonly view: string;
  readonly verdict: Verdict;
}

/** Which parts a view may belong to. */
export interface PartKey {
  readonly sourceId: SourceId;
  readonly serial: string | null;
  readonly lot: string | null;
}

const COLUMNS = `number, source_id AS sourceId, serial, lot, expected, incomplete, arrived_ms AS arrivedMs, due_ms AS dueMs, open_until_ms AS openUntilMs,
  state, verdict, reopened, decision, change`;

interface Judged extends Pick<PartRow, 'number' | 'state' | 'verdict' | 'reopened'> {
  readonly isUndecided: boolean;
}

/** The rows of parts and of their views. */
export class PartTable {
  readonly #find: Statement<Stored>;
  readonly #partOf: Statement<{ part: number }>;
  readonly #views: Statement<PartViewRow>;
  readonly #ofSerial: Statement<Stored>;
  readonly #lately: Statement<Stored>;
  readonly #due: Statement<Stored>;
  readonly #page: Statement<Stored>;
  readonly #notPassed: Statement<Stored>;
  readonly #undecided: Readonly<Record<'forwards' | 'backwards', Statement<{ number: number }>>>;
  readonly #numberOf: Statement<{ number: number }>;
  readonly #insert: Statement<never>;
  readonly #join: Statement<never>;
  readonly #replace: Statement<never>;
  readonly #judge: Statement<never>;
  readonly #decide: Statement<never>;
  readonly #rules: Statement<Omit<ViewsRule, 'owner'> & { rule: string | null }>;
  readonly #addRule: Statement<never>;

  constructor(database: StationDatabase) {
    const parts = (rest: string) => database.prepare<Stored>(`SELECT ${COLUMNS} FROM part ${rest}`);
    this.#find = parts('WHERE number = ?');
    this.#partOf = database.prepare('SELECT part FROM part_view WHERE record = ?');
    this.#views = database.prepare(
      `SELECT record, part_view.view, inspection.verdict FROM part_view JOIN inspection ON sequence = record
       WHERE part = ? AND replaced_by IS NULL ORDER BY record`,
    );
    this.#ofSerial = parts(
      'WHERE source_id = :sourceId AND serial = :serial AND lot IS :lot ORDER BY number DESC LIMIT 20',
    );
    this.#lately = parts('WHERE source_id = :sourceId ORDER BY number DESC LIMIT 50');
    this.#due = parts(`WHERE state = 'waiting' AND due_ms <= ? ORDER BY due_ms LIMIT 100`);
    this.#page = parts('WHERE number < ? ORDER BY number DESC LIMIT ?');
    this.#notPassed = parts(
      `WHERE verdict <> 'pass' AND number < :before AND verdict IN (SELECT value FROM json_each(:verdicts))
       ORDER BY number DESC LIMIT :limit`,
    );
    const undecided = (rest: string) =>
      database.prepare<{ number: number }>(
        `SELECT number FROM part WHERE verdict <> 'pass' AND decision IS NULL AND ${rest} LIMIT :limit`,
      );
    this.#undecided = {
      forwards: undecided('number > :after ORDER BY number'),
      backwards: undecided('number < :after ORDER BY number DESC'),
    };
    this.#numberOf = database.prepare('SELECT sequence AS number FROM inspection WHERE id = ?');
    this.#insert = database.prepare(
      `INSERT INTO part (number, source_id, serial, lot, expected, incomplete, arrived_ms, due_ms, open_until_ms, state, verdict, change)
       VALUES (:number, :sourceId, :serial, :lot, :expected, :incomplete, :arrivedMs, :dueMs, :openUntilMs, 'waiting', NULL,
         (SELECT COALESCE(MAX(change), 0) + 1 FROM part))`,
    );
    this.#join = database.prepare('INSERT INTO part_view (record, part, view) VALUES (:record, :part, :view)');
    this.#replace = database.prepare('UPDATE part_view SET replaced_by = :by WHERE record = :record');
    this.#judge = database.prepare(
      `UPDATE part SET state = :state, verdict = :verdict, change = (SELECT MAX(change) + 1 FROM part),
         reopened = :reopened, decision = CASE WHEN :isUndecided = 1 THEN NULL ELSE decision END WHERE number = :number`,
    );
    this.#decide = database.prepare('UPDATE part SET decision = :decision WHERE number = :number');
    this.#rules = database.prepare('SELECT source_id AS sourceId, from_ms AS fromMs, rule FROM views_rule ORDER BY id');
    this.#addRule = database.prepare(
      'INSERT INTO views_rule (source_id, from_ms, rule) VALUES (:sourceId, :fromMs, :rule)',
    );
  }

  /** The oldest first. */
  rules(): ViewsRule[] {
    return this.#rules.all().map(({ rule, ...row }) => ({
      ...row,
      owner: rule === null ? null : (JSON.parse(rule) as Owner),
    }));
  }

  addRule({ owner, ...row }: ViewsRule): void {
    this.#addRule.run({ ...row, rule: owner === null ? null : JSON.stringify(owner) });
  }

  find(number: number): PartRow | null {
    return rowIn(this.#find.get(number));
  }

  /** The part that a record shows a view of; null where its image shows a part of its own. */
  partOf(record: number): number | null {
    return this.#partOf.get(record)?.part ?? null;
  }

  /** The number of a record; null where there is none. */
  numberOf(id: string): number | null {
    return this.#numberOf.get(id)?.number ?? null;
  }

  /** In the order in which they came, without those whose place another took. */
  views(part: number): PartViewRow[] {
    return this.#views.all(part);
  }

  /** The newest first. */
  ofSerial({ sourceId, serial, lot }: PartKey): PartRow[] {
    return this.#ofSerial.all({ sourceId, serial, lot }).map(read);
  }

  /** The newest of a source first. */
  lately(sourceId: SourceId): PartRow[] {
    return this.#lately.all({ sourceId }).map(read);
  }

  /** Those that wait although their time is over. @param livedMs the time of operation of now */
  due(livedMs: number): PartRow[] {
    return this.#due.all(livedMs).map(read);
  }

  /** The newest first. */
  page(before: number | null, limit: number): PartRow[] {
    return this.#page.all(before ?? Number.MAX_SAFE_INTEGER, limit).map(read);
  }

  /** The newest first of those with one of these verdicts; one that waits has none. */
  notPassed(verdicts: readonly Verdict[], before: number | null, limit: number): PartRow[] {
    const asked = { verdicts: JSON.stringify(verdicts), before: before ?? Number.MAX_SAFE_INTEGER, limit };
    return this.#notPassed.all(asked).map(read);
  }

  /** The numbers of those that wait for a decision, the nearest to a number first. @param after null begins at the end that is meant */
  undecided(after: number | null, direction: 'forwards' | 'backwards', limit: number): number[] {
    const from = after ?? (direction === 'forwards' ? 0 : Number.MAX_SAFE_INTEGER);
    return this.#undecided[direction].all({ after: from, limit }).map(({ number }) => number);
  }

  begin(part: Omit<PartRow, 'state' | 'verdict' | 'reopened' | 'decision' | 'change'>): void {
    this.#insert.run({ ...part, expected: JSON.stringify(part.expected) });
  }

  join(record: number, part: number, view: string): void {
    this.#join.run({ record, part, view });
  }

  replace(record: number, by: number): void {
    this.#replace.run({ record, by });
  }

  /** @param isUndecided what was decided does not hold any more */
  judge({ number, state, verdict, reopened, isUndecided }: Judged): void {
    this.#judge.run({ number, state, verdict, reopened: reopened ? 1 : 0, isUndecided: isUndecided ? 1 : 0 });
  }

  decide(number: number, decision: Decision | null): void {
    this.#decide.run({ number, decision });
  }
}

function read(row: Stored): PartRow {
  return { ...row, expected: JSON.parse(row.expected) as string[], reopened: row.reopened === 1 };
}

function rowIn(row: Stored | undefined): PartRow | null {
  return row === undefined ? null : read(row);
}
