import type { Dirent } from 'node:fs';
import { opendir, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { andMore, type ErrorCode, type ErrorFact, SigmalineError } from '../../shared/domain/index.ts';
import { errnoCode, errnoReason, isMissing } from './errno.ts';
import { probeFile } from './probe.ts';

/** What one walk through a source's folder found besides its files. */
export interface WalkedFolder {
  /** False where a folder inside could not be read: a file that was not met may be there all the same. */
  readonly isWhole: boolean;
  /** The folders that were read, relative to the source's own, which is the first, ''. */
  readonly folders: readonly string[];
  /** What lies there and is not inspected. */
  readonly remarks: readonly ErrorFact[];
}

/** Which files are wanted; paths are relative to the folder, with forward slashes. */
export interface WalkSelection {
  takesFile(path: string): boolean;
  /** Whether anything in a folder could be taken; one that is not entered is not even read. */
  entersFolder(path: string): boolean;
  /** The image that a file of this name releases; null if it is no such file. */
  releasedBy(path: string): string | null;
}

export interface FolderVisitor {
  readonly selection: WalkSelection;
  /** Gets the selected files, portion by portion; paths are relative to the folder, with forward slashes. */
  onFiles(paths: readonly string[]): Promise<void>;
  /** A file was met that says of this image that it is whole. */
  onRelease(image: string): void;
  /** The file system has answered. */
  onProgress(): void;
}

/** Few enough that other work gets its turn in between, and enough that a million names take seconds. */
const PORTION = 512;

/**
 * Walks through a folder and all folders in it that may hold selected files. Links and special files are refused: they could lead anywhere, or never end.
 *
 * @throws SigmalineError `folder.*`, and whatever the visitor throws
 */
export async function walkFolder(folder: string, visitor: FolderVisitor): Promise<WalkedFolder> {
  const findings = new Findings(folder);
  const folders: string[] = [];
  const pending = [''];
  for (let inside = pending.pop(); inside !== undefined; inside = pending.pop()) {
    folders.push(inside);
    for await (const entries of portions(folder, inside, findings)) {
      visitor.onProgress();
      const files: string[] = [];
      for (const entry of entries) {
        const path = inside === '' ? entry.name : `${inside}/${entry.name}`;
        const kind = kindOf(entry, path, visitor.selection);
        if (kind === 'ignored') continue;
        if (entry.name.includes('\uFFFD') && !(await isReachable(join(folder, path)))) findings.garbled.add(path);
        else if (kind === 'folder') pending.push(path);
        else if (kind === 'file') files.push(path);
        else if (kind === 'release') visitor.onRelease(visitor.selection.releasedBy(path) ?? path);
        else findings.refused.add(path);
      }
      await visitor.onFiles(files);
    }
  }
  return { isWhole: findings.unreadable.count === 0, folders, remarks: findings.remarks() };
}

type Kind = 'file' | 'folder' | 'release' | 'refused' | 'ignored';

function kindOf(entry: Dirent, path: string, selection: WalkSelection): Kind {
  if (entry.isDirectory()) return selection.entersFolder(path) ? 'folder' : 'ignored';
  if (entry.isFile()) {
    if (selection.takesFile(path)) return 'file';
    return selection.releasedBy(path) === null ? 'ignored' : 'release';
  }
  // A link may stand for a file as well as for a folder.
  return selection.takesFile(path) || selection.entersFolder(path) ? 'refused' : 'ignored';
}

/** A name that was no valid UTF-8 has lost something: nothing is reached by what is left of it. */
function isReachable(path: string): Promise<boolean> {
  return probeFile(path).then(
    ({ kind }) => kind !== 'missing',
    () => false,
  );
}

/** What lies in one folder. One inside that vanishes while it is listed had nothing to list; the source's own must be readable. */
async function* portions(folder: string, inside: string, findings: Findings): AsyncGenerator<readonly Dirent[]> {
  try {
    let portion: Dirent[] = [];
    for await (const entry of await opendir(join(folder, inside), { bufferSize: PORTION })) {
      portion.push(entry);
      if (portion.length < PORTION) continue;
      yield portion;
      portion = [];
    }
    yield portion;
  } catch (thrown) {
    if (inside === '') throw folderError(thrown, folder);
    if (!isMissing(thrown)) findings.unreadable.add(inside);
  }
}

/** Changes where the folder itself was replaced or another disk was connected in its place. @throws SigmalineError `folder.*` */
export async function folderIdentity(folder: string): Promise<string> {
  try {
    const stats = await stat(folder, { bigint: true });
    if (!stats.isDirectory()) throw new SigmalineError('folder.not-a-folder', { folder });
    return `${stats.dev}:${stats.ino}`;
  } catch (thrown) {
    throw folderError(thrown, folder);
  }
}

/** Why a folder cannot be listed at present; null where it can. It costs nothing even where the folder is large. */
export async function folderTrouble(folder: string): Promise<SigmalineError | null> {
  try {
    const directory = await opendir(folder);
    await directory.read();
    await directory.close();
    return null;
  } catch (thrown) {
    return folderError(thrown, folder);
  }
}

/** What the file system says of a folder, as an error that people see. */
export function folderError(thrown: unknown, folder: string): SigmalineError {
  if (thrown instanceof SigmalineError) return thrown as SigmalineError;
  const code = errnoCode(thrown);
  if (code === 'ENOENT') return new SigmalineError('folder.not-found', { folder }, thrown);
  if (code === 'ENOTDIR') return new SigmalineError('folder.not-a-folder', { folder }, thrown);
  return new SigmalineError('folder.unreadable', { folder, reason: errnoReason(thrown) }, thrown);
}

/** The first of some paths, and how many there were: there may be a million. */
class Sample {
  first: string | null = null;
  count = 0;

  add(path: string): void {
    this.first ??= path;
    this.count += 1;
  }
}

class Findings {
  readonly refused = new Sample();
  readonly garbled = new Sample();
  readonly unreadable = new Sample();
  readonly #folder: string;

  constructor(folder: string) {
    this.#folder = folder;
  }

  remarks(): ErrorFact[] {
    return [
      ...this.#remark(this.refused, 'source.file-refused'),
      ...this.#remark(this.garbled, 'source.file-garbled'),
      ...this.#remark(this.unreadable, 'source.folder-unreadable'),
    ];
  }

  #remark({ first, count }: Sample, code: ErrorCode): ErrorFact[] {
    if (first === null) return [];
    return [{ code, details: { file: join(this.#folder, first), others: andMore(count - 1) } }];
  }
}
