import { open } from 'node:fs/promises';
import { Readable } from 'node:stream';
import { inspectionIdSchema, reportOf } from '../../shared/domain/index.ts';
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
      const { code, message } = reportOf(thrown);
      return refusal(code === 'connection.lost' ? 503 : 404, message);
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
        'Content-Disposition': `attachment; filename*=UTF-8''${encodeURIComponent(fileName)}`,
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
  const { size } = await file.stat();
  // The stream closes the file, also where the page stops reading half-way.
  const body = Readable.toWeb(file.createReadStream()) as ReadableStream<Uint8Array>;
  return new Response(body, {
    headers: { ...headers, 'Content-Length': String(size), 'X-Content-Type-Options': 'nosniff' },
  });
}

function refusal(status: number, message: string): Response {
  return new Response(message, { status, headers: { 'Content-Type': 'text/plain; charset=utf-8' } });
}
