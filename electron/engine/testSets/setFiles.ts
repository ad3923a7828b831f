import { randomUUID } from 'node:crypto';
import { existsSync, readdirSync, rmSync } from 'node:fs';
import { copyFile, mkdir, rename, rm } from 'node:fs/promises';
import { basename, dirname, extname, join } from 'node:path';
import { messageOf, SigmalineError } from '../../../shared/domain/index.ts';
import { flushFile, flushFolder, isDiskFull, isThere, sha256OfFile } from '../../files/index.ts';
import { Uploads } from '../gathering/index.ts';
import type { QuietLane } from '../lanes/index.ts';
import { mediaTypeForBrowsers } from '../records/index.ts';

export interface Picture {
  readonly path: string;
  readonly mediaType: string;
}

/** A copy of an image in the folder of its set. */
export interface CopiedImage {
  readonly file: string;
  readonly stored: string;
  readonly sha256: string;
}

const UNFINISHED = '.copying-';
const SIZES_PX = { thumbnail: 320, image: 2048 } as const;

/** The folder of each test set: copies of its images, pictures of them for screens, and the heatmaps of its tests. */
export class SetFiles {
  readonly #root: string;
  readonly #lane: Pick<QuietLane, 'write'>;

  constructor(dataFolder: string, lane: Pick<QuietLane, 'write'>) {
    this.#root = join(dataFolder, 'test-sets');
    this.#lane = lane;
  }

  readonly folderOf = (setId: number): string => join(this.#root, String(setId));

  pathOf(setId: number, stored: string): string {
    return join(this.folderOf(setId), 'images', stored);
  }

  /** Removes what a kill left unfinished. */
  clear(setId: number): void {
    Uploads.clear(this.folderOf(setId));
    const folder = join(this.folderOf(setId), 'images');
    if (!existsSync(folder)) return;
    for (const name of readdirSync(folder)) if (name.startsWith(UNFINISHED)) rmSync(join(folder, name));
  }

  /** Copies whole files: the name of each is that of its bytes. @throws SigmalineError `image.unreadable`, `station.data-folder`, `station.disk-full` */
  async copy(setId: number, paths: readonly string[]): Promise<CopiedImage[]> {
    const copied: CopiedImage[] = [];
    for (const path of paths) {
      const partial = join(this.folderOf(setId), 'images', `${UNFINISHED}${randomUUID()}`);
      const copying = async (): Promise<void> => {
        await mkdir(dirname(partial), { recursive: true });
        await copyFile(path, partial).catch((cause: unknown) => {
          if (isDiskFull(cause)) throw cause;
          throw new SigmalineError('image.unreadable', { file: path, reason: messageOf(cause) }, cause);
        });
        await flushFile(partial);
      };
      copied.push(await this.#kept(setId, partial, basename(path), copying));
    }
    return copied;
  }

  /** Moves a whole, durable file into the set. @param name how people call it @throws as `copy` */
  take(setId: number, path: string, name: string): Promise<CopiedImage> {
    return this.#kept(setId, path, name, async () => {
      await mkdir(join(this.folderOf(setId), 'images'), { recursive: true });
    });
  }

  /** Gives a file the name of its bytes, once `bring` has brought it; what goes wrong leaves nothing of it. */
  async #kept(setId: number, path: string, file: string, bring: () => Promise<void>): Promise<CopiedImage> {
    const folder = join(this.folderOf(setId), 'images');
    try {
      await bring();
      const sha256 = await sha256OfFile(path);
      const stored = `${sha256}${extname(file).toLowerCase()}`;
      await rename(path, join(folder, stored));
      await flushFolder(folder);
      return { file, stored, sha256 };
    } catch (thrown) {
      await rm(path, { force: true });
      if (thrown instanceof SigmalineError) throw thrown;
      if (isDiskFull(thrown)) throw new SigmalineError('station.disk-full', { folder }, thrown);
      throw new SigmalineError('station.data-folder', { folder, reason: messageOf(thrown) }, thrown);
    }
  }

  /** What a browser shows of an image. @throws SigmalineError `image.not-found` */
  async picture(setId: number, { stored, file }: CopiedImage, kind: 'thumbnail' | 'image'): Promise<Picture> {
    const imagePath = this.pathOf(setId, stored);
    if (kind === 'image') {
      const mediaType = await mediaTypeForBrowsers(imagePath).catch((cause: unknown) => {
        throw new SigmalineError('image.not-found', { file }, cause);
      });
      if (mediaType !== null) return { path: imagePath, mediaType };
    }
    const path = join(this.folderOf(setId), 'pictures', `${stored}.${kind}.jpg`);
    if (await isThere(path)) return { path, mediaType: 'image/jpeg' };
    await this.#lane
      .write({ kind: 'preview', imagePath, outputPath: path, maximumSizePx: SIZES_PX[kind] })
      .catch((cause: unknown) => {
        throw new SigmalineError('image.not-found', { file }, cause);
      });
    return { path, mediaType: 'image/jpeg' };
  }

  async remove(setId: number): Promise<void> {
    await rm(this.folderOf(setId), { recursive: true, force: true });
  }
}
