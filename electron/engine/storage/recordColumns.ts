import {
  type ErrorDetails,
  errorDetailsSchema,
  type Inspection,
  inspectionSchema,
} from '../../../shared/domain/index.ts';
import { RecordTexts } from '../../audit/index.ts';
import { sha256Of } from '../../files/index.ts';
import type { Migration } from './migrate.ts';

/** An inspection as its row holds it: what people see of it, and what the station keeps for itself. */
export type RecordedInspection = Inspection & {
  /** Where its map and thumbnail lie; null where it has none. */
  readonly filesFolder: string | null;
  /** The time of operation at which it was recorded, which orders records whatever the clock said; null in records of version 0.1.0. */
  readonly livedMs: number | null;
  /** The SHA-256 of its map's file; null where it has none, left out in what is not of this version. */
  readonly mapSha256?: string | null;
};

type Value = string | number | null;

export type RecordRow = Readonly<Record<string, Value>>;

/** One column of the records: reader, writer, export and the statement that adds it to the table come from its line. */
interface RecordColumn {
  readonly name: string;
  readonly type: 'TEXT' | 'INTEGER' | 'REAL';
  readonly write: (record: RecordedInspection) => Value;
  /** What of the record the column says. */
  readonly read: (value: Value, row: RecordRow) => Readonly<Record<string, unknown>>;
  /** Its name in an export. */
  readonly exported?: string;
  /** The version of the schema that added it; none for what the first versions had. */
  readonly since?: number;
}

type PlainField = {
  [Key in keyof RecordedInspection]-?: RecordedInspection[Key] extends Value ? Key : never;
}[keyof RecordedInspection];

/** A column that holds a field as it is. */
function plain(
  name: string,
  type: RecordColumn['type'],
  field: PlainField,
  more: Pick<RecordColumn, 'exported' | 'since'> = {},
): RecordColumn {
  return {
    name,
    type,
    write: (record) => record[field],
    read: (value) => ({ [field]: value }),
    ...more,
  };
}

type JsonField = 'placement' | 'imageDifferences' | 'amongGood' | 'imageDeviations' | 'reviewReason';

/** A column that holds a field of several values as JSON. */
function json(name: string, field: JsonField, since: number): RecordColumn {
  const schema = inspectionSchema.shape[field];
  return {
    name,
    type: 'TEXT',
    write: ({ [field]: value }) => (value === null ? null : JSON.stringify(value)),
    read: (text) => ({ [field]: typeof text === 'string' ? schema.parse(JSON.parse(text)) : null }),
    since,
  };
}

/**
 * The columns in the order of an export. The name of an exported column is never changed or reused: spreadsheets and scripts depend on it. A new one is
 * the last line, with the version of the schema that adds it.
 */
export const RECORD_COLUMNS: readonly RecordColumn[] = [
  plain('sequence', 'INTEGER', 'number', { exported: 'sequence' }),
  plain('recorded_at', 'TEXT', 'recordedAt', { exported: 'time_utc' }),
  // Names as they were: whatever station and source are called later, a record keeps what it shows.
  plain('station_name', 'TEXT', 'stationName', { exported: 'station', since: 60 }),
  plain('source_id', 'TEXT', 'sourceId'),
  plain('source_name', 'TEXT', 'sourceName', { exported: 'source' }),
  plain('file', 'TEXT', 'file', { exported: 'file' }),
  plain('sha256', 'TEXT', 'sha256', { exported: 'sha256' }),
  plain('recipe_id', 'TEXT', 'recipeId', { exported: 'recipe' }),
  plain('recipe_version', 'INTEGER', 'recipeVersion', { exported: 'recipe_version' }),
  plain('backbone_id', 'TEXT', 'backboneId', { exported: 'backbone' }),
  plain('verdict', 'TEXT', 'verdict', { exported: 'verdict' }),
  plain('score', 'REAL', 'score', { exported: 'score' }),
  {
    name: 'limit_fail',
    type: 'REAL',
    write: ({ limits }) => limits?.fail ?? null,
    read: (limit, row) => ({ limit, limits: limit === null ? null : { fail: limit, review: row.limit_review } }),
    exported: 'limit',
  },
  { name: 'limit_review', type: 'REAL', write: ({ limits }) => limits?.review ?? null, read: () => ({}) },
  plain('part_distance', 'REAL', 'partDistance', { exported: 'part_distance' }),
  plain('patch_score', 'REAL', 'patchScore', { exported: 'patch_score' }),
  plain('map_maximum', 'REAL', 'mapMaximum', { exported: 'map_maximum' }),
  // Shares of the image's width and height, from its upper left corner.
  plain('map_maximum_x', 'REAL', 'mapMaximumX', { exported: 'map_maximum_x' }),
  plain('map_maximum_y', 'REAL', 'mapMaximumY', { exported: 'map_maximum_y' }),
  plain('image_width_px', 'INTEGER', 'imageWidthPx', { exported: 'image_width_px' }),
  plain('image_height_px', 'INTEGER', 'imageHeightPx', { exported: 'image_height_px' }),
  plain('duration_ms', 'REAL', 'durationMs', { exported: 'duration_ms' }),
  plain('software_version', 'TEXT', 'softwareVersion', { exported: 'software_version' }),
  plain('execution_provider', 'TEXT', 'executionProvider', { exported: 'execution_provider' }),
  plain('execution_device', 'TEXT', 'executionDevice', { exported: 'execution_device' }),
  plain('execution_reason', 'TEXT', 'executionReason'),
  plain('part_serial', 'TEXT', 'serial', { exported: 'serial' }),
  plain('lot', 'TEXT', 'lot', { exported: 'lot' }),
  plain('view', 'TEXT', 'view', { exported: 'view' }),
  // Ids of other records: the same bytes under another name, and the error that was written while this file was incomplete.
  plain('same_content_as', 'TEXT', 'sameContentAs', { exported: 'same_content_as' }),
  plain('follows_error', 'TEXT', 'followsError', { exported: 'follows_error' }),
  {
    name: 'error_code',
    type: 'TEXT',
    write: ({ error }) => error?.code ?? null,
    read: (code, row) => ({
      errorCode: code,
      error: code === null ? null : { code, details: detailsIn(row.error_details), sentence: row.error_message },
    }),
    exported: 'error_code',
  },
  // Up to version 0.1.0 a record kept the sentence itself.
  { name: 'error_message', type: 'TEXT', write: ({ error }) => error?.sentence ?? null, read: () => ({}) },
  {
    name: 'error_details',
    type: 'TEXT',
    write: ({ error }) => (error === null ? null : JSON.stringify(error.details)),
    read: () => ({}),
    since: 60,
  },
  plain('files_folder', 'TEXT', 'filesFolder'),
  plain('id', 'TEXT', 'id', { exported: 'id' }),
  plain('arrived_at', 'TEXT', 'arrivedAt', { exported: 'arrived_utc', since: 70 }),
  plain('file_time', 'TEXT', 'fileTime', { exported: 'file_time_utc', since: 70 }),
  plain('false_reject_bound', 'REAL', 'falseRejectBound', { since: 150 }),
  json('image_differences', 'imageDifferences', 150),
  plain('lived_ms', 'INTEGER', 'livedMs', { since: 131 }),
  json('among_good', 'amongGood', 170),
  json('image_deviations', 'imageDeviations', 170),
  plain('unusual_share', 'REAL', 'unusualShare', { since: 170 }),
  json('review_reason', 'reviewReason', 170),
  plain('p_value', 'REAL', 'pValue', { exported: 'p_value', since: 170 }),
  plain('part_share', 'REAL', 'partShare', { exported: 'part_share', since: 180 }),
  plain('look', 'INTEGER', 'look', { exported: 'look', since: 192 }),
  plain('late_ms', 'INTEGER', 'lateMs', { exported: 'late_ms', since: 210 }),
  {
    name: 'map_sha256',
    type: 'TEXT',
    write: ({ mapSha256 }) => mapSha256 ?? null,
    read: (mapSha256) => ({ mapSha256 }),
    since: 230,
  },
  json('placement', 'placement', 290),
];

function detailsIn(json: Value | undefined): ErrorDetails {
  return typeof json === 'string' ? errorDetailsSchema.parse(JSON.parse(json)) : {};
}

const TEXTS = new RecordTexts(RECORD_COLUMNS.map(({ name }) => name));

/** What the audit chain keeps of a record: the hash of its row. */
export function recordHashOf(record: RecordedInspection): string {
  return sha256Of(TEXTS.of(RECORD_COLUMNS.map(({ write }) => storedValue(write(record)))));
}

export function recordRowOf(record: RecordedInspection): RecordRow {
  return Object.fromEntries(RECORD_COLUMNS.map(({ name, write }) => [name, storedValue(write(record))]));
}

/** To SQLite what is not a number is null. */
const storedValue = (value: Value): Value => (Number.isNaN(value) ? null : value);

/** A row of this table was written from a record, so its values are those of one. @param columns those that were read */
export function recordIn(row: RecordRow, columns = RECORD_COLUMNS): RecordedInspection {
  const record: Record<string, unknown> = { hasThumbnail: row.files_folder !== null };
  for (const { name, read } of columns) Object.assign(record, read(row[name] ?? null, row));
  return record as RecordedInspection;
}

/** The migrations that add the columns which later versions brought. */
export function addedRecordColumns(): Migration[] {
  const versions = new Set(RECORD_COLUMNS.flatMap(({ since }) => since ?? []));
  return [...versions].map((version) => ({
    version,
    sql: RECORD_COLUMNS.filter(({ since }) => since === version)
      .map(({ name, type }) => `ALTER TABLE inspection ADD COLUMN ${name} ${type};`)
      .join('\n'),
  }));
}
