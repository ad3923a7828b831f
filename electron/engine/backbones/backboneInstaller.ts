import { rm } from 'node:fs/promises';
import { basename, join, resolve } from 'node:path';
import { type BackboneManifest, backboneManifestSchema, SigmalineError } from '../../../shared/domain/index.ts';
import type { ImportRequest } from '../../../shared/processes/jobs.ts';
import { sha256OfFile } from '../../files/index.ts';
import { type ProcessHost, runTask } from '../../hosts/index.ts';
import { jobs } from '../../tasks/index.ts';
import { addBackboneFolder, downloadPlace } from './backboneDraft.ts';
import type { BackboneStore, StoredBackbone } from './backboneStore.ts';
import { download } from './download.ts';
import { PUBLISHED_IDS, publishedWeights, variantOf } from './publishedWeights.ts';

export interface PublishedRequest {
  /** Such as `efficientnet-b4`. */
  readonly id: string;
  /** A safetensors file or an address; null takes the official address. */
  readonly from: string | null;
  /** What the file must hash to; null takes the published hash, of the file or of its tensors, which a download cannot do without. */
  readonly sha256: string | null;
  /** Null takes the published one, where the file is the published one. */
  readonly licence: string | null;
}

export interface OnnxRequest {
  readonly file: string;
  readonly id: string;
  readonly name: string | null;
  readonly licence: string | null;
  readonly sha256: string | null;
  /** Null where the file itself fixes it. */
  readonly sizePx: number | null;
  readonly mean: BackboneManifest['mean'];
  readonly std: BackboneManifest['std'];
  /** How many tokens at the start of the outputs of a transformer are no places; null finds it out. */
  readonly tokensSkipped: number | null;
  /** Names of the outputs, shallow to deep. */
  readonly outputs: readonly string[];
}

export interface InstallOptions {
  readonly onProgress?: (progress: InstallProgress) => void;
  readonly signal?: AbortSignal;
}

export type InstallProgress =
  /** In bytes; `total` is null where the server does not tell it. */
  | { readonly phase: 'downloading'; readonly done: number; readonly total: number | null }
  | { readonly phase: 'building' };

/** What a person did not tell and nobody else can know. */
const NOT_STATED = 'not stated';

export interface InstallerNeeds {
  readonly host: ProcessHost;
  readonly backbones: BackboneStore;
  readonly dataFolder: string;
}

/** Adds backbones to a station. After any failure nothing was installed. */
export class BackboneInstaller {
  readonly #needs: InstallerNeeds;
  readonly #root: string;

  constructor(needs: InstallerNeeds) {
    this.#needs = needs;
    this.#root = join(needs.dataFolder, 'backbones');
  }

  /** @throws SigmalineError backbone.*, weights.*, download.*, station.* */
  async addPublished(request: PublishedRequest, options: InstallOptions = {}): Promise<StoredBackbone> {
    const { published, variant } = requirePublished(request.id);
    await this.#requireFree(request.id);
    const from = request.from ?? published.address;
    if (isAddress(from)) return this.#installDownloaded(request, from, options);
    const file = resolve(from);
    const sha256 = request.sha256 ?? (await hashOf(file));
    const licence = request.licence ?? licenceOf(published, sha256, null);
    const source = sourceOf(basename(file), sha256);
    const network = { kind: 'efficientNet', variant, licence, source, tensorsSha256: null } as const;
    return this.#install(request.id, { network, file, sha256 }, options);
  }

  /** @throws SigmalineError backbone.*, onnx.*, weights.not-found, station.* */
  async addOnnx(added: OnnxRequest, options: InstallOptions = {}): Promise<StoredBackbone> {
    const { id, name, sizePx, mean, std, tokensSkipped, outputs, ...request } = added;
    await this.#requireFree(id);
    const file = resolve(request.file);
    const sha256 = request.sha256 ?? (await hashOf(file));
    const origin = { licence: request.licence ?? NOT_STATED, source: sourceOf(basename(file), sha256) };
    const network: ImportRequest['network'] = {
      kind: 'onnx',
      id,
      name: name ?? id,
      ...origin,
      sizePx,
      mean,
      std,
      tokensSkipped,
      outputs: [...outputs],
    };
    return this.#install(id, { network, file, sha256 }, options);
  }

  async #requireFree(id: string): Promise<void> {
    if (!backboneManifestSchema.shape.id.safeParse(id).success) throw new SigmalineError('backbone.id', { id });
    if (await this.#needs.backbones.has(id)) throw new SigmalineError('backbone.exists', { backbone: id });
  }

  async #install(
    id: string,
    request: Omit<ImportRequest, 'outputFolder'>,
    { onProgress, signal }: InstallOptions,
  ): Promise<StoredBackbone> {
    onProgress?.({ phase: 'building' });
    await addBackboneFolder(this.#root, id, (outputFolder) =>
      runTask(this.#needs.host, jobs.importBackbone, { ...request, outputFolder }, { signal }),
    );
    return this.#needs.backbones.load(id);
  }

  /** Downloads, builds, and forgets the download unless it may still be of use. */
  async #installDownloaded(
    request: PublishedRequest,
    address: string,
    options: InstallOptions,
  ): Promise<StoredBackbone> {
    const { published, variant } = requirePublished(request.id);
    const pinned = request.sha256 ?? published.sha256;
    const tensorsSha256 = pinned === null ? published.tensorsSha256 : null;
    const expected = pinned ?? tensorsSha256;
    if (expected === null) throw new SigmalineError('backbone.unpinned', { address });
    const { onProgress, signal } = options;
    const file = downloadPlace(this.#root, expected);
    await download({
      address,
      file,
      onProgress: (done, total) => onProgress?.({ phase: 'downloading', done, total }),
      signal,
    }).catch((thrown: unknown) => {
      throw signal?.aborted ? jobs.importBackbone.cancelled() : thrown;
    });
    try {
      const sha256 = pinned ?? (await hashOf(file));
      const licence = request.licence ?? licenceOf(published, sha256, address);
      const source = sourceOf(address, sha256);
      const network = { kind: 'efficientNet', variant, licence, source, tensorsSha256 } as const;
      const installed = await this.#install(request.id, { network, file, sha256 }, options);
      await rm(file, { force: true });
      return installed;
    } catch (thrown) {
      // Going on with bytes that are wrong would never make them right.
      if (thrown instanceof SigmalineError && thrown.code === 'backbone.checksum') await rm(file, { force: true });
      throw thrown;
    }
  }
}

type Published = ReturnType<typeof publishedWeights>;

function requirePublished(id: string): { readonly variant: string; readonly published: Published } {
  const variant = variantOf(id);
  if (variant !== undefined) return { variant, published: publishedWeights(variant) };
  throw new SigmalineError('backbone.unknown', { backbone: id, known: PUBLISHED_IDS.join(', ') });
}

/** The published licence holds for the published file, known by its hash or by where it was fetched. */
function licenceOf(published: Published, sha256: string, address: string | null): string {
  return sha256 === published.sha256 || address === published.address ? published.licence : NOT_STATED;
}

/** Stands in the manifest and in every recipe: where the file came from, and which file it was. */
function sourceOf(place: string, sha256: string): string {
  return `${place} (SHA-256 ${sha256})`;
}

function isAddress(from: string): boolean {
  return /^https?:\/\//i.test(from);
}

function hashOf(file: string): Promise<string> {
  return sha256OfFile(file).catch((cause: unknown) => {
    throw new SigmalineError('weights.not-found', { file }, cause);
  });
}
