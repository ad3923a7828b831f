import { setTimeout as delay } from 'node:timers/promises';
import {
  type Afterwards as AfterwardsOption,
  assertNever,
  type Inspection,
  reportOf,
  SigmalineError,
  type SourceId,
  type SourceOptions,
} from '../../../shared/domain/index.ts';
import { createWakeableSleep } from '../intake/index.ts';
import { carryOut, endingOf } from './carryOut.ts';
import type { Duties, Duty, DutyAction, DutyWish } from './duties.ts';
import type { FileActions } from './fileActions.ts';
import { giveBack } from './takenFile.ts';

export interface SourceWithAfterwards {
  readonly id: SourceId;
  readonly name: string;
  readonly folder: string;
  readonly options: Pick<SourceOptions, 'afterwards' | 'completion'>;
}

export interface AfterwardsTimings {
  /** Between two looks at what has become due. */
  readonly everyMs: number;
  /** After several failures in a row; it grows with each. */
  readonly pauseMs: number;
  /** Before a file that failed is tried again; it grows with each try. */
  readonly retryMs: number;
}

export interface AfterwardsNeeds {
  readonly duties: Duties;
  readonly files: FileActions;
  readonly sources: () => readonly SourceWithAfterwards[];
  readonly canTellMissing: (id: SourceId) => boolean;
  /** Whether the record with this number is so safe that its image may be deleted: in a verified backup, for instance. */
  readonly mayDelete?: (number: number) => boolean;
  readonly timings?: Partial<AfterwardsTimings>;
  readonly onChanged: () => void;
  readonly onTrouble: (error: unknown) => void;
}

/** Archives and deletes the image files of recorded parts, beside the judging and never in its way. */
export interface Afterwards {
  /** To be called in the transaction that writes the record. */
  owe(inspection: Inspection): void;
  /** There may be something to do. */
  wake(): void;
  /** Sentences on files that cannot be archived or deleted. */
  remarksOf(id: SourceId): string[];
  /** Begins nothing more and waits for what is at work, for so long at most. */
  stop(graceMs: number): Promise<void>;
}

const DEFAULT_TIMINGS: AfterwardsTimings = { everyMs: 5000, pauseMs: 1000, retryMs: 5000 };
const LONGEST_PAUSE_MS = 5 * 60_000;
const LONGEST_RETRY_MS = 60 * 60_000;
/** A single file that is in use somewhere does not keep the others waiting. */
const FAILURES_BEFORE_PAUSE = 3;
const SILENT_MS = 30_000;
/** Duties that are at hand at a time, of however many. */
const BATCH = 32;
const COUNTED_AT_MOST = 10_000;
const DAY_MS = 24 * 60 * 60 * 1000;

/** How it stands with one source. */
interface Standing {
  readonly failures: number;
  readonly pausedUntilMs: number;
  readonly trouble: { readonly count: number; readonly problem: string } | null;
}

const ALL_WELL: Standing = { failures: 0, pausedUntilMs: 0, trouble: null };

export function createAfterwards(needs: AfterwardsNeeds): Afterwards {
  const { duties, sources } = needs;
  const timings = { ...DEFAULT_TIMINGS, ...needs.timings };
  const pause = createWakeableSleep();
  const standings = new Map<SourceId, Standing>();
  /** Sources at work, each with the moment at which it turned to its present file: one that does not answer keeps no other waiting. */
  const atWork = new Map<SourceId, { sinceMs: number; readonly done: Promise<void> }>();
  let stopped = false;
  let lastSignature: string | null = null;

  const optionsOf = (id: SourceId): SourceWithAfterwards | undefined => sources().find((source) => source.id === id);
  const standingOf = (id: SourceId): Standing => standings.get(id) ?? ALL_WELL;

  function owe(inspection: Inspection): void {
    // What could not be judged stays for people to look at.
    if (inspection.verdict === 'error' || inspection.sha256 === null) return;
    const action = actionOf(optionsOf(inspection.sourceId)?.options.afterwards);
    if (action !== null) duties.owe(inspection, action);
  }

  /** All that is due in one source, until there is no more, something is in its way, or its options change. */
  async function work(id: SourceId): Promise<void> {
    while (!stopped && performance.now() >= standingOf(id).pausedUntilMs) {
      const source = optionsOf(id);
      const wish = source === undefined ? null : wishOf(source, BATCH);
      const batch = wish === null ? [] : duties.owed(wish);
      if (source !== undefined && batch.length === 0) clearTrouble(source);
      let progress = 0;
      for (const duty of batch) {
        if (stopped || optionsOf(id) !== source || source === undefined) break;
        if (duty.action === 'delete' && needs.mayDelete?.(duty.number) === false) break;
        if (await attempt(duty, source)) progress += 1;
        if (performance.now() < standingOf(id).pausedUntilMs) break;
      }
      if (progress === 0) return;
    }
  }

  /** @returns whether it is settled, for better or worse, until later */
  async function attempt(duty: Duty, source: SourceWithAfterwards): Promise<boolean> {
    const present = atWork.get(source.id);
    if (present !== undefined) present.sinceMs = performance.now();
    const { afterwards, completion } = source.options;
    if (afterwards.kind === 'leave') return false;
    let target = duty.begun === 0 ? undefined : duty.target;
    try {
      const end = await carryOut(duty, {
        files: needs.files,
        afterwards,
        completion,
        begin(next) {
          if (next !== target) duties.begin(duty, next);
          target = next;
        },
        canTellMissing: () => needs.canTellMissing(source.id),
      });
      if (end === null) return false;
      duties.end(duty, end);
      succeed(source);
      return true;
    } catch (thrown) {
      fail(duty, source, thrown);
      return true;
    }
  }

  function succeed(source: SourceWithAfterwards): void {
    const before = standingOf(source.id);
    if (before === ALL_WELL) return;
    const trouble = troubleOf(source);
    standings.set(source.id, trouble === null ? ALL_WELL : { failures: 0, pausedUntilMs: 0, trouble });
    needs.onChanged();
  }

  /** Trouble that was not a file's own, with the database for instance, ends when there is nothing left that has any. */
  function clearTrouble(source: SourceWithAfterwards): void {
    if (standingOf(source.id) === ALL_WELL || troubleOf(source) !== null) return;
    standings.set(source.id, ALL_WELL);
    needs.onChanged();
  }

  function fail(duty: Duty, source: SourceWithAfterwards, thrown: unknown): void {
    const before = standingOf(source.id);
    const failures = before.failures + 1;
    if (failures === 1) needs.onTrouble(thrown);
    const problem = reportOf(thrown).message;
    const retryMs = growing(timings.retryMs, duty.tries, LONGEST_RETRY_MS);
    const pauseMs =
      failures < FAILURES_BEFORE_PAUSE
        ? 0
        : growing(timings.pauseMs, failures - FAILURES_BEFORE_PAUSE, LONGEST_PAUSE_MS);
    let trouble: Standing['trouble'] = { count: 1, problem };
    try {
      duties.postpone(duty, new Date(Date.now() + retryMs).toISOString(), problem);
      trouble = troubleOf(source) ?? trouble;
    } catch (storageTrouble) {
      // The database is in trouble itself: then nothing is remembered of this try, and the pause alone holds the next one.
      needs.onTrouble(storageTrouble);
    }
    standings.set(source.id, { failures, pausedUntilMs: performance.now() + pauseMs, trouble });
    needs.onChanged();
  }

  function troubleOf(source: SourceWithAfterwards): Standing['trouble'] {
    const wish = wishOf(source, COUNTED_AT_MOST);
    return wish === null ? null : duties.trouble(wish);
  }

  function begin(source: SourceWithAfterwards): void {
    const isPaused = performance.now() < standingOf(source.id).pausedUntilMs;
    if (atWork.has(source.id) || isPaused || source.options.afterwards.kind === 'leave') return;
    const done = work(source.id)
      .catch((thrown: unknown) => {
        needs.onTrouble(thrown);
        const trouble = { count: 1, problem: reportOf(thrown).message };
        const pausedUntilMs = performance.now() + timings.pauseMs;
        standings.set(source.id, { ...standingOf(source.id), pausedUntilMs, trouble });
        needs.onChanged();
      })
      .finally(() => atWork.delete(source.id));
    atWork.set(source.id, { sinceMs: performance.now(), done });
  }

  async function run(): Promise<void> {
    rememberTroubles();
    while (!stopped) {
      await putBackUnwanted().catch(needs.onTrouble);
      for (const source of sources()) begin(source);
      await pause.sleep(timings.everyMs);
    }
  }

  /** Files that an interrupted try took aside, in sources that were removed since or whose files are to be left now, get their names back. */
  async function putBackUnwanted(): Promise<void> {
    const wanted = new Set(sources().map(({ id, options }) => `${id} ${options.afterwards.kind}`));
    const signature = [...wanted].sort().join();
    if (signature === lastSignature) return;
    let after = '';
    for (;;) {
      const batch = duties.begun(after, BATCH);
      for (const duty of batch.filter(({ sourceId, action }) => !wanted.has(`${sourceId} ${action}`))) {
        const completion = optionsOf(duty.sourceId)?.options.completion ?? { kind: 'content' };
        await giveBack(duty, { files: needs.files, sidecarEnding: endingOf(completion) });
        duties.undo(duty);
      }
      const last = batch.at(-1);
      if (last === undefined) break;
      after = last.inspectionId;
    }
    lastSignature = signature;
  }

  /** What failed before the last stop is shown again at once. */
  function rememberTroubles(): void {
    for (const source of sources()) {
      const trouble = troubleOf(source);
      if (trouble !== null) standings.set(source.id, { failures: 0, pausedUntilMs: 0, trouble });
    }
  }

  const running = run().catch(needs.onTrouble);

  return {
    owe,
    wake: () => pause.wake(),
    remarksOf(id) {
      const source = optionsOf(id);
      const action = actionOf(source?.options.afterwards);
      if (source === undefined || action === null) return [];
      const present = atWork.get(id);
      const isSilent = present !== undefined && performance.now() - present.sinceMs > SILENT_MS;
      const silence = new SigmalineError('folder.silent', { folder: folderOf(source) }).message;
      const { trouble } = standingOf(id);
      if (trouble === null) return isSilent ? [silence] : [];
      const count = trouble.count >= COUNTED_AT_MOST ? `${COUNTED_AT_MOST} or more` : trouble.count;
      const details = { count, source: source.name, problem: isSilent ? silence : trouble.problem };
      return [new SigmalineError(`afterwards.${action}`, details).message];
    },
    async stop(graceMs) {
      stopped = true;
      pause.wake();
      await running;
      const timeUp = new AbortController();
      const done = Promise.all([...atWork.values()].map((present) => present.done));
      await Promise.race([done, delay(graceMs, null, { signal: timeUp.signal }).catch(() => null)]);
      timeUp.abort();
    },
  };
}

function actionOf(afterwards: AfterwardsOption | undefined): DutyAction | null {
  return afterwards === undefined || afterwards.kind === 'leave' ? null : afterwards.kind;
}

/** When something is due follows from the options as they are now: whoever prolongs the days, or leaves the files, is obeyed for all files there are. */
function wishOf({ id, options }: SourceWithAfterwards, limit: number): DutyWish | null {
  const { afterwards } = options;
  const now = new Date();
  const common = { sourceId: id, now: now.toISOString(), limit };
  switch (afterwards.kind) {
    case 'leave':
      return null;
    case 'archive':
      return { ...common, action: 'archive', recordedUntil: common.now };
    case 'delete': {
      const recordedUntil = new Date(now.getTime() - afterwards.days * DAY_MS).toISOString();
      return { ...common, action: 'delete', recordedUntil };
    }
    default:
      return assertNever(afterwards);
  }
}

function folderOf({ folder, options }: SourceWithAfterwards): string {
  return options.afterwards.kind === 'archive' ? options.afterwards.folder : folder;
}

function growing(firstMs: number, step: number, longestMs: number): number {
  return Math.min(longestMs, firstMs * 2 ** Math.min(step, 20));
}
