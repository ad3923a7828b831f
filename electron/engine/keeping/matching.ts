import { statSync } from 'node:fs';
import type { InspectionId, KeepingRule, KeptKind } from '../../../shared/domain/index.ts';
import type { RecordFiles } from '../records/index.ts';
import { decisionOf, IS_HELD, type Statement, type StationDatabase } from '../storage/index.ts';

/** Kinds of files that belong to one record, in the order of their bits. */
export const RECORD_KINDS = ['images', 'maps', 'thumbnails'] as const satisfies readonly KeptKind[];
export type RecordKind = (typeof RECORD_KINDS)[number];
/** The others belong to no record: the folder of each is named by its id, and the entry of this action says when it was made. */
export const DOCUMENT_ACTIONS = { exports: 'export.made', reports: 'report.made' } as const;
export type DocumentKind = keyof typeof DOCUMENT_ACTIONS;
export const DOCUMENT_KINDS = ['exports', 'reports'] as const satisfies readonly DocumentKind[];

/** A record that a rule means. */
export interface MatchedRecord {
  readonly number: number;
  readonly id: InspectionId;
  readonly recordedAt: string;
  readonly livedMs: number;
  readonly folder: string | null;
  /** Where its image was archived; null where it was not. */
  readonly image: string | null;
  readonly sha256: string | null;
  readonly mapSha256: string | null;
  readonly held: 0 | 1;
  /** Kinds that were removed or are about to be, as a list with commas. */
  readonly removed: string | null;
}

/** Records of version 0.1.0 have no time of operation, which began by the clock. */
const LIVED = 'COALESCE(inspection.lived_ms, unixepoch(inspection.recorded_at) * 1000)';

const STATE = `IIF(inspection.verdict = 'pass', NULL, COALESCE(${decisionOf('inspection.sequence')}, 'open'))`;

/** Reads the records that a rule means, whatever their age, in the order of their numbers. */
export function matchingRecords(
  database: StationDatabase,
  { verdicts, recipe, dispositions }: KeepingRule,
): Statement<MatchedRecord> {
  const listed = (values: readonly string[]): string => values.map((value) => `'${value}'`).join(', ');
  const conditions = [
    'inspection.sequence > :after AND inspection.sequence <= :upTo',
    ...(verdicts.length > 0 ? [`inspection.verdict IN (${listed(verdicts)})`] : []),
    ...(recipe !== null ? [`inspection.recipe_id = '${recipe}'`] : []),
    ...(dispositions.length > 0 ? [`${STATE} IN (${listed(dispositions)})`] : []),
  ];
  return database.prepare<MatchedRecord>(
    `SELECT inspection.sequence AS number, inspection.id, inspection.recorded_at AS recordedAt, ${LIVED} AS livedMs,
       inspection.files_folder AS folder, inspection.sha256, inspection.map_sha256 AS mapSha256, ${IS_HELD} AS held,
       (SELECT target FROM duty WHERE duty.inspection_id = inspection.id AND action = 'archive' AND state = 'done') AS image,
       (SELECT group_concat(what) FROM removal
        WHERE removal.inspection = inspection.sequence AND removal.inspection IS NOT NULL AND state <> 'kept') AS removed
     FROM inspection WHERE ${conditions.join(' AND ')} ORDER BY inspection.sequence LIMIT :limit`,
  );
}

/** Where a record's file lies that was not removed yet; null where it has none of this kind. */
export function placeOf(
  { id, folder, image, removed }: MatchedRecord,
  kind: RecordKind,
  files: RecordFiles,
): string | null {
  if (removed?.split(',').includes(kind) === true) return null;
  if (kind === 'images') return image;
  if (folder === null) return null;
  return kind === 'maps' ? files.mapPath(folder, id) : files.thumbnailPath(folder, id);
}

/** An export or a report that lies in the data folder. */
export interface MatchedDocument {
  readonly id: string;
  readonly at: string;
  readonly livedMs: number;
  /** It names something that is on hold. */
  readonly held: boolean;
}

/** The exports or reports that entries of the chain tell of and that no rule has removed, the oldest first. */
export function matchingDocuments(database: StationDatabase, kind: DocumentKind): MatchedDocument[] {
  const rows = database
    .prepare<{ id: string; body: string }>(
      `SELECT object_id AS id, body FROM audit_entry WHERE action = :action AND action <> 'inspection.recorded'
         AND NOT EXISTS (SELECT 1 FROM removal WHERE document = object_id AND what = :kind AND document IS NOT NULL AND state <> 'kept')
       ORDER BY sequence`,
    )
    .all({ action: DOCUMENT_ACTIONS[kind], kind });
  const held = new Set(
    database
      .prepare<{ value: string }>(
        'SELECT value FROM hold WHERE NOT EXISTS (SELECT 1 FROM hold_lift WHERE hold_lift.hold = hold.id)',
      )
      .all()
      .map(({ value }) => value),
  );
  return rows.map(({ id, body }) => {
    const { at, lived, new: said } = JSON.parse(body) as { at: string; lived: number; new: unknown };
    return { id, at, livedMs: lived, held: names(said, held) };
  });
}

/** Whether any text in what an entry says is one of these. */
function names(said: unknown, texts: ReadonlySet<string>): boolean {
  if (typeof said === 'string') return texts.has(said);
  return typeof said === 'object' && said !== null && Object.values(said).some((value) => names(value, texts));
}

/** @returns bytes; null where there is no such file */
export function sizeOfFile(path: string): number | null {
  const stats = statSync(path, { throwIfNoEntry: false });
  return stats?.isFile() === true ? stats.size : null;
}
