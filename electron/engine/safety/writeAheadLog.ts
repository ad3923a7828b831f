import { stat } from 'node:fs/promises';
import { stationSubject } from '../../../shared/domain/index.ts';
import { errnoCode } from '../../files/index.ts';
import type { Kernel, Statement, Work } from '../kernel/index.ts';
import { isStorageTrouble } from '../storage/index.ts';

/** SQLite empties the log as it goes: it grows so far only while another program goes on reading what was there before. */
const HELD_ABOVE_BYTES = 100 * 1024 * 1024;
const EVERY_MS = 10_000;
/** Some 4 MB of log. */
const RECORDS_A_LOG = 50;
const BYTES_PER_MB = 1e6;

/**
 * The file into which SQLite writes what was committed last. What it holds is copied to its place behind a record that machines know of already, so that none of them waits for
 * that. It is emptied whenever the station rests; somebody who keeps it from that is told of.
 */
export class WriteAheadLog {
  readonly #kernel: Kernel;
  readonly #work: Work;
  readonly #changes: () => number;
  #changesBefore = -1;
  #bytes = 0;
  #records = 0;

  constructor(kernel: Kernel, everyMs = EVERY_MS) {
    this.#kernel = kernel;
    this.#work = kernel.work();
    const changes = kernel.database.prepare<{ changes: number }>('SELECT total_changes() AS changes');
    this.#changes = () => changes.get()?.changes ?? 0;
    kernel.conditions.register(() => this.#statements());
    kernel.recorders.onCommitted(() => {
      this.#records += 1;
      if (this.#records % RECORDS_A_LOG === 0) setImmediate(() => this.#apply());
    });
    this.#work.repeat(everyMs, () => this.#look());
  }

  stop(): Promise<void> {
    return this.#work.stop(0);
  }

  #apply(): void {
    if (this.#work.isStopped) return;
    try {
      this.#kernel.database.applyLog();
    } catch (thrown) {
      // The database tells of its trouble itself, and the log keeps what it has.
      if (!isStorageTrouble(thrown)) this.#kernel.report(thrown);
    }
  }

  async #look(): Promise<void> {
    const { database } = this.#kernel;
    const wasHeld = this.#isHeld;
    this.#bytes = await sizeOfLog(database.file);
    if (this.#work.isStopped) return;
    const changes = this.#changes();
    // Nobody waits for a verdict while nothing has been written since the last look.
    if (this.#bytes > 0 && changes === this.#changesBefore) {
      database.emptyLog();
      this.#bytes = await sizeOfLog(database.file);
    }
    this.#changesBefore = changes;
    if (this.#isHeld !== wasHeld) this.#kernel.changed();
  }

  get #isHeld(): boolean {
    return this.#bytes > HELD_ABOVE_BYTES;
  }

  #statements(): Statement[] {
    if (!this.#isHeld) return [];
    const details = { file: this.#kernel.database.file, megabytes: Math.floor(this.#bytes / BYTES_PER_MB) };
    return [{ code: 'storage.log-held', details, subject: stationSubject(), severity: 'warning' }];
  }
}

/** There is no log before the first commit. */
async function sizeOfLog(database: string): Promise<number> {
  try {
    return (await stat(`${database}-wal`)).size;
  } catch (thrown) {
    if (errnoCode(thrown) === 'ENOENT') return 0;
    throw thrown;
  }
}
