import { type Report, reportSchema } from '../../../shared/domain/index.ts';
import type { Statement, StationDatabase } from '../storage/index.ts';

interface Row {
  readonly id: string;
  readonly at: string;
  readonly subject: string;
  readonly cause: string;
  readonly by: string | null;
  readonly state: string;
  readonly file: string | null;
  readonly error: string | null;
  readonly deliveredTo: string | null;
}

/** A report as it is kept, with the folder outside that has it. */
export type KeptReport = Report & { readonly deliveredTo: string | null };

const COLUMNS = 'id, at, subject, cause, asked_by AS "by", state, file, error, delivered_to AS deliveredTo';
const MOST_LISTED = 200;

/** Reports in the database: their files lie beside it. */
export class ReportTable {
  readonly #newest: Statement<Row>;
  readonly #one: Statement<Row>;
  readonly #waiting: Statement<Row>;
  readonly #before: Statement<Row>;
  readonly #outgoing: Statement<Row>;
  readonly #insert: Statement<never>;
  readonly #end: Statement<never>;
  readonly #deliver: Statement<never>;
  readonly #remove: Statement<never>;
  readonly #schedule: Statement<{ end: string }>;
  readonly #setSchedule: Statement<never>;

  constructor(database: StationDatabase) {
    const select = `SELECT ${COLUMNS} FROM report`;
    this.#newest = database.prepare(`${select} ORDER BY at DESC, id LIMIT ${MOST_LISTED}`);
    this.#one = database.prepare(`${select} WHERE id = ?`);
    this.#waiting = database.prepare(`${select} WHERE state = 'waiting' ORDER BY at, id`);
    this.#before = database.prepare(`${select} WHERE at < ? AND state <> 'waiting' ORDER BY at LIMIT 100`);
    this.#outgoing = database.prepare(`${select} WHERE is_outgoing = 1 ORDER BY at LIMIT 1`);
    this.#insert = database.prepare(
      `INSERT INTO report (id, at, subject, cause, asked_by, state) VALUES (:id, :at, :subject, :cause, :by, 'waiting')`,
    );
    this.#end = database.prepare(
      'UPDATE report SET state = :state, file = :file, error = :error, is_outgoing = :isOutgoing WHERE id = :id',
    );
    this.#deliver = database.prepare('UPDATE report SET delivered_to = :folder, is_outgoing = 0 WHERE id = :id');
    this.#remove = database.prepare('DELETE FROM report WHERE id = ?');
    this.#schedule = database.prepare('SELECT shift_end AS "end" FROM report_schedule');
    this.#setSchedule = database.prepare(
      'INSERT INTO report_schedule (id, shift_end) VALUES (1, ?) ON CONFLICT (id) DO UPDATE SET shift_end = excluded.shift_end',
    );
  }

  /** The newest first. */
  newest(): KeptReport[] {
    return this.#newest.all().map(reportIn);
  }

  find(id: string): KeptReport | null {
    const row = this.#one.get(id);
    return row === undefined ? null : reportIn(row);
  }

  /** In the order in which they were asked for. */
  waiting(): KeptReport[] {
    return this.#waiting.all().map(reportIn);
  }

  /** Some that were asked for before a time, the oldest first; not those that wait. */
  before(at: string): KeptReport[] {
    return this.#before.all(at).map(reportIn);
  }

  /** The oldest that is still to go into a folder outside. */
  outgoing(): KeptReport | null {
    const row = this.#outgoing.get();
    return row === undefined ? null : reportIn(row);
  }

  add({ id, at, subject, cause, by }: Pick<Report, 'id' | 'at' | 'subject' | 'cause' | 'by'>): void {
    this.#insert.run({ id, at, subject: JSON.stringify(subject), cause, by });
  }

  /** @param isOutgoing whether a folder outside is to get it */
  end(id: string, { file, error }: Pick<Report, 'file' | 'error'>, isOutgoing = false): void {
    const state = file === null ? 'failed' : 'made';
    this.#end.run({ id, state, file: jsonOf(file), error: jsonOf(error), isOutgoing: isOutgoing ? 1 : 0 });
  }

  /** @param folder null where its file is gone */
  delivered(id: string, folder: string | null): void {
    this.#deliver.run({ id, folder });
  }

  remove(id: string): void {
    this.#remove.run(id);
  }

  /** The end of the last shift that was dealt with; null before the first. */
  get lastShiftEnd(): string | null {
    return this.#schedule.get()?.end ?? null;
  }

  set lastShiftEnd(end: string) {
    this.#setSchedule.run(end);
  }
}

function jsonOf(value: object | null): string | null {
  return value === null ? null : JSON.stringify(value);
}

function reportIn({ subject, file, error, deliveredTo, ...row }: Row): KeptReport {
  const parsed = (text: string | null): unknown => (text === null ? null : JSON.parse(text));
  const report = { ...row, subject: parsed(subject), file: parsed(file), error: parsed(error), progress: null };
  return { ...reportSchema.parse(report), deliveredTo };
}
