import type { ComparedRecord, Comparison } from '../../../shared/contract/index.ts';
import type { ErrorFact, Placement, RecipeId, Verdict } from '../../../shared/domain/index.ts';
import { placementSchema, SigmalineError } from '../../../shared/domain/index.ts';
import { median } from '../../gaussian/index.ts';
import type { Statement, StationDatabase } from '../storage/index.ts';

type Row = Pick<
  Comparison,
  'id' | 'kind' | 'against' | 'version' | 'startedAt' | 'until' | 'by' | 'state' | 'skipped'
> & {
  readonly recipeId: RecipeId;
  readonly error: string | null;
};

/** An inspection that a version has judged as well. */
export type ComparedRow = Pick<ComparedRecord, 'verdict' | 'score' | 'limit'> & {
  readonly number: number;
  readonly hasMap: 0 | 1;
};

export interface SecondVerdict {
  readonly verdict: Verdict;
  readonly score: number | null;
  readonly limit: number | null;
  readonly hasMap: boolean;
  /** Where its map lies in the image; null where it covers all of it. */
  readonly placement: Placement | null;
  /** Milliseconds of the image by both versions, where that was measured. */
  readonly imageMs: Comparison['imageMs'];
}

interface PageAsked {
  readonly from: Verdict | null;
  readonly to: Verdict | null;
  readonly onlyChanged: boolean;
  readonly before: number | null;
  readonly limit: number;
}

/** The tables of comparisons. */
export class ComparisonTable {
  readonly #database: StationDatabase;
  readonly #all: Statement<Row>;
  readonly #one: Statement<Row>;
  readonly #states: Statement<{ state: 'waiting' | 'judged' | 'lacking'; count: number }>;
  readonly #changes: Statement<Comparison['changes'][number]>;
  readonly #times: Statement<NonNullable<Comparison['imageMs']>>;
  readonly #next: Statement<{ number: number }>;
  readonly #behind: Statement<{ number: number }>;
  readonly #add: Statement<never>;

  constructor(database: StationDatabase) {
    this.#database = database;
    const columns = `SELECT id, kind, recipe_id AS recipeId, against, version, started_at AS startedAt, until, name AS "by", state, error, skipped FROM comparison`;
    this.#all = database.prepare(`${columns} ORDER BY id DESC`);
    this.#one = database.prepare(`${columns} WHERE id = ?`);
    this.#states = database.prepare(
      'SELECT state, COUNT(*) AS count FROM compared WHERE comparison = ? GROUP BY state',
    );
    this.#changes = database.prepare(
      `SELECT inspection.verdict AS "from", compared.verdict AS "to", COUNT(*) AS count FROM compared JOIN inspection ON sequence = inspection
       WHERE comparison = ? AND compared.state = 'judged' GROUP BY 1, 2`,
    );
    this.#times = database.prepare(
      'SELECT against_ms AS against, version_ms AS version FROM compared WHERE comparison = ? AND against_ms IS NOT NULL',
    );
    this.#next = database.prepare(
      `SELECT inspection AS number FROM compared WHERE comparison = ? AND state = 'waiting' ORDER BY inspection DESC LIMIT 1`,
    );
    this.#behind = database.prepare(
      `SELECT inspection AS number FROM compared WHERE comparison = ? AND state = 'waiting' LIMIT ?`,
    );
    this.#add = database.prepare('INSERT OR IGNORE INTO compared (comparison, inspection) VALUES (?, ?)');
  }

  /** The newest first. */
  all(): Comparison[] {
    return this.#all.all().map((row) => this.#comparisonOf(row));
  }

  /** @throws SigmalineError `comparison.not-found` */
  get(id: number): Comparison {
    const row = this.#one.get(id);
    if (row === undefined) throw new SigmalineError('comparison.not-found');
    return this.#comparisonOf(row);
  }

  /** To be called in a transaction. @param numbers of the records, none for a shadow */
  begin(
    begun: Pick<Comparison, 'kind' | 'recipeId' | 'against' | 'version' | 'startedAt' | 'until' | 'by'>,
    numbers: readonly number[],
  ): number {
    this.#database
      .prepare(
        `INSERT INTO comparison (kind, recipe_id, against, version, started_at, until, name)
         VALUES (:kind, :recipeId, :against, :version, :startedAt, :until, :by)`,
      )
      .run(begun);
    const id = this.#database.prepare<{ id: number }>('SELECT last_insert_rowid() AS id').get()?.id ?? 0;
    for (const number of numbers) this.add(id, number);
    return id;
  }

  add(id: number, number: number): void {
    this.#add.run(id, number);
  }

  skip(id: number): void {
    this.#database.prepare('UPDATE comparison SET skipped = skipped + 1 WHERE id = ?').run(id);
  }

  /** Whether so many inspections, or more, are still to be judged. */
  isWaitingFor(id: number, most: number): boolean {
    return this.#behind.all(id, most).length >= most;
  }

  isRunning(id: number): boolean {
    return this.#one.get(id)?.state === 'running';
  }

  /** Comparisons that go on. */
  running(): readonly Pick<Comparison, 'id' | 'kind' | 'recipeId' | 'against'>[] {
    return this.#all.all().filter(({ state }) => state === 'running');
  }

  /** The newest inspection that is still to be judged. */
  next(id: number): number | null {
    return this.#next.get(id)?.number ?? null;
  }

  judged(id: number, number: number, { verdict, score, limit, hasMap, placement, imageMs }: SecondVerdict): void {
    this.#database
      .prepare(
        `UPDATE compared SET state = 'judged', verdict = :verdict, score = :score, limit_fail = :limit, has_map = :hasMap, placement = :placement, against_ms = :against, version_ms = :version
         WHERE comparison = :id AND inspection = :number`,
      )
      .run({
        id,
        number,
        verdict,
        score,
        limit,
        hasMap: hasMap ? 1 : 0,
        placement: placement === null ? null : JSON.stringify(placement),
        against: imageMs?.against ?? null,
        version: imageMs?.version ?? null,
      });
  }

  /** Where the map of an inspection lies in its image; null where it covers all of it. */
  placement(id: number, number: number): Placement | null {
    const text = this.#database
      .prepare<{ placement: string | null }>('SELECT placement FROM compared WHERE comparison = ? AND inspection = ?')
      .get(id, number)?.placement;
    return typeof text === 'string' ? placementSchema.parse(JSON.parse(text)) : null;
  }

  lacking(id: number, number: number): void {
    this.#database
      .prepare(`UPDATE compared SET state = 'lacking' WHERE comparison = ? AND inspection = ?`)
      .run(id, number);
  }

  end(id: number, state: Exclude<Comparison['state'], 'running'>, error: ErrorFact | null = null): void {
    this.#database
      .prepare(`UPDATE comparison SET state = :state, error = :error WHERE id = :id AND state = 'running'`)
      .run({ id, state, error: error === null ? null : JSON.stringify(error) });
  }

  remove(id: number): void {
    this.#database.prepare('DELETE FROM compared WHERE comparison = ?').run(id);
    this.#database.prepare('DELETE FROM comparison WHERE id = ?').run(id);
  }

  /** The newest first. */
  page(id: number, { from, to, onlyChanged, before, limit }: PageAsked): ComparedRow[] {
    return this.#database
      .prepare<ComparedRow>(
        `SELECT inspection AS number, compared.verdict AS verdict, compared.score AS score, compared.limit_fail AS "limit", has_map AS hasMap
         FROM compared JOIN inspection ON sequence = inspection
         WHERE comparison = :id AND compared.state = 'judged' AND inspection < :before
           AND (:from IS NULL OR inspection.verdict = :from) AND (:to IS NULL OR compared.verdict = :to)
           AND (:all = 1 OR inspection.verdict <> compared.verdict)
         ORDER BY inspection DESC LIMIT :limit`,
      )
      .all({ id, from, to, all: onlyChanged ? 0 : 1, before: before ?? Number.MAX_SAFE_INTEGER, limit });
  }

  #countsOf(id: number): Record<'waiting' | 'judged' | 'lacking', number> {
    const counts = { waiting: 0, judged: 0, lacking: 0 };
    for (const { state, count } of this.#states.all(id)) counts[state] = count;
    return counts;
  }

  #comparisonOf({ error, ...row }: Row): Comparison {
    const { waiting, judged, lacking } = this.#countsOf(row.id);
    const times = this.#times.all(row.id);
    const against = median(times.map((time) => time.against));
    const version = median(times.map((time) => time.version));
    return {
      ...row,
      error: error === null ? null : (JSON.parse(error) as ErrorFact),
      total: waiting + judged + lacking,
      judged,
      lacking,
      changes: this.#changes.all(row.id),
      imageMs: against === null || version === null ? null : { against, version },
    };
  }
}
