import { readFile } from 'node:fs/promises';
import { join, sep } from 'node:path';
import { mediaTypeOf } from '../../shared/domain/index.ts';
import { INTERFACE_ADDRESS } from './addresses.ts';
import { INTERFACE_HEADERS } from './securityHeaders.ts';

/** Serves the built interface at `app://sigmaline/`. */
export function createInterfaceProtocol(rendererFolder: string): (request: Request) => Promise<Response> {
  return async (request) => {
    const file = fileOf(request.url, rendererFolder);
    const mediaType = file === null ? null : mediaTypeOf(file);
    if (request.method !== 'GET' || file === null || mediaType === null) return notFound();
    try {
      return new Response(await readFile(file), { headers: { ...INTERFACE_HEADERS, 'Content-Type': mediaType } });
    } catch {
      return notFound();
    }
  };
}

/** @returns null where the address leads out of the folder or is none of ours */
function fileOf(url: string, folder: string): string | null {
  if (!url.startsWith(INTERFACE_ADDRESS)) return null;
  let path: string;
  try {
    path = decodeURIComponent(url.slice(INTERFACE_ADDRESS.length).replace(/[?#].*$/s, ''));
  } catch {
    return null;
  }
  if (path.includes('\0')) return null;
  const file = join(folder, path === '' ? 'index.html' : path);
  return file.startsWith(folder + sep) ? file : null;
}

function notFound(): Response {
  return new Response('Not found', { status: 404, headers: { ...INTERFACE_HEADERS, 'Content-Type': 'text/plain' } });
}
