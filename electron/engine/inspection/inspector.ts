import { setTimeout as delay } from 'node:timers/promises';
import { type RecipeId, reportOf, type SourceId, type SourceOptions } from '../../../shared/domain/index.ts';
import { createWakeableSleep, type Ledger, type LedgerEntry, type PartNames } from '../intake/index.ts';
import type { Recorders } from '../kernel/index.ts';
import type { LanePool, UsableRecipe, UsableRecipes } from '../lanes/index.ts';
import { feedItemOf, type InspectionRecords, type NewInspection, type RecordFiles } from '../records/index.ts';
import { isStorageTrouble } from '../storage/index.ts';
import { type Judgement, judge } from './judgement.ts';

export interface InspectedSource {
  readonly id: SourceId;
  readonly name: string;
  readonly folder: string;
  readonly recipeId: RecipeId;
  readonly options: Pick<SourceOptions, 'completion'>;
}

export interface InspectorOptions {
  readonly ledger: Ledger;
  readonly records: InspectionRecords;
  readonly files: RecordFiles;
  readonly pool: Pick<LanePool, 'inspect' | 'capacity'>;
  readonly recipes: UsableRecipes;
  readonly sources: () => readonly InspectedSource[];
  readonly isReachable: (id: SourceId) => boolean;
  readonly canTellMissing: (id: SourceId) => boolean;
  /** Whether what would be judged could be recorded. */
  readonly canWrite: () => boolean;
  readonly recorders: Pick<Recorders, 'record' | 'committed'>;
  /** A folder that does not answer for so long keeps its images waiting, and no others. */
  readonly silentMs?: number;
  /** Before a file is judged again whose judging failed as nobody had foreseen; it grows with each time. */
  readonly retryUnforeseenMs?: number;
  readonly stationName: () => string;
  readonly judgeFirst: () => 'oldest' | 'newest';
  /** What the path of a source's file says of the part that it shows. */
  readonly partNamesOf: (id: SourceId, path: string) => PartNames;
  /** A content was recorded as missing or overwritten: should it come back, it has arrived again. */
  readonly onAway: (entry: LedgerEntry) => void;
  readonly onChanged: () => void;
  readonly onTrouble: (error: unknown) => void;
}

/** Takes settled files from the ledger, has them judged, and records each once. */
export interface Inspector {
  /** There may be something to do. */
  wake(): void;
  /** Why a source's files wait although its folder is there; null where they do not. */
  problemOf(source: InspectedSource): string | null;
  /** Sentences on what failed and was not foreseen. */
  problems(): string[];
  /** Claims nothing more and waits for what is at work, for so long at most. */
  stop(graceMs: number): Promise<void>;
}

/** A source whose files can be judged now. */
interface Ready {
  readonly source: InspectedSource;
  readonly recipe: UsableRecipe;
}

/** Errors of a content that was not under its name any more, and may be there again one day. */
const WAS_AWAY: ReadonlySet<string> = new Set(['image.not-found', 'image.changed']);
const IDLE_MS = 500;
const HOLD_MS = 2000;
const RETRY_RECORDING_MS = 1000;
const RETRY_UNFORESEEN_MS = 5000;
const LONGEST_RETRY_MS = 5 * 60_000;

export function createInspector(options: InspectorOptions): Inspector {
  const { ledger, pool } = options;
  const pause = createWakeableSleep();
  const holds = new Map<SourceId, { readonly problem: string; readonly untilMs: number }>();
  const atWork = new Set<Promise<void>>();
  /** How often the judging of a ledger's row has failed as nobody had foreseen. */
  const failures = new Map<number, number>();
  const ending = new AbortController();
  let isStorageInTrouble = false;
  let unforeseen: string | null = null;
  let stopped = false;
  let abandoned = false;

  /** The sources whose files can be judged now. */
  async function readySources(): Promise<ReadonlyMap<SourceId, Ready>> {
    const ready = new Map<SourceId, Ready>();
    for (const source of options.sources()) {
      const recipe = await options.recipes.get(source.recipeId);
      const isHeld = (holds.get(source.id)?.untilMs ?? 0) > performance.now();
      if (recipe.kind !== 'usable' || isHeld || !options.isReachable(source.id)) continue;
      ready.set(source.id, { source, recipe });
    }
    return ready;
  }

  async function claimNext(): Promise<{ readonly entry: LedgerEntry; readonly ready: Ready } | null> {
    if (stopped || atWork.size >= pool.capacity || isStorageInTrouble || !options.canWrite()) return null;
    const sources = await readySources();
    const entry = await persist(() => ledger.claimNext([...sources.keys()], options.judgeFirst()));
    const ready = entry === null ? undefined : sources.get(entry.sourceId);
    return entry === null || ready === undefined ? null : { entry, ready };
  }

  async function inspect(entry: LedgerEntry, { source, recipe }: Ready): Promise<void> {
    const subject = {
      entry,
      stationName: options.stationName(),
      sourceName: source.name,
      sourceFolder: source.folder,
      completion: source.options.completion,
      part: options.partNamesOf(source.id, entry.path),
      recipe: recipe.recipe,
      recipeFolder: recipe.folder,
      filesFolder: options.files.folderOf(entry.seenAt),
    };
    const judgement = await judge(subject, {
      pool,
      files: options.files,
      canTellMissing: () => options.canTellMissing(source.id),
      ...(options.silentMs !== undefined && { silentMs: options.silentMs }),
    });
    await conclude(entry, judgement);
  }

  async function conclude(entry: LedgerEntry, judgement: Judgement): Promise<void> {
    if (abandoned) return;
    switch (judgement.kind) {
      case 'record':
        holds.delete(entry.sourceId);
        await record(entry, judgement.inspection);
        return;
      case 'giveBack':
        await persist(() => ledger.giveBack(entry.ledgerId));
        return;
      case 'giveBackAfterLaneDeath':
        await persist(() => ledger.giveBackAfterLaneDeath(entry.ledgerId));
        return;
      case 'hold':
        holds.set(entry.sourceId, { problem: judgement.problem, untilMs: performance.now() + HOLD_MS });
        await persist(() => ledger.giveBack(entry.ledgerId));
        return;
    }
  }

  async function record(entry: LedgerEntry, inspection: NewInspection): Promise<void> {
    const stored = await persist(() => {
      const appended = options.records.append(inspection);
      ledger.close(entry.ledgerId, inspection.verdict === 'error' ? 'error' : 'recorded');
      options.recorders.record(appended);
      return appended;
    });
    if (stored === null) return;
    options.recorders.committed(feedItemOf(stored));
    if (inspection.error !== null && WAS_AWAY.has(inspection.error.code)) options.onAway(entry);
  }

  /**
   * Writes in one transaction, and tries again for as long as the disk or the database is in trouble: what was judged is not given up.
   *
   * @returns null where the station stops before it could be written; the ledger still says `claimed` then, and the file is judged again
   */
  async function persist<Result>(work: () => Result): Promise<Result | null> {
    for (;;) {
      try {
        const result = ledger.transaction(work);
        isStorageInTrouble = false;
        return result;
      } catch (thrown) {
        if (!isStorageTrouble(thrown)) throw thrown;
        isStorageInTrouble = true;
        if (stopped) return null;
        await delay(RETRY_RECORDING_MS);
      }
    }
  }

  /**
   * The file waits again after a while, and no lane waits for it meanwhile. What is not given back before the station stops, the next start gives back;
   * a row whose record was written has nothing to be given back.
   */
  async function giveBackLater({ ledgerId }: LedgerEntry): Promise<void> {
    const failed = failures.get(ledgerId) ?? 0;
    failures.set(ledgerId, failed + 1);
    const firstMs = options.retryUnforeseenMs ?? RETRY_UNFORESEEN_MS;
    for (let tries = failed; ; tries += 1) {
      const pauseMs = Math.min(LONGEST_RETRY_MS, firstMs * 2 ** Math.min(tries, 10));
      const isOver = await delay(pauseMs, false, { signal: ending.signal }).catch(() => true);
      if (isOver) return;
      try {
        await persist(() => ledger.giveBack(ledgerId));
        pause.wake();
        return;
      } catch (thrown) {
        fail(thrown);
      }
    }
  }

  async function run(): Promise<void> {
    while (!stopped) {
      try {
        const next = await claimNext();
        if (next === null) {
          await pause.sleep(IDLE_MS);
          continue;
        }
        const work = inspect(next.entry, next.ready)
          .then(() => void failures.delete(next.entry.ledgerId))
          .catch((thrown: unknown) => {
            fail(thrown);
            void giveBackLater(next.entry);
          })
          .finally(() => {
            atWork.delete(work);
            pause.wake();
          });
        atWork.add(work);
      } catch (thrown) {
        fail(thrown);
        await delay(RETRY_RECORDING_MS);
      }
    }
  }

  /** Nothing is only logged: the station shows it until it is started again. */
  function fail(thrown: unknown): void {
    options.onTrouble(thrown);
    unforeseen = reportOf(thrown).message;
    options.onChanged();
  }

  const running = run();

  return {
    wake: () => pause.wake(),
    problemOf(source) {
      const recipe = options.recipes.last(source.recipeId);
      if (recipe?.kind === 'unusable') return recipe.problem;
      const hold = holds.get(source.id);
      return hold !== undefined && hold.untilMs > performance.now() - HOLD_MS ? hold.problem : null;
    },
    problems: () => (unforeseen === null ? [] : [unforeseen]),
    async stop(graceMs) {
      stopped = true;
      ending.abort();
      pause.wake();
      await running;
      const timeUp = new AbortController();
      await Promise.race([Promise.all(atWork), delay(graceMs, null, { signal: timeUp.signal }).catch(() => null)]);
      timeUp.abort();
      abandoned = true;
    },
  };
}
