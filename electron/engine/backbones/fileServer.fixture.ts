import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';

export interface FileServer {
  readonly address: string;
  /** The `Range` header of every request, null where there was none. */
  readonly ranges: (string | null)[];
  close(): Promise<void>;
}

export interface Behaviour {
  /** Closes the connection after so many bytes, for the first `times` requests. */
  readonly breakAfter?: { readonly bytes: number; readonly times: number };
  readonly ignoresRange?: boolean;
  /** Sends so many bytes and then nothing more. */
  readonly silentAfter?: number;
  readonly status?: number;
}

/** A web server on this machine with one file, as well behaved as the test wants it. */
export async function serveFile(content: Uint8Array, behaviour: Behaviour = {}): Promise<FileServer> {
  const ranges: (string | null)[] = [];
  const server = createServer((request, response) => {
    ranges.push(request.headers.range ?? null);
    answer(request, response, content, behaviour, ranges.length);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    address: `http://127.0.0.1:${(server.address() as AddressInfo).port}/model.safetensors`,
    ranges,
    close() {
      server.closeAllConnections();
      return new Promise((resolve) => server.close(() => resolve()));
    },
  };
}

function answer(
  request: IncomingMessage,
  response: ServerResponse,
  content: Uint8Array,
  { breakAfter, ignoresRange = false, silentAfter, status }: Behaviour,
  count: number,
): void {
  if (status !== undefined) {
    response.writeHead(status).end('no');
    return;
  }
  const start = ignoresRange ? 0 : Number(/^bytes=(\d+)-$/.exec(request.headers.range ?? '')?.[1] ?? 0);
  if (start >= content.length && start > 0) {
    response.writeHead(416, { 'content-range': `bytes */${content.length}` }).end();
    return;
  }
  const rest = content.subarray(start);
  response.writeHead(start > 0 ? 206 : 200, {
    'content-length': rest.length,
    ...(start > 0 && { 'content-range': `bytes ${start}-${content.length - 1}/${content.length}` }),
  });
  if (silentAfter !== undefined) response.write(rest.subarray(0, silentAfter));
  else if (breakAfter !== undefined && count <= breakAfter.times) {
    // The bytes must be on their way before the connection is cut.
    response.write(rest.subarray(0, breakAfter.bytes), () => setTimeout(() => response.destroy(), 50));
  } else response.end(rest);
}
