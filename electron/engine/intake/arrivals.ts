import { join } from 'node:path';
import {
  andMore,
  type ErrorFact,
  type Fingerprint,
  type SourceId,
  sameFingerprint,
} from '../../../shared/domain/index.ts';
import { atMost, errnoReason, probeFile } from '../../files/index.ts';
import { ForeignFiles, mayBeForeign } from './foreignFiles.ts';
import { KnownNames } from './knownNames.ts';
import type { Ledger } from './ledger.ts';
import type { IntakeTimings, SourceRules } from './sourceRules.ts';
import { UnreleasedFiles } from './unreleasedFiles.ts';
import { UnsettledFiles } from './unsettledFiles.ts';

export interface ArrivalsNeeds {
  readonly sourceId: SourceId;
  readonly folder: string;
  readonly ledger: Ledger;
  readonly timings: IntakeTimings;
  /** The rules that hold now. */
  readonly rules: () => SourceRules;
  /** Nothing is entered any more. */
  readonly isStopped: () => boolean;
  /** A file has arrived, at this time. */
  readonly onArrived: (seenAt: string) => void;
  /** New files wait to be judged. */
  readonly onSettled: () => void;
  /** The folder has answered. */
  readonly onProgress: () => void;
}

interface FoundFile {
  readonly path: string;
  readonly fingerprint: Fingerprint;
}

/** The most that one transaction holds, so that other work gets its turn in between. */
const BATCH = 256;
const RECHECK_BATCH = 64;
const PROBES_AT_ONCE = 4;
/** So many new names are asked for before they are entered, the oldest first. */
const NEWS = 16_384;
const RESUMED_AT_ONCE = 1024;
/** Beyond these, the next walk finds them all. */
const MOST_HINTS = 50_000;

/** The files of one source on their way from `seen` to `settled`. Memory follows the ledger: it changes after a transaction, never before. */
export class Arrivals {
  readonly #needs: ArrivalsNeeds;
  readonly #known = new KnownNames();
  readonly #unreleased: UnreleasedFiles;
  readonly #unsettled: UnsettledFiles;
  readonly #foreign = new ForeignFiles();
  readonly #hinted = new Set<string>();
  /** Files that are listed and cannot be asked for their size, each with the reason. */
  readonly #unreachable = new Map<string, string>();
  #news: string[] = [];

  constructor(needs: ArrivalsNeeds) {
    this.#needs = needs;
    this.#unreleased = new UnreleasedFiles(needs.sourceId, needs.ledger);
    this.#unsettled = new UnsettledFiles({
      ...needs,
      onSettled: (file, lack) => {
        this.#known.set(file.path, file);
        if (mayBeForeign(file.path)) needs.onArrived(new Date().toISOString());
        if (lack === 'release') this.#unreleased.add(file);
      },
      onForeign: (file) => {
        this.#known.set(file.path, file);
        this.#foreign.add(file.path);
      },
      onWithdrawn: (path) => this.#known.forget(path),
    });
  }

  /** Goes on with what was being written when the station ended. */
  async resume(): Promise<void> {
    const { ledger, sourceId } = this.#needs;
    this.#unreleased.resume();
    for (let after = 0; ; ) {
      const entries = ledger.seen(sourceId, after, RESUMED_AT_ONCE);
      const last = entries.at(-1);
      if (last === undefined) return;
      for (const { path, ledgerId, size, modifiedUs } of entries)
        this.#unsettled.begin(path, ledgerId, { size, modifiedUs });
      after = last.ledgerId;
      await turnOfOthers();
    }
  }

  /** The rules have changed: what is not selected any more is withdrawn if it is not settled. */
  applyRules(): void {
    const isSelected = (path: string): boolean => this.#needs.rules().selection.takesFile(path);
    this.#unsettled.keepOnly(isSelected);
    this.#foreign.keepOnly(isSelected);
  }

  beginWalk(): void {
    this.#news = [];
    this.#unreachable.clear();
    this.#known.beginWalk();
    this.#unsettled.beginWalk();
  }

  /** A walk has met these files. */
  async meet(paths: readonly string[]): Promise<void> {
    for (const path of paths) {
      const isKnown = this.#known.meet(path);
      const isUnsettled = this.#unsettled.meet(path);
      if (!isKnown && !isUnsettled) this.#news.push(path);
    }
    if (this.#needs.isStopped()) return;
    if (this.#news.length >= NEWS) await this.#examineNews();
    if (this.nextDueMs() <= performance.now()) await this.advance();
  }

  /** A walk has met the file that says of this image that it is whole. */
  meetRelease(image: string): void {
    this.#unreleased.release(image);
  }

  /** The walk is over. If it was not `whole`, files that it has not met may be there all the same. */
  async endWalk(isWhole: boolean): Promise<void> {
    await this.#examineNews();
    if (this.#needs.isStopped()) return;
    if (isWhole) {
      this.#known.forgetUnmet();
      this.#unsettled.withdrawUnmet();
      const isThere = (path: string): boolean => this.#known.get(path) !== undefined;
      this.#unreleased.keepOnly(isThere);
      this.#foreign.keepOnly(isThere);
    }
    await this.#recheck();
  }

  /** A name may have changed. */
  hint(path: string): void {
    const { selection } = this.#needs.rules();
    const image = selection.releasedBy(path);
    if (image !== null) {
      this.#unreleased.release(image);
      this.#unsettled.hasten(image);
    } else if (this.#hinted.size < MOST_HINTS && selection.takesFile(path)) this.#hinted.add(path);
  }

  /** Takes up hints and looks again at files that are being written. */
  async advance(): Promise<void> {
    await this.#takeUpHints();
    for (const { path, ledgerId, size, modifiedUs } of this.#unreleased.takeReleased()) {
      this.#known.set(path, { size, modifiedUs });
      this.#unsettled.begin(path, ledgerId, { size, modifiedUs });
    }
    if ((await this.#unsettled.lookAgainAtDue()) > 0) this.#needs.onSettled();
  }

  /** When `advance` has something to do, in monotonic milliseconds. */
  nextDueMs(): number {
    return this.#hinted.size > 0 || this.#unreleased.hasReleased ? 0 : this.#unsettled.nextDueMs();
  }

  /** Should this name come back, it has arrived again. */
  forget(path: string): void {
    this.#known.forget(path);
  }

  /** What is wrong with files that are listed: some cannot be reached, or one is written to without end. */
  remarks(): ErrorFact[] {
    const found: ErrorFact[] = [];
    const { folder } = this.#needs;
    const [unreachable] = this.#unreachable;
    if (unreachable !== undefined) {
      const [path, reason] = unreachable;
      const details = { file: join(folder, path), reason, others: andMore(this.#unreachable.size - 1) };
      found.push({ code: 'source.file-unreachable', details });
    }
    const endless = this.#unsettled.endless();
    if (endless !== null) {
      const minutes = Math.max(1, Math.floor(endless.forMs / 60_000));
      found.push({ code: 'source.file-endless', details: { file: join(folder, endless.path), minutes } });
    }
    const unfinished = this.#unsettled.unfinished();
    if (unfinished !== null) {
      const details = { file: join(folder, unfinished.path), others: andMore(unfinished.count - 1) };
      found.push({ code: 'source.files-unfinished', details });
    }
    return [...found, ...this.#foreign.remarks()];
  }

  /** The rows in the ledger of files whose camera has stopped in the middle. */
  unfinishedIds(): number[] {
    return this.#unsettled.unfinishedIds();
  }

  async #takeUpHints(): Promise<void> {
    if (this.#hinted.size === 0) return;
    const paths = [...this.#hinted];
    this.#hinted.clear();
    try {
      await this.#examine(paths);
    } catch (thrown) {
      for (const path of paths) this.#hinted.add(path);
      throw thrown;
    }
  }

  async #examineNews(): Promise<void> {
    const paths = this.#news;
    this.#news = [];
    await this.#examine(paths);
  }

  /** Finds contents that were replaced without a hint, as far as the time given for it reaches. */
  async #recheck(): Promise<void> {
    const endMs = performance.now() + this.#needs.timings.recheckBudgetMs;
    let checked = 0;
    do {
      const paths = this.#known.nextToCheck(RECHECK_BATCH);
      if (paths.length === 0) return;
      await this.#examine(paths);
      checked += paths.length;
    } while (performance.now() < endMs && checked < this.#known.size && !this.#needs.isStopped());
  }

  /** Looks at names and enters in the ledger what it has not seen, the oldest first: the queue is the ledger's order. */
  async #examine(paths: readonly string[]): Promise<void> {
    const { isStopped, onProgress } = this.#needs;
    const found: FoundFile[] = [];
    for (let start = 0; start < paths.length; start += BATCH) {
      const probes = await atMost(PROBES_AT_ONCE, paths.slice(start, start + BATCH), (path) => this.#probe(path));
      if (isStopped()) return;
      onProgress();
      for (const file of probes) if (file !== null && this.#isNews(file)) found.push(file);
    }
    found.sort(byTime);
    for (let start = 0; start < found.length; start += BATCH) {
      this.#enter(found.slice(start, start + BATCH));
      if (found.length > BATCH) await turnOfOthers();
      if (isStopped()) return;
    }
  }

  async #probe(path: string): Promise<FoundFile | null> {
    try {
      const found = await probeFile(join(this.#needs.folder, path));
      this.#unreachable.delete(path);
      return found.kind === 'file' ? { path, fingerprint: found.fingerprint } : null;
    } catch (thrown) {
      this.#unreachable.set(path, errnoReason(thrown));
      return null;
    }
  }

  #isNews({ path, fingerprint }: FoundFile): boolean {
    if (this.#unsettled.has(path)) return false;
    const last = this.#known.get(path);
    return last === undefined || !sameFingerprint(last, fingerprint);
  }

  #enter(found: readonly FoundFile[]): void {
    const { ledger, sourceId, onArrived } = this.#needs;
    const entered = ledger.transaction(() =>
      found.map((file) => ({ file, entry: ledger.insertSeen(sourceId, file.path, file.fingerprint) })),
    );
    for (const { file, entry } of entered) {
      this.#known.set(file.path, file.fingerprint);
      this.#foreign.delete(file.path);
      if (entry === null) continue;
      this.#unsettled.begin(file.path, entry.ledgerId, file.fingerprint);
      // A table that grows says nothing of the camera.
      if (!mayBeForeign(file.path)) onArrived(entry.seenAt);
    }
  }
}

function byTime(first: FoundFile, second: FoundFile): number {
  return first.fingerprint.modifiedUs - second.fingerprint.modifiedUs || (first.path < second.path ? -1 : 1);
}

function turnOfOthers(): Promise<void> {
  return new Promise((resolve) => setImmediate(resolve));
}
