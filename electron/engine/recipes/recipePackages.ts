import { appendFile, copyFile, mkdir, readdir, readFile, rename, rm, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Handlers, PackageFacts } from '../../../shared/contract/index.ts';
import {
  messageOf,
  type RecipeId,
  type RecipeOrigin,
  recipeIdSchema,
  SigmalineError,
  slugOf,
} from '../../../shared/domain/index.ts';
import type { SigningKey } from '../../audit/index.ts';
import { removeAbandoned, sha256OfFile } from '../../files/index.ts';
import type { Kernel } from '../kernel/index.ts';
import type { RecipeDraft } from './recipeDraft.ts';
import { PACKAGE_ENDING, type UnpackedRecipe, unpackPackage, writePackage } from './recipePackage.ts';
import type { RecipeStore } from './recipeStore.ts';
import type { StoredRecipe } from './storedRecipe.ts';

type PackageRequest = `recipe.${'clone' | 'export' | 'locateFile' | 'upload' | 'import'}`;

/** How a version came to be that was not fitted here. */
export interface Birth {
  readonly what: 'imported' | 'cloned' | 'limit-changed';
  readonly details: object;
}

export interface PackagesNeeds {
  readonly store: RecipeStore;
  /** Null where it cannot sign. */
  readonly stationKey: () => SigningKey | null;
  readonly stationName: () => string;
  /** The keys that signed what was imported before. */
  readonly knownKeys: () => readonly string[];
  readonly requireFreeName: (name: string) => Promise<void>;
  /** A version is about to be published that was not fitted here. */
  readonly beforeBirth: (id: RecipeId, version: number, birth: Birth) => void;
}

interface Upload {
  readonly path: string;
  readonly folder: string;
  bytes: number;
  unpacked: UnpackedRecipe | null;
}

const FOLDER = 'recipe-files';
const UPLOAD = 'upload-';
const EXPORT = 'export-';
const DAY_MS = 24 * 60 * 60 * 1000;
const MOST_UPLOAD_BYTES = 4_000_000_000;

/** Versions on their way: as a copy under another name, and as one file from one station to another. */
export class RecipePackages {
  readonly handlers: Handlers<PackageRequest>;
  readonly #kernel: Kernel;
  readonly #needs: PackagesNeeds;
  readonly #root: string;
  readonly #uploads = new Map<string, Upload>();

  constructor(kernel: Kernel, needs: PackagesNeeds) {
    this.#kernel = kernel;
    this.#needs = needs;
    this.#root = join(kernel.dataFolder, FOLDER);
    this.handlers = {
      'recipe.clone': ({ id, version, name }) => this.#clone(id, version, name),
      'recipe.export': ({ id, version }) => this.#export(id, version),
      'recipe.locateFile': async ({ id, version }) => {
        const path = this.#exportedAt(id, version);
        const found = await stat(path).catch(() => null);
        if (found === null) throw new SigmalineError('resource.not-found', { resource: 'file of this recipe' });
        return { path, fileName: fileNameOf(id, version) };
      },
      'recipe.upload': (piece) => this.#upload(piece),
      'recipe.import': ({ upload, key }) => this.#import(upload, key),
    };
  }

  async #export(id: RecipeId, version: number): Promise<{ file: string; bytes: number; sha256: string }> {
    const stored = await this.#needs.store.load(id, version);
    const key = this.#needs.stationKey();
    if (key === null) throw new SigmalineError('package.no-key');
    await this.#makeRoot();
    const station = { name: this.#needs.stationName(), key };
    const written = await writePackage(stored, this.#exportedAt(id, version), station, this.#kernel.clock.now());
    const object = { kind: 'recipe', id: `${id}@${version}` };
    this.#kernel.audit.append({ action: 'recipe.exported', object, new: written });
    return { file: fileNameOf(id, version), ...written };
  }

  async #upload({
    upload: id,
    offset,
    content,
    isLast,
  }: Parameters<Handlers<'recipe.upload'>['recipe.upload']>[0]): Promise<{ facts: PackageFacts | null }> {
    const upload = await this.#uploadOf(id, offset);
    const piece = Buffer.from(content, 'base64');
    if (upload.bytes + piece.length > MOST_UPLOAD_BYTES) {
      await this.#forget(id);
      throw new SigmalineError('package.too-large', { bytes: upload.bytes + piece.length, most: MOST_UPLOAD_BYTES });
    }
    // Counted first: a piece that comes meanwhile is not the next one.
    upload.bytes += piece.length;
    await appendFile(upload.path, piece).catch((cause: unknown) => this.#noRoom(cause));
    if (!isLast) return { facts: null };
    try {
      upload.unpacked = await unpackPackage(upload.path, upload.folder);
      await rm(upload.path, { force: true });
      return { facts: this.#factsOf(upload, upload.unpacked) };
    } catch (thrown) {
      await this.#forget(id);
      throw thrown;
    }
  }

  async #uploadOf(id: string, offset: number): Promise<Upload> {
    const known = this.#uploads.get(id);
    if (known !== undefined && known.unpacked === null && known.bytes === offset) return known;
    if (known !== undefined || offset !== 0) {
      await this.#forget(id);
      throw new SigmalineError('package.upload', { reason: 'a piece of it is missing' });
    }
    await this.#makeRoot();
    const path = join(this.#root, `${UPLOAD}${id}`);
    const upload: Upload = { path, folder: `${path}.files`, bytes: 0, unpacked: null };
    this.#uploads.set(id, upload);
    return upload;
  }

  #factsOf({ bytes }: Upload, { manifest }: UnpackedRecipe): PackageFacts {
    const { recipe, station, exportedAt, softwareVersion } = manifest;
    const { name, origin, key } = station;
    const isOwn = this.#needs.stationKey()?.text === key;
    const signer = isOwn ? 'own' : this.#needs.knownKeys().includes(key) ? 'known' : 'unknown';
    return { ...recipe, station: { name, origin }, key, signer, exportedAt, softwareVersion, bytes };
  }

  async #import(id: string, key: string): Promise<{ id: RecipeId; version: number }> {
    const upload = this.#uploads.get(id);
    const unpacked = upload?.unpacked ?? null;
    if (upload === undefined || unpacked === null) {
      throw new SigmalineError('package.upload', { reason: 'the station was started again since' });
    }
    const { manifest, recipe, sha256 } = unpacked;
    if (manifest.station.key !== key) {
      throw new SigmalineError('package.signature', { reason: 'it is not the one that was shown' });
    }
    const from = { id: recipe.id, version: recipe.version, station: manifest.station.origin, sha256 };
    const { name: station } = manifest.station;
    const draft = await this.#needs.store.draftOf(recipe.id, recipe.name);
    const birth: Birth = { what: 'imported', details: { from, station, key } };
    const stored = await this.#publish(draft, upload.folder, from, birth, rename);
    await this.#forget(id);
    return { id: stored.recipe.id, version: stored.recipe.version };
  }

  async #clone(id: RecipeId, version: number, name: string): Promise<{ id: RecipeId; version: number }> {
    const { folder } = await this.#needs.store.load(id, version);
    await this.#needs.requireFreeName(name);
    const own = recipeIdSchema.parse(slugOf(name));
    const draft = await this.#needs.store.draftOf(own, name);
    const from = { id, version, sha256: await sha256OfFile(join(folder, 'recipe.json')) };
    const birth: Birth = { what: 'cloned', details: { from } };
    const stored = await this.#publish(draft, folder, from, birth, copyFile);
    return { id: stored.recipe.id, version: stored.recipe.version };
  }

  /** Fills a draft with the files of a folder. Only id, name and version of its recipe.json become others, and where it is from: the graph stays byte by byte. */
  async #publish(
    draft: RecipeDraft,
    folder: string,
    from: RecipeOrigin,
    birth: Birth,
    bring: (from: string, to: string) => Promise<void>,
  ): Promise<StoredRecipe> {
    try {
      for (const name of await readdir(folder)) {
        if (name !== 'recipe.json') await bring(join(folder, name), join(draft.folder, name));
      }
      const content = JSON.parse(await readFile(join(folder, 'recipe.json'), 'utf8')) as object;
      const own = { ...content, id: draft.id, name: draft.name, version: draft.version, from };
      await writeFile(join(draft.folder, 'recipe.json'), `${JSON.stringify(own, null, 2)}\n`);
      this.#needs.beforeBirth(draft.id, draft.version, birth);
      return await draft.publish();
    } catch (thrown) {
      await draft.discard();
      if (thrown instanceof SigmalineError) throw thrown;
      return this.#noRoom(thrown);
    }
  }

  #noRoom(cause: unknown): never {
    throw new SigmalineError(
      'station.data-folder',
      { folder: this.#kernel.dataFolder, reason: messageOf(cause) },
      cause,
    );
  }

  #exportedAt(id: RecipeId, version: number): string {
    return exportedPackage(this.#kernel.dataFolder, id, version);
  }

  async #makeRoot(): Promise<void> {
    await mkdir(this.#root, { recursive: true }).catch((cause: unknown) => this.#noRoom(cause));
    await removeAbandoned(this.#root, { [UPLOAD]: DAY_MS, [EXPORT]: DAY_MS });
  }

  async #forget(id: string): Promise<void> {
    const upload = this.#uploads.get(id);
    this.#uploads.delete(id);
    if (upload === undefined) return;
    await rm(upload.path, { force: true });
    await rm(upload.folder, { force: true, recursive: true });
  }
}

/** Where a version lies as a file once it was exported. */
export function exportedPackage(dataFolder: string, id: RecipeId, version: number): string {
  return join(dataFolder, FOLDER, `${EXPORT}${fileNameOf(id, version)}`);
}

function fileNameOf(id: RecipeId, version: number): string {
  return `${id}-v${version}${PACKAGE_ENDING}`;
}
