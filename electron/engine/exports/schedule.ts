import { rm, stat } from 'node:fs/promises';
import { join } from 'node:path';
import type { ExportState } from '../../../shared/contract/index.ts';
import {
  type ErrorFact,
  messageOf,
  type ShiftStarts,
  SigmalineError,
  type StationSettings,
  sentenceOf,
  shiftStart,
  stationSubject,
} from '../../../shared/domain/index.ts';
import { filterWords } from '../../../shared/i18n/exportWords.ts';
import { copyWhole, errnoReason } from '../../files/index.ts';
import type { Kernel, Work } from '../kernel/index.ts';
import type { Statement } from '../storage/index.ts';
import { type DueExport, dueExport, type ScheduleState, withRecords } from './due.ts';
import type { Exports } from './exports.ts';

export interface ScheduleNeeds {
  readonly exports: Exports;
  readonly settings: () => Pick<StationSettings, 'exports' | 'shiftStarts'>;
  readonly lookEveryMs?: number | undefined;
}

const LOOK_EVERY_MS = 30_000;
const AFTER_FAILURE = { firstMs: 5000, longestMs: 5 * 60_000 };
/** Records looked at for their lots at once, a millisecond of work. */
const PORTION = 1000;
const DAY_MS = 86_400_000;
const GRACE_MS = 100;

/**
 * Exports each shift, lot or day into a folder, whole files only. What could not be written (a share is away, the station was off) is caught up with, as
 * the database knows how far it has come.
 */
export class ExportSchedule {
  readonly #kernel: Kernel;
  readonly #needs: ScheduleNeeds;
  readonly #work: Work;
  readonly #stored: Statement<{ state: string }>;
  readonly #store: Statement<never>;
  readonly #records: Statement<{ number: number; lot: string | null; at: string }>;
  readonly #last: Statement<{ number: number }>;
  #problem: ErrorFact | null = null;

  constructor(kernel: Kernel, needs: ScheduleNeeds) {
    const { database } = kernel;
    this.#kernel = kernel;
    this.#needs = needs;
    this.#work = kernel.work();
    this.#stored = database.prepare('SELECT state FROM export_schedule');
    this.#store = database.prepare(
      'INSERT INTO export_schedule (id, state) VALUES (1, ?) ON CONFLICT (id) DO UPDATE SET state = excluded.state',
    );
    this.#records = database.prepare(
      `SELECT sequence AS number, lot, recorded_at AS at FROM inspection WHERE sequence > ? ORDER BY sequence LIMIT ${PORTION}`,
    );
    this.#last = database.prepare('SELECT COALESCE(MAX(sequence), 0) AS number FROM inspection');
    kernel.conditions.register(() =>
      this.#problem === null ? [] : [{ ...this.#problem, subject: stationSubject(), severity: 'warning' }],
    );
    this.#work.repeat(needs.lookEveryMs ?? LOOK_EVERY_MS, () => this.#look(), { afterFailure: AFTER_FAILURE });
  }

  stop(): Promise<void> {
    return this.#work.stop(GRACE_MS);
  }

  async #look(): Promise<void> {
    const { exports: settings, shiftStarts } = this.#needs.settings();
    const { each, folder } = settings;
    if (each === 'never' || folder === null) {
      this.#told(null);
      return;
    }
    if (this.#sureNow() === null) return;
    let state = this.#state(each, shiftStarts);
    if (each === 'lot') state = this.#lookAtLots(state);
    for (let now = this.#sureNow(); !this.#work.isStopped; now = this.#sureNow()) {
      if (now === null) return;
      const due = dueExport(state, now, shiftStarts);
      if (due === null) break;
      await this.#export(due, folder, settings.contents);
      state = due.afterwards;
    }
    if (this.#work.isStopped) return;
    this.#told(null);
    await this.#removeOutlived(folder, settings.keepDays);
  }

  /** Null while the clock is in doubt: one that jumped would end shifts that have not been, and make exports old that are not. */
  #sureNow(): Date | null {
    const now = this.#kernel.clock.now();
    return this.#kernel.clock.isSure() ? now : null;
  }

  /** Where it has come to; it begins with the shift or the day that goes on, and with the next record's lot. */
  #state(each: ScheduleState['each'], shiftStarts: ShiftStarts): ScheduleState {
    const text = this.#stored.get()?.state;
    const stored = text === undefined ? null : (JSON.parse(text) as ScheduleState);
    if (stored?.each === each) return stored;
    const began = shiftStart(this.#kernel.clock.now(), each === 'day' ? ['00:00'] : shiftStarts);
    const state = { each, upTo: began.toISOString(), after: this.#last.get()?.number ?? 0, lots: [] };
    this.#save(state);
    return state;
  }

  #lookAtLots(before: ScheduleState): ScheduleState {
    const records = this.#records.all(before.after);
    if (records.length === 0) return before;
    const state = withRecords(before, records);
    this.#save(state);
    return records.length < PORTION ? state : this.#lookAtLots(state);
  }

  #save(state: ScheduleState): void {
    this.#kernel.database.transaction(() => this.#store.run(JSON.stringify(state)));
  }

  async #export(due: DueExport, folder: string, contents: ExportState['contents']): Promise<void> {
    const { exports } = this.#needs;
    try {
      // A folder that is missing is not made: it would lie on the station's own disk, where the share is to be.
      if (!(await stat(folder)).isDirectory()) throw new Error('it is not a folder');
      const made = await exports.begin({ ...due, by: null, contents }).written;
      if (made.state !== 'done') {
        exports.forget(made.id);
        if (this.#work.isStopped) return;
        throw new SigmalineError(made.error ?? { code: 'export.cancelled', details: {} });
      }
      for (const { name } of made.rows.done === 0 ? [] : made.files) {
        await copyWhole(join(exports.folderOf(made.id), name), join(folder, name));
      }
      this.#kernel.database.transaction(() => {
        exports.delivered(made.id, folder);
        this.#store.run(JSON.stringify(due.afterwards));
      });
      await rm(exports.folderOf(made.id), { recursive: true, force: true });
    } catch (thrown) {
      this.#told({
        code: 'export.folder',
        details: { span: filterWords(due.filter), folder, reason: reasonOf(thrown) },
      });
      throw thrown;
    }
  }

  /** Only what this station wrote. */
  async #removeOutlived(folder: string, keepDays: number): Promise<void> {
    const { exports } = this.#needs;
    const before = this.#kernel.clock.steadyNow().getTime() - keepDays * DAY_MS;
    for (const { id, at, files } of exports.deliveredTo(folder)) {
      if (Date.parse(at) >= before) continue;
      for (const { name } of files) await rm(join(folder, name), { force: true });
      exports.forget(id);
    }
  }

  #told(problem: ErrorFact | null): void {
    const isNews = (problem === null) !== (this.#problem === null);
    this.#problem = problem;
    if (isNews) this.#kernel.changed();
  }
}

function reasonOf(thrown: unknown): string {
  if (thrown instanceof SigmalineError) return sentenceOf(thrown);
  return thrown instanceof Error && 'code' in thrown ? errnoReason(thrown) : messageOf(thrown);
}
