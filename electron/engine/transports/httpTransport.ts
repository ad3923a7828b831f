import { randomUUID } from 'node:crypto';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { type Duplex, Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import type { ReadableStream } from 'node:stream/web';
import { WebSocketServer } from 'ws';
import { type ContractServer, openStationVisitor } from '../../../shared/contract/index.ts';
import { SigmalineError } from '../../../shared/domain/index.ts';
import { loadInterfaceFiles, type PageRequests, Pages, textResponse, withSecurityHeaders } from '../../pages/index.ts';
import { comesFromOurPage, namesThisMachine, sameToken, sessionCookie, shownTokens } from './access.ts';
import { REFUSAL_PAGE, REFUSAL_POLICY } from './refusalPage.ts';
import { createWebSocketChannel, type WebSocketChannelOptions } from './webSocketChannel.ts';

export interface HttpTransportOptions {
  /** 0 takes a free one. */
  readonly port: number;
  /** The secret of this station's address: whoever shows it may use the station. */
  readonly token: string;
  /** The built interface: index.html and its assets. */
  readonly rendererFolder: string;
  readonly server: Pick<ContractServer, 'attach'>;
  /** Asks which files the addresses of images and exports stand for. */
  readonly requests: PageRequests;
  readonly onUnforeseen: (error: unknown) => void;
  readonly webSocket?: WebSocketChannelOptions;
}

export interface HttpTransport {
  readonly port: number;
  /** The address to open, with the session token. */
  readonly url: string;
  close(): Promise<void>;
}

const FOREIGN =
  "This address works only for Sigmaline's own page on this machine. Open the address that Sigmaline printed.";
const LARGEST_REQUEST_BYTES = 1024 * 1024;

/**
 * Serves the interface, the contract and the station's files on 127.0.0.1.
 *
 * @throws SigmalineError `station.port` where the port cannot be had, `station.no-interface` where the interface was not built
 */
export async function openHttpTransport(options: HttpTransportOptions): Promise<HttpTransport> {
  const files = await loadInterfaceFiles(options.rendererFolder);
  const { requests, onUnforeseen } = options;
  const pages = new Pages({ files: Promise.resolve(files), requests, imageScheme: null, onUnforeseen });
  const http = createServer();
  const port = await listen(http, options.port);
  http.on('error', options.onUnforeseen);
  const sockets = new WebSocketServer({ noServer: true, maxPayload: LARGEST_REQUEST_BYTES, perMessageDeflate: false });

  const isKnown = (url: URL, request: IncomingMessage): boolean =>
    shownTokens(url, request.headers, port).some((shown) => sameToken(shown, options.token));

  const answerTo = async (incoming: IncomingMessage): Promise<Response> => {
    const url = addressOf(incoming);
    if (url === null || !namesThisMachine(incoming.headers) || !comesFromOurPage(incoming.headers)) {
      return textResponse(403, FOREIGN);
    }
    const { method = 'GET' } = incoming;
    if (method !== 'GET' && method !== 'HEAD') return textResponse(405, 'Only GET and HEAD are answered here.');
    if (!isKnown(url, incoming)) return refusal();
    if (url.pathname === '/' && url.searchParams.has('token')) return withSession(sessionCookie(port, options.token));
    url.host = incoming.headers.host ?? url.host;
    const tag = incoming.headers['if-none-match'];
    return pages.serve(new Request(url, { method, headers: tag === undefined ? {} : { 'If-None-Match': tag } }));
  };

  http.on('request', (incoming, outgoing) => {
    answerTo(incoming)
      .then((answer) => send(answer, incoming, outgoing))
      .catch((thrown: unknown) => {
        // A browser that leaves while a file is sent is nobody's trouble.
        if (!outgoing.destroyed) onUnforeseen(thrown);
        outgoing.destroy();
      });
  });

  http.on('upgrade', (request: IncomingMessage, socket: Duplex, head: Buffer) => {
    const url = addressOf(request);
    const welcome =
      url !== null &&
      url.pathname === '/contract' &&
      namesThisMachine(request.headers) &&
      comesFromOurPage(request.headers) &&
      isKnown(url, request);
    // Without a listener, a client that leaves at this moment would end the engine.
    socket.on('error', () => socket.destroy());
    if (!welcome) {
      socket.end('HTTP/1.1 403 Forbidden\r\nConnection: close\r\nContent-Length: 0\r\n\r\n');
      return;
    }
    sockets.handleUpgrade(request, socket, head, (webSocket) => {
      options.server.attach(
        createWebSocketChannel(webSocket, options.webSocket),
        openStationVisitor('browser', randomUUID()),
      );
    });
  });

  return {
    port,
    url: `http://127.0.0.1:${port}/?token=${encodeURIComponent(options.token)}`,
    close: () => close(http, sockets),
  };
}

async function send(answer: Response, incoming: IncomingMessage, outgoing: ServerResponse): Promise<void> {
  outgoing.writeHead(answer.status, Object.fromEntries(answer.headers));
  if (answer.body === null || incoming.method === 'HEAD') {
    await answer.body?.cancel();
    outgoing.end();
    return;
  }
  await pipeline(Readable.fromWeb(answer.body as ReadableStream<Uint8Array>), outgoing);
}

function refusal(): Response {
  const headers = { 'Content-Type': 'text/html; charset=utf-8', 'Content-Security-Policy': REFUSAL_POLICY };
  return new Response(REFUSAL_PAGE, { status: 403, headers: withSecurityHeaders(headers) });
}

/** Sends the browser to the same page without the token, which so stays out of its history and of screenshots. */
function withSession(cookie: string): Response {
  return new Response(null, { status: 303, headers: withSecurityHeaders({ Location: '/', 'Set-Cookie': cookie }) });
}

function addressOf({ url }: IncomingMessage): URL | null {
  return url?.startsWith('/') === true ? URL.parse(`http://127.0.0.1${url}`) : null;
}

function listen(http: Server, port: number): Promise<number> {
  return new Promise((resolve, reject) => {
    const refuse = (cause: Error): void =>
      reject(new SigmalineError('station.port', { port, reason: cause.message }, cause));
    if (port < 0 || port > 65_535) {
      refuse(new RangeError('a port lies between 0 and 65535'));
      return;
    }
    http.once('error', refuse);
    http.listen({ host: '127.0.0.1', port }, () => {
      http.off('error', refuse);
      resolve((http.address() as AddressInfo).port);
    });
  });
}

function close(http: Server, sockets: WebSocketServer): Promise<void> {
  return new Promise((resolve) => {
    for (const client of sockets.clients) client.terminate();
    http.close(() => resolve());
    http.closeAllConnections();
  });
}
