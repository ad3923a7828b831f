import { isDeepStrictEqual } from 'node:util';
import { reportOf, stationSubject } from '../../../shared/domain/index.ts';
import type { Kernel, Statement, Work } from '../kernel/index.ts';
import type { Disk } from './disk.ts';

/** What can be tried of the database without changing any record. */
export interface TriedDatabase {
  /** Writes something to the database and to its folder, and waits for the disk. @throws where it cannot be done */
  probe(): void;
  /** Whether the database still lies where it was opened. @throws SigmalineError `storage.moved` */
  requireInPlace(): void;
}

const STORAGE_EVERY_MS = 1000;

/** Whether records can be written. Trouble is told to it by whoever meets it; that it is over, only a write that succeeds can tell. */
export class RecordStorage {
  readonly #kernel: Kernel;
  readonly #database: TriedDatabase;
  readonly #disk: Pick<Disk, 'state'>;
  readonly #work: Work;
  #trouble: Statement | null = null;
  #since = '';

  constructor(kernel: Kernel, database: TriedDatabase, disk: Pick<Disk, 'state'>, everyMs = STORAGE_EVERY_MS) {
    this.#kernel = kernel;
    this.#database = database;
    this.#disk = disk;
    this.#work = kernel.work();
    kernel.conditions.register(() => (this.#trouble === null ? [] : [this.#trouble]));
    this.#work.repeat(everyMs, () => this.#look());
  }

  /** Nothing is taken in and nothing is judged where this is false. */
  get canWrite(): boolean {
    return this.#trouble === null && this.#disk.state !== 'full';
  }

  report(error: unknown): void {
    const { code, details } = reportOf(error);
    const before = this.#trouble;
    this.#trouble = { code, details: { ...details }, subject: stationSubject(), severity: 'alarm' };
    if (isDeepStrictEqual(before, this.#trouble)) return;
    if (before === null) this.#since = this.#kernel.clock.now().toISOString();
    this.#kernel.report(error);
    this.#kernel.changed();
  }

  stop(): Promise<void> {
    return this.#work.stop(0);
  }

  /** While it lasts nothing can be written: that it began is told when it is over. @throws SigmalineError `storage.*`: it is not over */
  #tellOfTrouble({ code, details }: Statement): void {
    const { audit, database } = this.#kernel;
    const object = { kind: 'storage', id: 'database' } as const;
    database.transaction(() => {
      audit.observed({ action: 'storage.trouble', object, new: { code, details, since: this.#since } });
      audit.observed({ action: 'storage.recovered', object });
    });
  }

  #look(): void {
    try {
      if (this.#trouble === null) this.#database.requireInPlace();
      else this.#database.probe();
    } catch (thrown) {
      this.report(thrown);
      return;
    }
    const trouble = this.#trouble;
    if (trouble === null) return;
    this.#tellOfTrouble(trouble);
    this.#trouble = null;
    this.#kernel.changed();
  }
}
