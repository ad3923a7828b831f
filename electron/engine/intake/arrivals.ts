import { join } from 'node:path';
import { setImmediate as turnOfOthers } from 'node:timers/promises';
import { andMore, type ErrorFact, type Fingerprint, type SourceId } from '../../../shared/domain/index.ts';
import { atMost } from '../../files/index.ts';
import { ForeignFiles, mayBeForeign } from './foreignFiles.ts';
import { FoundFiles } from './foundFiles.ts';
import { KnownNames } from './knownNames.ts';
import type { Ledger } from './ledger.ts';
import type { Comparison, FoundContent } from './nameContents.ts';
import { type Entered, SecondLooks } from './secondLooks.ts';
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
  /** Files are to be read to say whether their content is another one. */
  readonly onDoubt: () => void;
  /** The folder has answered. */
  readonly onProgress: () => void;
}

/** What became of a file that was found. */
type Outcome =
  | ({ readonly kind: 'entered' } & Entered)
  | ({ readonly file: FoundContent } & Exclude<Comparison, { kind: 'new' }>);

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
  readonly #files: FoundFiles;
  /** Reads files whose fingerprint alone does not say whether their content is another one. */
  readonly secondLooks: SecondLooks;
  readonly #hinted = new Set<string>();
  #news: string[] = [];

  constructor(needs: ArrivalsNeeds) {
    this.#needs = needs;
    this.#unreleased = new UnreleasedFiles(needs.sourceId, needs.ledger);
    this.#unsettled = new UnsettledFiles({
      ...needs,
      onSettled: (file) => {
        this.#known.set(file.path, file, file.ledgerId);
        if (mayBeForeign(file.path) || file.isReused) needs.onArrived(new Date().toISOString());
        if (file.lack === 'release') this.#unreleased.add(file);
      },
      onSame: (file, ledgerId) => this.#keep(file.path, file, ledgerId),
      onForeign: (file, ledgerId) => {
        this.#known.set(file.path, file, ledgerId);
        this.#foreign.add(file.path);
      },
      onWithdrawn: (path) => this.#known.forget(path),
    });
    const rowOf = (path: string): number | undefined => this.#known.ledgerIdOf(path);
    this.#files = new FoundFiles({ ...needs, rowOf });
    this.secondLooks = new SecondLooks({
      ...needs,
      rowOf,
      files: this.#files,
      enter: (file, before) => this.#insert(file, before),
      onEntered: (entered) => this.#follow({ kind: 'entered', ...entered }),
      onSame: ({ path, fingerprint }, ledgerId) => this.#keep(path, fingerprint, ledgerId),
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
      for (const { path, ledgerId, ...entry } of entries)
        this.#unsettled.begin(path, ledgerId, entry, ledger.contents.before(sourceId, path, ledgerId));
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
    this.#files.beginWalk();
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
    await this.#advanceWhereDue();
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
      const isThere = (path: string): boolean => this.#known.has(path);
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
    for (const { path, ledgerId, ...entry } of this.#unreleased.takeReleased()) {
      this.#known.set(path, entry, ledgerId);
      this.#unsettled.begin(path, ledgerId, entry, null);
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
    const found = this.#files.remarks();
    const { folder } = this.#needs;
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

  /** A walk may take long: the parts on the line do not wait for its end. */
  async #advanceWhereDue(): Promise<void> {
    if (this.nextDueMs() <= performance.now()) await this.advance();
  }

  async #takeUpHints(): Promise<void> {
    if (this.#hinted.size === 0) return;
    const paths = [...this.#hinted];
    this.#hinted.clear();
    try {
      await this.#examine(paths, true);
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
      if (checked > 0) await this.#advanceWhereDue();
      await this.#examine(paths);
      checked += paths.length;
    } while (performance.now() < endMs && checked < this.#known.size && !this.#needs.isStopped());
  }

  /** Looks at names and enters in the ledger what it has not seen, the oldest first: the queue is the ledger's order. */
  async #examine(paths: readonly string[], isHinted = false): Promise<void> {
    const { isStopped, onProgress } = this.#needs;
    const found: FoundContent[] = [];
    for (let start = 0; start < paths.length; start += BATCH) {
      const probes = await atMost(PROBES_AT_ONCE, paths.slice(start, start + BATCH), (path) =>
        this.#files.find(path, isHinted),
      );
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

  /** A name has a content that it has had: its fingerprint is another by now. */
  #keep(path: string, fingerprint: Fingerprint, ledgerId: number): void {
    this.#known.set(path, fingerprint, ledgerId);
    this.#unreleased.renew(path, fingerprint);
  }

  #isNews({ path, fingerprint, isHinted }: FoundContent): boolean {
    if (this.#unsettled.has(path)) return false;
    return isHinted === true || !this.#known.isSame(path, fingerprint);
  }

  #enter(found: readonly FoundContent[]): void {
    const outcomes = this.#needs.ledger.transaction(() => found.map((file) => this.#compare(file)));
    for (const outcome of outcomes) this.#follow(outcome);
  }

  #compare(file: FoundContent): Outcome {
    const { contents } = this.#needs.ledger;
    const comparison = contents.compare(file);
    if (comparison.kind === 'new') return { kind: 'entered', ...this.#insert(file, comparison.before) };
    if (comparison.kind === 'known' && !comparison.isLearnt) contents.confirm(file, comparison.ledgerId);
    return { file, ...comparison };
  }

  #insert(file: FoundContent, before: number | null): Entered {
    const { ledger, sourceId, rules } = this.#needs;
    const recipeId = rules().recipeOf(file.path);
    return { file, entry: ledger.insertSeen(sourceId, file.path, file.fingerprint, recipeId), before };
  }

  #follow(outcome: Outcome): void {
    const { path, fingerprint, isHinted = false } = outcome.file;
    this.#foreign.delete(path);
    if (outcome.kind === 'known') this.#known.set(path, fingerprint, outcome.ledgerId);
    if (outcome.kind === 'doubt') {
      this.#known.doubt(path, outcome.before);
      this.secondLooks.add(path, outcome.isShifted, isHinted);
    }
    if (outcome.kind !== 'entered') return;
    const { entry, before } = outcome;
    this.#known.set(path, fingerprint, entry.ledgerId);
    this.#unsettled.begin(path, entry.ledgerId, fingerprint, before);
    // A table that grows says nothing of the camera, nor does a picture that its name has had already.
    if (!mayBeForeign(path) && before === null) this.#needs.onArrived(entry.seenAt);
  }
}

function byTime(first: FoundContent, second: FoundContent): number {
  return first.fingerprint.modifiedUs - second.fingerprint.modifiedUs || (first.path < second.path ? -1 : 1);
}
