import {
  type Afterwards,
  type ErrorFact,
  factOf,
  growingMs,
  type SourceId,
  type SourceOptions,
  sourceSubject,
} from '../../../shared/domain/index.ts';
import type { Kernel, Repeated, Statement, Work } from '../kernel/index.ts';
import type { RecordedInspection } from '../storage/index.ts';
import { carryOut, endingOf } from './carryOut.ts';
import { DoneWork } from './doneWork.ts';
import { type Duties, type Duty, type DutyAction, type DutyTrouble, wishOf } from './duties.ts';
import type { FileActions } from './fileActions.ts';
import { giveBack } from './takenFile.ts';

export interface RetainedSource {
  readonly id: SourceId;
  readonly name: string;
  readonly folder: string;
  readonly options: Pick<SourceOptions, 'afterwards' | 'completion'>;
}

export interface RetentionTimings {
  /** Between two looks at what has become due. */
  readonly everyMs: number;
  /** After several failures in a row; it grows with each. */
  readonly pauseMs: number;
  /** Before a file that failed is tried again; it grows with each try. */
  readonly retryMs: number;
  /** A folder that does not answer for so long is told of. */
  readonly silentMs: number;
}

export interface RetentionNeeds {
  readonly duties: Duties;
  readonly files: FileActions;
  readonly sources: () => readonly RetainedSource[];
  readonly canTellMissing: (id: SourceId) => boolean;
  /** Whether the record with this number is so safe that its image may be deleted: in a verified backup, for instance. */
  readonly mayDelete?: (number: number) => boolean;
  /** Files of a record on hold stay where they are. */
  readonly holds?: { isOnHold(number: number): boolean; changes(): number };
  readonly timings?: Partial<RetentionTimings>;
}

const DEFAULT_TIMINGS: RetentionTimings = { everyMs: 5000, pauseMs: 1000, retryMs: 5000, silentMs: 30_000 };
const LONGEST_PAUSE_MS = 5 * 60_000;
const LONGEST_RETRY_MS = 60 * 60_000;
/** A single file that is in use somewhere does not keep the others waiting. */
const FAILURES_BEFORE_PAUSE = 3;
/** Duties that are at hand at a time, of however many. */
const BATCH = 32;
const COUNTED_AT_MOST = 10_000;

/** How it stands with one source. */
interface Standing {
  readonly failures: number;
  readonly pausedUntilMs: number;
  readonly trouble: DutyTrouble | null;
}

const ALL_WELL: Standing = { failures: 0, pausedUntilMs: 0, trouble: null };

/** Archives and deletes the image files of recorded parts, beside the judging and never in its way. While the clock is in doubt nothing of it is done. */
export class Retention {
  readonly #kernel: Kernel;
  readonly #needs: RetentionNeeds;
  readonly #timings: RetentionTimings;
  readonly #work: Work;
  readonly #loop: Repeated;
  readonly #standings = new Map<SourceId, Standing>();
  /** Sources at work, each with the moment at which it turned to its present file: one that does not answer keeps no other waiting. */
  readonly #atWork = new Map<SourceId, number>();
  #areTroublesKnown = false;
  /** What the sources wished when what is not wanted any more was put back. */
  #putBackFor: string | null = null;

  constructor(kernel: Kernel, needs: RetentionNeeds) {
    this.#kernel = kernel;
    this.#needs = needs;
    this.#timings = { ...DEFAULT_TIMINGS, ...needs.timings };
    this.#work = kernel.work();
    kernel.recorders.register('duties', (inspection) => this.#owe(inspection));
    kernel.recorders.onCommitted(() => this.#loop.wake());
    kernel.conditions.register(() => needs.sources().flatMap((source) => this.#statementsOf(source)));
    this.#loop = this.#work.repeat(this.#timings.everyMs, () => this.#lookAround());
  }

  /** Begins nothing more and waits for what is at work, for so long at most. */
  stop(graceMs: number): Promise<void> {
    return this.#work.stop(graceMs);
  }

  #owe(inspection: RecordedInspection): void {
    // What could not be judged stays for people to look at.
    if (inspection.verdict === 'error' || inspection.sha256 === null) return;
    const action = actionOf(this.#sourceOf(inspection.sourceId));
    if (action !== null) this.#needs.duties.owe(inspection, action);
  }

  #statementsOf(source: RetainedSource): Statement[] {
    const action = actionOf(source);
    if (action === null) return [];
    const common = { subject: sourceSubject(source), severity: 'warning' } as const;
    const sinceMs = this.#atWork.get(source.id);
    const isSilent = sinceMs !== undefined && performance.now() - sinceMs > this.#timings.silentMs;
    const silence: ErrorFact = { code: 'folder.silent', details: { folder: folderOf(source) } };
    const { trouble } = this.#standingOf(source.id);
    if (trouble === null) return isSilent ? [{ ...common, ...silence }] : [];
    const isMore = trouble.count >= COUNTED_AT_MOST;
    const count = isMore ? ({ code: 'count.or-more', details: { count: COUNTED_AT_MOST } } as const) : trouble.count;
    const details = { count, source: source.name, problem: isSilent ? silence : trouble.problem };
    return [{ ...common, code: `afterwards.${action}`, details }];
  }

  async #lookAround(): Promise<void> {
    if (!this.#areTroublesKnown) this.#rememberTroubles();
    await this.#putBackUnwanted().catch(this.#kernel.report);
    for (const source of this.#needs.sources()) this.#begin(source);
  }

  /** What failed before the last stop is shown again at once. */
  #rememberTroubles(): void {
    for (const source of this.#needs.sources()) {
      const trouble = this.#troubleOf(source);
      if (trouble !== null) this.#standings.set(source.id, { ...ALL_WELL, trouble });
    }
    this.#areTroublesKnown = true;
  }

  /** Files that an interrupted try took aside, in sources that were removed since, whose files are to be left now, or on hold, get their names back. */
  async #putBackUnwanted(): Promise<void> {
    const { duties, files, sources, holds } = this.#needs;
    const wanted = new Set(sources().map(({ id, options }) => `${id} ${options.afterwards.kind}`));
    const wishes = [...wanted, `holds ${holds?.changes() ?? 0}`].sort().join();
    if (wishes === this.#putBackFor) return;
    let after = '';
    for (;;) {
      const batch = duties.begun(after, BATCH);
      const isUnwanted = ({ sourceId, action, number }: Duty): boolean =>
        !wanted.has(`${sourceId} ${action}`) || holds?.isOnHold(number) === true;
      for (const duty of batch.filter(isUnwanted)) {
        const completion = this.#sourceOf(duty.sourceId)?.options.completion ?? { kind: 'content' };
        await giveBack(duty, { files, sidecarEnding: endingOf(completion) });
        duties.undo(duty);
      }
      const last = batch.at(-1);
      if (last === undefined) break;
      after = last.inspectionId;
    }
    this.#putBackFor = wishes;
  }

  #begin(source: RetainedSource): void {
    const { id } = source;
    if (this.#atWork.has(id) || this.#isPaused(id) || actionOf(source) === null) return;
    this.#atWork.set(id, performance.now());
    this.#work.do(async () => {
      try {
        await this.#workOn(id);
      } catch (thrown) {
        const pausedUntilMs = performance.now() + this.#timings.pauseMs;
        const trouble = { count: 1, problem: factOf(thrown) };
        this.#standings.set(id, { ...this.#standingOf(id), pausedUntilMs, trouble });
        this.#kernel.changed();
        throw thrown;
      } finally {
        this.#atWork.delete(id);
      }
    });
  }

  /** All that is due in one source, until there is no more, something is in its way, or its options change. */
  async #workOn(id: SourceId): Promise<void> {
    const done = new DoneWork(this.#kernel.audit);
    try {
      await this.#workOnAll(id, done);
    } finally {
      done.tell();
    }
  }

  async #workOnAll(id: SourceId, done: DoneWork): Promise<void> {
    const { duties, mayDelete, holds } = this.#needs;
    while (!this.#work.isStopped && !this.#isPaused(id)) {
      const source = this.#sourceOf(id);
      const wish = source === undefined ? null : wishOf(source, BATCH, this.#kernel.clock);
      if (source === undefined || wish === null) return;
      const batch = duties.owed(wish);
      if (batch.length === 0) this.#clearTrouble(source);
      let progress = 0;
      for (const duty of batch) {
        if (this.#work.isStopped || this.#sourceOf(id) !== source || !this.#kernel.clock.isSure()) break;
        if (duty.action === 'delete' && mayDelete?.(duty.number) === false) break;
        if (holds?.isOnHold(duty.number) === true) continue;
        if (await this.#attempt(duty, source, done)) progress += 1;
        if (this.#isPaused(id)) break;
      }
      if (progress === 0) return;
    }
  }

  /** @returns whether it is settled, for better or worse, until later */
  async #attempt(duty: Duty, source: RetainedSource, done: DoneWork): Promise<boolean> {
    const { duties, files, canTellMissing } = this.#needs;
    const { afterwards, completion } = source.options;
    if (afterwards.kind === 'leave') return false;
    this.#atWork.set(source.id, performance.now());
    let target = duty.begun === 0 ? undefined : duty.target;
    try {
      const end = await carryOut(duty, {
        files,
        afterwards,
        completion,
        begin(next) {
          if (next !== target) duties.begin(duty, next);
          target = next;
        },
        canTellMissing: () => canTellMissing(source.id),
      });
      if (end === null) return false;
      duties.end(duty, end);
      if (end === 'done') done.add(duty);
      this.#succeed(source);
    } catch (thrown) {
      this.#fail(duty, source, thrown);
    }
    return true;
  }

  #succeed(source: RetainedSource): void {
    if (this.#standingOf(source.id) === ALL_WELL) return;
    const trouble = this.#troubleOf(source);
    this.#standings.set(source.id, trouble === null ? ALL_WELL : { ...ALL_WELL, trouble });
    this.#kernel.changed();
  }

  /** Trouble that was not a file's own, with the database for instance, ends when there is nothing left that has any. */
  #clearTrouble(source: RetainedSource): void {
    if (this.#standingOf(source.id) === ALL_WELL || this.#troubleOf(source) !== null) return;
    this.#standings.set(source.id, ALL_WELL);
    this.#kernel.changed();
  }

  #fail(duty: Duty, source: RetainedSource, thrown: unknown): void {
    const problem = factOf(thrown);
    const before = this.#standingOf(source.id).failures;
    // The name of one file says nothing of the others: they do not wait for it.
    const failures = problem.code === 'archive.name-refused' ? before : before + 1;
    if (failures <= 1) this.#kernel.report(thrown);
    const retryMs = growingMs(duty.tries, { firstMs: this.#timings.retryMs, longestMs: LONGEST_RETRY_MS });
    let trouble: DutyTrouble = { count: 1, problem };
    try {
      this.#needs.duties.postpone(duty, retryMs, problem);
      trouble = this.#troubleOf(source) ?? trouble;
    } catch (storageTrouble) {
      // The database is in trouble itself: then nothing is remembered of this try, and the pause alone holds the next one.
      this.#kernel.report(storageTrouble);
    }
    const pausedUntilMs = performance.now() + this.#pauseAfter(failures);
    this.#standings.set(source.id, { failures, pausedUntilMs, trouble });
    this.#kernel.changed();
  }

  #pauseAfter(failures: number): number {
    if (failures < FAILURES_BEFORE_PAUSE) return 0;
    return growingMs(failures - FAILURES_BEFORE_PAUSE, { firstMs: this.#timings.pauseMs, longestMs: LONGEST_PAUSE_MS });
  }

  #troubleOf(source: RetainedSource): DutyTrouble | null {
    const wish = wishOf(source, COUNTED_AT_MOST, this.#kernel.clock);
    return wish === null ? null : this.#needs.duties.trouble(wish);
  }

  #isPaused(id: SourceId): boolean {
    return performance.now() < this.#standingOf(id).pausedUntilMs;
  }

  #standingOf(id: SourceId): Standing {
    return this.#standings.get(id) ?? ALL_WELL;
  }

  #sourceOf(id: SourceId): RetainedSource | undefined {
    return this.#needs.sources().find((source) => source.id === id);
  }
}

export function openRetention(kernel: Kernel, needs: RetentionNeeds): Retention {
  return new Retention(kernel, needs);
}

function actionOf(source: RetainedSource | undefined): DutyAction | null {
  const kind: Afterwards['kind'] = source?.options.afterwards.kind ?? 'leave';
  return kind === 'leave' ? null : kind;
}

function folderOf({ folder, options }: RetainedSource): string {
  return options.afterwards.kind === 'archive' ? options.afterwards.folder : folder;
}
