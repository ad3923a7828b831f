import { open } from 'node:fs/promises';
import { Readable } from 'node:stream';
import { inspectionIdSchema, SigmalineError } from '../../shared/domain/index.ts';
import { type ImageAddress, parseImageAddress } from './addresses.ts';
import type { HostRequests } from './hostRequests.ts';

interface LocatedFile {
  readonly path: string;
  readonly headers: Readonly<Record<string, string>>;
}

/**
 * Serves images of inspections and exported files at `sigmaline-image://`. An address holds an id; which file that is, only the engine knows,
 * so the page can ask for no other file of this machine.
 */
export function createImageProtocol(requests: HostRequests): (request: Request) => Promise<Response> {
  return async (request) => {
    const address = parseImageAddress(request.url);
    if (request.method !== 'GET' || address === null) return refusal(404, 'Not found');
    try {
      return await send(await locate(address, requests));
    } catch (thrown) {
      // Errors of the file system name the file's path, which the page must not learn.
      if (!(thrown instanceof SigmalineError)) return refusal(404, 'Not found');
      return refusal(thrown.code === 'connection.lost' ? 503 : 404, thrown.message);
    }
  };
}

async function locate(address: ImageAddress, requests: HostRequests): Promise<LocatedFile> {
  if (address.kind === 'export') {
    const { path, fileName } = await requests.request('export.locate', { id: address.id });
    return {
      path,
      headers: {
        'Content-Type': 'text/csv; charset=utf-8',
        'Content-Disposition': `attachment; filename*=UTF-8''${headerValue(fileName)}`,
        'Cache-Control': 'no-store',
      },
    };
  }
  const id = inspectionIdSchema.parse(address.id);
  const { path, mediaType } = await requests.request('inspection.locateImage', { id, kind: address.image });
  return { path, headers: { 'Content-Type': mediaType, 'Cache-Control': 'private, max-age=3600' } };
}

async function send({ path, headers }: LocatedFile): Promise<Response> {
  const file = await open(path);
  const status = await file.stat();
  if (!status.isFile()) {
    await file.close();
    throw new Error(`${path} is no file`);
  }
  // The stream closes the file, also where the page stops reading half-way.
  const body = Readable.toWeb(file.createReadStream()) as ReadableStream<Uint8Array>;
  return new Response(body, {
    headers: { ...headers, 'Content-Length': String(status.size), 'X-Content-Type-Options': 'nosniff' },
  });
}

function refusal(status: number, message: string): Response {
  return new Response(message, { status, headers: { 'Content-Type': 'text/plain; charset=utf-8' } });
}

/** RFC 8187: some characters that an address may hold have a meaning of their own in a header. */
function headerValue(text: string): string {
  return encodeURIComponent(text).replace(/['()*]/g, (sign) => `%${sign.charCodeAt(0).toString(16)}`);
}
