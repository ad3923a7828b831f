import type { FoundRecord } from '../../../shared/contract/index.ts';
import type { Statement, StationDatabase } from '../storage/index.ts';

type Disposition = NonNullable<FoundRecord['disposition']>;

interface Row extends Omit<FoundRecord, 'hasThumbnail' | 'disposition'> {
  readonly hasThumbnail: 0 | 1;
}

/** The lines of records that were found, as a screen shows them. */
export class FoundRecords {
  readonly #rows: Statement<Row>;
  readonly #disposition: Statement<Disposition>;
  readonly #ofPart: Statement<{ record: number }>;

  constructor(database: StationDatabase) {
    this.#rows = database.prepare(
      `SELECT id, sequence AS number, recorded_at AS recordedAt, arrived_at AS arrivedAt, file_time AS fileTime, source_name AS sourceName, file, verdict,
         score, limit_fail AS "limit", files_folder IS NOT NULL AS hasThumbnail, part_serial AS serial, recipe_id AS recipeId, source_id AS sourceId, lot,
         view, recipe_version AS recipeVersion, error_code AS errorCode, late_ms AS lateMs
       FROM inspection WHERE sequence = ?`,
    );
    this.#disposition = database.prepare(
      `SELECT id, decision, reason, defect, person, name, at FROM disposition
       WHERE id = (SELECT MAX(id) FROM disposition WHERE inspection = ?) AND decision <> 'undecided'`,
    );
    this.#ofPart = database.prepare(
      'SELECT record FROM part_view WHERE part = (SELECT part FROM part_view WHERE record = ?)',
    );
  }

  /** The records of the part that a record shows, also those whose place another took. */
  ofPart(number: number): number[] {
    const views = this.#ofPart.all(number).map(({ record }) => record);
    return views.length === 0 ? [number] : views;
  }

  /** In the order of the numbers. */
  lines(numbers: readonly number[]): FoundRecord[] {
    return numbers.flatMap((number) => this.line(number) ?? []);
  }

  line(number: number): FoundRecord | null {
    const row = this.#rows.get(number);
    if (row === undefined) return null;
    return { ...row, hasThumbnail: row.hasThumbnail === 1, disposition: this.#disposition.get(number) ?? null };
  }
}
