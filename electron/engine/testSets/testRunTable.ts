import {
  type ErrorFact,
  isMistaken,
  type Placement,
  placementSchema,
  type RecipeId,
  SigmalineError,
  type TestOutcome,
  type TestResult,
  type TestRun,
  type TestStanding,
  type Verdict,
} from '../../../shared/domain/index.ts';
import type { Statement, StationDatabase } from '../storage/index.ts';
import type { KeptImage, TestSetTable } from './testSetTable.ts';

type Row = Omit<TestRun, 'error' | 'outcome' | 'judged' | 'total' | 'toLook' | 'looked'> & {
  readonly error: string | null;
  readonly outcome: string | null;
};

type Counts = Pick<TestRun, 'judged' | 'total' | 'toLook' | 'looked'>;

interface ResultRow {
  readonly image: number;
  readonly verdict: Verdict | null;
  readonly score: number | null;
  readonly limit: number | null;
  readonly error: string | null;
  readonly hasMap: 0 | 1;
  readonly mustLook: 0 | 1;
  readonly lookedAt: string | null;
  readonly lookedBy: string | null;
}

/** What a version says of an image. */
export interface NewResult {
  readonly verdict: Verdict;
  readonly score: number | null;
  readonly limit: number | null;
  readonly error: ErrorFact | null;
  readonly hasMap: boolean;
  /** Where its heatmap lies in the image; null where it covers all of it. */
  readonly placement: Placement | null;
  readonly mustLook: boolean;
}

const RUN_COLUMNS = `test_run.id AS id, test_set AS setId, test_set.name AS setName, set_hash AS setHash, test_run.recipe_id AS recipeId, version,
  graph_sha256 AS graphSha256, software, provider, started_at AS startedAt, test_run.name AS "by", state, ended_at AS endedAt, error, outcome`;

/** The tables of tests. */
export class TestRunTable {
  readonly #database: StationDatabase;
  readonly #sets: TestSetTable;
  readonly #all: Statement<Row>;
  readonly #one: Statement<Row>;
  readonly #ofVersion: Statement<Row>;
  readonly #counts: Statement<Counts>;
  readonly #results: Statement<ResultRow>;

  constructor(database: StationDatabase, sets: TestSetTable) {
    this.#database = database;
    this.#sets = sets;
    const select = `SELECT ${RUN_COLUMNS} FROM test_run JOIN test_set ON test_set.id = test_set`;
    this.#all = database.prepare(`${select} ORDER BY test_run.id DESC`);
    this.#one = database.prepare(`${select} WHERE test_run.id = ?`);
    this.#ofVersion = database.prepare(
      `${select} WHERE test_run.recipe_id = ? AND version = ? AND withdrawn_at IS NULL ORDER BY test_run.id DESC`,
    );
    this.#counts = database.prepare(
      `SELECT COUNT(verdict) AS judged, COUNT(*) AS total, COALESCE(SUM(must_look), 0) AS toLook, COUNT(looked_at) AS looked
       FROM test_result WHERE run = ?`,
    );
    this.#results = database.prepare(
      `SELECT image, verdict, score, limit_fail AS "limit", error, has_map AS hasMap, must_look AS mustLook, looked_at AS lookedAt, looked_by AS lookedBy
       FROM test_result WHERE run = ? ORDER BY image`,
    );
  }

  /** The newest first. */
  all(): TestRun[] {
    return this.#all.all().map((row) => this.#runOf(row));
  }

  /** @throws SigmalineError `test-run.not-found` */
  get(id: number): TestRun {
    const row = this.#one.get(id);
    if (row === undefined) throw new SigmalineError('test-run.not-found');
    return this.#runOf(row);
  }

  /** The one that goes on. */
  running(): TestRun | null {
    return this.all().find(({ state }) => state === 'running') ?? null;
  }

  begin(
    run: Pick<TestRun, 'setId' | 'setHash' | 'recipeId' | 'version' | 'graphSha256' | 'software' | 'startedAt' | 'by'>,
    images: readonly KeptImage[],
  ): number {
    this.#database
      .prepare(
        `INSERT INTO test_run (test_set, set_hash, recipe_id, version, graph_sha256, software, started_at, name)
         VALUES (:setId, :setHash, :recipeId, :version, :graphSha256, :software, :startedAt, :by)`,
      )
      .run(run);
    const id = this.#database.prepare<{ id: number }>('SELECT last_insert_rowid() AS id').get()?.id ?? 0;
    const insert = this.#database.prepare('INSERT INTO test_result (run, image) VALUES (?, ?)');
    for (const { id: image, excluded } of images) if (excluded === null) insert.run(id, image);
    return id;
  }

  judged(id: number, image: number, { error, hasMap, mustLook, placement, ...result }: NewResult): void {
    this.#database
      .prepare(
        `UPDATE test_result SET verdict = :verdict, score = :score, limit_fail = :limit, error = :error, has_map = :hasMap, must_look = :mustLook,
           placement = :placement
         WHERE run = :id AND image = :image`,
      )
      .run({
        id,
        image,
        ...result,
        error: jsonOf(error),
        placement: jsonOf(placement),
        hasMap: hasMap ? 1 : 0,
        mustLook: mustLook ? 1 : 0,
      });
  }

  placement(id: number, image: number): Placement | null {
    const text = this.#database
      .prepare<{ placement: string | null }>('SELECT placement FROM test_result WHERE run = ? AND image = ?')
      .get(id, image)?.placement;
    return typeof text === 'string' ? placementSchema.parse(JSON.parse(text)) : null;
  }

  ranOn(id: number, provider: string): void {
    this.#database.prepare('UPDATE test_run SET provider = ? WHERE id = ?').run(provider, id);
  }

  /** Whoever looked first stays. */
  looked(id: number, image: number, at: string, by: string | null): void {
    this.#database
      .prepare('UPDATE test_result SET looked_at = ?, looked_by = ? WHERE run = ? AND image = ? AND looked_at IS NULL')
      .run(at, by, id, image);
  }

  change(
    id: number,
    state: TestRun['state'],
    {
      endedAt = null,
      error = null,
      outcome,
    }: { endedAt?: string | null; error?: ErrorFact | null; outcome?: TestOutcome },
  ): void {
    this.#database
      .prepare(
        'UPDATE test_run SET state = :state, ended_at = :endedAt, error = :error, outcome = COALESCE(:outcome, outcome) WHERE id = :id',
      )
      .run({ id, state, endedAt, error: jsonOf(error), outcome: jsonOf(outcome ?? null) });
  }

  /** Images that are still to be judged. */
  waiting(id: number): readonly number[] {
    return this.#results.all(id).flatMap(({ verdict, image }) => (verdict === null ? [image] : []));
  }

  /** Those that were judged, with what the set says of them. */
  results(run: Pick<TestRun, 'id' | 'setId'>): TestResult[] {
    const images = new Map(this.#sets.images(run.setId).map((image) => [image.id, image]));
    return this.#results.all(run.id).flatMap((row): TestResult[] => {
      const image = images.get(row.image);
      const { verdict } = row;
      if (image === undefined || image.label === null || verdict === null) return [];
      const { id, file, serial, isChallenge, label } = image;
      return [
        {
          image: { id, file, serial, isChallenge },
          label,
          verdict,
          score: row.score,
          limit: row.limit,
          error: row.error === null ? null : (JSON.parse(row.error) as ErrorFact),
          hasMap: row.hasMap === 1,
          isMistake: isMistaken(label, verdict),
          mustBeLooked: row.mustLook === 1,
          looked: row.lookedAt === null ? null : { at: row.lookedAt, by: row.lookedBy },
        },
      ];
    });
  }

  /**
   * What the tests of a version say about it: the newest of each set counts. One that failed says more than all that passed; sets that were withdrawn say nothing.
   */
  standingOf(recipeId: RecipeId, version: number): TestStanding {
    const newest = [...Map.groupBy(this.#ofVersion.all(recipeId, version), ({ setId }) => setId).values()].flatMap(
      (runs) => runs.find(({ state }) => state !== 'stopped' && state !== 'broken') ?? [],
    );
    const decisive = (['failed', 'running', 'looking', 'passed'] as const).flatMap((state) =>
      newest.filter((row) => row.state === state),
    )[0];
    if (decisive === undefined)
      return { outcome: 'none', at: null, by: null, labelledBy: [], missing: { images: 0, looks: 0 } };
    const { judged, total, toLook, looked } = this.#runOf(decisive);
    const { state, endedAt, by } = decisive;
    const labelledBy = this.#sets.images(decisive.setId).flatMap(({ labels }) => labels.map(({ name }) => name));
    return {
      outcome: state === 'passed' || state === 'failed' ? state : 'open',
      at: endedAt,
      by,
      labelledBy: [...new Set(labelledBy)].filter((name) => name !== ''),
      missing: { images: total - judged, looks: toLook - looked },
    };
  }

  #runOf({ error, outcome, ...row }: Row): TestRun {
    return {
      ...row,
      error: error === null ? null : (JSON.parse(error) as ErrorFact),
      outcome: outcome === null ? null : (JSON.parse(outcome) as TestOutcome),
      ...(this.#counts.get(row.id) ?? { judged: 0, total: 0, toLook: 0, looked: 0 }),
    };
  }
}

function jsonOf(value: object | null): string | null {
  return value === null ? null : JSON.stringify(value);
}
