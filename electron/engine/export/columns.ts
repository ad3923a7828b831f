import { localTime } from '../../../shared/domain/index.ts';
import { type Plain, RECORD_COLUMNS } from '../storage/index.ts';
import { type Cell, calibrationPercentile, type ExportRow, type ExportRows } from './exportRows.ts';

/** What of a cell a spreadsheet must know. */
export type CellKind = 'text' | 'number' | 'localTime';

export interface ExportColumn {
  readonly name: string;
  readonly kind: CellKind;
  readonly cell: (row: ExportRow) => Cell;
}

const placeOf = new Map(RECORD_COLUMNS.map(({ name }, index) => [name, index]));

/** The value of a column of the record. */
export function fieldOf({ values }: ExportRow, name: string): Cell {
  return cellOf(values[placeOf.get(name) ?? -1]);
}

function cellOf(value: Plain | undefined): Cell {
  return typeof value === 'string' || typeof value === 'number' ? value : null;
}

/**
 * The columns of a table in their order: those of the records that have a name there, then what is known beside the record. The name of a column is
 * never changed or reused, and a new one is the last.
 *
 * @param station what the station is called now: records of version 0.1.0 do not say what it was called then
 */
export function columnsOf(station: string, rows: Pick<ExportRows, 'folderOf' | 'recipeHash'>): readonly ExportColumn[] {
  const recorded = RECORD_COLUMNS.flatMap(({ exported, type }, index): ExportColumn[] => {
    if (exported === undefined) return [];
    const kind = type === 'TEXT' ? 'text' : 'number';
    const column: ExportColumn = { name: exported, kind, cell: ({ values }) => cellOf(values[index]) };
    if (exported === 'station') return [{ ...column, cell: (row) => column.cell(row) ?? station }];
    if (exported !== 'time_utc') return [column];
    const local = (row: ExportRow): Cell => localTime(new Date(String(column.cell(row))));
    return [column, { name: 'time_local', kind: 'localTime', cell: local }];
  });
  const beside = (name: string, cell: ExportColumn['cell'], kind: CellKind = 'text'): ExportColumn => ({
    name,
    kind,
    cell,
  });
  return [
    ...recorded,
    beside('operator', ({ decided }) => decided?.operator ?? null),
    beside('disposition', ({ decided }) => decided?.decision ?? null),
    beside('reason', ({ decided }) => decided?.reason ?? null),
    beside('signer', ({ decided }) => decided?.signer ?? null),
    beside('calibration_percentile', (row) => calibrationPercentile(fieldOf(row, 'among_good')), 'number'),
    beside('record_hash', ({ entry }) => entry?.recordHash ?? null),
    beside('entry_hash', ({ entry }) => entry?.entryHash ?? null),
    beside('source_id', (row) => fieldOf(row, 'source_id')),
    beside('source_folder', (row) => rows.folderOf(fieldOf(row, 'source_id'))),
    beside('recipe_sha256', (row) => rows.recipeHash(fieldOf(row, 'recipe_id'), fieldOf(row, 'recipe_version'))),
    beside('part', ({ part }) => part?.number ?? null, 'number'),
    beside('part_state', ({ part }) => part?.state ?? null),
    beside('part_verdict', ({ part }) => part?.verdict ?? null),
  ];
}
