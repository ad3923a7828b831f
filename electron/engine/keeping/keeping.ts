import type { Handlers, KeepingRun, KeepingState, RulePreview } from '../../../shared/contract/index.ts';
import {
  type ErrorFact,
  factOf,
  type KeepingRule,
  type KeepingSettings,
  SigmalineError,
  stationSubject,
} from '../../../shared/domain/index.ts';
import type { Feature, Kernel, Work } from '../kernel/index.ts';
import type { RecordFiles } from '../records/index.ts';
import { dailyDue } from './daily.ts';
import { type BatchOutcome, Remover } from './removal.ts';
import { RunTable } from './runs.ts';
import type { SurveyedRule, SurveyPortion } from './survey.ts';

type KeepingRequest = 'keeping.state' | 'keeping.preview' | 'keeping.run' | 'keeping.stop';

export interface KeepingTimings {
  /** Between two looks whether the rules are due. */
  readonly lookEveryMs: number;
  /** How long parts that wait are waited for, before each batch. */
  readonly patienceMs: number;
}

export interface KeepingNeeds {
  readonly settings: () => KeepingSettings;
  readonly files: RecordFiles;
  readonly disk: { readonly state: 'ok' | 'low' | 'full' };
  /** Whether parts wait to be judged. */
  readonly isBusy: () => boolean;
  /** Looks at the files in a process of its own. */
  readonly survey: (
    rules: readonly SurveyedRule[],
    tell: (portion: SurveyPortion) => void,
    signal: AbortSignal,
  ) => Promise<readonly RulePreview[]>;
  readonly timings?: Partial<KeepingTimings> | undefined;
}

const TIMINGS: KeepingTimings = { lookEveryMs: 60_000, patienceMs: 10_000 };
const DAY_MS = 24 * 60 * 60 * 1000;
/** Records of one batch: some 400 small files, whose entry is some 40 kB. */
const BATCH = 200;
/** After each batch it rests for so many times as long as that took: the disk is the line's. */
const RESTS = 4;
const BUSY_EVERY_MS = 250;
/** A disk that stays full is not looked over again and again. */
const DISK_EVERY_MS = 10 * 60_000;
const STOP_MS = 1000;

/** Applies the rules for what the station keeps: once a day, and where a rule says so when the disk is nearly full. Records are never removed. */
export class Keeping implements Feature<KeepingRequest> {
  readonly handlers: Handlers<KeepingRequest>;
  readonly #kernel: Kernel;
  readonly #needs: KeepingNeeds;
  readonly #timings: KeepingTimings;
  readonly #work: Work;
  readonly #runs: RunTable;
  readonly #remover: Remover;
  #state: KeepingState['work'] = 'idle';
  #ending: AbortController | null = null;
  #failed: BatchOutcome['failed'] = [];
  /** Why the rules could not be applied the last time. */
  #trouble: ErrorFact | null = null;

  constructor(kernel: Kernel, needs: KeepingNeeds) {
    this.#kernel = kernel;
    this.#needs = needs;
    this.#timings = { ...TIMINGS, ...needs.timings };
    this.#work = kernel.work();
    this.#runs = new RunTable(kernel.database);
    this.#remover = new Remover(kernel, needs.files);
    kernel.conditions.register(() => [...this.#notRemoved(), ...this.#noRule()]);
    this.#work.do(() => this.#resume());
    this.#work.repeat(this.#timings.lookEveryMs, () => this.#look());
    this.handlers = {
      'keeping.state': () => this.state(),
      'keeping.preview': async ({ rules }) => ({ rules: [...(await this.#preview(rules))] }),
      'keeping.run': () => {
        if (!kernel.clock.isSure()) throw new SigmalineError('keeping.clock');
        const object = { kind: 'keeping', id: 'rules' };
        if (this.#ending === null)
          kernel.audit.append({ action: 'keeping.asked', object, new: needs.settings().rules });
        this.#begin('asked', needs.settings().rules);
        return this.state();
      },
      'keeping.stop': () => {
        if (this.#ending !== null)
          kernel.audit.append({ action: 'keeping.stopped', object: { kind: 'keeping', id: 'rules' } });
        this.#ending?.abort();
        return this.state();
      },
    };
  }

  state(): KeepingState {
    return { ...this.#needs.settings(), work: this.#state, runs: this.#runs.newest() };
  }

  async stop(): Promise<void> {
    this.#ending?.abort();
    await this.#work.stop(STOP_MS);
  }

  #notRemoved() {
    if (this.#trouble !== null) {
      const details = { problem: this.#trouble };
      return [{ code: 'keeping.failed', details, subject: stationSubject(), severity: 'warning' } as const];
    }
    const [first] = this.#failed;
    if (first === undefined) return [];
    const details = { count: this.#failed.length, ...first };
    return [{ code: 'keeping.not-removed', details, subject: stationSubject(), severity: 'warning' } as const];
  }

  #noRule() {
    if (this.#needs.disk.state === 'ok' || this.#needs.settings().rules.length > 0) return [];
    const details = { folder: this.#kernel.dataFolder };
    return [{ code: 'keeping.no-rule', details, subject: stationSubject(), severity: 'note' } as const];
  }

  async #resume(): Promise<void> {
    this.#runs.endLeftovers(this.#kernel.clock.now().toISOString());
    const { failed } = await this.#remover.resume();
    this.#failed = failed;
  }

  #look(): void {
    const { rules, at } = this.#needs.settings();
    const { clock } = this.#kernel;
    if (rules.length === 0 || this.#ending !== null || !clock.isSure()) return;
    const { livedMs } = clock.moment();
    const sinceDisk = livedMs - (this.#runs.lastOf('disk') ?? Number.NEGATIVE_INFINITY);
    const waiting = rules.filter(({ onlyWhenDiskIsLow }) => onlyWhenDiskIsLow);
    if (waiting.length > 0 && this.#needs.disk.state !== 'ok' && sinceDisk >= DISK_EVERY_MS) {
      this.#begin('disk', waiting);
      return;
    }
    const daily = rules.filter(({ onlyWhenDiskIsLow }) => !onlyWhenDiskIsLow);
    const last = this.#runs.lastOf('daily');
    const sinceMs = last === null ? null : livedMs - last;
    if (daily.length > 0 && dailyDue(at, clock.steadyNow(), sinceMs)) this.#begin('daily', daily);
  }

  #surveyed(rules: readonly KeepingRule[]): SurveyedRule[] {
    const { clock } = this.#kernel;
    return rules.map((rule) => ({ rule, livedUntilMs: clock.livedAgo((rule.olderThanDays ?? 0) * DAY_MS) }));
  }

  #preview(rules: readonly KeepingRule[]): Promise<readonly RulePreview[]> {
    return this.#needs.survey(this.#surveyed(rules), () => undefined, this.#work.signal);
  }

  #begin(cause: KeepingRun['cause'], rules: readonly KeepingRule[]): void {
    if (this.#ending !== null || rules.length === 0) return;
    const ending = new AbortController();
    this.#ending = ending;
    this.#work.do(async () => {
      const { at, livedMs } = this.#kernel.clock.moment();
      const run = this.#runs.begin(cause, at, livedMs);
      let outcome: NonNullable<KeepingRun['outcome']> = 'failed';
      try {
        await this.#apply(run, cause, this.#surveyed(rules), AbortSignal.any([ending.signal, this.#work.signal]));
        outcome = ending.signal.aborted ? 'stopped' : 'done';
        this.#trouble = null;
      } catch (thrown) {
        if (!ending.signal.aborted) {
          this.#trouble = factOf(thrown);
          throw thrown;
        }
        outcome = 'stopped';
      } finally {
        this.#ending = null;
        this.#state = 'idle';
        if (!this.#work.isStopped) this.#runs.end(run, outcome, this.#kernel.clock.now().toISOString());
        this.#tell();
        this.#kernel.changed();
      }
    });
  }

  async #apply(
    run: number,
    cause: KeepingRun['cause'],
    rules: readonly SurveyedRule[],
    signal: AbortSignal,
  ): Promise<void> {
    const portions: SurveyPortion[] = [];
    this.#show('looking');
    await this.#needs.survey(rules, (portion) => portions.push(portion), signal);
    const failed: BatchOutcome['failed'][number][] = [];
    for (const { rule: place, records, documents } of portions) {
      const surveyed = rules[place];
      if (surveyed === undefined) continue;
      const { rule, livedUntilMs } = surveyed;
      const batches = [
        ...(documents.length > 0 ? [() => this.#remover.removeDocuments(run, rule, livedUntilMs, documents)] : []),
        ...inBatches(records).map((some) => () => this.#remover.removeOfRecords(run, rule, livedUntilMs, some)),
      ];
      for (const batch of batches) {
        if (!(await this.#mayGoOn(rule, cause, signal))) return;
        const beganMs = performance.now();
        const outcome = await batch();
        failed.push(...outcome.failed);
        this.#runs.add(run, outcome.removed);
        this.#tell();
        if (!(await this.#work.pause((performance.now() - beganMs) * RESTS))) return;
      }
    }
    this.#failed = failed;
    this.#kernel.changed();
  }

  /** Parts come first, for a while: a line that never rests keeps its rules too. Where the disk is full, room comes first. */
  async #mayGoOn(rule: KeepingRule, cause: KeepingRun['cause'], signal: AbortSignal): Promise<boolean> {
    const beganMs = performance.now();
    while (cause !== 'disk' && this.#needs.isBusy() && performance.now() - beganMs < this.#timings.patienceMs) {
      this.#show('waiting');
      if (signal.aborted || !(await this.#work.pause(BUSY_EVERY_MS))) return false;
    }
    this.#show('removing');
    const { rules } = this.#needs.settings();
    const isWanted = rules.some((other) => JSON.stringify(other) === JSON.stringify(rule));
    const isEnough = rule.onlyWhenDiskIsLow && this.#needs.disk.state === 'ok';
    return !signal.aborted && isWanted && !isEnough && this.#kernel.clock.isSure();
  }

  #show(state: KeepingState['work']): void {
    if (this.#state === state) return;
    this.#state = state;
    this.#tell();
  }

  #tell(): void {
    if (!this.#work.isStopped) this.#kernel.emit('keeping.changed', this.state());
  }
}

function inBatches(numbers: readonly number[]): number[][] {
  return Array.from({ length: Math.ceil(numbers.length / BATCH) }, (_, index) =>
    numbers.slice(index * BATCH, (index + 1) * BATCH),
  );
}
