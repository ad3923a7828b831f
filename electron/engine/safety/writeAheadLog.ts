import { stat } from 'node:fs/promises';
import { stationSubject } from '../../../shared/domain/index.ts';
import { errnoCode } from '../../files/index.ts';
import type { Kernel, Statement, Work } from '../kernel/index.ts';

/** SQLite empties the log as it goes: it grows so far only while another program goes on reading what was there before. */
const HELD_ABOVE_BYTES = 100 * 1024 * 1024;
const EVERY_MS = 10_000;
const BYTES_PER_MB = 1e6;

/** The file into which SQLite writes what was committed last. It is emptied whenever the station rests; somebody who keeps it from that is told of. */
export class WriteAheadLog {
  readonly #kernel: Kernel;
  readonly #work: Work;
  readonly #changes: () => number;
  #changesBefore = -1;
  #bytes = 0;

  constructor(kernel: Kernel, everyMs = EVERY_MS) {
    this.#kernel = kernel;
    this.#work = kernel.work();
    const changes = kernel.database.prepare<{ changes: number }>('SELECT total_changes() AS changes');
    this.#changes = () => changes.get()?.changes ?? 0;
    kernel.conditions.register(() => this.#statements());
    this.#work.repeat(everyMs, () => this.#look());
  }

  stop(): Promise<void> {
    return this.#work.stop(0);
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
