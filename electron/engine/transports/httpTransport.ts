import { randomUUID } from 'node:crypto';
import { createServer, type IncomingMessage, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Duplex } from 'node:stream';
import { WebSocketServer } from 'ws';
import {
  type ContractServer,
  type ImageKind,
  imageKindSchema,
  openStationCaller,
} from '../../../shared/contract/index.ts';
import { type InspectionId, inspectionIdSchema, reportOf, SigmalineError } from '../../../shared/domain/index.ts';
import { comesFromOurPage, namesThisMachine, sameToken, sessionCookie, shownTokens } from './access.ts';
import { type InterfaceFile, loadInterfaceFiles } from './interfaceFiles.ts';
import {
  answerInterfaceFile,
  answerRefusal,
  answerStoredFile,
  answerText,
  answerWithSession,
  type Exchange,
} from './responses.ts';
import { createWebSocketChannel, type WebSocketChannelOptions } from './webSocketChannel.ts';

export interface HttpTransportOptions {
  /** 0 takes a free one. */
  readonly port: number;
  /** The secret of this start: whoever shows it may use the station. */
  readonly token: string;
  /** The built interface: index.html and its assets. */
  readonly rendererFolder: string;
  readonly server: Pick<ContractServer, 'attach'>;
  /** The handlers of `inspection.locateImage` and `export.locate`. */
  readonly locateImage: (input: {
    id: InspectionId;
    kind: ImageKind;
  }) => Awaitable<{ path: string; mediaType: string }>;
  readonly locateExport: (input: { id: string }) => Awaitable<{ path: string; fileName: string }>;
  readonly onUnforeseen: (error: unknown) => void;
  readonly webSocket?: WebSocketChannelOptions;
}

type Awaitable<T> = T | Promise<T>;

export interface HttpTransport {
  readonly port: number;
  /** The address to open, with the session token. */
  readonly url: string;
  close(): Promise<void>;
}

const LARGEST_REQUEST_BYTES = 1024 * 1024;
const EXPORT_ID = /^[0-9a-f-]{36}$/;

/**
 * Serves the interface, the contract and the station's files on 127.0.0.1.
 *
 * @throws SigmalineError `station.port` where the port cannot be had, `station.no-interface` where the interface was not built
 */
export async function openHttpTransport(options: HttpTransportOptions): Promise<HttpTransport> {
  const files = await loadInterfaceFiles(options.rendererFolder);
  const http = createServer();
  const port = await listen(http, options.port);
  http.on('error', options.onUnforeseen);
  const sockets = new WebSocketServer({ noServer: true, maxPayload: LARGEST_REQUEST_BYTES, perMessageDeflate: false });

  const isKnown = (url: URL, request: IncomingMessage): boolean =>
    shownTokens(url, request.headers, port).some((shown) => sameToken(shown, options.token));

  http.on('request', (request, response) => {
    const exchange = { request, response };
    const url = addressOf(request);
    if (url === null || !namesThisMachine(request.headers) || !comesFromOurPage(request.headers)) {
      answerText(
        exchange,
        403,
        'This address serves its own page on this machine only. Open the address that Sigmaline printed.',
      );
    } else if (request.method !== 'GET' && request.method !== 'HEAD') {
      answerText(exchange, 405, 'Only GET and HEAD are answered here.');
    } else if (!isKnown(url, request)) {
      answerRefusal(exchange);
    } else if (url.pathname === '/' && url.searchParams.has('token')) {
      answerWithSession(exchange, sessionCookie(port, options.token));
    } else {
      route(exchange, url.pathname, files, options).catch((thrown: unknown) => fail(exchange, thrown, options));
    }
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
        openStationCaller('browser', randomUUID()),
      );
    });
  });

  return {
    port,
    url: `http://127.0.0.1:${port}/?token=${encodeURIComponent(options.token)}`,
    close: () => close(http, sockets),
  };
}

async function route(
  exchange: Exchange,
  pathname: string,
  files: ReadonlyMap<string, InterfaceFile>,
  options: HttpTransportOptions,
): Promise<void> {
  const [, area, id, kind, ...rest] = pathname.split('/');
  if (area === 'image' && rest.length === 0) {
    const imageId = inspectionIdSchema.safeParse(id);
    const imageKind = imageKindSchema.safeParse(kind);
    if (!imageId.success || !imageKind.success) throw new SigmalineError('resource.not-found', { resource: 'image' });
    const { path, mediaType } = await options.locateImage({ id: imageId.data, kind: imageKind.data });
    return answerStoredFile(exchange, { path, mediaType, downloadName: null }, 'image');
  }
  if (area === 'export' && kind === undefined) {
    if (id === undefined || !EXPORT_ID.test(id)) throw new SigmalineError('resource.not-found', { resource: 'export' });
    const { path, fileName } = await options.locateExport({ id });
    const mediaType = 'text/csv; charset=utf-8; header=present';
    return answerStoredFile(exchange, { path, mediaType, downloadName: fileName }, 'export');
  }
  const file = files.get(pathname);
  if (file === undefined) throw new SigmalineError('resource.not-found', { resource: 'page at this address' });
  answerInterfaceFile(exchange, file);
}

/** Failures of the service are 404 with their sentence where they say that something is not there, 500 otherwise. */
function fail(exchange: Exchange, thrown: unknown, options: HttpTransportOptions): void {
  if (!(thrown instanceof SigmalineError)) {
    // A browser that leaves while a file is sent is nobody's trouble.
    if (!exchange.response.destroyed) options.onUnforeseen(thrown);
  }
  if (exchange.response.headersSent) {
    exchange.response.destroy();
    return;
  }
  const report = reportOf(thrown);
  answerText(exchange, report.code.endsWith('.not-found') ? 404 : 500, report.message);
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
