import {
  type ErrorFact,
  factOf,
  mixOfViews,
  type Severity,
  SigmalineError,
  type SourceId,
  togetherSeconds,
} from '../../../shared/domain/index.ts';
import { folderIdentity, walkFolder } from '../../files/index.ts';
import type { Kernel, Repeated, Statement, Work } from '../kernel/index.ts';
import { isStorageTrouble } from '../storage/index.ts';
import { Arrivals } from './arrivals.ts';
import { type FolderHints, watchFolder } from './folderHints.ts';
import type { Ledger } from './ledger.ts';
import { type PartNames, PartReader } from './partPattern.ts';
import { Rhythm } from './rhythm.ts';
import type { IntakeTimings, SourceRules } from './sourceRules.ts';

export interface SourceIntakeNeeds {
  readonly sourceId: SourceId;
  readonly folder: string;
  readonly rules: SourceRules;
  readonly ledger: Ledger;
  readonly timings: IntakeTimings;
  readonly canWrite: () => boolean;
  /** New files wait to be judged. */
  readonly onSettled: () => void;
  readonly onArrived: () => void;
}

export interface SourceCondition {
  readonly isReachable: boolean;
  /** Why the folder cannot be listed. */
  readonly problem: ErrorFact | null;
  readonly lastListedAt: string | null;
  /** When the last image came, if the next one is overdue by several of the source's cycles. */
  readonly quietSince: string | null;
  /** How often a part comes, as it was learnt or set; null while it is not known. */
  readonly cycleMs: number | null;
}

/** Something that is wrong with a source, whose name its owner knows. */
export type SourceRemark = Omit<Statement, 'subject'>;

/** After trouble with the database, or with anything that was not foreseen. */
const PAUSE_AFTER_TROUBLE_MS = 1000;
/** A clock of the system takes no longer times than some weeks. */
const LONGEST_PAUSE_MS = 60_000;
/** A folder is listed for at most this share of the time; what it takes to enter new files into the ledger does not count. */
const LISTING_SHARE = 1 / 5;
/** A share may never answer. */
const LONGEST_STOP_MS = 500;

/** Watches one source: finds what is new in its folder, and settles it in the ledger once it is complete. */
export class SourceIntake {
  readonly #kernel: Kernel;
  readonly #needs: SourceIntakeNeeds;
  readonly #work: Work;
  readonly #loop: Repeated;
  readonly #secondLooks: Repeated;
  readonly #reader = new PartReader();
  readonly #arrivals: Arrivals;
  readonly #rhythm: Rhythm;
  #rules: SourceRules;
  #areRulesNew = false;
  #isResumed = false;
  #hints: FolderHints | null = null;
  #identity: string | null = null;
  #reachableSinceMs: number | null = null;
  #nextLookMs = 0;
  #waitingSinceMs: number | null = null;
  /** Why the folder could not be listed at the last look. */
  #problem: ErrorFact | null = null;
  /** What went wrong that was not foreseen. */
  #trouble: ErrorFact | null = null;
  #lastListedAt: string | null = null;
  #remarks: readonly ErrorFact[] = [];

  constructor(kernel: Kernel, needs: SourceIntakeNeeds) {
    this.#kernel = kernel;
    this.#needs = needs;
    this.#rules = needs.rules;
    this.#work = kernel.work();
    this.#rhythm = new Rhythm(
      needs.timings,
      () => this.#rules.cycleMs,
      () => togetherSeconds(this.#rules.views) * 1000,
    );
    this.#arrivals = new Arrivals({
      ...needs,
      rules: () => this.#rules,
      isStopped: () => this.#work.isStopped,
      onArrived: (seenAt) => {
        this.#rhythm.arrived(performance.now(), seenAt);
        needs.onArrived();
      },
      onProgress: () => this.#progress(),
      onDoubt: () => this.#secondLooks.wake(),
    });
    const afterFailure = { firstMs: PAUSE_AFTER_TROUBLE_MS, longestMs: PAUSE_AFTER_TROUBLE_MS };
    this.#loop = this.#work.repeat(
      () => this.#pauseMs(),
      () => this.#advance(),
      { afterFailure },
    );
    this.#secondLooks = this.#work.repeat(
      () => this.#secondLookPauseMs(),
      () => this.#lookTwice(),
      { afterFailure },
    );
  }

  condition(): SourceCondition {
    const problem = this.#problem ?? this.#trouble ?? this.#silence();
    const lastListedAt = this.#lastListedAt;
    const quietSince = this.#rhythm.quietSince(performance.now());
    const { cycleMs } = this.#rhythm;
    return { isReachable: problem === null && lastListedAt !== null, problem, lastListedAt, quietSince, cycleMs };
  }

  /** All that is wrong: an alarm if the whole folder is not inspected, a warning if some of its files are not. */
  remarks(): SourceRemark[] {
    const { problem } = this.condition();
    const { cycleMs } = this.#rhythm;
    const mix = mixOfViews(this.#rules.views, cycleMs === null ? null : cycleMs / 1000);
    const unwatched = this.#hints?.problem() ?? null;
    // Nothing can come from a folder that cannot be reached.
    const silence = problem === null ? this.#rhythm.silence(performance.now()) : null;
    return [
      ...(problem === null ? [] : [{ ...problem, severity: 'alarm' } as const]),
      ...(mix === null ? [] : [{ ...mix, severity: 'warning' } as const]),
      ...(silence === null ? [] : [quiet(this.#needs.folder, silence)]),
      ...this.#remarks.map((fact) => ({ ...fact, severity: severityOf(fact) })),
      ...this.#reader.remarks(),
      ...(unwatched === null ? [] : [{ ...unwatched, severity: 'note' } as const]),
    ];
  }

  /** The rows in the ledger of files that wait for their camera, and not for a lane. */
  unfinishedIds(): number[] {
    return this.#arrivals.unfinishedIds();
  }

  /** From now on other rules hold. */
  change(rules: SourceRules): void {
    this.#rules = rules;
    this.#areRulesNew = true;
    this.#nextLookMs = 0;
    this.#reader.beginAnew();
    this.#loop.wake();
  }

  /** What the path of a file says of the part that it shows. */
  partNamesOf(path: string): PartNames {
    const names = this.#reader.read(this.#rules.part, path);
    return { ...names, view: this.#rules.oneView ?? names.view };
  }

  /** Whether a file that is not in the folder is gone for good, and not merely behind a share that is coming back. */
  canTellMissing(): boolean {
    const sinceMs = this.#reachableSinceMs;
    return sinceMs !== null && performance.now() - sinceMs >= this.#needs.timings.missingMs;
  }

  /** Should this name come back, it has arrived again. */
  forget(path: string): void {
    this.#arrivals.forget(path);
  }

  /** Nothing is entered in the ledger any more. Waits for what is at work, for a short while. */
  async stop(): Promise<void> {
    await this.#work.stop(LONGEST_STOP_MS);
    this.#closeHints();
  }

  async #advance(): Promise<void> {
    try {
      if (this.#needs.canWrite()) {
        this.#progress();
        await this.#begin();
        if (performance.now() >= this.#nextLookMs) await this.#look();
        if (this.#problem === null) await this.#arrivals.advance();
        this.#trouble = null;
      }
      this.#waitingSinceMs = null;
    } catch (thrown) {
      // If the ledger cannot be written, that is the station's trouble and not the source's.
      this.#trouble = isStorageTrouble(thrown) ? null : factOf(thrown);
      this.#kernel.changed();
      throw thrown;
    }
  }

  #pauseMs(): number {
    if (!this.#needs.canWrite()) return PAUSE_AFTER_TROUBLE_MS;
    return Math.max(0, Math.min(this.#nextLookMs, this.#arrivals.nextDueMs()) - performance.now());
  }

  /** Beside the listing: reading files may take long. */
  async #lookTwice(): Promise<void> {
    if (this.#secondLookPauseMs() === 0) await this.#arrivals.secondLooks.look();
  }

  #secondLookPauseMs(): number {
    const canLook = this.#isResumed && this.#problem === null && this.#needs.canWrite();
    const dueInMs = this.#arrivals.secondLooks.nextDueMs() - performance.now();
    return canLook ? Math.max(0, Math.min(dueInMs, LONGEST_PAUSE_MS)) : PAUSE_AFTER_TROUBLE_MS;
  }

  async #begin(): Promise<void> {
    if (!this.#isResumed) {
      this.#recallRhythm();
      await this.#arrivals.resume();
    }
    this.#isResumed = true;
    if (this.#areRulesNew) this.#arrivals.applyRules();
    this.#areRulesNew = false;
  }

  /** A camera that ended while the station did not run is as quiet as any. */
  #recallRhythm(): void {
    const nowMs = performance.now();
    for (const seenAt of this.#needs.ledger.recentArrivals(this.#needs.sourceId)) {
      this.#rhythm.arrived(nowMs - this.#kernel.clock.ageMs(seenAt), seenAt);
    }
  }

  async #look(): Promise<void> {
    const { folder } = this.#needs;
    const beganMs = performance.now();
    let enteringMs = 0;
    try {
      await this.#welcome(await folderIdentity(folder));
      this.#arrivals.beginWalk();
      const walked = await walkFolder(folder, {
        selection: this.#rules.selection,
        onFiles: async (paths) => {
          const metMs = performance.now();
          await this.#arrivals.meet(paths);
          enteringMs += performance.now() - metMs;
        },
        onRelease: (image) => this.#arrivals.meetRelease(image),
        onProgress: () => this.#progress(),
      });
      this.#hints?.follow(walked.folders);
      const walkedMs = performance.now();
      await this.#arrivals.endWalk(walked.isWhole);
      enteringMs += performance.now() - walkedMs;
      this.#lastListedAt = new Date().toISOString();
      this.#problem = null;
      this.#remarks = [...walked.remarks, ...this.#arrivals.remarks()];
    } catch (thrown) {
      if (!(thrown instanceof SigmalineError) || !thrown.code.startsWith('folder.')) throw thrown;
      this.#problem = factOf(thrown);
      this.#reachableSinceMs = null;
      this.#identity = null;
      this.#closeHints();
    } finally {
      const nowMs = performance.now();
      const listingMs = nowMs - beganMs - enteringMs;
      const pauseMs = Math.max(this.#rules.lookEveryMs, listingMs / LISTING_SHARE);
      this.#nextLookMs = this.#areRulesNew ? 0 : nowMs + pauseMs;
      this.#kernel.changed();
    }
  }

  /** A watcher sees nothing of a folder that was deleted and created again: a new one is needed. */
  async #welcome(found: string): Promise<void> {
    this.#progress();
    if (found === this.#identity) return;
    this.#closeHints();
    this.#hints = await watchFolder({ folder: this.#needs.folder, onHint: (path) => this.#hint(path) });
    if (this.#work.isStopped) this.#closeHints();
    this.#hints?.follow(['']);
    this.#identity = found;
    this.#reachableSinceMs = performance.now();
  }

  #hint(path: string): void {
    this.#arrivals.hint(path);
    if (this.#arrivals.nextDueMs() === 0) this.#loop.wake();
  }

  #closeHints(): void {
    this.#hints?.close();
    this.#hints = null;
  }

  /** The folder has answered; the next answer is waited for from now on. */
  #progress(): void {
    this.#waitingSinceMs = performance.now();
  }

  #silence(): ErrorFact | null {
    const { folder, timings } = this.#needs;
    const sinceMs = this.#waitingSinceMs;
    const isSilent = sinceMs !== null && performance.now() - sinceMs >= timings.silentMs;
    return isSilent ? { code: 'folder.silent', details: { folder } } : null;
  }
}

function quiet(folder: string, { since, cycleMs }: NonNullable<ReturnType<Rhythm['silence']>>): SourceRemark {
  const details = { folder, since, cycleSeconds: Math.max(0.1, Math.round(cycleMs / 100) / 10) };
  return { code: 'source.quiet', details, severity: 'warning' };
}

/** Files that are no images harm nobody; anything else may be a part that goes uninspected. */
function severityOf({ code }: ErrorFact): Severity {
  return code === 'source.files-foreign' ? 'note' : 'warning';
}
