import { z } from 'zod';
import {
  type AmongGood,
  changeOf,
  type ErrorFact,
  errorDetailsSchema,
  type SourceId,
  sourceSubject,
} from '../../../shared/domain/index.ts';
import {
  beginAnew,
  type ChangeEvidence,
  isHigher,
  noEvidence,
  PARTS_PER_FALSE_ALARM,
  strengthOf,
  withPart,
} from '../../gaussian/index.ts';
import type { Kernel, Statement as Said } from '../kernel/index.ts';
import type { InspectionRecords } from '../records/index.ts';
import type { SettingsStore } from '../settings/index.ts';
import type { RecordedInspection, Statement } from '../storage/index.ts';

export interface GoodPartsWatchNeeds {
  readonly settings: Pick<SettingsStore, 'current'>;
  readonly records: Pick<InspectionRecords, 'recentOf'>;
}

const evidenceSchema = z.object({ withCalibration: z.boolean(), seen: z.array(z.number()), won: z.array(z.number()) });

interface Alarm {
  readonly sourceId: SourceId;
  readonly recipeId: string;
  readonly recipeVersion: number;
  readonly evidence: string;
  readonly alarm: string;
}

/** A change is seen after some twenty parts or more, so these have it. */
const TELLING_PARTS = 20;

/**
 * Tests whether the parts of each source that do not fail are still like the good parts of the calibration. Parts that fail are left out: a row of bad parts
 * is no change of the good ones, and `LineGuard` tells of it. What was counted is written in the record's own transaction, so a restart loses nothing and
 * counts nothing twice.
 */
export class GoodPartsWatch {
  readonly #needs: GoodPartsWatchNeeds;
  readonly #read: Statement<{ evidence: string; alarm: string | null }>;
  readonly #write: Statement<never>;
  readonly #alarms: Statement<Alarm>;
  readonly #beginAnew: Statement<never>;

  constructor({ database, recorders, conditions }: Kernel, needs: GoodPartsWatchNeeds) {
    this.#needs = needs;
    // What was counted before an engineer changed recipe or options says nothing of the line as it is now.
    const isCounted = 'counted > (SELECT counted_after FROM source WHERE id = source_id)';
    this.#read = database.prepare(
      `SELECT evidence, alarm FROM good_parts_watch WHERE source_id = :sourceId AND recipe_id = :recipeId AND recipe_version = :recipeVersion AND ${isCounted}`,
    );
    this.#write = database.prepare(
      `INSERT OR REPLACE INTO good_parts_watch (source_id, recipe_id, recipe_version, counted, evidence, alarm)
       VALUES (:sourceId, :recipeId, :recipeVersion, :number, :evidence, :alarm)`,
    );
    // Of each source, what the version says that judged last.
    this.#alarms = database.prepare(
      `SELECT source_id AS sourceId, recipe_id AS recipeId, recipe_version AS recipeVersion, evidence, alarm
       FROM good_parts_watch AS watch WHERE alarm IS NOT NULL AND ${isCounted}
         AND counted = (SELECT MAX(counted) FROM good_parts_watch WHERE source_id = watch.source_id)`,
    );
    this.#beginAnew = database.prepare(
      `UPDATE good_parts_watch SET alarm = NULL, evidence = :evidence
       WHERE source_id = :sourceId AND recipe_id = :recipeId AND recipe_version = :recipeVersion`,
    );
    recorders.register('statistics', (record) => this.#count(record));
    conditions.register(() => this.#statements());
  }

  #count(record: RecordedInspection): void {
    const { sourceId, recipeId, recipeVersion, amongGood, number } = record;
    // An image that was judged before is no further part.
    if (amongGood === null || record.sameContentAs !== null || recipeId === null || recipeVersion === null) return;
    if (amongGood.asUnusual < amongGood.atLimit) return;
    const known = this.#read.get({ sourceId, recipeId, recipeVersion });
    const none = noEvidence(amongGood);
    const found = known === undefined ? none : evidenceSchema.parse(JSON.parse(known.evidence));
    // A version of the same name that was calibrated in another data folder has other gaps.
    const before = found.seen.length === none.seen.length ? found : none;
    let alarm = known?.alarm ?? null;
    // Until somebody has read it there is nothing more to tell.
    const evidence = alarm === null ? withPart(before, amongGood) : before;
    if (alarm === null && strengthOf(evidence) >= PARTS_PER_FALSE_ALARM)
      alarm = JSON.stringify(this.#told(record, amongGood, evidence));
    this.#write.run({ sourceId, recipeId, recipeVersion, number, evidence: JSON.stringify(evidence), alarm });
  }

  #told(record: RecordedInspection, { count }: AmongGood, evidence: ChangeEvidence): ErrorFact['details'] {
    const recent = this.#needs.records.recentOf(record.sourceId, TELLING_PARTS);
    const alike = recent.filter(
      ({ verdict, recipeVersion }) => verdict !== 'fail' && recipeVersion === record.recipeVersion,
    );
    const change = changeOf(
      alike.flatMap(({ imageDeviations }) => imageDeviations ?? []),
      count,
    );
    const scores: ErrorFact = { code: isHigher(evidence) ? 'line.scores-higher' : 'line.scores-lower', details: {} };
    const { recipeId: recipe, recipeVersion: version, number } = record;
    return { recipe: recipe ?? '', version: version ?? 0, number, scores, change };
  }

  #statements(): Said[] {
    const sources = new Map(this.#needs.settings.current().sources.map((source) => [source.id, source]));
    return this.#alarms.all().flatMap(({ evidence, alarm, ...watched }) => {
      const source = sources.get(watched.sourceId);
      if (source === undefined) return [];
      const details = { source: source.name, ...errorDetailsSchema.parse(JSON.parse(alarm)) };
      const onRead = (): void => {
        const anew = beginAnew(evidenceSchema.parse(JSON.parse(evidence)));
        this.#beginAnew.run({ ...watched, evidence: JSON.stringify(anew) });
      };
      return [
        { code: 'detection.good-parts-changed', details, subject: sourceSubject(source), severity: 'warning', onRead },
      ];
    });
  }
}
