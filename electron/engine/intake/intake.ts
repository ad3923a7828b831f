import { isDeepStrictEqual } from 'node:util';
import {
  type ErrorFact,
  factOf,
  SigmalineError,
  type SourceId,
  type SourceOptions,
  sourceSubject,
} from '../../../shared/domain/index.ts';
import type { Kernel, Statement } from '../kernel/index.ts';
import type { Ledger, LedgerEntry } from './ledger.ts';
import { NO_PART_NAMES, type PartNames } from './partPattern.ts';
import { type SourceCondition, SourceIntake } from './sourceIntake.ts';
import { compileSourceRules, DEFAULT_TIMINGS, type IntakeTimings, requireOwnerOfView } from './sourceRules.ts';

export interface WatchedFolder {
  readonly id: SourceId;
  readonly name: string;
  readonly folder: string;
  readonly options: SourceOptions;
}

export interface IntakeNeeds {
  readonly ledger: Ledger;
  readonly timings?: Partial<IntakeTimings>;
  /** While the ledger cannot be written, nothing is looked for: the folders keep what comes. */
  readonly canWrite: () => boolean;
  readonly onSettled: () => void;
  /** An image has come to a source. */
  readonly onArrived?: (id: SourceId) => void;
}

const NOT_WATCHED: SourceCondition = {
  isReachable: false,
  problem: null,
  lastListedAt: null,
  quietSince: null,
  cycleMs: null,
};

interface Watched {
  readonly source: WatchedFolder;
  readonly intake: SourceIntake;
}

interface Refused {
  readonly source: WatchedFolder;
  readonly problem: ErrorFact;
}

/** Watches the folders of all sources. */
export class Intake {
  readonly #kernel: Kernel;
  readonly #needs: IntakeNeeds;
  readonly #timings: IntakeTimings;
  readonly #running = new Map<SourceId, Watched>();
  /** Sources whose options cannot be used, as they may come from settings that were edited by hand. */
  readonly #refused = new Map<SourceId, Refused>();

  constructor(kernel: Kernel, needs: IntakeNeeds) {
    this.#kernel = kernel;
    this.#needs = needs;
    this.#timings = { ...DEFAULT_TIMINGS, ...needs.timings };
    kernel.conditions.register(() => this.#statements());
  }

  /** Watches exactly these folders from now on, by these options. */
  async watch(sources: readonly WatchedFolder[]): Promise<void> {
    this.#refused.clear();
    for (const source of sources) {
      try {
        requireOwnerOfView(source, sources);
        this.#begin(source);
      } catch (thrown) {
        if (!(thrown instanceof SigmalineError)) throw thrown;
        this.#refused.set(source.id, { source, problem: factOf(thrown) });
      }
    }
    const wanted = new Set(sources.map(({ id }) => id).filter((id) => !this.#refused.has(id)));
    const ended = [...this.#running].filter(([id]) => !wanted.has(id));
    for (const [id] of ended) this.#running.delete(id);
    await Promise.all(ended.map(([, { intake }]) => intake.stop()));
  }

  condition(id: SourceId): SourceCondition {
    const running = this.#running.get(id)?.intake.condition();
    return running ?? { ...NOT_WATCHED, problem: this.#refused.get(id)?.problem ?? null };
  }

  /** The rows in the ledger of files that wait for their camera, and not for a lane. */
  unfinishedIds(): ReadonlySet<number> {
    return new Set([...this.#running.values()].flatMap(({ intake }) => intake.unfinishedIds()));
  }

  /** What the path of a source's file says of the part that it shows. */
  partNamesOf(id: SourceId, path: string): PartNames {
    return this.#running.get(id)?.intake.partNamesOf(path) ?? NO_PART_NAMES;
  }

  /** Whether a file of this source that is not there counts as missing for good. */
  canTellMissing(id: SourceId): boolean {
    return this.#running.get(id)?.intake.canTellMissing() ?? false;
  }

  /** A content was recorded as missing or overwritten: should it come back, it has arrived again. */
  forget({ sourceId, path }: Pick<LedgerEntry, 'sourceId' | 'path'>): void {
    this.#running.get(sourceId)?.intake.forget(path);
  }

  stop(): Promise<void> {
    return this.watch([]);
  }

  #begin(source: WatchedFolder): void {
    const { id, folder, options } = source;
    const rules = compileSourceRules(options, this.#timings);
    const current = this.#running.get(id);
    if (current !== undefined && !isDeepStrictEqual(current.source.options, options)) current.intake.change(rules);
    const onArrived = (): void => this.#needs.onArrived?.(id);
    const needs = { ...this.#needs, onArrived, sourceId: id, folder, rules, timings: this.#timings };
    const intake = current?.intake ?? new SourceIntake(this.#kernel, needs);
    this.#running.set(id, { source, intake });
  }

  #statements(): Statement[] {
    const running = [...this.#running.values()].flatMap(({ source, intake }) =>
      intake.remarks().map((remark): Statement => ({ ...remark, subject: sourceSubject(source) })),
    );
    const refused = [...this.#refused.values()].map(
      ({ source, problem }): Statement => ({ ...problem, subject: sourceSubject(source), severity: 'alarm' }),
    );
    return [...running, ...refused];
  }
}

export function openIntake(kernel: Kernel, needs: IntakeNeeds): Intake {
  return new Intake(kernel, needs);
}
