import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { type BackboneManifest, backboneManifestSchema, SigmalineError } from '../../../shared/domain/index.ts';
import { sha256OfFile } from './fileHash.ts';

/** A backbone on disk; `folder` holds manifest.json and the ONNX file. */
export interface StoredBackbone {
  readonly manifest: BackboneManifest;
  readonly folder: string;
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
}

/** Needs no download, so it is there on every station. */
const BUILT_IN_ID = 'scattering';

/** The backbones that come with the product and those that were added to the station, which cannot replace a built-in one. */
export function createBackboneStore(places: {
  readonly resourcesFolder: string;
  readonly dataFolder: string;
}): BackboneStore {
  const roots = [join(places.resourcesFolder, 'backbones'), join(places.dataFolder, 'backbones')];

  async function folders(): Promise<ReadonlyMap<string, string>> {
    const found = new Map<string, string>();
    for (const root of roots) {
      const entries = await readdir(root, { withFileTypes: true }).catch(() => []);
      const names = entries
        .filter((entry) => entry.isDirectory() && !entry.name.startsWith('.'))
        .map(({ name }) => name);
      for (const name of names.sort()) if (!found.has(name)) found.set(name, join(root, name));
    }
    return found;
  }

  return {
    async list() {
      const backbones: StoredBackbone[] = [];
      const unusable: { id: string; problem: string }[] = [];
      for (const [id, folder] of await folders()) {
        try {
          backbones.push({ manifest: await readManifest(id, folder), folder });
        } catch (thrown) {
          if (!(thrown instanceof SigmalineError)) throw thrown;
          unusable.push({ id, problem: thrown.message });
        }
      }
      return { backbones, unusable };
    },
    async load(id) {
      const wanted = id ?? BUILT_IN_ID;
      const known = await folders();
      const folder = known.get(wanted);
      if (folder === undefined) {
        throw new SigmalineError('backbone.not-found', {
          backbone: wanted,
          known: [...known.keys()].join(', ') || 'none',
        });
      }
      const manifest = await readManifest(wanted, folder);
      await verifyFile(manifest, folder);
      return { manifest, folder };
    },
  };
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
