import { SigmalineError } from '../../../shared/domain/index.ts';
import { canonicalJson, readBody } from '../../audit/index.ts';
import { openDamagedConnection, type StationDatabase } from './database.ts';
import { DISPOSITION_COLUMNS, type DispositionRow, DispositionTable, saidOf } from './dispositionTable.ts';

/** What of the dispositions that the backup did not have could be read. */
export interface DispositionSalvage {
  readonly taken: number;
  /** Their record, or all that is known of them, could not be read. */
  readonly lost: number;
}

/** What an entry of the chain tells. */
interface Told {
  readonly record: string;
  readonly said: Readonly<Record<string, unknown>>;
  readonly sequence: number;
}

/** Where so many ids in a row hold nothing, the dispositions have ended. */
const END_AFTER_MISSES = 2000;

/**
 * Takes over what people decided after the restored database was backed up, after its records and its chain: from the damaged table, and what cannot be read there
 * from the entries that tell of it. Their records may have other numbers now. One that no entry of the chain tells of as it is gets 0 for its entry: the station
 * writes one when it starts.
 */
export function salvageDispositions(damagedFile: string, restored: StationDatabase): DispositionSalvage {
  let damaged: StationDatabase;
  try {
    damaged = openDamagedConnection(damagedFile);
  } catch {
    return { taken: 0, lost: 0 };
  }
  try {
    return restored.transaction(() => new Taker(damaged, restored).takeAll());
  } finally {
    damaged.close();
  }
}

class Taker {
  readonly #table: DispositionTable;
  readonly #told: ReadonlyMap<number, Told>;
  readonly #readRow: (id: number) => DispositionRow | undefined;
  readonly #recordOf: (number: number) => string | undefined;
  readonly #numberOf: (record: string) => number | undefined;
  readonly #restored: StationDatabase;

  constructor(damaged: StationDatabase, restored: StationDatabase) {
    this.#restored = restored;
    this.#table = new DispositionTable(restored);
    this.#told = toldBy(restored);
    this.#readRow = reader<DispositionRow>(
      damaged,
      `SELECT ${DISPOSITION_COLUMNS.join(', ')} FROM disposition WHERE id = ?`,
    );
    const record = reader<{ id: string }>(damaged, 'SELECT id FROM inspection WHERE sequence = ?');
    this.#recordOf = (number) => record(number)?.id;
    const number = restored.prepare<{ number: number }>(
      `SELECT sequence AS number FROM inspection WHERE id = ? AND verdict <> 'pass'`,
    );
    this.#numberOf = (id) => number.get(id)?.number;
  }

  takeAll(): DispositionSalvage {
    const counts = { taken: 0, lost: 0 };
    const first = this.#table.last() + 1;
    const lastTold = Math.max(0, ...this.#told.keys());
    for (let id = first, misses = 0; misses < END_AFTER_MISSES || id <= lastTold; id += 1) {
      const row = this.#readRow(id) ?? rowOf(this.#told.get(id));
      if (row === undefined) {
        misses += 1;
        continue;
      }
      counts.lost += misses;
      misses = 0;
      if (this.#take(row)) counts.taken += 1;
      else counts.lost += 1;
    }
    // Whoever keeps the sums of records counts them anew.
    if (counts.taken > 0) this.#restored.execute('UPDATE summed_records SET up_to = 0');
    return counts;
  }

  #take(row: DispositionRow): boolean {
    const told = this.#told.get(row.id);
    const record = this.#recordOf(row.inspection) ?? told?.record;
    const inspection = record === undefined ? undefined : this.#numberOf(record);
    if (inspection === undefined) return false;
    const taken = { ...row, id: this.#table.last() + 1, inspection };
    try {
      const isTold =
        told !== undefined &&
        told.record === record &&
        told.sequence === row.entry &&
        canonicalJson(told.said) === canonicalJson(saidOf(taken));
      this.#table.add({ ...taken, entry: isTold ? row.entry : 0 });
      return true;
    } catch (thrown) {
      if (thrown instanceof SigmalineError) throw thrown;
      // What a damaged page holds may be anything: the rules of the table refuse it.
      return false;
    }
  }
}

/** What the chain tells of each disposition, by its id; the last to tell counts. */
function toldBy(restored: StationDatabase): ReadonlyMap<number, Told> {
  const entries = restored.prepare<{ sequence: number; body: string }>(
    `SELECT sequence, body FROM audit_entry WHERE action IN ('disposition.made', 'disposition.adopted') AND action <> 'inspection.recorded' ORDER BY sequence`,
  );
  const told = new Map<number, Told>();
  for (const { sequence, body: text } of entries.all()) {
    const read = readBody(text);
    if (read.kind !== 'read') continue;
    const said = read.body.new as Told['said'];
    told.set(Number(said.id), { sequence, said, record: read.body.object.id });
  }
  return told;
}

/** The row that an entry tells of. */
function rowOf(told: Told | undefined): DispositionRow | undefined {
  if (told === undefined) return undefined;
  const { region = null, signature = null } = told.said;
  const json = (value: unknown): string | null => (value === null ? null : JSON.stringify(value));
  const nothing = Object.fromEntries(DISPOSITION_COLUMNS.map((name) => [name, null]));
  const row = { ...nothing, ...told.said, region: json(region), signature: json(signature), entry: told.sequence };
  return row as unknown as DispositionRow;
}

/** Undefined for what a damaged page holds, and where the table is missing. */
function reader<Row>(damaged: StationDatabase, sql: string): (key: number) => Row | undefined {
  const readable = <Result>(read: () => Result): Result | undefined => {
    try {
      return read();
    } catch {
      return undefined;
    }
  };
  const statement = readable(() => damaged.prepare<Row>(sql));
  return (key) => readable(() => statement?.get(key));
}
