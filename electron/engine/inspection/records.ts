import type { FeedItem, Inspection, InspectionId, SourceId, Verdict } from '../../../shared/domain/index.ts';
import type { StationDatabase } from '../storage/index.ts';

/** An inspection that is to be recorded: everything but what the record itself gives it. */
export type NewInspection = Omit<Inspection, GivenByTheRecord> & {
  /** Where its map and thumbnail lie; null where it has none. */
  readonly filesFolder: string | null;
};

type GivenByTheRecord = 'number' | 'recordedAt' | 'hasThumbnail' | 'limit' | 'sameContentAs' | 'followsError';

/** What a record holds besides what people see of it. */
export interface StoredInspection {
  readonly inspection: Inspection;
  readonly filesFolder: string | null;
}

/** The earlier records that a record points to. */
type Links = Pick<Inspection, 'sameContentAs' | 'followsError'>;

export type VerdictCounts = Readonly<Record<Verdict, number>>;

/** The inspections, in the order in which they were recorded. Nothing is ever changed or removed. */
export interface InspectionRecords {
  /** To be called in a transaction. */
  append(inspection: NewInspection): StoredInspection;
  find(id: InspectionId): StoredInspection | null;
  /** The newest first, before a number where one is given. */
  page(before: number | null, limit: number): FeedItem[];
  total(): number;
  /** The path of the newest image of a source, as far as it is among the last records. */
  newestFileOf(sourceId: SourceId): string | null;
  countsSince(time: Date): VerdictCounts;
  /** Inspections recorded in [from, to) after a number, the oldest first: for reading many in portions. */
  between(range: TimeRange, after: number, limit: number): Inspection[];
}

/** ISO times in UTC with milliseconds; null leaves an end open. */
interface TimeRange {
  readonly from: string | null;
  readonly to: string | null;
}

interface Row {
  readonly sequence: number;
  readonly id: InspectionId;
  readonly recorded_at: string;
  readonly source_id: SourceId;
  readonly source_name: string;
  readonly file: string;
  readonly sha256: string | null;
  readonly recipe_id: Inspection['recipeId'];
  readonly recipe_version: number | null;
  readonly backbone_id: string | null;
  readonly limit_fail: number | null;
  readonly limit_review: number | null;
  readonly verdict: Verdict;
  readonly score: number | null;
  readonly part_distance: number | null;
  readonly patch_score: number | null;
  readonly map_maximum: number | null;
  readonly map_maximum_x: number | null;
  readonly map_maximum_y: number | null;
  readonly image_width_px: number | null;
  readonly image_height_px: number | null;
  readonly duration_ms: number | null;
  readonly execution_provider: string | null;
  readonly software_version: string;
  readonly error_code: string | null;
  readonly error_message: string | null;
  readonly files_folder: string | null;
  readonly part_serial: string | null;
  readonly lot: string | null;
  readonly view: string | null;
  readonly same_content_as: InspectionId | null;
  readonly follows_error: InspectionId | null;
  readonly execution_device: string | null;
  readonly execution_reason: string | null;
}

const COLUMNS = [
  'sequence',
  'id',
  'recorded_at',
  'source_id',
  'source_name',
  'file',
  'sha256',
  'recipe_id',
  'recipe_version',
  'backbone_id',
  'limit_fail',
  'limit_review',
  'verdict',
  'score',
  'part_distance',
  'patch_score',
  'map_maximum',
  'map_maximum_x',
  'map_maximum_y',
  'image_width_px',
  'image_height_px',
  'duration_ms',
  'execution_provider',
  'software_version',
  'error_code',
  'error_message',
  'files_folder',
  'part_serial',
  'lot',
  'view',
  'same_content_as',
  'follows_error',
  'execution_device',
  'execution_reason',
] as const satisfies readonly (keyof Row)[];

/** A source that wrote nothing for so many records has no newest file: looking on would take longer with every year. */
const SEARCHED_FOR_SOURCE = 10_000;

export function createInspectionRecords(database: StationDatabase): InspectionRecords {
  const columns = COLUMNS.join(', ');
  const insert = database.prepare(
    `INSERT INTO inspection (${columns}) VALUES (${COLUMNS.map((column) => `:${column}`).join(', ')})`,
  );
  const last = database.prepare<{ sequence: number }>('SELECT COALESCE(MAX(sequence), 0) AS sequence FROM inspection');
  const byId = database.prepare<Row>(`SELECT ${columns} FROM inspection WHERE id = ?`);
  const newest = database.prepare<Row>(
    `SELECT ${columns} FROM inspection WHERE sequence < ? ORDER BY sequence DESC LIMIT ?`,
  );
  const counts = database.prepare<{ verdict: Verdict; count: number }>(
    'SELECT verdict, COUNT(*) AS count FROM inspection WHERE recorded_at >= ? GROUP BY verdict',
  );
  const portion = database.prepare<Row>(
    `SELECT ${columns} FROM inspection
     WHERE sequence > :after AND (:from IS NULL OR recorded_at >= :from) AND (:to IS NULL OR recorded_at < :to)
     ORDER BY sequence LIMIT :limit`,
  );
  const newestFile = database.prepare<{ file: string }>(
    `SELECT file FROM (SELECT sequence, source_id, file FROM inspection ORDER BY sequence DESC LIMIT ${SEARCHED_FOR_SOURCE})
     WHERE source_id = ? ORDER BY sequence DESC LIMIT 1`,
  );
  const firstWithContent = database.prepare<{ id: InspectionId }>(
    'SELECT id FROM inspection WHERE sha256 = ? ORDER BY sequence LIMIT 1',
  );
  // The error stands for a file that lacked something when it was recorded; one of a whole file has nothing to do with what came after it.
  const lastOfName = database.prepare<{ id: InspectionId; lacked: 0 | 1 }>(
    `SELECT inspection.id AS id, inspection.verdict = 'error' AND ledger.lack IS NOT NULL AS lacked
     FROM inspection JOIN ledger ON ledger.inspection_id = inspection.id
     WHERE inspection.source_id = ? AND inspection.file = ? ORDER BY inspection.sequence DESC LIMIT 1`,
  );

  function links({ sha256, sourceId, file }: NewInspection): Links {
    const twin = sha256 === null ? undefined : firstWithContent.get(sha256);
    const before = lastOfName.get(sourceId, file);
    return { sameContentAs: twin?.id ?? null, followsError: before?.lacked === 1 ? before.id : null };
  }

  const total = (): number => last.get()?.sequence ?? 0;

  return {
    append(inspection) {
      const row = rowOf(inspection, links(inspection), total() + 1, new Date().toISOString());
      insert.run({ ...row });
      return { inspection: inspectionOf(row), filesFolder: row.files_folder };
    },
    find(id) {
      const row = byId.get(id);
      return row === undefined ? null : { inspection: inspectionOf(row), filesFolder: row.files_folder };
    },
    page: (before, limit) =>
      newest.all(before ?? Number.MAX_SAFE_INTEGER, limit).map((row) => feedItemOf(inspectionOf(row))),
    // Numbers have no gap, so the last one counts them.
    total,
    newestFileOf: (sourceId) => newestFile.get(sourceId)?.file ?? null,
    countsSince(time) {
      const found = counts.all(time.toISOString());
      const countOf = (verdict: Verdict): number => found.find((row) => row.verdict === verdict)?.count ?? 0;
      return { pass: countOf('pass'), review: countOf('review'), fail: countOf('fail'), error: countOf('error') };
    },
    between: ({ from, to }, after, limit) => portion.all({ from, to, after, limit }).map(inspectionOf),
  };
}

export function feedItemOf(inspection: Inspection): FeedItem {
  const { id, number, recordedAt, sourceName, file, verdict, score, limit, hasThumbnail, serial } = inspection;
  return { id, number, recordedAt, sourceName, file, verdict, score, limit, hasThumbnail, serial };
}

function rowOf(inspection: NewInspection, links: Links, number: number, recordedAt: string): Row {
  return {
    sequence: number,
    id: inspection.id,
    recorded_at: recordedAt,
    source_id: inspection.sourceId,
    source_name: inspection.sourceName,
    file: inspection.file,
    sha256: inspection.sha256,
    recipe_id: inspection.recipeId,
    recipe_version: inspection.recipeVersion,
    backbone_id: inspection.backboneId,
    limit_fail: inspection.limits?.fail ?? null,
    limit_review: inspection.limits?.review ?? null,
    verdict: inspection.verdict,
    score: inspection.score,
    part_distance: inspection.partDistance,
    patch_score: inspection.patchScore,
    map_maximum: inspection.mapMaximum,
    map_maximum_x: inspection.mapMaximumX,
    map_maximum_y: inspection.mapMaximumY,
    image_width_px: inspection.imageWidthPx,
    image_height_px: inspection.imageHeightPx,
    duration_ms: inspection.durationMs,
    execution_provider: inspection.executionProvider,
    software_version: inspection.softwareVersion,
    error_code: inspection.error?.code ?? null,
    error_message: inspection.error?.message ?? null,
    files_folder: inspection.filesFolder,
    part_serial: inspection.serial,
    lot: inspection.lot,
    view: inspection.view,
    same_content_as: links.sameContentAs,
    follows_error: links.followsError,
    execution_device: inspection.executionDevice,
    execution_reason: inspection.executionReason,
  };
}

function inspectionOf(row: Row): Inspection {
  return {
    id: row.id,
    number: row.sequence,
    recordedAt: row.recorded_at,
    sourceId: row.source_id,
    sourceName: row.source_name,
    file: row.file,
    serial: row.part_serial,
    lot: row.lot,
    view: row.view,
    sameContentAs: row.same_content_as,
    followsError: row.follows_error,
    sha256: row.sha256,
    recipeId: row.recipe_id,
    recipeVersion: row.recipe_version,
    backboneId: row.backbone_id,
    limits: row.limit_fail === null ? null : { fail: row.limit_fail, review: row.limit_review },
    limit: row.limit_fail,
    verdict: row.verdict,
    score: row.score,
    partDistance: row.part_distance,
    patchScore: row.patch_score,
    mapMaximum: row.map_maximum,
    mapMaximumX: row.map_maximum_x,
    mapMaximumY: row.map_maximum_y,
    imageWidthPx: row.image_width_px,
    imageHeightPx: row.image_height_px,
    durationMs: row.duration_ms,
    executionProvider: row.execution_provider,
    executionDevice: row.execution_device,
    executionReason: row.execution_reason,
    softwareVersion: row.software_version,
    error:
      row.error_code === null || row.error_message === null
        ? null
        : { code: row.error_code, message: row.error_message },
    hasThumbnail: row.files_folder !== null,
  };
}
