import { shiftTime, type Verdict } from '../../../shared/domain/index.ts';
import type { Statement, StationDatabase } from '../storage/index.ts';
import { type IndexedRecord, TIME_KINDS, type TimeKind, VIEW } from './block.ts';
import type { IndexFile } from './indexFile.ts';

interface Row {
  readonly number: number;
  readonly id: string;
  readonly verdict: Verdict;
  readonly sourceId: string;
  readonly recipeId: string | null;
  readonly recipeVersion: number | null;
  readonly lot: string | null;
  readonly errorCode: string | null;
  readonly score: number | null;
  readonly recordedAt: string;
  readonly arrivedAt: string | null;
  readonly fileTime: string | null;
  readonly file: string;
  readonly serial: string | null;
  readonly isView: 0 | 1;
}

interface Decided {
  readonly number: number;
  readonly decision: string;
  readonly reason: string;
  readonly defect: string | null;
  readonly person: string | null;
}

const DECIDED = 'inspection AS number, decision, reason, defect, person';

/** What the search index is made from: the station's database, which is only read. */
export class StationRows {
  readonly #last: Statement<{ number: number }>;
  readonly #id: Statement<{ id: string }>;
  readonly #records: Statement<Row>;
  readonly #decided: Statement<Decided>;
  readonly #after: Statement<{ id: number; number: number; key: string }>;
  readonly #key: Statement<{ key: string }>;

  constructor(database: StationDatabase) {
    this.#last = database.prepare('SELECT COALESCE(MAX(sequence), 0) AS number FROM inspection');
    this.#id = database.prepare('SELECT id FROM inspection WHERE sequence = ?');
    this.#records = database.prepare(
      `SELECT sequence AS number, id, verdict, source_id AS sourceId, recipe_id AS recipeId, recipe_version AS recipeVersion, lot, error_code AS errorCode,
         score, recorded_at AS recordedAt, arrived_at AS arrivedAt, file_time AS fileTime, file, part_serial AS serial,
         EXISTS (SELECT 1 FROM part_view WHERE record = sequence) AS isView
       FROM inspection WHERE sequence > ? AND sequence <= ? ORDER BY sequence`,
    );
    this.#decided = database.prepare(
      `SELECT ${DECIDED} FROM disposition WHERE inspection > ? AND inspection <= ? ORDER BY inspection, id`,
    );
    const key = `inspection || ' ' || at || ' ' || decision || ' ' || reason AS key`;
    this.#after = database.prepare(
      `SELECT id, inspection AS number, ${key} FROM disposition WHERE id > ? ORDER BY id LIMIT ?`,
    );
    this.#key = database.prepare(`SELECT ${key} FROM disposition WHERE id = ?`);
  }

  /** The number of the newest record. */
  last(): number {
    return this.#last.get()?.number ?? 0;
  }

  /** Records of (after, upTo] with what was decided about them last. */
  records(after: number, upTo: number): IndexedRecord[] {
    const decided = new Map(this.#decided.all(after, upTo).map((row) => [row.number, row]));
    return this.#records.all(after, upTo).map((row) => indexed(row, decided.get(row.number)));
  }

  /** Dispositions after one, the oldest first, each with what tells it from any other of its id. */
  dispositionsAfter(id: number, limit: number): { id: number; number: number; key: string }[] {
    return this.#after.all(id, limit);
  }

  /** Whether an index is about these records and what was decided about them: a restored database may hold others. */
  areThoseOf(file: IndexFile): boolean {
    const { id, key } = file.followed();
    return file.isAbout((number) => this.#id.get(number)?.id ?? null) && (this.#key.get(id)?.key ?? null) === key;
  }

  /** The terms that a record ever had by what was decided about it, and those of now; empty where nobody has decided. */
  decidedTerms(number: number): { readonly ever: readonly string[]; readonly now: readonly string[] } {
    const history = this.#decided.all(number - 1, number).map(decidedTerms);
    return { ever: [...new Set(['state:open', ...history.flat()])], now: history.at(-1) ?? [] };
  }
}

function indexed(row: Row, decided: Decided | undefined): IndexedRecord {
  const { number, id, score, file, serial } = row;
  const times = Object.fromEntries(TIME_KINDS.map((kind) => [kind, Date.parse(shiftTime(row, kind))]));
  return { number, id, score, file, serial, terms: termsOf(row, decided), times: times as Record<TimeKind, number> };
}

/** What a record can be found by besides its times, its score and its texts. */
function termsOf(row: Row, decided: Decided | undefined): string[] {
  const { verdict, sourceId, recipeId, recipeVersion, lot, errorCode } = row;
  const terms = [`verdict:${verdict}`, `source:${sourceId}`];
  if (recipeId !== null) terms.push(`recipe:${recipeId}`, `version:${recipeId}@${recipeVersion}`);
  if (lot !== null) terms.push(`lot:${lot}`);
  if (errorCode !== null) terms.push(`error:${errorCode}`);
  if (row.isView === 1) terms.push(VIEW);
  if (verdict !== 'pass') terms.push(...(decided === undefined ? ['state:open'] : decidedTerms(decided)));
  return terms;
}

function decidedTerms({ decision, reason, defect, person }: Decided): string[] {
  if (decision === 'undecided') return ['state:open'];
  const terms = [`state:${decision}`, `reason:${reason}`];
  if (defect !== null) terms.push(`defect:${defect}`);
  if (person !== null) terms.push(`person:${person}`);
  return terms;
}
