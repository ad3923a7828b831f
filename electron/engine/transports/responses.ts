import { createReadStream } from 'node:fs';
import { open } from 'node:fs/promises';
import type { IncomingMessage, OutgoingHttpHeaders, ServerResponse } from 'node:http';
import { pipeline } from 'node:stream/promises';
import { SigmalineError } from '../../../shared/domain/index.ts';
import type { InterfaceFile } from './interfaceFiles.ts';
import { REFUSAL_PAGE, REFUSAL_POLICY } from './refusalPage.ts';
import { INERT_POLICY, interfacePolicy, SECURITY_HEADERS } from './securityHeaders.ts';

const KEEP_FOR_EVER = 'private, max-age=31536000, immutable';

/** One request and its answer. */
export interface Exchange {
  readonly request: IncomingMessage;
  readonly response: ServerResponse;
}

export function answerText(exchange: Exchange, status: number, text: string): void {
  answer(exchange, status, Buffer.from(`${text}\n`), {
    'Content-Type': 'text/plain; charset=utf-8',
    'Content-Security-Policy': INERT_POLICY,
    'Cache-Control': 'no-store',
  });
}

export function answerRefusal(exchange: Exchange): void {
  answer(exchange, 403, Buffer.from(REFUSAL_PAGE), {
    'Content-Type': 'text/html; charset=utf-8',
    'Content-Security-Policy': REFUSAL_POLICY,
    'Cache-Control': 'no-store',
  });
}

/** Sends the browser to the same page without the token, which so stays out of its history and of screenshots. */
export function answerWithSession(exchange: Exchange, cookie: string): void {
  answer(exchange, 303, Buffer.alloc(0), { Location: '/', 'Set-Cookie': cookie, 'Cache-Control': 'no-store' });
}

export function answerInterfaceFile(exchange: Exchange, file: InterfaceFile): void {
  const headers = {
    'Content-Type': file.mediaType,
    'Content-Security-Policy': interfacePolicy(exchange.request.headers.host ?? ''),
    'Cache-Control': file.immutable ? KEEP_FOR_EVER : 'no-cache',
    ETag: file.etag,
  };
  if (exchange.request.headers['if-none-match'] === file.etag) answer(exchange, 304, Buffer.alloc(0), headers);
  else answer(exchange, 200, file.content, headers);
}

export interface StoredFile {
  readonly path: string;
  readonly mediaType: string;
  /** Name under which a browser saves it; null where it is shown. */
  readonly downloadName: string | null;
}

/**
 * Streams a file that the station keeps. Its address is an id, and what an id stands for never changes.
 *
 * @throws SigmalineError `resource.not-found` where the file is gone
 */
export async function answerStoredFile(exchange: Exchange, file: StoredFile, resource: string): Promise<void> {
  const handle = await open(file.path).catch((cause: unknown) => {
    throw new SigmalineError('resource.not-found', { resource }, cause);
  });
  try {
    const { size } = await handle.stat();
    exchange.response.writeHead(200, {
      ...SECURITY_HEADERS,
      'Content-Security-Policy': INERT_POLICY,
      'Content-Type': file.mediaType,
      'Content-Length': size,
      'Cache-Control': KEEP_FOR_EVER,
      ...(file.downloadName === null ? {} : { 'Content-Disposition': attachment(file.downloadName) }),
    });
    if (exchange.request.method === 'HEAD' || size === 0) {
      exchange.response.end();
      return;
    }
    // A file that grows meanwhile must not exceed the length that was announced.
    const content = createReadStream(file.path, { fd: handle, autoClose: false, start: 0, end: size - 1 });
    await pipeline(content, exchange.response);
  } finally {
    await handle.close();
  }
}

function answer({ request, response }: Exchange, status: number, body: Buffer, headers: OutgoingHttpHeaders): void {
  response.writeHead(status, { ...SECURITY_HEADERS, 'Content-Length': body.length, ...headers });
  response.end(request.method === 'HEAD' ? undefined : body);
}

/** RFC 6266: the name in ASCII for old clients, and as it is. */
function attachment(name: string): string {
  const ascii = name.replace(/[^\w.-]/g, '_');
  return `attachment; filename="${ascii}"; filename*=UTF-8''${encodeURIComponent(name)}`;
}
