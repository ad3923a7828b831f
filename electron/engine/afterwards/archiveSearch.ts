import { readdir } from 'node:fs/promises';
import { dirname, join, resolve } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import {
  type Fingerprint,
  reportOf,
  SigmalineError,
  type SourceId,
  type SourceOptions,
  sameFingerprint,
} from '../../../shared/domain/index.ts';
import { errnoCode, folderTrouble, sha256Of, walkFolder } from '../../files/index.ts';
import { createFileSelection, createWakeableSleep } from '../intake/index.ts';
import type { Notices, RestorationNote } from '../storage/index.ts';
import type { ArchivedContents } from './archivedContents.ts';
import { endingOf } from './carryOut.ts';
import type { FileActions } from './fileActions.ts';
import { place } from './placing.ts';

export interface SearchedSource {
  readonly id: SourceId;
  readonly name: string;
  readonly folder: string;
  readonly options: Pick<SourceOptions, 'afterwards' | 'completion' | 'include' | 'exclude' | 'depth'>;
}

export interface ArchiveSearchNeeds {
  readonly restoration: RestorationNote;
  readonly archived: ArchivedContents;
  readonly notices: Pick<Notices, 'add'>;
  readonly files: FileActions;
  readonly sources: () => readonly SearchedSource[];
  /** Before an archive that could not be searched is tried again; it grows with each try. */
  readonly retryMs?: number;
  readonly onChanged: () => void;
  readonly onTrouble: (error: unknown) => void;
}

/**
 * A restored database has lost records of images that lie in the archive already, where no intake looks. They are moved back to where they came from,
 * once for each restoration, and are judged and archived anew.
 */
export interface ArchiveSearch {
  /** A file of this source that is not there may be about to come back. */
  mayBringBack(id: SourceId): boolean;
  stop(graceMs: number): Promise<void>;
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

export function startArchiveSearch(needs: ArchiveSearchNeeds): ArchiveSearch {
  const { restoration, files } = needs;
  const pause = createWakeableSleep();
  let searching: { readonly ids: ReadonlySet<SourceId>; readonly sinceMs: number } | null = null;
  let stopped = false;

  async function run(): Promise<void> {
    for (let tries = 0; !stopped; tries += 1) {
      const owing = owingSources();
      if (owing.length === 0) break;
      searching = { ids: new Set(owing.map(({ id }) => id)), sinceMs: performance.now() };
      for (const source of owing) if (!stopped) await search(source).catch((thrown) => postpone(source, thrown));
      searching = null;
      if (!stopped && owingSources().length > 0) {
        await pause.sleep(Math.min(LONGEST_RETRY_MS, (needs.retryMs ?? RETRY_MS) * 2 ** Math.min(tries, 10)));
      }
    }
  }

  /** Those whose archive is still to be searched. Without any, the restoration is over. */
  function owingSources(): readonly SearchedSource[] {
    const note = restoration.read();
    if (note === null) return [];
    const owing = needs.sources().filter((source) => archiveOf(source) !== null && !note.done.includes(source.id));
    if (owing.length === 0) restoration.end();
    return owing;
  }

  async function search(source: SearchedSource): Promise<void> {
    const archive = archiveOf(source);
    const note = restoration.read();
    if (archive === null || note === null) return;
    const trouble = (await folderTrouble(archive)) ?? (await folderTrouble(source.folder));
    if (trouble !== null) throw trouble;
    const lost = await lostImages(source, archive, note.since);
    const count = note.found[source.id] ?? lost.length;
    if (note.found[source.id] === undefined)
      restoration.write({ ...note, found: { ...note.found, [source.id]: count } });
    const left: string[] = [];
    for (const image of lost) {
      if (stopped) return;
      if (isShared(archive) || !(await putBack(source, image, files))) left.push(image.place);
    }
    tell(source, archive, count, left);
    const now = restoration.read() ?? note;
    restoration.write({ ...now, done: [...now.done, source.id] });
    needs.onChanged();
  }

  /** Nobody could say which of the sources such an image came from. */
  function isShared(archive: string): boolean {
    const folders = needs.sources().map((source) => archiveOf(source));
    return folders.filter((folder) => folder !== null && resolve(folder) === resolve(archive)).length > 1;
  }

  async function lostImages(source: SearchedSource, archive: string, since: string | null): Promise<Archived[]> {
    const selection = createFileSelection(source.options);
    const lost: Archived[] = [];
    for (const day of await dayFolders(archive, since)) {
      const { isWhole } = await walkFolder(day, {
        selection,
        async onFiles(paths) {
          if (stopped) return;
          const unknown: Archived[] = [];
          for (const path of paths) {
            const image = { place: join(day, path), path };
            if (!(await isRecorded(source, image))) unknown.push(image);
          }
          const taken = needs.archived.takenPlaces(unknown.map(({ place }) => place));
          lost.push(...unknown.filter((image) => !taken.has(image.place)));
        },
        onRelease: () => undefined,
        onProgress: () => undefined,
      });
      if (!isWhole) throw new SigmalineError('folder.unreadable', { folder: day, reason: 'a folder in it' });
    }
    return lost;
  }

  async function isRecorded(source: SearchedSource, { place, path }: Archived): Promise<boolean> {
    const contents = needs.archived.recorded(source.id, path);
    if (contents.length === 0) return false;
    const found = await files.probe(place);
    // It went away meanwhile: there is nothing to put back.
    if (found.kind !== 'file') return true;
    const { fingerprint } = found;
    if (contents.some((content) => sameFingerprint(content, fingerprint))) return true;
    const alike = contents.filter((content) => content.size < 0 || isAlike(content, fingerprint));
    if (alike.length === 0) return false;
    const sha256 = await files.sha256(place);
    return alike.some((content) => content.sha256 === sha256);
  }

  function tell(source: SearchedSource, folder: string, count: number, left: readonly string[]): void {
    const returned = count - left.length;
    if (returned > 0) {
      needs.notices.add(new SigmalineError('afterwards.returned', { count: returned, source: source.name, folder }));
    }
    if (left.length > 0) {
      const more = left.length > NAMED_AT_MOST ? ', ...' : '';
      const names = left.slice(0, NAMED_AT_MOST).join(', ') + more;
      const details = { count: left.length, source: source.name, folder, names };
      needs.notices.add(new SigmalineError('afterwards.not-returned', details));
    }
  }

  function postpone(source: SearchedSource, thrown: unknown): void {
    needs.onTrouble(thrown);
    const note = restoration.read();
    if (note === null || note.told.includes(source.id)) return;
    const details = { folder: archiveOf(source) ?? '', source: source.name, problem: reportOf(thrown).message };
    needs.notices.add(new SigmalineError('afterwards.not-searched', details));
    restoration.write({ ...note, told: [...note.told, source.id] });
    needs.onChanged();
  }

  const running = run()
    .catch(needs.onTrouble)
    .finally(() => {
      searching = null;
    });

  return {
    mayBringBack: (id) =>
      searching?.ids.has(id) === true && performance.now() - searching.sinceMs < BRINGS_BACK_WITHIN_MS,
    async stop(graceMs) {
      stopped = true;
      pause.wake();
      const timeUp = new AbortController();
      await Promise.race([running, delay(graceMs, null, { signal: timeUp.signal }).catch(() => null)]);
      timeUp.abort();
    },
  };
}

function archiveOf({ options }: Pick<SearchedSource, 'options'>): string | null {
  return options.afterwards.kind === 'archive' ? options.afterwards.folder : null;
}

function isAlike(content: Fingerprint, found: Fingerprint): boolean {
  return content.size === found.size && Math.abs(content.modifiedUs - found.modifiedUs) <= COARSEST_TIME_US;
}

/** The folders of the days from a moment on, and of the day before: clocks step, and a day is that of the station's own zone. */
async function dayFolders(archive: string, since: string | null): Promise<string[]> {
  const first = since === null ? 0 : dayNumber(new Date(Date.parse(since) - DAY_MS));
  const days: string[] = [];
  for (const year of await numberedFolders(archive, 4)) {
    for (const month of await numberedFolders(join(archive, year), 2)) {
      for (const day of await numberedFolders(join(archive, year, month), 2)) {
        if (Number(year + month + day) >= first) days.push(join(archive, year, month, day));
      }
    }
  }
  return days;
}

function dayNumber(time: Date): number {
  return time.getFullYear() * 10_000 + (time.getMonth() + 1) * 100 + time.getDate();
}

async function numberedFolders(folder: string, digits: number): Promise<string[]> {
  const entries = await readdir(folder, { withFileTypes: true });
  const isNumber = ({ name }: { name: string }): boolean => name.length === digits && /^\d+$/.test(name);
  return entries.filter((entry) => entry.isDirectory() && isNumber(entry)).map(({ name }) => name);
}

/** @returns false where its name is taken: it stays in the archive then */
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
    await placeOnAnyDisk(from + ending, to + ending, files);
  return placeOnAnyDisk(from, to, files);
}

/** @returns false where the name is taken */
async function placeOnAnyDisk(from: string, to: string, files: FileActions): Promise<boolean> {
  try {
    await place(from, to, files);
    return true;
  } catch (thrown) {
    if (errnoCode(thrown) === 'EEXIST') return false;
    if (errnoCode(thrown) !== 'EXDEV') throw thrown;
  }
  const copy = join(dirname(to), `.sigmaline-${sha256Of(to).slice(0, 32)}.part`);
  if ((await files.probe(copy)).kind !== 'missing') await files.remove(copy);
  await files.copy(from, copy);
  if ((await files.sha256(copy)) !== (await files.sha256(from))) {
    throw new SigmalineError('source.unwritable', { file: to, reason: 'a copy differed' });
  }
  try {
    await place(copy, to, files);
  } catch (thrown) {
    if (errnoCode(thrown) !== 'EEXIST') throw thrown;
    await files.remove(copy);
    return false;
  }
  await files.remove(from);
  return true;
}
