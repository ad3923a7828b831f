import { stat } from 'node:fs/promises';
import { join } from 'node:path';
import type { RequestOutput } from '../../../shared/contract/index.ts';
import type { StationDatabase } from '../storage/index.ts';
import type { BackboneStore } from './backboneStore.ts';

/** So many of the newest records tell what an image takes: what an older machine or another provider took long ago says nothing. */
const RECENT_RECORDS = 500;

/** What an engineer chooses from for a calibration: each backbone with what is known of its cost. */
export async function listBackbones(
  store: BackboneStore,
  database: StationDatabase,
): Promise<RequestOutput<'backbone.list'>> {
  const { backbones, unusable } = await store.list();
  const recent = database
    .prepare<{ backboneId: string; imageMs: number }>(
      `SELECT backbone_id AS backboneId, AVG(duration_ms) AS imageMs
        FROM (SELECT backbone_id, duration_ms FROM inspection ORDER BY sequence DESC LIMIT ${RECENT_RECORDS})
        WHERE backbone_id IS NOT NULL AND duration_ms IS NOT NULL GROUP BY backbone_id`,
    )
    .all();
  const imageMs = new Map(recent.map((found) => [found.backboneId, found.imageMs]));
  return {
    unusable,
    backbones: await Promise.all(
      backbones.map(async ({ manifest: { id, name, sizePx, file }, isBuiltIn, folder }) => {
        const bytes = await stat(join(folder, file)).then(
          ({ size }) => size,
          () => 0,
        );
        return { id, name, isBuiltIn, sizePx, bytes, imageMs: imageMs.get(id) ?? null };
      }),
    ),
  };
}
