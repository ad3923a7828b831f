import { randomUUID } from 'node:crypto';
import { readdir, readFile, rename, rm } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { type BackboneManifest, backboneManifestSchema, SigmalineError } from '../../../shared/domain/index.ts';
import { sha256OfFile } from '../../files/index.ts';

/** A backbone on disk; `folder` holds manifest.json and the ONNX file. */
export interface StoredBackbone {
  readonly manifest: BackboneManifest;
  readonly folder: string;
  /** Comes with the product; otherwise it was added to the station. */
  readonly isBuiltIn: boolean;
}

export interface BackboneStore {
  /** Every backbone whose manifest can be read, the built-in ones first, and those that cannot be used with the sentence why. */
  list(): Promise<{ backbones: StoredBackbone[]; unusable: { id: string; problem: string }[] }>;
  /**
   * A backbone with its file verified against the manifest; the built-in one where `id` is null.
   *
   * @throws SigmalineError `backbone.not-found`, `backbone.corrupt`
   */
  load(id: string | null): Promise<StoredBackbone>;
  /** Whether there is one of this id, usable or not. */
  has(id: string): Promise<boolean>;
  /**
   * Takes an added backbone from the station, also one that cannot be used. Recipes hold what they need of theirs and go on working.
   *
   * @throws SigmalineError `backbone.not-found`, `backbone.built-in`, `station.data-folder`
   */
  remove(id: string): Promise<void>;
}

/** Needs no download, so it is there on every station. */
const BUILT_IN_ID = 'scattering';

/** The backbones that come with the product and those that were added to the station, which cannot replace a built-in one. */
export function createBackboneStore(places: {
  readonly resourcesFolder: string;
  readonly dataFolder: string;
}): BackboneStore {
  const builtInRoot = join(places.resourcesFolder, 'backbones');
  const addedRoot = join(places.dataFolder, 'backbones');

  async function folders(): Promise<ReadonlyMap<string, string>> {
    const found = new Map<string, string>();
    for (const root of [builtInRoot, addedRoot]) {
      const entries = await readdir(root, { withFileTypes: true }).catch(() => []);
      const names = entries
        .filter((entry) => entry.isDirectory() && !entry.name.startsWith('.'))
        .map(({ name }) => name);
      for (const name of names.sort()) if (!found.has(name)) found.set(name, join(root, name));
    }
    return found;
  }

  async function folderOf(id: string): Promise<string> {
    const known = await folders();
    const folder = known.get(id);
    if (folder !== undefined) return folder;
    const names = [...known.keys()].join(', ') || 'none';
    throw new SigmalineError('backbone.not-found', { backbone: id, known: names });
  }

  const stored = (manifest: BackboneManifest, folder: string): StoredBackbone => {
    return { manifest, folder, isBuiltIn: dirname(folder) === builtInRoot };
  };

  return {
    async list() {
      const backbones: StoredBackbone[] = [];
      const unusable: { id: string; problem: string }[] = [];
      for (const [id, folder] of await folders()) {
        try {
          backbones.push(stored(await readManifest(id, folder), folder));
        } catch (thrown) {
          if (!(thrown instanceof SigmalineError)) throw thrown;
          unusable.push({ id, problem: thrown.message });
        }
      }
      return { backbones, unusable };
    },
    async load(id) {
      const wanted = id ?? BUILT_IN_ID;
      const folder = await folderOf(wanted);
      const manifest = await readManifest(wanted, folder);
      await verifyFile(manifest, folder);
      return stored(manifest, folder);
    },
    has: async (id) => (await folders()).has(id),
    async remove(id) {
      const folder = await folderOf(id);
      if (dirname(folder) === builtInRoot) throw new SigmalineError('backbone.built-in', { backbone: id });
      await removeAtOnce(folder, join(addedRoot, `.removed-${id}-${randomUUID()}`));
    },
  };
}

/** The name goes first: a backbone that is half removed would look like a damaged one. */
async function removeAtOnce(folder: string, aside: string): Promise<void> {
  try {
    await rename(folder, aside);
    await rm(aside, { recursive: true, force: true, maxRetries: 5 });
  } catch (cause) {
    const reason = cause instanceof Error ? cause.message : String(cause);
    throw new SigmalineError('station.data-folder', { folder, reason }, cause);
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
