import { STATION_FAULTS } from '../../../shared/i18n/auditFaults.ts';
import { canonicalJson, filled, readBody } from '../../audit/index.ts';
import type { StationDatabase } from './database.ts';
import { type DispositionRow, saidOf } from './dispositionTable.ts';

interface CheckedRow extends DispositionRow {
  /** The id of its record, and the text of its entry; null where there is none. */
  readonly record: string | null;
  readonly told: string | null;
}

/** A fault that only a station finds in its own database, as the verifier words those of a chain. */
export interface StationFault {
  readonly code: keyof typeof STATION_FAULTS;
  /** The entry that tells something else. */
  readonly sequence: number | null;
  readonly details: Readonly<Record<string, number>>;
  readonly text: string;
}

const TELLING = `action IN ('disposition.made', 'disposition.adopted') AND action <> 'inspection.recorded'`;

/**
 * Holds what people decided against the entries that tell of it (docs/audit-format.md). Entries from before a recovery may tell of rows that were lost; rows without an
 * entry wait for the station, which writes one when it starts.
 */
export function dispositionFaults(database: StationDatabase): StationFault[] {
  const portion = database.prepare<CheckedRow>(
    `SELECT disposition.*, inspection.id AS record, audit_entry.body AS told FROM disposition LEFT JOIN inspection ON inspection.sequence = inspection
       LEFT JOIN audit_entry ON audit_entry.sequence = entry AND ${TELLING}
     WHERE disposition.id > ? ORDER BY disposition.id LIMIT 1000`,
  );
  const faults: StationFault[] = [];
  const proven = new Set<number>();
  for (let rows = portion.all(0); rows.length > 0; rows = portion.all(rows.at(-1)?.id ?? 0)) {
    for (const { record, told, ...row } of rows) {
      if (row.entry === 0) continue;
      proven.add(row.entry);
      if (!isTold(row, record, told))
        faults.push(stationFault('disposition.altered', { disposition: row.id, sequence: row.entry }));
    }
  }
  const { last = 0 } =
    database
      .prepare<{ last: number | null }>(
        `SELECT MAX(sequence) AS last FROM audit_entry WHERE action = 'chain.recovered' AND action <> 'inspection.recorded'`,
      )
      .get() ?? {};
  const entries = database.prepare<{ sequence: number }>(
    `SELECT sequence FROM audit_entry WHERE ${TELLING} AND sequence > ? ORDER BY sequence`,
  );
  for (const { sequence } of entries.all(last ?? 0))
    if (!proven.has(sequence)) faults.push(stationFault('disposition.missing', { sequence }));
  return faults;
}

/** As the verifier words it: in English, whatever language the station speaks. */
export function stationFault(code: StationFault['code'], details: Record<string, number> = {}): StationFault {
  return { code, sequence: details.sequence ?? null, details, text: filled(STATION_FAULTS[code], details) };
}

function isTold(row: DispositionRow, record: string | null, told: string | null): boolean {
  const read = readBody(told ?? '');
  if (read.kind !== 'read' || read.body.object.id !== record) return false;
  try {
    return canonicalJson(read.body.new ?? null) === canonicalJson(saidOf(row));
  } catch {
    // Somebody made a column of the row unreadable.
    return false;
  }
}
