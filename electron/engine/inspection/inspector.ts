import {
  assertNever,
  type ErrorFact,
  factOf,
  type Growth,
  growingMs,
  type RecipeId,
  type SourceId,
  sameFingerprint,
  sourceSubject,
  stationSubject,
} from '../../../shared/domain/index.ts';
import { type Ledger, type LedgerEntry, type PartNames, RECIPE_UNKNOWN } from '../intake/index.ts';
import type { Kernel, Repeated, Statement, Work } from '../kernel/index.ts';
import type { LanePool, UsableRecipes } from '../lanes/index.ts';
import type { InspectionRecords, RecordFiles } from '../records/index.ts';
import { isStorageTrouble, type RecordedInspection } from '../storage/index.ts';
import { type Judgement, judge, type Occupancy } from './judgement.ts';
import { type InspectedSource, type Ready, ReadyQueues, type ReadyQueuesNeeds } from './readyQueues.ts';

export interface InspectorNeeds extends ReadyQueuesNeeds {
  readonly ledger: Ledger;
  readonly records: InspectionRecords;
  readonly files: RecordFiles;
  readonly pool: Pick<LanePool, 'inspect' | 'capacity'>;
  readonly recipes: Pick<UsableRecipes, 'get' | 'last'>;
  readonly canTellMissing: (id: SourceId) => boolean;
  /** Whether what would be judged could be recorded. */
  readonly canWrite: () => boolean;
  /** A folder that does not answer for so long keeps its images waiting, and no others. */
  readonly silentMs?: number;
  /** Before a file is judged again whose judging failed as nobody had foreseen; it grows with each time. */
  readonly retryUnforeseenMs?: number;
  readonly stationName: () => string;
  readonly judgeFirst: () => 'oldest' | 'newest';
  readonly bypasses: ReadyQueuesNeeds['bypasses'] & {
    /** Why an image that arrived at this time is recorded without being judged; null where it is judged. */
    of(id: SourceId, arrivedAt: string): ErrorFact | null;
  };
  /** Whether another version of its recipe is in use from this image on, because its lot is another one: then it waits for that. */
  readonly beginsLot?: (recipe: RecipeId, source: SourceId, lot: string | null) => boolean;
  /** What the path of a source's file says of the part that it shows. */
  readonly partNamesOf: (id: SourceId, path: string) => PartNames;
  /** What it shows as the line announced it too, and where the two contradict each other. */
  readonly announced?: (
    entry: LedgerEntry,
    names: PartNames,
  ) => { readonly names: PartNames; readonly mismatch: ErrorFact | null };
  /** A content was recorded as missing or overwritten: should it come back, it has arrived again. */
  readonly onAway: (entry: LedgerEntry) => void;
  /** A record is committed; `occupancy` is null where no lane judged it. */
  readonly onRecorded?: (record: RecordedInspection, occupancy: Occupancy | null) => void;
}

interface Claim extends Ready {
  readonly entry: LedgerEntry;
  /** Read once: how many names do not fit is counted. */
  readonly part: PartNames;
  readonly bypass: ErrorFact | null;
  /** The line announced another part. */
  readonly mismatch: ErrorFact | null;
}

type ToRecord = Extract<Judgement, { kind: 'record' }>;

/** Errors of a content that was not under its name any more, and may be there again one day. */
const WAS_AWAY: ReadonlySet<string> = new Set(['image.not-found', 'image.changed']);
/** As many more as lanes hold are recorded beside them where inspection is switched off: lanes that hang must not keep them. */
const BYPASSED_AT_ONCE = 2;
const IDLE_MS = 500;
const HOLD_MS = 2000;
const RETRY_RECORDING_MS = 1000;
const RETRY_UNFORESEEN_MS = 5000;
const LONGEST_RETRY_MS = 5 * 60_000;

/** Takes settled files from the ledger, has them judged, and records each once. */
export class Inspector {
  readonly #kernel: Kernel;
  readonly #needs: InspectorNeeds;
  readonly #work: Work;
  readonly #loop: Repeated;
  readonly #queues: ReadyQueues;
  readonly #holds = new Map<SourceId, { readonly problem: ErrorFact; readonly untilMs: number }>();
  /** How often the judging of a ledger's row has failed as nobody had foreseen. */
  readonly #failures = new Map<number, number>();
  #atWork = 0;
  #isStorageInTrouble = false;
  #unforeseen: ErrorFact | null = null;
  #isAbandoned = false;

  constructor(kernel: Kernel, needs: InspectorNeeds) {
    this.#kernel = kernel;
    this.#needs = needs;
    this.#work = kernel.work();
    this.#queues = new ReadyQueues(needs, (id) => (this.#holds.get(id)?.untilMs ?? 0) > performance.now());
    kernel.conditions.register(() => this.#statements());
    const afterFailure = { firstMs: RETRY_RECORDING_MS, longestMs: RETRY_RECORDING_MS };
    this.#loop = this.#work.repeat(IDLE_MS, () => this.#claimAll(), { afterFailure });
  }

  /** What failed and was not foreseen. The station shows it until somebody has read it. */
  get unforeseen(): ErrorFact | null {
    return this.#unforeseen;
  }

  /** There may be something to do. */
  wake(): void {
    this.#loop.wake();
  }

  /** Why a source's files wait although its folder is there; null if they do not. */
  problemOf({ id, recipeId }: Pick<InspectedSource, 'id' | 'recipeId'>): ErrorFact | null {
    const recipe = this.#needs.recipes.last(recipeId);
    if (recipe?.kind === 'unusable') return recipe.problem;
    const hold = this.#holds.get(id);
    return hold !== undefined && hold.untilMs > performance.now() - HOLD_MS ? hold.problem : null;
  }

  /** Claims nothing more and waits for what is at work, for so long at most. */
  async stop(graceMs: number): Promise<void> {
    await this.#work.stop(graceMs);
    this.#isAbandoned = true;
  }

  #statements(): Statement[] {
    const held = this.#needs.sources().flatMap((source): Statement[] => {
      const problem = this.problemOf(source);
      return problem === null ? [] : [{ ...problem, subject: sourceSubject(source), severity: 'alarm' }];
    });
    const waiting = [...held, ...this.#queues.statements()];
    if (this.#unforeseen === null) return waiting;
    const onRead = (): void => {
      this.#unforeseen = null;
    };
    return [...waiting, { ...this.#unforeseen, subject: stationSubject(), severity: 'warning', onRead }];
  }

  async #claimAll(): Promise<void> {
    try {
      for (let claim = await this.#claimNext(); claim !== null; claim = await this.#claimNext()) this.#begin(claim);
    } catch (thrown) {
      this.#show(thrown);
      throw thrown;
    }
  }

  async #claimNext(): Promise<Claim | null> {
    const { pool, ledger, canWrite, judgeFirst } = this.#needs;
    const canJudge = this.#atWork < pool.capacity;
    const isFull = this.#atWork >= pool.capacity + BYPASSED_AT_ONCE;
    if (this.#work.isStopped || isFull || this.#isStorageInTrouble || !canWrite()) return null;
    if (!canJudge && !this.#isAnyBypassed()) return null;
    const waiting = await this.#persist(() => this.#queues.waiting());
    const ready = await this.#queues.ready(waiting ?? [], canJudge);
    const entry = await this.#persist(() => ledger.claimNext(ready, judgeFirst()));
    const queue = ready.find(({ sourceId, recipeId }) => sourceId === entry?.sourceId && recipeId === entry.recipeId);
    if (entry === null || queue === undefined) return null;
    const named = this.#needs.partNamesOf(queue.source.id, entry.path);
    const { names: part, mismatch } = this.#needs.announced?.(entry, named) ?? { names: named, mismatch: null };
    const bypass = this.#needs.bypasses.of(queue.source.id, entry.seenAt);
    if (bypass !== null || !(await this.#beginsLot(queue, part))) return { ...queue, entry, part, bypass, mismatch };
    await this.#persist(() => ledger.giveBack(entry.ledgerId));
    return this.#claimNext();
  }

  #isAnyBypassed(): boolean {
    return this.#needs.sources().some(({ id }) => this.#needs.bypasses.sinceOf(id) !== null);
  }

  async #beginsLot({ source, recipe, recipeId }: Ready, { lot }: PartNames): Promise<boolean> {
    const { beginsLot } = this.#needs;
    // A file of which nobody knows the recipe begins no lot of one.
    if (beginsLot === undefined || recipe === null || recipeId === RECIPE_UNKNOWN) return false;
    return (await this.#patiently(() => beginsLot(recipe.recipe.id, source.id, lot))) ?? true;
  }

  #begin(claim: Claim): void {
    const { ledgerId } = claim.entry;
    this.#atWork += 1;
    this.#work.do(async () => {
      try {
        await this.#conclude(claim, await this.#judge(claim));
        this.#failures.delete(ledgerId);
      } catch (thrown) {
        this.#fail(thrown);
        this.#work.do(() => this.#giveBackLater(ledgerId));
      } finally {
        this.#atWork -= 1;
        this.#loop.wake();
      }
    });
  }

  #judge({ entry, part, source, recipe, bypass }: Claim): Promise<Judgement> {
    const { pool, files, silentMs, stationName, canTellMissing } = this.#needs;
    const subject = {
      entry,
      stationName: stationName(),
      sourceName: source.name,
      sourceFolder: source.folder,
      completion: source.options.completion,
      part,
      recipe: recipe?.recipe ?? null,
      recipeFolder: recipe?.folder ?? null,
      bypass,
      filesFolder: files.folderOf(entry.seenAt),
    };
    return judge(subject, {
      pool,
      files,
      canTellMissing: () => canTellMissing(source.id),
      ...(silentMs !== undefined && { silentMs }),
    });
  }

  async #conclude({ entry, source, mismatch }: Claim, judgement: Judgement): Promise<void> {
    if (this.#isAbandoned) return;
    const { ledger } = this.#needs;
    switch (judgement.kind) {
      case 'record':
        this.#holds.delete(entry.sourceId);
        await this.#record(entry, source.options.deadlineSeconds, unbelieved(judgement, mismatch));
        return;
      case 'giveBack':
        await this.#persist(() => ledger.giveBack(entry.ledgerId));
        return;
      case 'giveBackAfterLaneDeath':
        await this.#persist(() => ledger.giveBackAfterLaneDeath(entry.ledgerId));
        return;
      case 'hold':
        this.#holds.set(entry.sourceId, { problem: judgement.problem, untilMs: performance.now() + HOLD_MS });
        this.#kernel.changed();
        await this.#persist(() => ledger.giveBack(entry.ledgerId));
        return;
      default:
        assertNever(judgement);
    }
  }

  async #record(entry: LedgerEntry, deadlineSeconds: number | null, judged: ToRecord): Promise<void> {
    const { inspection, fingerprint, occupancy = null } = judged;
    const { ledger, records, onAway, onRecorded } = this.#needs;
    const { recorders, clock } = this.#kernel;
    const stored = await this.#persist(() => {
      const appended = records.append(inspection, latenessMs(clock.ageMs(entry.seenAt), deadlineSeconds));
      ledger.close(entry.ledgerId, inspection.verdict === 'error' ? 'error' : 'recorded');
      if (!sameFingerprint(fingerprint, entry)) ledger.contents.confirm({ ...entry, fingerprint }, entry.ledgerId);
      recorders.record(appended);
      return appended;
    });
    if (stored === null) return;
    recorders.committed(stored);
    onRecorded?.(stored, occupancy);
    if (inspection.error !== null && WAS_AWAY.has(inspection.error.code)) onAway(entry);
  }

  /**
   * Writes in one transaction, and tries again for as long as the disk or the database is in trouble: what was judged is not given up.
   *
   * @returns null if the station stops before it could be written; the ledger still says `claimed` then, and the file is judged again
   */
  #persist<Result>(write: () => Result): Promise<Result | null> {
    return this.#patiently(() => this.#needs.ledger.transaction(write));
  }

  /** The same of what has a transaction of its own. */
  async #patiently<Result>(write: () => Result): Promise<Result | null> {
    for (;;) {
      try {
        const result = write();
        this.#isStorageInTrouble = false;
        return result;
      } catch (thrown) {
        if (!isStorageTrouble(thrown)) throw thrown;
        this.#isStorageInTrouble = true;
        if (this.#work.isStopped) return null;
        await this.#work.pause(RETRY_RECORDING_MS);
      }
    }
  }

  /**
   * The file waits again after a while, and no lane waits for it meanwhile. What is not given back before the station stops, the next start gives back;
   * a row whose record was written has nothing to be given back.
   */
  async #giveBackLater(ledgerId: number): Promise<void> {
    const growth: Growth = {
      firstMs: this.#needs.retryUnforeseenMs ?? RETRY_UNFORESEEN_MS,
      longestMs: LONGEST_RETRY_MS,
    };
    for (;;) {
      const failed = this.#failures.get(ledgerId) ?? 0;
      this.#failures.set(ledgerId, failed + 1);
      if (!(await this.#work.pause(growingMs(failed, growth)))) return;
      try {
        await this.#persist(() => this.#needs.ledger.giveBack(ledgerId));
        this.#loop.wake();
        return;
      } catch (thrown) {
        this.#fail(thrown);
      }
    }
  }

  #fail(thrown: unknown): void {
    this.#kernel.report(thrown);
    this.#show(thrown);
  }

  #show(thrown: unknown): void {
    this.#unforeseen = factOf(thrown);
    this.#kernel.changed();
  }
}

/** Nobody knows which part it is: it does not pass before a person has looked. */
function unbelieved(judged: ToRecord, mismatch: ErrorFact | null): ToRecord {
  if (mismatch === null || judged.inspection.verdict !== 'pass') return judged;
  return { ...judged, inspection: { ...judged.inspection, verdict: 'review', reviewReason: mismatch } };
}

/** How much later than a deadline a verdict comes, in whole milliseconds, 0 where it is in time; null without a deadline. */
export function latenessMs(ageMs: number, deadlineSeconds: number | null): number | null {
  return deadlineSeconds === null ? null : Math.max(0, Math.ceil(ageMs - deadlineSeconds * 1000));
}

export function openInspector(kernel: Kernel, needs: InspectorNeeds): Inspector {
  return new Inspector(kernel, needs);
}
