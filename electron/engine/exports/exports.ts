import { randomUUID } from 'node:crypto';
import { existsSync, rmSync } from 'node:fs';
import { mkdir, rm } from 'node:fs/promises';
import { extname, join } from 'node:path';
import type { Caller, ExportState, Handlers } from '../../../shared/contract/index.ts';
import {
  type ExportContents,
  minuteInName,
  type RecordFilter,
  reportOf,
  SigmalineError,
  slugOf,
} from '../../../shared/domain/index.ts';
import { keepNewest, publishFolder, sha256Of, writeWhole } from '../../files/index.ts';
import { type ProcessHost, runTask } from '../../hosts/index.ts';
import { jobs } from '../../tasks/index.ts';
import { createExportBounds } from '../export/index.ts';
import { type Kernel, Queue, type Work } from '../kernel/index.ts';
import { spareBytesIn } from '../safety/index.ts';
import { ExportTable, type StoredExport } from './exportTable.ts';

export interface ExportNeeds {
  readonly host: ProcessHost;
  readonly stationName: () => string;
  /** Signs the audit chain as it is; null where no key can. */
  readonly checkpoint: () => { readonly note: string } | null;
  /** Whether the disk of the data folder has come to its end. */
  readonly isDiskFull: () => boolean;
}

/** An export is fetched right after it was written, and can be written again from the records. */
const EXPORTS_KEPT = 50;
const MOST_WAITING = 10;
/** As often as people see a number move. */
const TOLD_EVERY_MS = 250;
/** Stopping waits so long for the process to let go of its files. */
const GRACE_MS = 2000;
const PARTIAL = '.partial';
const CHECKPOINT_ENDING = '.checkpoint';

const MEDIA_TYPES: Readonly<Record<string, string>> = {
  '.csv': 'text/csv; charset=utf-8; header=present',
  '.xlsx': 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet',
  '.jsonl': 'application/jsonl; charset=utf-8',
  '.json': 'application/json',
  '.zip': 'application/zip',
};

/** What is to be exported, and on whose behalf. */
export interface ExportOrder {
  readonly cause: ExportState['cause'];
  /** The printed name of whoever asked. */
  readonly by: string | null;
  readonly filter: RecordFilter;
  readonly contents: ExportContents;
  /** What its files are named by besides the station; the time of now without it. */
  readonly name?: string;
}

/**
 * The exports of a station, one written at a time by a process of its own. Each lies in a folder that is named by its id, `<data>/exports/<id>/`, which is
 * there only when all of it is.
 */
export class Exports {
  readonly #kernel: Kernel;
  readonly #needs: ExportNeeds;
  readonly #root: string;
  readonly #work: Work;
  readonly #queue = new Queue();
  readonly #table: ExportTable;
  readonly #bounds: ReturnType<typeof createExportBounds>;
  #lastToldMs = 0;
  /** Those that wait or are being written. */
  readonly #running = new Map<string, { state: ExportState; readonly cancellation: AbortController }>();

  constructor(kernel: Kernel, needs: ExportNeeds) {
    this.#kernel = kernel;
    this.#needs = needs;
    this.#root = join(kernel.dataFolder, 'exports');
    this.#work = kernel.work();
    this.#table = new ExportTable(kernel.database);
    this.#bounds = createExportBounds(kernel.database);
    this.#endInterrupted();
  }

  readonly handlers: Handlers<'export.start' | 'export.list' | 'export.cancel' | 'export.locate'> = {
    'export.start': ({ filter, contents }, caller: Caller) => {
      const by = caller.name ?? caller.person;
      const { state, written } = this.begin({ cause: 'asked', by, filter, contents });
      this.#work.do(() => written);
      return state;
    },
    'export.list': () => this.list(),
    'export.cancel': ({ id }) => {
      this.#running.get(id)?.cancellation.abort();
      return this.list();
    },
    'export.locate': ({ id, place }) => {
      const file = this.#table.all().find((state) => state.id === id && state.state === 'done')?.files[place];
      if (file === undefined) throw new SigmalineError('resource.not-found', { resource: 'export' });
      const mediaType = MEDIA_TYPES[extname(file.name)] ?? 'text/plain; charset=utf-8';
      return { path: join(this.#root, id, file.name), fileName: file.name, mediaType };
    },
  };

  /** Those that are kept, the newest first. */
  list(): ExportState[] {
    return this.#table.all().flatMap(({ deliveredTo, ...stored }): ExportState[] => {
      if (stored.state === 'done' && !this.#isThere({ ...stored, deliveredTo })) return [];
      return [this.#running.get(stored.id)?.state ?? stored];
    });
  }

  folderOf(id: string): string {
    return join(this.#root, id);
  }

  /**
   * Takes an order in; `written` tells how it ended, and is never rejected.
   *
   * @throws SigmalineError `export.too-many`, `storage.*`
   */
  begin({ cause, by, filter, contents, name }: ExportOrder): {
    readonly state: ExportState;
    readonly written: Promise<ExportState>;
  } {
    if (this.#running.size >= MOST_WAITING) throw new SigmalineError('export.too-many', { count: this.#running.size });
    const { at } = this.#kernel.clock.moment();
    const rows = { done: 0, total: 0 };
    const id = randomUUID();
    const state: ExportState = { id, state: 'running', cause, at, by, filter, contents, rows, files: [], error: null };
    this.#kernel.database.transaction(() => this.#table.put(state));
    const cancellation = new AbortController();
    this.#running.set(id, { state, cancellation });
    this.#kernel.emit('export.changed', state);
    const written = this.#work.join(this.#queue.run(() => this.#write(state, name, cancellation)));
    return { state, written };
  }

  /** Takes an export off the list, with what of it lies in the data folder. */
  forget(id: string): void {
    this.#kernel.database.transaction(() => this.#table.remove(id));
    rmSync(this.folderOf(id), { recursive: true, force: true });
  }

  /** Its files lie outside of the station now. To be called in the transaction of what hangs on it. */
  delivered(id: string, folder: string): void {
    this.#table.delivered(id, folder);
  }

  /** Those whose files lie in a folder outside of the station. */
  deliveredTo(folder: string): ExportState[] {
    return this.#table.all().filter(({ deliveredTo }) => deliveredTo === folder);
  }

  /** What is being written is lost, and told of at the next start. */
  async stop(): Promise<void> {
    const stopped = this.#work.stop(GRACE_MS);
    for (const { cancellation } of this.#running.values()) cancellation.abort();
    await stopped;
  }

  async #write(state: ExportState, name: string | undefined, cancellation: AbortController): Promise<ExportState> {
    const partial = `${this.folderOf(state.id)}${PARTIAL}`;
    let ended: ExportState;
    try {
      ended = await this.#writeInto(partial, state, name, cancellation);
    } catch (thrown) {
      await rm(partial, { recursive: true, force: true }).catch(this.#kernel.report);
      if (this.#work.isStopped) return state;
      if (!(thrown instanceof SigmalineError)) this.#kernel.report(thrown);
      const error = reportOf(thrown);
      const isCancelled = error.code === 'export.cancelled';
      const { code, details } = error;
      ended = { ...this.#stateOf(state), state: isCancelled ? 'cancelled' : 'failed', error: { code, details } };
    } finally {
      this.#running.delete(state.id);
    }
    this.#kernel.database.transaction(() => this.#table.put(ended));
    this.#kernel.emit('export.changed', ended);
    await this.#removeOldest();
    return ended;
  }

  async #writeInto(
    folder: string,
    order: ExportState,
    named: string | undefined,
    { signal }: AbortController,
  ): Promise<ExportState> {
    const [kernel, needs] = [this.#kernel, this.#needs];
    await mkdir(folder, { recursive: true });
    // What is read is fixed before the head is signed that covers it.
    const bounds = this.#bounds();
    const station = needs.stationName();
    const { id, filter, contents, at, by, cause } = order;
    const ending = named ?? minuteInName(kernel.clock.now());
    // Lots whose names differ in signs alone, or in letters that are none of a file's name, end in the same minute now and then.
    const name = exportName(station, cause === 'lot' ? `${ending}-${id.slice(0, 4)}` : ending);
    const request = {
      ...{ exportId: id, dataFolder: kernel.dataFolder, folder, name, filter, contents, bounds, station, at },
      by: by ?? (cause === 'asked' ? 'open station' : `the station, for each ${cause}`),
      spareBytes: await spareBytesIn(folder),
      checkpoint: needs.checkpoint()?.note ?? null,
    };
    const full = new AbortController();
    const onProgress = (rows: ExportState['rows']): void => {
      if (needs.isDiskFull()) full.abort();
      this.#tell(id, rows);
    };
    const options = { onProgress, signal: AbortSignal.any([signal, full.signal]) };
    const { rows, files } = await runTask(needs.host, jobs.exportRecords, request, options).catch((thrown: unknown) => {
      if (!full.signal.aborted || signal.aborted) throw thrown;
      throw new SigmalineError('export.failed', { file: name, reason: 'the disk is full' }, thrown);
    });
    await publishFolder(folder, this.folderOf(id));
    const manifest = files.at(-1)?.sha256 ?? null;
    const made = { name, rows, filter, contents, manifest };
    kernel.audit.append({ action: 'export.made', object: { kind: 'export', id }, new: made });
    const checkpoint = needs.checkpoint();
    const all = [...files];
    if (checkpoint !== null) {
      const fileName = `${name}${CHECKPOINT_ENDING}`;
      await writeWhole(join(this.folderOf(id), fileName), checkpoint.note);
      const bytes = Buffer.byteLength(checkpoint.note);
      all.push({ name: fileName, bytes, sha256: sha256Of(checkpoint.note) });
    }
    return { ...order, state: 'done', rows: { done: rows, total: rows }, files: all };
  }

  #stateOf(order: ExportState): ExportState {
    return this.#running.get(order.id)?.state ?? order;
  }

  #tell(id: string, rows: ExportState['rows']): void {
    const running = this.#running.get(id);
    if (running === undefined) return;
    running.state = { ...running.state, rows };
    if (performance.now() - this.#lastToldMs < TOLD_EVERY_MS) return;
    this.#lastToldMs = performance.now();
    this.#kernel.emit('export.changed', running.state);
  }

  /** The station was stopped, or died, while these were written. */
  #endInterrupted(): void {
    const isLeft = ({ state, cause, deliveredTo }: StoredExport): boolean =>
      state === 'running' || (cause !== 'asked' && deliveredTo === null);
    const interrupted = this.#table.all().filter(isLeft);
    if (interrupted.length === 0) return;
    this.#kernel.database.transaction(() => {
      for (const { deliveredTo: _, ...state } of interrupted) {
        // The schedule makes it again.
        if (state.cause !== 'asked') this.#table.remove(state.id);
        else this.#table.put({ ...state, state: 'failed', error: { code: 'export.interrupted', details: {} } });
      }
    });
    for (const { id } of interrupted) {
      for (const ending of ['', PARTIAL]) rmSync(`${this.folderOf(id)}${ending}`, { recursive: true, force: true });
    }
  }

  /** Those of earlier versions too, which no table knows. */
  async #removeOldest(): Promise<void> {
    await keepNewest(this.#root, EXPORTS_KEPT);
    const outlived = this.#table
      .all()
      .filter((row, index) => (row.state === 'done' ? !this.#isThere(row) : index >= EXPORTS_KEPT));
    if (outlived.length === 0) return;
    this.#kernel.database.transaction(() => {
      for (const { id } of outlived) this.#table.remove(id);
    });
  }

  #isThere({ id, deliveredTo }: Pick<StoredExport, 'id' | 'deliveredTo'>): boolean {
    return deliveredTo !== null || existsSync(this.folderOf(id));
  }
}

/** "inspections-line-3-2026-11-02-1100": nothing that a file system or a mail program stumbles over. */
function exportName(station: string, ending: string): string {
  return ['inspections', slugOf(station), slugOf(ending)].filter((word) => word !== '').join('-');
}
