import { type SourceId, sourceSubject } from '../../../shared/domain/index.ts';
import type { Kernel, Statement } from '../kernel/index.ts';
import { isLate } from '../records/index.ts';
import type { SettingsStore, SourceSettings } from '../settings/index.ts';
import type { RecordedInspection } from '../storage/index.ts';
import { RECENT_MINUTES, RecentCount } from './recentCount.ts';

interface Watched {
  /** Counting begins anew with another deadline. */
  readonly deadlineSeconds: number;
  readonly verdicts: RecentCount;
  readonly late: RecentCount;
  last: Pick<RecordedInspection, 'number' | 'lateMs'>;
}

/** Tells of sources whose verdicts came later than their deadline in the last minutes. The records keep each of them. */
export class LateVerdicts {
  readonly #settings: Pick<SettingsStore, 'current'>;
  readonly #watched = new Map<SourceId, Watched>();

  constructor(kernel: Kernel, { settings }: { readonly settings: Pick<SettingsStore, 'current'> }) {
    this.#settings = settings;
    kernel.recorders.onCommitted((record) => this.#add(record), 'first');
    kernel.conditions.register(() => settings.current().sources.flatMap((source) => this.#statements(source)));
  }

  #add(record: RecordedInspection): void {
    const { sourceId, lateMs, number } = record;
    const source = this.#settings.current().sources.find(({ id }) => id === sourceId);
    const deadlineSeconds = source?.options.deadlineSeconds ?? null;
    if (lateMs === null || deadlineSeconds === null) return;
    const nowMs = performance.now();
    let watched = this.#watched.get(sourceId);
    if (watched?.deadlineSeconds !== deadlineSeconds) {
      const none = { number, lateMs: 0 };
      watched = { deadlineSeconds, verdicts: new RecentCount(nowMs), late: new RecentCount(nowMs), last: none };
      this.#watched.set(sourceId, watched);
    }
    watched.verdicts.add(nowMs);
    if (!isLate(record)) return;
    watched.late.add(nowMs);
    watched.last = { number, lateMs };
  }

  #statements(source: SourceSettings): Statement[] {
    const watched = this.#watched.get(source.id);
    if (watched === undefined || watched.deadlineSeconds !== source.options.deadlineSeconds) return [];
    const nowMs = performance.now();
    const late = watched.late.total(nowMs);
    if (late === 0) return [];
    const { number, lateMs } = watched.last;
    const counts = { late, count: watched.verdicts.total(nowMs), minutes: RECENT_MINUTES };
    const details = { source: source.name, ...counts, deadline: watched.deadlineSeconds, number, lateMs: lateMs ?? 0 };
    return [{ code: 'source.verdicts-late', details, subject: sourceSubject(source), severity: 'warning' }];
  }
}
