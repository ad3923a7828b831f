import { RECORD_COLUMNS, type RecordedInspection } from '../storage/index.ts';
import { formulaSafe } from './formulaSafe.ts';
import { localTime } from './localTime.ts';

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
