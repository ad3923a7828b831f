import type { Caller, Handlers } from '../../../shared/contract/index.ts';
import {
  recordFilterSchema,
  SigmalineError,
  type SourceId,
  type TestImage,
  type TestLabel,
  type TestSet,
} from '../../../shared/domain/index.ts';
import {
  type Collecting,
  Collector,
  type RecordedImage,
  RecordedImages,
  type RecordedImagesNeeds,
  Uploads,
} from '../gathering/index.ts';
import type { Kernel } from '../kernel/index.ts';
import { listNamedFolder } from '../recipes/index.ts';
import type { SetFiles } from './setFiles.ts';
import { type AdditionRequest, byOf, objectOf, requireDefect } from './testSets.ts';
import type { NewImage, TestSetTable } from './testSetTable.ts';

export interface AdditionsNeeds extends RecordedImagesNeeds {
  readonly sources: () => readonly { readonly id: SourceId; readonly name: string }[];
  /** The station's list of classes of defects. */
  readonly defects: () => readonly string[];
  readonly sets: TestSetTable;
  readonly files: SetFiles;
}

/** More nobody labels. */
const MOST_IMAGES = 5000;
/** Copied, entered, and then the next: what was copied is in the set, should the rest fail. */
const COPIED_AT_ONCE = 20;
const GRACE_MS = 2000;

interface Found {
  readonly path: string;
  readonly number: number | null;
  readonly serial: string | null;
}

/** What comes with added images: where they are from, what they show, and who says so. */
interface Said {
  readonly from: TestImage['from'];
  readonly label: TestLabel | null;
  /** Null for what comes from the line: the station itself takes it. */
  readonly caller: Caller | null;
}

/** How images come into open test sets: copies of folders, of stored inspections, of dropped files, and of what a source delivers next. */
export class Additions {
  readonly handlers: Handlers<AdditionRequest>;
  readonly #kernel: Kernel;
  readonly #needs: AdditionsNeeds;
  readonly #recorded: RecordedImages;
  readonly #uploads = new Uploads();
  readonly #collector: Collector;
  /** What sets collect: each record asks, so it is not read from the database each time. */
  readonly #awaited = new Map<number, Collecting>();

  constructor(kernel: Kernel, needs: AdditionsNeeds) {
    this.#kernel = kernel;
    this.#needs = needs;
    this.#recorded = new RecordedImages(kernel, needs);
    for (const id of needs.sets.ids()) {
      needs.files.clear(id);
      const collecting = needs.sets.collecting(id);
      if (collecting !== null) this.#awaited.set(id, collecting);
    }
    this.#collector = new Collector(
      kernel,
      (source) => [...this.#awaited.values()].some(({ sourceId }) => sourceId === source),
      () => this.#collectAll(),
    );
    this.handlers = {
      'testSet.addFolder': async ({ id, folder, label }, caller) => {
        this.#requireAddable(id, label);
        const found = (await listNamedFolder(folder)).map((path) => ({ path, number: null, serial: null }));
        return this.#add(id, found, { from: 'folder', label, caller });
      },
      'testSet.addRecords': async ({ id, filter, most, label }, caller) => {
        this.#requireAddable(id, label);
        const records = await this.#recorded.found(recordFilterSchema.parse(filter), most);
        const found = await this.#there(records.map((record) => record.found));
        const done = await this.#add(id, found, { from: 'record', label, caller });
        return { ...done, gone: records.length - found.length };
      },
      'testSet.upload': async ({ id, label, ...piece }, caller) => {
        this.#requireAddable(id, label);
        if (piece.offset === 0) this.#requireRoom(id, 1);
        await this.#uploads.take(needs.files.folderOf(id), piece, async ({ path, name }) => {
          const copy = await needs.files.take(id, path, name);
          caller.requireSession();
          this.#enter(id, [{ ...copy, from: 'upload', number: null, serial: null }], label, caller);
        });
        this.#tell(id);
        return {};
      },
      'testSet.collect': ({ id, from }) => this.#collect(id, from),
    };
  }

  stop(): Promise<void> {
    return this.#collector.stop(GRACE_MS);
  }

  #collect(id: number, from: { readonly sourceId: string; readonly most: number } | null): TestSet {
    const { sets, sources } = this.#needs;
    const { collecting: before } = sets.requireOpen(id);
    const source = from === null ? undefined : sources().find((one) => one.id === from.sourceId);
    if (from !== null) {
      if (source === undefined) throw new SigmalineError('source.not-found', { source: from.sourceId });
      this.#requireRoom(id, from.most);
    }
    const now =
      from === null || source === undefined
        ? null
        : { sourceId: source.id, left: from.most, after: this.#recorded.newest };
    this.#kernel.database.transaction(() => {
      sets.collect(id, now);
      const said = { source: source?.name ?? null, most: from?.most ?? null };
      this.#kernel.audit.append({ action: 'test-set.collecting', object: objectOf(id), old: before, new: said });
    });
    this.#await(id, now);
    return this.#tell(id);
  }

  async #collectAll(): Promise<void> {
    for (const [id, collecting] of [...this.#awaited]) await this.#collectFor(id, collecting);
  }

  async #collectFor(id: number, { sourceId, left, after }: Collecting): Promise<void> {
    const { sets } = this.#needs;
    if (sets.collecting(id) === null) {
      // It was locked or removed.
      this.#await(id, null);
      return;
    }
    const room = MOST_IMAGES - sets.get(id).counts.images;
    if (room <= 0) {
      sets.collect(id, null);
      this.#await(id, null);
      this.#tell(id);
      return;
    }
    const records = this.#recorded.after(sourceId, after, Math.min(left, room, COPIED_AT_ONCE));
    const newest = records.at(-1)?.number;
    if (newest === undefined) return;
    const copies = await this.#copied(id, await this.#there(records), 'source');
    const added = this.#kernel.database.transaction(() => {
      // A person may have ended it, or locked or removed the set meanwhile.
      if (sets.collecting(id)?.after !== after) return null;
      const count = this.#enter(id, copies, null, null);
      const remaining = left - count;
      const next = remaining > 0 ? { sourceId, left: remaining, after: newest } : null;
      sets.collect(id, next);
      return { next };
    });
    if (added === null) {
      this.#await(id, sets.collecting(id));
      if (!sets.ids().includes(id)) await this.#needs.files.remove(id);
      return;
    }
    this.#await(id, added.next);
    this.#tell(id);
    if (records.length === COPIED_AT_ONCE && added.next !== null) await this.#collectFor(id, added.next);
  }

  #await(id: number, collecting: Collecting | null): void {
    if (collecting === null) this.#awaited.delete(id);
    else this.#awaited.set(id, collecting);
  }

  /** @throws SigmalineError `test-set.*` */
  #requireAddable(id: number, label: TestLabel | null): void {
    this.#needs.sets.requireOpen(id);
    requireDefect(this.#needs.defects(), label);
  }

  /** @throws SigmalineError `test-set.too-many` */
  #requireRoom(id: number, more: number): void {
    const count = this.#needs.sets.get(id).counts.images + more;
    if (count > MOST_IMAGES) throw new SigmalineError('test-set.too-many', { most: MOST_IMAGES, count });
  }

  async #there(records: readonly RecordedImage[]): Promise<Found[]> {
    const found: Found[] = [];
    for (const record of records) {
      const path = await this.#recorded.pathOf(record);
      if (path !== null) found.push({ path, number: record.number, serial: record.serial });
    }
    return found;
  }

  async #add(
    id: number,
    found: readonly Found[],
    { from, label, caller }: Said,
  ): Promise<{ added: number; already: number }> {
    this.#requireRoom(id, found.length);
    let added = 0;
    for (let start = 0; start < found.length; start += COPIED_AT_ONCE) {
      const images = await this.#copied(id, found.slice(start, start + COPIED_AT_ONCE), from);
      caller?.requireSession();
      added += this.#enter(id, images, label, caller);
      this.#tell(id);
    }
    return { added, already: found.length - added };
  }

  async #copied(id: number, found: readonly Found[], from: TestImage['from']): Promise<NewImage[]> {
    const copies = await this.#needs.files.copy(
      id,
      found.map(({ path }) => path),
    );
    return copies.map((copy, index) => {
      const { number = null, serial = null } = found[index] ?? {};
      return { ...copy, from, number, serial };
    });
  }

  #enter(id: number, images: readonly NewImage[], label: TestLabel | null, caller: Caller | null): number {
    const { sets } = this.#needs;
    return this.#kernel.database.transaction(() => {
      sets.requireOpen(id);
      const entered = images.flatMap((image) => {
        const made = sets.add(id, image);
        if (made !== null && label !== null && caller !== null)
          sets.label(made, byOf(caller, this.#kernel.clock.now().toISOString()), label);
        return made === null ? [] : [image];
      });
      if (entered.length > 0) {
        const said = { images: entered.map(({ file, sha256 }) => ({ file, sha256 })), label };
        this.#kernel.audit.append({ action: 'test-set.added', object: objectOf(id), new: said });
      }
      return entered.length;
    });
  }

  #tell(id: number): TestSet {
    const set = this.#needs.sets.get(id);
    this.#kernel.emit('testSet.changed', { set });
    return set;
  }
}
