import type { Stats } from 'node:fs';
import { type FileHandle, open, readFile } from 'node:fs/promises';
import { Readable } from 'node:stream';
import { type ContractClient, imageKindSchema } from '../../shared/contract/index.ts';
import {
  connectionIdSchema,
  decodeNpy,
  type ErrorCode,
  inspectionIdSchema,
  MOST_PACKED,
  type PackedPicture,
  type Placement,
  packPictures,
  recipeIdSchema,
  reportOf,
  SigmalineError,
} from '../../shared/domain/index.ts';
import { heatmapPicture } from './heatmapPicture.ts';
import type { InterfaceFile } from './interfaceFiles.ts';
import { interfacePolicy, textResponse, withSecurityHeaders } from './policy.ts';

/** Asks the engine, over the channel of the host, which file an id stands for. */
export type PageRequests = Pick<ContractClient, 'request'>;

export interface PagesNeeds {
  /** The built interface by address; none where it cannot be had is a rejection. */
  readonly files: Promise<ReadonlyMap<string, InterfaceFile>>;
  /** A scheme of its own for images, as Electron has it; null where they have the page's. */
  readonly imageScheme: string | null;
  readonly onUnforeseen: (error: unknown) => void;
}

const KEEP_FOR_EVER = 'private, max-age=31536000, immutable';
/** Some hundred thumbnails: more is no answer of thumbnails. */
const MOST_PACKED_BYTES = 2 * 1024 * 1024;
const NUMBER = /^\d{1,9}$/;
const FILE_ID = /^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;

/** Answers every address of the interface. Addresses hold ids, never paths: which file an id stands for, only the engine knows. */
export class Pages {
  readonly #needs: PagesNeeds;

  constructor(needs: PagesNeeds) {
    this.#needs = needs;
  }

  /** @param requests in the name of whoever looks at the page */
  async serve(request: Request, requests: PageRequests): Promise<Response> {
    if (request.method !== 'GET' && request.method !== 'HEAD') {
      return textResponse(405, 'Only GET and HEAD are answered here.');
    }
    try {
      return await this.#answer(request, requests);
    } catch (thrown) {
      const { status, message } = this.#refusalOf(thrown);
      return textResponse(status, message);
    }
  }

  #refusalOf(thrown: unknown): { readonly status: number; readonly message: string } {
    if (!(thrown instanceof SigmalineError) || thrown.code === 'map.unusable') this.#needs.onUnforeseen(thrown);
    // Errors of the file system name the file's path, which the page must not learn.
    if (!(thrown instanceof SigmalineError)) {
      return { status: 500, message: 'This cannot be shown. See the log for the reason.' };
    }
    const { code, message } = reportOf(thrown);
    return { status: statusOf(code), message };
  }

  async #answer(request: Request, requests: PageRequests): Promise<Response> {
    const url = new URL(request.url);
    const [, area, id, kind, ...rest] = url.pathname.split('/');
    if (area === 'image' && rest.length === 0) return picture(requests, id, kind);
    if (area === 'thumbnails' && id === undefined) return this.#thumbnails(requests, url.searchParams.getAll('at'));
    if (area === 'suspect' && rest.length === 1) return beside(requests, 'recipe.locateSuspect', [id, kind, rest[0]]);
    if (area === 'edge' && rest.length === 1) return beside(requests, 'recipe.locateEdge', [id, kind, rest[0]]);
    if (area === 'held-out' && rest.length === 2) return heldOut(requests, id, kind, rest);
    if (area === 'comparison' && rest.length === 0) return comparedMap(requests, id, kind);
    if (area === 'bench' && rest.length <= 1) return benchPicture(requests, id, kind, rest[0]);
    if (area === 'test-image' && rest.length === 1) return testImage(requests, id, kind, rest[0]);
    if (area === 'test-map' && rest.length === 0) return testMap(requests, id, kind);
    if (area === 'export' && rest.length === 0) return exported(requests, id, kind);
    if (area === 'recipe' && rest.length === 0) return recipeFile(requests, id, kind);
    if (area === 'report' && kind === undefined) return reported(requests, id);
    if (area === 'certificate' && kind === undefined) return certificate(requests, id);
    if (area === 'diagnostics' && kind === undefined) return diagnostics(requests, id);
    const file = (await this.#needs.files).get(decoded(url.pathname));
    if (file === undefined) throw new SigmalineError('resource.not-found', { resource: 'page at this address' });
    const headers = withSecurityHeaders({
      'Content-Type': file.mediaType,
      'Content-Length': String(file.content.length),
      'Content-Security-Policy': interfacePolicy(
        this.#needs.imageScheme === null ? null : `${this.#needs.imageScheme}:`,
        socketOf(url),
      ),
      // The page is asked for anew: after an update it may be another one.
      'Cache-Control': file.immutable ? KEEP_FOR_EVER : 'no-cache',
      ETag: file.etag,
    });
    if (request.headers.get('if-none-match') !== file.etag) return new Response(file.content, { headers });
    return new Response(null, { status: 304, headers });
  }

  /**
   * Thumbnails in one answer (`packPictures`), each with what its own address gives. Left out is what has no room in the answer.
   *
   * @throws SigmalineError `request.invalid` where more are asked for than are answered at once
   */
  async #thumbnails(requests: PageRequests, addresses: readonly string[]): Promise<Response> {
    if (addresses.length > MOST_PACKED) {
      const reason = `it names ${addresses.length} thumbnails, and at most ${MOST_PACKED} are answered at once`;
      throw new SigmalineError('request.invalid', { request: 'thumbnails', reason });
    }
    const located = addresses.map((address) => ({ address, found: locatedThumbnail(requests, address) }));
    // Each is waited for in its turn.
    for (const { found } of located) found.catch(() => undefined);
    const packed: PackedPicture[] = [];
    let room = MOST_PACKED_BYTES;
    for (const { address, found } of located) {
      const picture = await this.#packed(address, found, room);
      if (picture === null) continue;
      room -= picture.content.length;
      packed.push(picture);
    }
    const content = packPictures(packed);
    const headers = { 'Content-Type': 'application/octet-stream', 'Content-Length': String(content.length) };
    return new Response(content, { headers: withSecurityHeaders(headers) });
  }

  /** @returns null where the picture has no room */
  async #packed(address: string, found: Promise<Located>, room: number): Promise<PackedPicture | null> {
    try {
      const content = await wholeFile((await found).path, room);
      return content === null ? null : { address, status: 200, content };
    } catch (thrown) {
      const { status, message } = this.#refusalOf(thrown);
      return { address, status, content: new TextEncoder().encode(message) };
    }
  }
}

function statusOf(code: ErrorCode): number {
  if (code === 'connection.lost') return 503;
  if (code === 'request.invalid') return 400;
  if (code === 'request.forbidden' || code.startsWith('access.')) return 403;
  if (code === 'image.removed') return 410;
  return code.endsWith('not-found') ? 404 : 500;
}

/** Where the contract is served for a page; null where frames travel by a message port. */
function socketOf({ protocol, host }: URL): string | null {
  if (protocol === 'https:') return `wss://${host}`;
  return protocol === 'http:' ? `ws://${host}` : null;
}

interface Located {
  readonly path: string;
  readonly mediaType: string;
}

/** @throws SigmalineError `resource.not-found` for what is no address of a thumbnail, or as the request does that finds its file */
async function locatedThumbnail(requests: PageRequests, address: string): Promise<Located> {
  const [, area, ...names] = address.split('/');
  if (names.at(-1) === 'thumbnail') {
    if (area === 'image' && names.length === 2) return locatedImage(requests, names[0], names[1]);
    if (area === 'bench' && names.length === 3) return locatedBenchPicture(requests, names[0], names[1], names[2]);
    if (area === 'test-image' && names.length === 3) return locatedTestImage(requests, names[0], names[1], names[2]);
  }
  throw new SigmalineError('resource.not-found', { resource: 'thumbnail at this address' });
}

async function locatedImage(requests: PageRequests, id: string | undefined, givenKind: string | undefined) {
  const imageId = inspectionIdSchema.safeParse(id);
  const kind = imageKindSchema.safeParse(givenKind);
  if (!imageId.success || !kind.success) throw new SigmalineError('resource.not-found', { resource: 'image' });
  return requests.request('inspection.locateImage', { id: imageId.data, kind: kind.data });
}

async function picture(requests: PageRequests, id: string | undefined, kind: string | undefined): Promise<Response> {
  const { path, mediaType, placement } = await locatedImage(requests, id, kind);
  // Records never change, so what an id stands for is kept; that an image is away is not.
  const headers = withSecurityHeaders({ 'Content-Type': mediaType, 'Cache-Control': KEEP_FOR_EVER });
  if (kind === 'heatmap') return new Response(await drawnMap(path, placement), { headers });
  return stored(path, 'image', headers);
}

/** A picture beside a recipe. Not kept: a folder of recipes may be replaced by another. */
async function beside(
  requests: PageRequests,
  locate: 'recipe.locateSuspect' | 'recipe.locateEdge',
  [recipe, version, place]: readonly (string | undefined)[],
): Promise<Response> {
  const id = recipeIdSchema.safeParse(recipe);
  if (!id.success || !NUMBER.test(version ?? '') || !NUMBER.test(place ?? '')) {
    throw new SigmalineError('resource.not-found', { resource: 'image' });
  }
  const input = { id: id.data, version: Number(version), place: Number(place) };
  const { path, mediaType } = await requests.request(locate, input);
  return stored(path, 'image', withSecurityHeaders({ 'Content-Type': mediaType }));
}

/** An image of a calibration, by its order: as it was, or its heatmap. */
async function heldOut(
  requests: PageRequests,
  recipe: string | undefined,
  version: string | undefined,
  [order, kind]: readonly (string | undefined)[],
): Promise<Response> {
  const id = recipeIdSchema.safeParse(recipe);
  const isKnown = kind === 'thumbnail' || kind === 'heatmap';
  if (!id.success || !NUMBER.test(version ?? '') || !NUMBER.test(order ?? '') || !isKnown) {
    throw new SigmalineError('resource.not-found', { resource: 'image' });
  }
  const input = { id: id.data, version: Number(version), order: Number(order), kind } as const;
  const { path, mediaType } = await requests.request('recipe.locateHeldOut', input);
  if (kind === 'thumbnail') return stored(path, 'image', withSecurityHeaders({ 'Content-Type': mediaType }));
  // Its picture is what the network saw: the map covers all of it.
  return new Response(await drawnMap(path, null), { headers: withSecurityHeaders({ 'Content-Type': 'image/png' }) });
}

/** What the other version of a comparison says of an inspection, drawn as its own heatmap is. */
async function comparedMap(
  requests: PageRequests,
  id: string | undefined,
  number: string | undefined,
): Promise<Response> {
  if (!NUMBER.test(id ?? '') || !NUMBER.test(number ?? '')) {
    throw new SigmalineError('resource.not-found', { resource: 'image' });
  }
  const input = { id: Number(id), number: Number(number) };
  const { path, placement } = await requests.request('comparison.locateMap', input);
  return new Response(await drawnMap(path, placement), {
    headers: withSecurityHeaders({ 'Content-Type': 'image/png' }),
  });
}

const BENCH_KEY = /^([0-9a-f]{16}|average|variation)$/;

async function locatedBenchPicture(
  requests: PageRequests,
  id: string | undefined,
  key: string | undefined,
  givenKind: string | undefined,
): Promise<Located> {
  const isKnown = FILE_ID.test(id ?? '') && BENCH_KEY.test(key ?? '');
  const kind = (['thumbnail', 'image'] as const).find((known) => known === givenKind);
  if (id === undefined || key === undefined || !isKnown || kind === undefined) {
    throw new SigmalineError('resource.not-found', { resource: 'image' });
  }
  return requests.request('bench.locate', { id, key, kind });
}

/** A picture of a calibration in the making. A thumbnail never changes; what lies behind the others may. */
async function benchPicture(
  requests: PageRequests,
  id: string | undefined,
  key: string | undefined,
  kind = 'image',
): Promise<Response> {
  const { path, mediaType } = await locatedBenchPicture(requests, id, key, kind);
  const kept = kind === 'thumbnail' ? KEEP_FOR_EVER : 'no-cache';
  const headers = withSecurityHeaders({ 'Content-Type': mediaType, 'Cache-Control': kept });
  return key === 'variation' ? new Response(await drawnMap(path, null), { headers }) : stored(path, 'image', headers);
}

async function locatedTestImage(
  requests: PageRequests,
  set: string | undefined,
  image: string | undefined,
  kind: string | undefined,
): Promise<Located> {
  if (!NUMBER.test(set ?? '') || !NUMBER.test(image ?? '') || (kind !== 'thumbnail' && kind !== 'image')) {
    throw new SigmalineError('resource.not-found', { resource: 'image' });
  }
  return requests.request('testSet.locate', { id: Number(set), image: Number(image), kind });
}

async function testImage(
  requests: PageRequests,
  set: string | undefined,
  image: string | undefined,
  kind: string | undefined,
): Promise<Response> {
  const { path, mediaType } = await locatedTestImage(requests, set, image, kind);
  return stored(path, 'image', withSecurityHeaders({ 'Content-Type': mediaType }));
}

async function testMap(requests: PageRequests, run: string | undefined, image: string | undefined): Promise<Response> {
  if (!NUMBER.test(run ?? '') || !NUMBER.test(image ?? '')) {
    throw new SigmalineError('resource.not-found', { resource: 'image' });
  }
  const { path, placement } = await requests.request('testRun.locateMap', { run: Number(run), image: Number(image) });
  return new Response(await drawnMap(path, placement), {
    headers: withSecurityHeaders({ 'Content-Type': 'image/png' }),
  });
}

async function exported(requests: PageRequests, id: string | undefined, place: string | undefined): Promise<Response> {
  if (id === undefined || !FILE_ID.test(id) || !NUMBER.test(place ?? '')) {
    throw new SigmalineError('resource.not-found', { resource: 'export' });
  }
  const { path, fileName, mediaType } = await requests.request('export.locate', { id, place: Number(place) });
  const headers = { 'Content-Type': mediaType, 'Content-Disposition': attachment(fileName) };
  return stored(path, 'export', withSecurityHeaders(headers));
}

async function recipeFile(
  requests: PageRequests,
  recipe: string | undefined,
  version: string | undefined,
): Promise<Response> {
  const id = recipeIdSchema.safeParse(recipe);
  if (!id.success || !NUMBER.test(version ?? '')) {
    throw new SigmalineError('resource.not-found', { resource: 'file of this recipe' });
  }
  const { path, fileName } = await requests.request('recipe.locateFile', { id: id.data, version: Number(version) });
  const headers = { 'Content-Type': 'application/zip', 'Content-Disposition': attachment(fileName) };
  return stored(path, 'file of this recipe', withSecurityHeaders(headers));
}

/** Shown by the browser itself, which offers to save it too. */
async function reported(requests: PageRequests, id: string | undefined): Promise<Response> {
  if (id === undefined || !FILE_ID.test(id)) throw new SigmalineError('resource.not-found', { resource: 'report' });
  const { path, fileName } = await requests.request('report.locate', { id });
  const headers = {
    'Content-Type': 'application/pdf',
    'Content-Disposition': attachment(fileName).replace(/^attachment/, 'inline'),
  };
  return stored(path, 'report', withSecurityHeaders(headers));
}

async function diagnostics(requests: PageRequests, id: string | undefined): Promise<Response> {
  if (id === undefined || !FILE_ID.test(id)) throw new SigmalineError('resource.not-found', { resource: 'bundle' });
  const { path, fileName } = await requests.request('diagnostics.locate', { id });
  const headers = { 'Content-Type': 'application/zip', 'Content-Disposition': attachment(fileName) };
  return stored(path, 'bundle', withSecurityHeaders(headers));
}

/** The station's own of a connection, for whoever is to trust it. */
async function certificate(requests: PageRequests, connection: string | undefined): Promise<Response> {
  const id = connectionIdSchema.safeParse(connection);
  const found = id.success ? await requests.request('connection.certificates', { id: id.data }) : null;
  if (!found?.own) throw new SigmalineError('resource.not-found', { resource: 'certificate' });
  const headers = { 'Content-Type': 'application/x-pem-file', 'Content-Disposition': attachment('sigmaline.pem') };
  return new Response(found.own.pem, { headers: withSecurityHeaders(headers) });
}

/** @throws SigmalineError `map.unusable` */
async function drawnMap(path: string, placement: Placement | null): Promise<Uint8Array<ArrayBuffer>> {
  try {
    return await heatmapPicture(decodeNpy(await readFile(path)), placement);
  } catch (thrown) {
    const reason = thrown instanceof RangeError ? thrown.message : 'its file cannot be read';
    throw new SigmalineError('map.unusable', { file: 'of this inspection', reason }, thrown);
  }
}

/** @throws SigmalineError `resource.not-found` */
async function opened(path: string, resource: string): Promise<{ readonly file: FileHandle; readonly stats: Stats }> {
  const file = await open(path).catch((cause: unknown) => {
    throw new SigmalineError('resource.not-found', { resource }, cause);
  });
  const stats = await file.stat();
  if (stats.isFile()) return { file, stats };
  await file.close();
  throw new SigmalineError('resource.not-found', { resource });
}

/** @returns null where it is larger than there is room. @throws SigmalineError `resource.not-found` */
async function wholeFile(path: string, roomBytes: number): Promise<Uint8Array | null> {
  const { file, stats } = await opened(path, 'image');
  try {
    if (stats.size > roomBytes) return null;
    const { buffer, bytesRead } = await file.read(Buffer.alloc(stats.size));
    return buffer.subarray(0, bytesRead);
  } finally {
    await file.close();
  }
}

/** Streams a file that the station keeps. @throws SigmalineError `resource.not-found` */
async function stored(path: string, resource: string, headers: Record<string, string>): Promise<Response> {
  const { file, stats } = await opened(path, resource);
  if (stats.size === 0) await file.close();
  const lengthened = { ...headers, 'Content-Length': String(stats.size) };
  if (stats.size === 0) return new Response(null, { headers: lengthened });
  // A file that grows meanwhile must not exceed the length that was announced. The stream closes it, also where the page stops half-way.
  const content = Readable.toWeb(file.createReadStream({ start: 0, end: stats.size - 1 }));
  return new Response(content as ReadableStream<Uint8Array<ArrayBuffer>>, { headers: lengthened });
}

/** An address that cannot be decoded is none of ours. */
function decoded(pathname: string): string {
  try {
    return decodeURIComponent(pathname);
  } catch {
    return '';
  }
}

/** RFC 6266 and RFC 8187: the name in ASCII for old clients, and as it is; some characters of it have a meaning in a header. */
function attachment(name: string): string {
  const ascii = name.replace(/[^\w.-]/g, '_');
  const exact = encodeURIComponent(name).replace(/['()*]/g, (sign) => `%${sign.charCodeAt(0).toString(16)}`);
  return `attachment; filename="${ascii}"; filename*=UTF-8''${exact}`;
}
