import { type ConfigurationCopy, configurationIn } from './configuration.ts';
import { inserter, isAccepted, isUnreadable, type Row, readable, rowsOf } from './damagedRows.ts';
import { openDamagedConnection, type StationDatabase } from './database.ts';
import { type HoldRow, HoldTable } from './holdTable.ts';
import { salvageParts } from './lineSalvage.ts';
import { type PeopleCopy, PeopleTables } from './peopleTables.ts';

/** What could be read of a damaged database that the restored one does not have. */
export interface Salvage {
  /** Records taken over with their sequence numbers. */
  readonly kept: number;
  /** Records taken over behind a gap of unreadable ones: their sequence numbers are new. */
  readonly renumbered: number;
  /** Sequence numbers whose record could not be read. Its file is judged again where it is still there. */
  readonly unreadable: number;
  /** Records taken over of which the ledger's row could not be read: should the file still be there, it is judged again. */
  readonly withoutLedger: number;
}

export const NOTHING_SALVAGED: Salvage = { kept: 0, renumbered: 0, unreadable: 0, withoutLedger: 0 };

/** Where so many sequence numbers in a row hold nothing, the records have ended. */
const END_AFTER_MISSES = 2000;

/**
 * Takes over the records that the damaged database holds after the last one of the restored database: record by record, so that a damaged page costs
 * only what lies on it. The damaged file is only read.
 */
export function salvageRecords(damagedFile: string, restored: StationDatabase): Salvage {
  let damaged: StationDatabase;
  try {
    damaged = openDamagedConnection(damagedFile);
  } catch {
    return NOTHING_SALVAGED;
  }
  try {
    // A record stays as it is even where another one that it names could not be read.
    restored.pragma('foreign_keys = OFF');
    return restored.transaction(() => takeOver(damaged, restored));
  } catch (thrown) {
    if (isUnreadable(thrown, damagedFile)) return NOTHING_SALVAGED;
    throw thrown;
  } finally {
    restored.pragma('foreign_keys = ON');
    damaged.close();
  }
}

function isInspectionId(id: unknown): id is string {
  return typeof id === 'string' && /^[0-9a-f-]{36}$/.test(id);
}

function takeOver(damaged: StationDatabase, restored: StationDatabase): Salvage {
  const readRecord = damaged.prepare<Row>('SELECT * FROM inspection WHERE sequence = ?');
  const known = restored.prepare('SELECT 1 AS known FROM inspection WHERE id = ?');
  const readLedger = ledgerReader(damaged);
  const insertRecord = inserter(restored, 'inspection');
  const insertLedger = ledgerInserter(restored);
  const takeOverDuty = dutyTaker(damaged, restored);
  const last = restored.prepare<{ last: number }>('SELECT COALESCE(MAX(sequence), 0) AS last FROM inspection');
  takeOverSources(damaged, restored);
  takeOverLeftFiles(damaged, restored);

  const first = (last.get()?.last ?? 0) + 1;
  let next = first;
  let misses = 0;
  /** The numbers of the records that were taken over, by those that they had. */
  const numbers = new Map<number, number>();
  const counts = { kept: 0, renumbered: 0, unreadable: 0, withoutLedger: 0 };
  for (let sequence = first; misses < END_AFTER_MISSES; sequence++) {
    const record = readable(damaged, () => readRecord.get(sequence));
    if (record === undefined || !isInspectionId(record.id) || known.get(record.id) !== undefined) {
      misses += 1;
      continue;
    }
    counts.unreadable += misses;
    misses = 0;
    if (!isAccepted(() => insertRecord({ ...record, sequence: next }))) {
      counts.unreadable += 1;
      continue;
    }
    const ledger = readLedger(record.id);
    if (ledger === undefined || !isAccepted(() => insertLedger(ledger))) {
      insertLedger(unknownContent(record));
      counts.withoutLedger += 1;
    }
    takeOverDuty(record.id);
    if (sequence === next) counts.kept += 1;
    else counts.renumbered += 1;
    numbers.set(sequence, next);
    next += 1;
  }
  salvageParts(damaged, restored, (number) => (number < first ? number : numbers.get(number)));
  return counts;
}

/** What engineers decided, as far as it can be read; null where it cannot, or where the database is older than that. */
export function salvageConfiguration(damagedFile: string): ConfigurationCopy | null {
  return salvaged(damagedFile, configurationIn);
}

/** As above, of the people. */
export function salvagePeople(damagedFile: string): PeopleCopy | null {
  return salvaged(damagedFile, (damaged) => new PeopleTables(damaged).read());
}

/** As above, of the holds. */
export function salvageHolds(damagedFile: string): readonly HoldRow[] | null {
  return salvaged(damagedFile, (damaged) => new HoldTable(damaged).all());
}

function salvaged<Found>(damagedFile: string, read: (damaged: StationDatabase) => Found): Found | null {
  try {
    const damaged = openDamagedConnection(damagedFile);
    try {
      return read(damaged);
    } finally {
      damaged.close();
    }
  } catch {
    return null;
  }
}

/** Folders keep their ids: the ledger hangs on them. */
function takeOverSources(damaged: StationDatabase, restored: StationDatabase): void {
  const sources = readable(damaged, () => damaged.prepare<Row>('SELECT id, folder FROM source').all()) ?? [];
  const insert = restored.prepare('INSERT OR IGNORE INTO source (id, folder) VALUES (:id, :folder)');
  for (const source of sources) insert.run(source);
}

/** What was left alone, as it was decided last; where that cannot be read, as the restored database has it. */
function takeOverLeftFiles(damaged: StationDatabase, restored: StationDatabase): void {
  const left = readable(damaged, () => damaged.prepare<Row>('SELECT * FROM left_file').all());
  if (left === undefined) return;
  restored.execute('DELETE FROM left_file');
  const insert = inserter(restored, 'left_file');
  for (const file of left) isAccepted(() => insert(file));
}

/** By its index, and where that is damaged by reading the whole table once, newest first, for as far as it goes. */
function ledgerReader(damaged: StationDatabase): (inspectionId: string) => Row | undefined {
  const byIndex = damaged.prepare<Row>('SELECT * FROM ledger WHERE inspection_id = ?');
  let all: ReadonlyMap<string, Row> | null = null;
  return (inspectionId) => {
    const found = readable(damaged, () => byIndex.get(inspectionId));
    if (found !== undefined) return found;
    all ??= new Map(rowsOf(damaged, 'ledger').map((row) => [String(row.inspection_id), row]));
    return all.get(inspectionId);
  };
}

/** What is still to become of the image; where it cannot be read, the image stays where it is. */
function dutyTaker(damaged: StationDatabase, restored: StationDatabase): (inspectionId: string) => void {
  const read = readable(damaged, () => damaged.prepare<Row>('SELECT * FROM duty WHERE inspection_id = ?'));
  const insert = inserter(restored, 'duty');
  return (inspectionId) => {
    const duty = read === undefined ? undefined : readable(damaged, () => read.get(inspectionId));
    // One of an older schema is as old as its record says.
    if (duty !== undefined) isAccepted(() => insert({ lived_ms: Date.parse(String(duty.recorded_at)), ...duty }));
  };
}

/** A row that no file matches: every record has one. */
function unknownContent({ id = null, source_id = null, file = null, recorded_at = null, sequence = null }: Row): Row {
  return {
    source_id,
    path: file,
    size: -1,
    modified_us: 0,
    arrival: sequence,
    state: 'recorded',
    seen_at: recorded_at,
    inspection_id: id,
  };
}

/** In the place of the row that the restored database has of the same inspection, which was not recorded there yet. */
function ledgerInserter(restored: StationDatabase): (row: Row) => void {
  const remove = restored.prepare('DELETE FROM ledger WHERE inspection_id = ?');
  const idTaken = restored.prepare('SELECT 1 AS taken FROM ledger WHERE id = ?');
  const insert = inserter(restored, 'ledger');
  return (row) => {
    remove.run(String(row.inspection_id));
    const isFree = typeof row.id === 'number' && idTaken.get(row.id) === undefined;
    insert({ ...row, id: isFree ? (row.id ?? null) : null });
  };
}
