import { RECORD_COLUMNS, type RecordedInspection } from '../storage/index.ts';

export type Cell = string | number | null;

type Column = readonly [name: string, cell: (record: RecordedInspection, station: string) => Cell];

/** The columns of an export in their order: those of the records that have a name there. */
const COLUMNS: readonly Column[] = RECORD_COLUMNS.flatMap(({ exported, write }): Column[] => {
  switch (exported) {
    case undefined:
      return [];
    case 'time_utc':
      return [
        [exported, write],
        ['time_local', ({ recordedAt }) => localTime(new Date(recordedAt))],
      ];
    case 'station':
      // Records of version 0.1.0 do not say what the station was called then.
      return [[exported, (record, station) => record.stationName ?? station]];
    default:
      return [[exported, write]];
  }
});

export const COLUMN_NAMES: readonly string[] = COLUMNS.map(([name]) => name);

/** The cells of one inspection; what an error left unknown is an empty cell. */
export function rowOf(inspection: RecordedInspection, station: string): readonly Cell[] {
  return COLUMNS.map(([, cell]) => {
    const value = cell(inspection, station);
    return typeof value === 'string' ? formulaSafe(value) : value;
  });
}

const STARTS_A_FORMULA = /^[=+\-@\t\r\n＝＋－＠]/;
const PLAIN_NUMBER = /^[+-]?\d+(\.\d+)?(e[+-]?\d+)?$/i;

/**
 * A text that a spreadsheet would run as a formula (a file may be named "=HYPERLINK(...)") gets an apostrophe before it, as OWASP advises for
 * CSV injection. Plain numbers stay numbers.
 */
export function formulaSafe(text: string): string {
  return STARTS_A_FORMULA.test(text) && !PLAIN_NUMBER.test(text) ? `'${text}` : text;
}

/** ISO 8601 in the station's time zone, with milliseconds and the offset from UTC: 2026-11-02T11:00:00.000+01:00. */
export function localTime(instant: Date): string {
  const offsetMinutes = -instant.getTimezoneOffset();
  const shifted = new Date(instant.getTime() + offsetMinutes * 60_000).toISOString().slice(0, -1);
  const sign = offsetMinutes < 0 ? '-' : '+';
  const distance = Math.abs(offsetMinutes);
  return `${shifted}${sign}${twoDigits(Math.floor(distance / 60))}:${twoDigits(distance % 60)}`;
}

function twoDigits(value: number): string {
  return String(value).padStart(2, '0');
}
