import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import { createServer as createSecureServer } from 'node:https';
import { type AddressInfo, isIPv6 } from 'node:net';
import { type Duplex, Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import type { ReadableStream } from 'node:stream/web';
import { WebSocketServer } from 'ws';
import type { ContractServer } from '../../../shared/contract/index.ts';
import { SigmalineError } from '../../../shared/domain/index.ts';
import type { TlsFiles } from '../../../shared/processes/engine.ts';
import {
  type InterfaceFile,
  loadInterfaceFiles,
  PAGE_ADDRESSES,
  type PageRequests,
  Pages,
  textResponse,
  withSecurityHeaders,
} from '../../pages/index.ts';
import type { Screen } from '../access/index.ts';
import { comesFromOurPage, namesThisMachine, sameToken, sessionCookie, shownTokens } from './access.ts';
import { certificateOf, type NamesHost } from './certificate.ts';
import type { Reception } from './reception.ts';
import { REFUSAL_PAGE, REFUSAL_POLICY } from './refusalPage.ts';
import { createWebSocketChannel, type WebSocketChannelOptions } from './webSocketChannel.ts';

export interface HttpTransportOptions {
  /** 0 takes a free one. */
  readonly port: number;
  /** Of this machine, where the station is served. */
  readonly address: string;
  /** Null for plain HTTP, which is for this machine alone. */
  readonly tls: TlsFiles | null;
  /** The secret of this station's address: whoever shows it may use the station, as far as people are let. */
  readonly token: string;
  /** The built interface: index.html and its assets. */
  readonly rendererFolder: string;
  readonly server: Pick<ContractServer, 'attach'>;
  readonly reception: Pick<Reception, 'enter'>;
  /** Asks which files the addresses of images and exports stand for, in the name of whoever is signed in at the screen. */
  readonly requestsOf: (screen: Screen) => PageRequests;
  readonly onUnforeseen: (error: unknown) => void;
  readonly webSocket?: WebSocketChannelOptions;
}

const FOREIGN =
  "This address works only for Sigmaline's own page, and only under the names of this station. Open the address that Sigmaline printed.";
const LARGEST_REQUEST_BYTES = 1024 * 1024;

/** A browser that has shown the token, or a program, which has no number. */
type Guest = Pick<Screen, 'browser'>;

/** Serves the interface, the contract and the station's files over HTTP. */
export class HttpTransport {
  readonly port: number;
  /** The address to open, with the session token. */
  readonly url: string;
  readonly #options: HttpTransportOptions;
  readonly #scheme: 'http' | 'https';
  readonly #namesOf: NamesHost;
  readonly #http: Server;
  readonly #pages: Pages;
  readonly #sockets = new WebSocketServer({
    noServer: true,
    maxPayload: LARGEST_REQUEST_BYTES,
    perMessageDeflate: false,
  });

  private constructor(options: HttpTransportOptions, http: Server, files: ReadonlyMap<string, InterfaceFile>) {
    const { tls, token, onUnforeseen, address } = options;
    this.#options = options;
    this.#http = http;
    this.#scheme = tls === null ? 'http' : 'https';
    const certified = tls === null ? null : certificateOf(tls);
    // Nobody can have a name of their own point at a number that stands in the address.
    this.#namesOf = (host) => host === address || certified?.(host) === true;
    this.#pages = new Pages({ files: Promise.resolve(files), imageScheme: null, onUnforeseen });
    this.port = (http.address() as AddressInfo).port;
    const host = isIPv6(address) ? `[${address}]` : address;
    this.url = `${this.#scheme}://${host}:${this.port}/?token=${encodeURIComponent(token)}`;
    http.on('error', onUnforeseen);
    http.on('request', (incoming, outgoing) => {
      this.#answerTo(incoming)
        .then((answer) => send(answer, incoming, outgoing))
        .catch((thrown: unknown) => {
          // A browser that leaves while a file is sent is nobody's trouble.
          if (!outgoing.destroyed) onUnforeseen(thrown);
          outgoing.destroy();
        });
    });
    http.on('upgrade', (request, socket, head) => this.#upgrade(request, socket, head));
  }

  /** @throws SigmalineError `station.port` where the port cannot be had, `station.no-interface` where the interface was not built, `station.tls` */
  static async open(options: HttpTransportOptions): Promise<HttpTransport> {
    const files = await loadInterfaceFiles(options.rendererFolder);
    const { tls } = options;
    if (tls !== null) certificateOf(tls);
    const http = tls === null ? createServer() : createSecureServer({ cert: tls.certificate, key: tls.key });
    await listen(http, options);
    return new HttpTransport(options, http, files);
  }

  close(): Promise<void> {
    return new Promise((resolve) => {
      for (const client of this.#sockets.clients) client.terminate();
      this.#http.close(() => resolve());
      this.#http.closeAllConnections();
    });
  }

  async #answerTo(incoming: IncomingMessage): Promise<Response> {
    const url = this.#addressOf(incoming);
    if (url === null || !this.#isOurs(incoming)) return textResponse(403, FOREIGN);
    const { method = 'GET' } = incoming;
    if (method !== 'GET' && method !== 'HEAD') return textResponse(405, 'Only GET and HEAD are answered here.');
    const guest = this.#guestOf(url, incoming);
    if (guest === null) return refusal();
    const { token, requestsOf, tls } = this.#options;
    // The token leaves the address, and so does not get into the browser's history and onto screenshots.
    const { pathname } = url;
    if (PAGE_ADDRESSES.includes(pathname) && (url.searchParams.has('token') || guest.browser === null)) {
      return withSession(pathname, sessionCookie(this.port, token, tls !== null));
    }
    url.host = incoming.headers.host ?? url.host;
    const tag = incoming.headers['if-none-match'];
    const request = new Request(url, { method, headers: tag === undefined ? {} : { 'If-None-Match': tag } });
    return this.#pages.serve(request, requestsOf({ channel: 'browser', ...guest }));
  }

  #upgrade(request: IncomingMessage, socket: Duplex, head: Buffer): void {
    const url = this.#addressOf(request);
    const guest = url?.pathname === '/contract' && this.#isOurs(request) ? this.#guestOf(url, request) : null;
    // Without a listener, a client that leaves at this moment would end the engine.
    socket.on('error', () => socket.destroy());
    if (guest === null) {
      socket.end('HTTP/1.1 403 Forbidden\r\nConnection: close\r\nContent-Length: 0\r\n\r\n');
      return;
    }
    const peer = request.socket.remoteAddress ?? 'unknown';
    this.#sockets.handleUpgrade(request, socket, head, (webSocket) => {
      const visitor = this.#options.reception.enter({ channel: 'browser', peer, ...guest });
      const channel = createWebSocketChannel(webSocket, this.#options.webSocket);
      channel.onClose(visitor.leave);
      this.#options.server.attach(channel, visitor);
    });
  }

  #isOurs({ headers }: IncomingMessage): boolean {
    return namesThisMachine(headers, this.#namesOf) && comesFromOurPage(headers, this.#scheme);
  }

  /** Null for whoever does not show the token. */
  #guestOf(url: URL, { headers }: IncomingMessage): Guest | null {
    const known = shownTokens(url, headers, this.port).find(({ token }) => sameToken(token, this.#options.token));
    return known === undefined ? null : { browser: known.browser };
  }

  #addressOf({ url }: IncomingMessage): URL | null {
    return url?.startsWith('/') === true ? URL.parse(`${this.#scheme}://127.0.0.1${url}`) : null;
  }
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

function withSession(page: string, cookie: string): Response {
  return new Response(null, { status: 303, headers: withSecurityHeaders({ Location: page, 'Set-Cookie': cookie }) });
}

function listen(http: Server, { port, address }: Pick<HttpTransportOptions, 'port' | 'address'>): Promise<void> {
  return new Promise((resolve, reject) => {
    const refuse = (cause: Error): void =>
      reject(new SigmalineError('station.port', { port, reason: cause.message }, cause));
    if (port < 0 || port > 65_535) {
      refuse(new RangeError('a port lies between 0 and 65535'));
      return;
    }
    http.once('error', refuse);
    http.listen({ host: address, port }, () => {
      http.off('error', refuse);
      resolve();
    });
  });
}
