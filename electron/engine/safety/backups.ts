import { rm, stat } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { type ErrorFact, isDue, reportOf, SigmalineError, stationSubject } from '../../../shared/domain/index.ts';
import type { BackupRequest } from '../../tasks/index.ts';
import { BackOff, type Kernel, type Work } from '../kernel/index.ts';
import {
  type BackupFile,
  type BackupRetention,
  type CheckDepth,
  findBackups,
  isAhead,
  listBackups,
  needsBackgroundCheck,
  outlivedBackups,
} from '../storage/index.ts';

export interface BackupSettings extends BackupRetention {
  /** Where backups go; null for the data folder's own place. */
  readonly folder: string | null;
  readonly everyMinutes: number;
}

export interface BackupState {
  /** When the newest verified backup was begun. */
  readonly lastAt: string | null;
  readonly folder: string;
  /** A disk that fails takes such a backup with it; null where it cannot be told. */
  readonly onSameDisk: boolean | null;
}

export interface BackupTimings {
  /** How often it is asked whether a backup is due. */
  readonly lookEveryMs: number;
  /** How old the last one is at least before the next, where somebody waits for it. */
  readonly wantedAfterMs: number;
}

export interface BackupNeeds {
  readonly settings: () => BackupSettings;
  /** The number of the last record. */
  readonly records: () => number;
  /** Copies or checks the database in a process of its own. @returns the number of the last record in what was checked */
  readonly task: (request: BackupRequest, signal: AbortSignal) => Promise<number>;
  /** Damage was found in the database itself: only a new start restores it. */
  readonly onDamaged: (error: SigmalineError) => void;
  readonly timings?: BackupTimings | undefined;
}

const TIMINGS: BackupTimings = { lookEveryMs: 30_000, wantedAfterMs: 10 * 60_000 };
/** What failed for a moment is soon made good, and its warning goes; what fails on is tried ever more seldom. */
const RETRY = { firstMs: 5000, longestMs: 5 * 60_000 };

/** Backs the records up now and then, by a process of its own, and checks the database where backing it up casts doubt on it. */
export class Backups {
  readonly #kernel: Kernel;
  readonly #needs: BackupNeeds;
  readonly #work: Work;
  readonly #ownFolder: string;
  readonly #timings: BackupTimings;
  readonly #backOff = new BackOff(RETRY);
  #known: readonly BackupFile[];
  #onSameDisk: boolean | null = null;
  #atWork: Promise<void> | null = null;
  #problem: { readonly folder: string; readonly reason: ErrorFact } | null = null;
  #isWanted = false;

  constructor(kernel: Kernel, needs: BackupNeeds) {
    this.#kernel = kernel;
    this.#needs = needs;
    this.#work = kernel.work();
    this.#ownFolder = join(kernel.dataFolder, 'backups');
    this.#timings = needs.timings ?? TIMINGS;
    // A share that does not answer must not keep the station from starting.
    this.#known = listBackups([this.#ownFolder], kernel.clock.steadyNow());
    kernel.conditions.register(() =>
      this.#problem === null
        ? []
        : [{ code: 'backup.failed', details: this.#problem, subject: stationSubject(), severity: 'warning' }],
    );
    this.#work.do(async () => {
      await this.#refresh();
      kernel.changed();
    });
    if (needsBackgroundCheck(kernel.dataFolder)) this.#work.do(() => this.#check('quick'));
    this.#work.repeat(this.#timings.lookEveryMs, () => this.#look());
  }

  state(): BackupState {
    return {
      lastAt: this.#newest()?.at.toISOString() ?? null,
      folder: this.#wantedFolder(),
      onSameDisk: this.#onSameDisk,
    };
  }

  /** Whether a record lies in a backup that was checked. Somebody waits for it: where it does not, one is made sooner than otherwise. */
  covers(number: number): boolean {
    const isCovered = number <= (this.#newest()?.lastSequence ?? 0);
    if (!isCovered) this.#isWanted = true;
    return isCovered;
  }

  /** @throws SigmalineError why it could not be made */
  make(): Promise<void> {
    this.#atWork ??= this.#copyAndTidy().finally(() => {
      this.#atWork = null;
      this.#kernel.changed();
    });
    return this.#atWork;
  }

  stop(): Promise<void> {
    return this.#work.stop(0);
  }

  #look(): void {
    if (this.#atWork !== null || this.#backOff.isPausing || !this.#isDue()) return;
    this.#work.do(() => this.make());
  }

  #isDue(): boolean {
    const last = this.#newest();
    if (this.#needs.records() <= (last?.lastSequence ?? 0)) return false;
    const everyMs = this.#needs.settings().everyMinutes * 60_000;
    const afterMs = this.#isWanted ? Math.min(everyMs, this.#timings.wantedAfterMs) : everyMs;
    return isDue(last?.at.getTime() ?? null, afterMs, this.#now().getTime());
  }

  /**
   * A backup of records that were lost later may hold higher numbers than the station has now: it says nothing of the new ones, and neither does one
   * that was made in the future.
   */
  #newest(): BackupFile | null {
    const [records, now] = [this.#needs.records(), this.#now()];
    const isOf = (backup: BackupFile): boolean => backup.lastSequence !== null && backup.lastSequence <= records;
    return this.#known.find((backup) => isOf(backup) && !isAhead(backup, now)) ?? null;
  }

  /** Backups are dated, and kept, by a time that does not jump. */
  #now(): Date {
    return this.#kernel.clock.steadyNow();
  }

  #wantedFolder(): string {
    return this.#needs.settings().folder ?? this.#ownFolder;
  }

  #folders(): string[] {
    return [...new Set([this.#ownFolder, this.#wantedFolder()])];
  }

  async #copyAndTidy(): Promise<void> {
    const folder = this.#wantedFolder();
    const today = this.#now().toISOString().slice(0, 'YYYY-MM-DD'.length);
    const isFirstOfDay = !this.#known.some(({ at }) => at.toISOString().startsWith(today));
    try {
      await this.#copy(folder, isFirstOfDay ? 'full' : 'quick');
      const object = { kind: 'backup', id: folder };
      this.#kernel.audit.observed({ action: 'backup.made', object, new: { records: this.#needs.records() } });
      this.#problem = null;
      this.#backOff.succeed();
      this.#isWanted = false;
    } catch (thrown) {
      if (this.#work.isStopped) return;
      const { code, details } = reportOf(thrown);
      this.#problem = { folder, reason: { code, details } };
      this.#backOff.fail();
      // A folder elsewhere that cannot be reached is no reason to have no backup at all.
      if (folder !== this.#ownFolder) await this.#copy(this.#ownFolder, 'quick').catch(() => undefined);
      throw new SigmalineError('backup.failed', this.#problem, thrown);
    } finally {
      for (const kept of this.#folders()) await this.#tidy(kept);
      await this.#refresh();
    }
  }

  async #copy(folder: string, depth: CheckDepth): Promise<void> {
    try {
      const { file: database } = this.#kernel.database;
      await this.#needs.task(
        { kind: 'backUp', database, folder, depth, at: this.#now().toISOString() },
        this.#work.signal,
      );
    } catch (thrown) {
      if (isDamage(thrown)) await this.#check('full');
      throw thrown;
    }
  }

  /** Whether the database itself is damaged, and not merely the copy of it. */
  async #check(depth: CheckDepth): Promise<void> {
    try {
      await this.#needs.task({ kind: 'check', database: this.#kernel.database.file, depth }, this.#work.signal);
    } catch (thrown) {
      if (this.#work.isStopped) return;
      this.#kernel.report(thrown);
      if (isDamage(thrown)) this.#needs.onDamaged(thrown);
    }
  }

  async #tidy(folder: string): Promise<void> {
    if (!this.#kernel.clock.isSure()) return;
    const now = this.#now();
    for (const { path } of outlivedBackups(await findBackups([folder], now), this.#needs.settings(), now)) {
      await rm(path, { force: true }).catch(this.#kernel.report);
    }
  }

  async #refresh(): Promise<void> {
    this.#known = await findBackups(this.#folders(), this.#now());
    const [data, own] = await Promise.all([deviceOf(this.#kernel.dataFolder), deviceOf(this.#wantedFolder())]);
    this.#onSameDisk = data === null || own === null ? null : data === own;
  }
}

function isDamage(thrown: unknown): thrown is SigmalineError {
  return thrown instanceof SigmalineError && thrown.code === 'storage.corrupt';
}

/** A folder that is not there yet will lie on the disk of the one above it. */
async function deviceOf(folder: string): Promise<number | null> {
  for (const candidate of [folder, dirname(folder)]) {
    const found = await stat(candidate).catch(() => null);
    if (found !== null) return found.dev;
  }
  return null;
}
