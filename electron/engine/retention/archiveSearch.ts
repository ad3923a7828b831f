import { dirname, join, resolve } from 'node:path';
import {
  type Fingerprint,
  factOf,
  growingMs,
  SigmalineError,
  type SourceId,
  type SourceOptions,
} from '../../../shared/domain/index.ts';
import { errnoCode, folderTrouble, sha256Of, walkFolder } from '../../files/index.ts';
import { createFileSelection, type SelectionOptions } from '../intake/index.ts';
import type { Kernel, Work } from '../kernel/index.ts';
import type { Notices, RestorationNote } from '../storage/index.ts';
import type { ArchivedContents, RecordedContent } from './archivedContents.ts';
import { endingOf } from './carryOut.ts';
import type { FileActions } from './fileActions.ts';
import { CopyDiffers, dayFoldersFrom, placeOnAnyDisk } from './placing.ts';

export interface SearchedSource {
  readonly id: SourceId;
  readonly name: string;
  readonly folder: string;
  readonly options: Pick<SourceOptions, 'afterwards'> & SelectionOptions;
}

export interface ArchiveSearchNeeds {
  readonly restoration: RestorationNote;
  readonly archived: Pick<ArchivedContents, 'recorded' | 'takenPlaces'>;
  readonly notices: Pick<Notices, 'add'>;
  readonly files: FileActions;
  readonly sources: () => readonly SearchedSource[];
  /** Before an archive that could not be searched is tried again; it grows with each try. */
  readonly retryMs?: number;
}

const RETRY_MS = 60_000;
const LONGEST_RETRY_MS = 60 * 60_000;
/** An archive that does not answer must not keep a source from going on. */
const BRINGS_BACK_WITHIN_MS = 60_000;
const DAY_MS = 24 * 60 * 60 * 1000;
/** File systems that an archive lies on may keep times in steps of so much. */
const COARSEST_TIME_US = 2_000_000;
const NAMED_AT_MOST = 20;

/** An image in the archive. */
interface Archived {
  readonly place: string;
  /** Below the source's folder. */
  readonly path: string;
}

/**
 * A restored database has lost records of images that lie in the archive already, where no intake looks. They are moved back to where they came from,
 * once for each restoration, and are judged and archived anew.
 */
export class ArchiveSearch {
  readonly #kernel: Pick<Kernel, 'work' | 'report' | 'changed'>;
  readonly #needs: ArchiveSearchNeeds;
  readonly #work: Work;
  #searching: { readonly ids: ReadonlySet<SourceId>; readonly sinceMs: number } | null = null;

  constructor(kernel: Pick<Kernel, 'work' | 'report' | 'changed'>, needs: ArchiveSearchNeeds) {
    this.#kernel = kernel;
    this.#needs = needs;
    this.#work = kernel.work();
    this.#work.do(() => this.#run());
  }

  /** A file of this source that is not there may be about to come back. */
  mayBringBack(id: SourceId): boolean {
    const searching = this.#searching;
    return searching?.ids.has(id) === true && performance.now() - searching.sinceMs < BRINGS_BACK_WITHIN_MS;
  }

  stop(graceMs: number): Promise<void> {
    return this.#work.stop(graceMs);
  }

  async #run(): Promise<void> {
    const growth = { firstMs: this.#needs.retryMs ?? RETRY_MS, longestMs: LONGEST_RETRY_MS };
    for (let tries = 0; ; tries += 1) {
      const owing = this.#owingSources();
      if (owing.length === 0) return;
      this.#searching = { ids: new Set(owing.map(({ id }) => id)), sinceMs: performance.now() };
      try {
        for (const source of owing) await this.#search(source).catch((thrown) => this.#postpone(source, thrown));
      } finally {
        this.#searching = null;
      }
      if (this.#owingSources().length > 0 && !(await this.#work.pause(growingMs(tries, growth)))) return;
    }
  }

  /** Those whose archive is still to be searched. Without any, the restoration is over. */
  #owingSources(): readonly SearchedSource[] {
    const { restoration, sources } = this.#needs;
    const note = restoration.read();
    if (note === null || this.#work.isStopped) return [];
    const owing = sources().filter((source) => archiveOf(source) !== null && !note.done.includes(source.id));
    if (owing.length === 0) restoration.end();
    return owing;
  }

  async #search(source: SearchedSource): Promise<void> {
    const { restoration } = this.#needs;
    const archive = archiveOf(source);
    const note = restoration.read();
    if (archive === null || note === null || this.#work.isStopped) return;
    const trouble = (await folderTrouble(archive)) ?? (await folderTrouble(source.folder));
    if (trouble !== null) throw trouble;
    const lost = await this.#lostImages(source, archive, note.since);
    const count = note.found[source.id] ?? lost.length;
    if (note.found[source.id] === undefined)
      restoration.write({ ...note, found: { ...note.found, [source.id]: count } });
    const left: string[] = [];
    for (const image of lost) {
      if (this.#work.isStopped) return;
      if (this.#isShared(archive) || !(await putBack(source, image, this.#needs.files))) left.push(image.place);
    }
    this.#tell(source, archive, count, left);
    const now = restoration.read() ?? note;
    restoration.write({ ...now, done: [...now.done, source.id] });
    this.#kernel.changed();
  }

  /** Nobody could say which of the sources such an image came from. */
  #isShared(archive: string): boolean {
    const folders = this.#needs.sources().map((source) => archiveOf(source));
    return folders.filter((folder) => folder !== null && resolve(folder) === resolve(archive)).length > 1;
  }

  async #lostImages(source: SearchedSource, archive: string, since: string | null): Promise<Archived[]> {
    const selection = createFileSelection(source.options);
    const lost: Archived[] = [];
    // The day before too: clocks step, and a day is that of the station's own zone.
    for (const day of await dayFoldersFrom(archive, since === null ? null : new Date(Date.parse(since) - DAY_MS))) {
      const { isWhole } = await walkFolder(day, {
        selection,
        onFiles: async (paths) => {
          if (this.#work.isStopped) return;
          const unknown: Archived[] = [];
          for (const path of paths) {
            const image = { place: join(day, path), path };
            if (!(await this.#isRecorded(source, image))) unknown.push(image);
          }
          const taken = await this.#needs.archived.takenPlaces(unknown.map(({ place }) => place));
          lost.push(...unknown.filter((image) => !taken.has(image.place)));
        },
        onRelease: () => undefined,
        onProgress: () => undefined,
      });
      if (!isWhole) throw new SigmalineError('folder.unreadable', { folder: day, reason: 'a folder in it' });
    }
    return lost;
  }

  async #isRecorded(source: SearchedSource, { place, path }: Archived): Promise<boolean> {
    const { archived, files } = this.#needs;
    const contents = archived.recorded(source.id, path);
    if (contents.length === 0) return false;
    const found = await files.probe(place);
    // It went away meanwhile: there is nothing to put back.
    if (found.kind !== 'file') return true;
    const { fingerprint } = found;
    if (contents.some((content) => content.size === fingerprint.size && content.modifiedUs === fingerprint.modifiedUs))
      return true;
    const alike = contents.filter((content) => content.size < 0 || isAlike(content, fingerprint));
    if (alike.length === 0) return false;
    const sha256 = await files.sha256(place);
    return alike.some((content) => content.sha256 === sha256);
  }

  #tell(source: SearchedSource, folder: string, count: number, left: readonly string[]): void {
    const { notices } = this.#needs;
    const returned = count - left.length;
    if (returned > 0) {
      notices.add(new SigmalineError('afterwards.returned', { count: returned, source: source.name, folder }));
    }
    if (left.length > 0) {
      const more = left.length > NAMED_AT_MOST ? ', ...' : '';
      const names = left.slice(0, NAMED_AT_MOST).join(', ') + more;
      const details = { count: left.length, source: source.name, folder, names };
      notices.add(new SigmalineError('afterwards.not-returned', details));
    }
  }

  #postpone(source: SearchedSource, thrown: unknown): void {
    const { restoration, notices } = this.#needs;
    this.#kernel.report(thrown);
    const note = restoration.read();
    if (note === null || note.told.includes(source.id)) return;
    const details = { folder: archiveOf(source) ?? '', source: source.name, problem: factOf(thrown) };
    notices.add(new SigmalineError('afterwards.not-searched', details));
    restoration.write({ ...note, told: [...note.told, source.id] });
    this.#kernel.changed();
  }
}

export function openArchiveSearch(kernel: Kernel, needs: ArchiveSearchNeeds): ArchiveSearch {
  return new ArchiveSearch(kernel, needs);
}

function archiveOf({ options }: Pick<SearchedSource, 'options'>): string | null {
  return options.afterwards.kind === 'archive' ? options.afterwards.folder : null;
}

function isAlike(content: RecordedContent, found: Fingerprint): boolean {
  return content.size === found.size && Math.abs(content.modifiedUs - found.modifiedUs) <= COARSEST_TIME_US;
}

/** @returns false if its name is taken: it stays in the archive then */
async function putBack(source: SearchedSource, { place: from, path }: Archived, files: FileActions): Promise<boolean> {
  const to = join(source.folder, path);
  if ((await files.probe(to)).kind !== 'missing') {
    if (!(await files.isOne(from, to).catch(() => false))) return false;
    // An interrupted try gave it its name already.
    await files.remove(from);
    return true;
  }
  await files.makeFolder(dirname(to));
  const ending = endingOf(source.options.completion);
  // The sidecar first: an interrupted try that left the image in the archive is taken up again.
  if (ending !== null && (await files.probe(from + ending)).kind === 'file')
    await placeIfFree(from + ending, to + ending, files);
  return placeIfFree(from, to, files);
}

/** @returns false if the name is taken */
async function placeIfFree(from: string, to: string, files: FileActions): Promise<boolean> {
  const copy = join(dirname(to), `.sigmaline-${sha256Of(to).slice(0, 32)}.part`);
  try {
    await placeOnAnyDisk(from, to, { files, copy, sha256: () => files.sha256(from) });
    return true;
  } catch (thrown) {
    if (errnoCode(thrown) === 'EEXIST') return false;
    if (!(thrown instanceof CopyDiffers)) throw thrown;
    throw new SigmalineError('source.unwritable', { file: to, reason: 'a copy differed' });
  }
}
