import { randomUUID } from 'node:crypto';
import { readdir, readFile, rename, rm } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import {
  type BackboneManifest,
  backboneManifestSchema,
  type ErrorFact,
  factOf,
  messageOf,
  SigmalineError,
} from '../../../shared/domain/index.ts';
import { sha256OfFile } from '../../files/index.ts';

/** A backbone on disk; `folder` holds manifest.json and the ONNX file. */
export interface StoredBackbone {
  readonly manifest: BackboneManifest;
  readonly folder: string;
  /** Comes with the product; otherwise it was added to the station. */
  readonly isBuiltIn: boolean;
}

/** Needs no download, so it is there on every station. */
export const BUILT_IN_BACKBONE = 'scattering';

/** The backbones that come with the product and those that were added to the station, which cannot replace a built-in one. */
export class BackboneStore {
  readonly #builtInRoot: string;
  readonly #addedRoot: string;

  constructor(places: { readonly resourcesFolder: string; readonly dataFolder: string }) {
    this.#builtInRoot = join(places.resourcesFolder, 'backbones');
    this.#addedRoot = join(places.dataFolder, 'backbones');
  }

  /** Every backbone whose manifest can be read, the built-in ones first, and those that cannot be used with what is wrong. */
  async list(): Promise<{ backbones: StoredBackbone[]; unusable: { id: string; problem: ErrorFact }[] }> {
    const backbones: StoredBackbone[] = [];
    const unusable: { id: string; problem: ErrorFact }[] = [];
    for (const [id, folder] of await this.#folders()) {
      try {
        backbones.push(this.#stored(await readManifest(id, folder), folder));
      } catch (thrown) {
        if (!(thrown instanceof SigmalineError)) throw thrown;
        unusable.push({ id, problem: factOf(thrown) });
      }
    }
    return { backbones, unusable };
  }

  /**
   * A backbone with its file verified against the manifest; the built-in one where `id` is null.
   *
   * @throws SigmalineError `backbone.not-found`, `backbone.corrupt`
   */
  async load(id: string | null): Promise<StoredBackbone> {
    const wanted = id ?? BUILT_IN_BACKBONE;
    const folder = await this.#folderOf(wanted);
    const manifest = await readManifest(wanted, folder);
    await verifyFile(manifest, folder);
    return this.#stored(manifest, folder);
  }

  /** Whether there is one of this id, usable or not. */
  async has(id: string): Promise<boolean> {
    return (await this.#folders()).has(id);
  }

  /**
   * Takes an added backbone from the station, also one that cannot be used. Recipes hold what they need of theirs and go on working.
   *
   * @throws SigmalineError `backbone.not-found`, `backbone.built-in`, `station.data-folder`
   */
  async remove(id: string): Promise<void> {
    const folder = await this.#folderOf(id);
    if (dirname(folder) === this.#builtInRoot) throw new SigmalineError('backbone.built-in', { backbone: id });
    await removeAtOnce(folder, join(this.#addedRoot, `.removed-${id}-${randomUUID()}`));
  }

  async #folders(): Promise<ReadonlyMap<string, string>> {
    const found = new Map<string, string>();
    for (const root of [this.#builtInRoot, this.#addedRoot]) {
      const entries = await readdir(root, { withFileTypes: true }).catch(() => []);
      const names = entries
        .filter((entry) => entry.isDirectory() && !entry.name.startsWith('.'))
        .map(({ name }) => name);
      for (const name of names.sort()) if (!found.has(name)) found.set(name, join(root, name));
    }
    return found;
  }

  async #folderOf(id: string): Promise<string> {
    const known = await this.#folders();
    const folder = known.get(id);
    if (folder !== undefined) return folder;
    const names = [...known.keys()].join(', ') || 'none';
    throw new SigmalineError('backbone.not-found', { backbone: id, known: names });
  }

  #stored(manifest: BackboneManifest, folder: string): StoredBackbone {
    return { manifest, folder, isBuiltIn: dirname(folder) === this.#builtInRoot };
  }
}

/** The name goes first: a backbone that is half removed would look like a damaged one. */
async function removeAtOnce(folder: string, aside: string): Promise<void> {
  try {
    await rename(folder, aside);
    await rm(aside, { recursive: true, force: true, maxRetries: 5 });
  } catch (cause) {
    throw new SigmalineError('station.data-folder', { folder, reason: messageOf(cause) }, cause);
  }
}

async function readManifest(id: string, folder: string): Promise<BackboneManifest> {
  let content: unknown;
  try {
    content = JSON.parse(await readFile(join(folder, 'manifest.json'), 'utf8'));
  } catch (cause) {
    throw corrupt(id, 'its manifest.json cannot be read', cause);
  }
  const parsed = backboneManifestSchema.safeParse(content);
  if (!parsed.success) {
    const issue = parsed.error.issues[0];
    throw corrupt(id, `manifest.json: ${issue?.path.join('.')}: ${issue?.message}`, parsed.error);
  }
  if (parsed.data.id !== id) throw corrupt(id, `its manifest is that of ${parsed.data.id}`);
  return parsed.data;
}

async function verifyFile(manifest: BackboneManifest, folder: string): Promise<void> {
  const sha256 = await sha256OfFile(join(folder, manifest.file)).catch((cause: unknown) => {
    throw corrupt(manifest.id, `${manifest.file} cannot be read`, cause);
  });
  if (sha256 !== manifest.sha256) throw corrupt(manifest.id, `the SHA-256 of ${manifest.file} differs`);
}

function corrupt(backbone: string, reason: string, cause?: unknown): SigmalineError {
  return new SigmalineError('backbone.corrupt', { backbone, reason }, cause);
}
