import type { Held } from '../../../shared/domain/index.ts';
import type { Statement, StationDatabase } from './database.ts';

/** A hold with its end, as the tables have them. */
export interface HoldRow extends Held {
  readonly id: number;
  readonly reason: string;
  readonly at: string;
  readonly person: string | null;
  readonly name: string | null;
  readonly liftReason: string | null;
  /** Null while it is in force. */
  readonly liftAt: string | null;
  readonly liftPerson: string | null;
  readonly liftName: string | null;
}

export interface HoldWord {
  readonly reason: string;
  readonly at: string;
  readonly person: string | null;
  readonly name: string | null;
}

const NOT_LIFTED = 'NOT EXISTS (SELECT 1 FROM hold_lift WHERE hold_lift.hold = hold.id)';

/** Whether a row of `inspection` is on hold: by its lot, its serial, or itself. */
export const IS_HELD = `(
  EXISTS (SELECT 1 FROM hold WHERE value = inspection.lot AND kind = 'lot' AND ${NOT_LIFTED})
  OR EXISTS (SELECT 1 FROM hold WHERE value = inspection.part_serial AND kind = 'serial' AND ${NOT_LIFTED})
  OR EXISTS (SELECT 1 FROM hold WHERE value = inspection.id AND kind = 'record' AND ${NOT_LIFTED}))`;

/** The tables of holds: what is said in them is never changed. */
export class HoldTable {
  readonly #all: Statement<HoldRow>;
  readonly #isHeld: Statement<{ held: 0 | 1 }>;
  readonly #place: Statement<never>;
  readonly #lift: Statement<never>;

  constructor(database: StationDatabase) {
    this.#all = database.prepare(
      `SELECT hold.*, hold_lift.reason AS liftReason, hold_lift.at AS liftAt, hold_lift.person AS liftPerson, hold_lift.name AS liftName
       FROM hold LEFT JOIN hold_lift ON hold_lift.hold = hold.id ORDER BY hold.id`,
    );
    this.#isHeld = database.prepare(`SELECT ${IS_HELD} AS held FROM inspection WHERE sequence = ?`);
    this.#place = database.prepare(
      'INSERT INTO hold (id, kind, value, reason, at, person, name) VALUES (:id, :kind, :value, :reason, :at, :person, :name)',
    );
    this.#lift = database.prepare(
      'INSERT INTO hold_lift (hold, reason, at, person, name) VALUES (:hold, :reason, :at, :person, :name)',
    );
  }

  /** The oldest first. */
  all(): HoldRow[] {
    return this.#all.all();
  }

  /** @param number of the record */
  isHeld(number: number): boolean {
    return this.#isHeld.get(number)?.held === 1;
  }

  place(id: number, { kind, value }: Held, word: HoldWord): void {
    this.#place.run({ id, kind, value, ...word });
  }

  lift(hold: number, word: HoldWord): void {
    this.#lift.run({ hold, ...word });
  }

  /** Writes what another database holds, where this one does not. */
  takeOver(rows: readonly HoldRow[]): void {
    const known = new Map(this.all().map((row) => [row.id, row]));
    for (const row of rows) {
      if (!known.has(row.id)) this.place(row.id, row, row);
      if (row.liftAt === null || (known.get(row.id)?.liftAt ?? null) !== null) continue;
      this.lift(row.id, {
        reason: row.liftReason ?? '',
        at: row.liftAt,
        person: row.liftPerson,
        name: row.liftName,
      });
    }
  }
}
