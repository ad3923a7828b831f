import {
  type ImageDeviations,
  imageDeviationsSchema,
  type Measure,
  type SourceId,
} from '../../../shared/domain/index.ts';
import type { RecordedInspection, Statement, StationDatabase } from '../storage/index.ts';

export interface MeasureSum {
  readonly recipeId: string;
  readonly recipeVersion: number;
  /** From 1970. */
  readonly hour: number;
  readonly images: number;
  readonly sums: ImageDeviations;
}

const HOUR_MS = 60 * 60_000;
/** One image that is all white must not outweigh a hundred others. */
const MOST_DEVIATIONS = 20;

/** Sums of what images were like, by hour; kept in the transaction of each record. */
export class MeasureSums {
  readonly #read: Statement<{ images: number; sums: string }>;
  readonly #write: Statement<never>;

  constructor(database: StationDatabase) {
    const where =
      'source_id = :sourceId AND recipe_id = :recipeId AND recipe_version = :recipeVersion AND hour = :hour';
    this.#read = database.prepare(`SELECT images, sums FROM measure_sum WHERE ${where}`);
    this.#write = database.prepare(
      `INSERT OR REPLACE INTO measure_sum (source_id, recipe_id, recipe_version, hour, images, sums)
       VALUES (:sourceId, :recipeId, :recipeVersion, :hour, :images, :sums)`,
    );
  }

  /** An image that was judged before is no further one. */
  add({ sourceId, recipeId, recipeVersion, recordedAt, imageDeviations, sameContentAs }: RecordedInspection): void {
    if (imageDeviations === null || recipeId === null || recipeVersion === null || sameContentAs !== null) return;
    const key = { sourceId, recipeId, recipeVersion, hour: Math.floor(Date.parse(recordedAt) / HOUR_MS) };
    const known = this.#read.get(key);
    const sums: Partial<Record<Measure, number>> = known === undefined ? {} : summed(known.sums);
    for (const [measure, deviation] of Object.entries(imageDeviations) as [Measure, number][]) {
      const bounded = Math.min(MOST_DEVIATIONS, Math.max(-MOST_DEVIATIONS, deviation));
      sums[measure] = Number(((sums[measure] ?? 0) + bounded).toFixed(2));
    }
    this.#write.run({ ...key, images: (known?.images ?? 0) + 1, sums: JSON.stringify(sums) });
  }
}

/** The hours of a source since then, the oldest first. For the reader's thread. */
export function measureSums(
  database: StationDatabase,
  { source, sinceHour }: { readonly source: SourceId; readonly sinceHour: number },
): MeasureSum[] {
  const rows = database.prepare<Omit<MeasureSum, 'sums'> & { readonly sums: string }>(
    `SELECT recipe_id AS recipeId, recipe_version AS recipeVersion, hour, images, sums FROM measure_sum
     WHERE source_id = :source AND hour >= :sinceHour ORDER BY hour, recipe_version`,
  );
  return rows.all({ source, sinceHour }).map((row) => ({ ...row, sums: summed(row.sums) }));
}

function summed(text: string): ImageDeviations {
  return imageDeviationsSchema.parse(JSON.parse(text));
}
