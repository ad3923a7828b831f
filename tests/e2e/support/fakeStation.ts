import { readFile } from 'node:fs/promises';
import { createServer as createHttpServer, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import sharp from 'sharp';
import { type WebSocket, WebSocketServer } from 'ws';
import { REFUSAL_PAGE } from '../../../electron/engine/transports/refusalPage.ts';
import { heatmapPicture } from '../../../electron/pages/heatmapPicture.ts';
import {
  type AccessState,
  type Caller,
  type Channel,
  ContractServer,
  type EventName,
  type EventPayload,
  openStationCaller,
  type RequestInput,
  type RequestName,
  type RequestOutput,
  type StationStatus,
} from '../../../shared/contract/index.ts';
import {
  type DowntimePeriod,
  type FeedItem,
  mediaTypeOf,
  type PackedPicture,
  type Part,
  packPictures,
  SigmalineError,
  type StationSettings,
  stationSettingsSchema,
  storedStationSettingsSchema,
} from '../../../shared/domain/index.ts';
import { drawingOf, feedItemOf, type SamplePart, samplePart } from './sampleParts.ts';
import { benchPicture } from './scriptedBench.ts';
import { scriptedHandlers } from './scriptedHandlers.ts';
import { partsOf } from './scriptedParts.ts';
import { tellWaiting } from './scriptedReview.ts';
import { emptyStatus, openAccess } from './states.ts';

const RENDERER_FOLDER = fileURLToPath(new URL('../../../out/renderer/', import.meta.url));

/** As strict as the station's own: what needs more must fail here. */
const CONTENT_SECURITY_POLICY =
  "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; connect-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'";

/** Of whoever acts once without signing in. */
export const RIGHT_PIN = '2580';

const NO_LINKS = { sameContentAs: null, followsError: null };
export const THUMBNAIL_PX = 160;
export const IMAGE_PX = 640;

/** Drawings of parts as JPEG: the parts of a worker's stations are mostly the same. */
const DRAWN = new Map<string, Promise<Uint8Array>>();

interface StationPicture {
  readonly status: number;
  readonly type: string;
  readonly content: Uint8Array;
}

const NO_PICTURE: StationPicture = { status: 404, type: 'text/plain', content: new Uint8Array() };

export interface FakeStationOptions {
  readonly port?: number;
  /** The picture of a part as JPEG; by default a drawing. */
  readonly picture?: (part: SamplePart, sizePx: number) => Promise<Uint8Array>;
}

/**
 * A station with scripted answers behind the real contract: for states that are hard to cause in a real one (thousands of parts, a full disk,
 * a connection that is cut or falls silent).
 */
export class FakeStation {
  status: StationStatus = emptyStatus();
  access: AccessState = openAccess();
  settings: StationSettings = storedStationSettingsSchema.parse({ stationName: 'Line 3, end of line' });
  /** What it answers; a test replaces the answers that it is about. */
  readonly handlers = scriptedHandlers(this);
  /** A silent station keeps connections open and answers nothing. */
  silent = false;
  /** Its source holds parts that did not pass. */
  holding = false;
  /** As after a new token: every page of before is refused. */
  refusing = false;
  readonly parts: SamplePart[] = [];
  /** Serials of parts that wait for no view any more. */
  readonly overdue = new Set<string>();
  /** Of images that passed when the line had gone on. */
  readonly overtaken = new Set<string>();
  /** Serials of parts of which a view came when they waited for none any more. */
  readonly reopened = new Set<string>();
  /** When sources did not inspect, the newest first. */
  readonly downtimes: DowntimePeriod[] = [];
  /** Of the station before this one: a browser that comes back to one address has the interface's script compiled already. */
  static #freePort = 0;
  readonly #sockets = new Set<WebSocket>();
  readonly #http: Server;
  readonly #contract: ContractServer;
  readonly #picture: NonNullable<FakeStationOptions['picture']>;
  #reachable = true;

  private constructor(options: FakeStationOptions) {
    this.#picture = options.picture ?? drawnPicture;
    this.#contract = new ContractServer(this.handlers, (error) => {
      throw error;
    });
    this.#http = createHttpServer((request, response) => {
      this.#serve(request.url ?? '/', response).catch((error: unknown) => response.writeHead(500).end(String(error)));
    });
    const sockets = new WebSocketServer({ noServer: true });
    this.#http.on('upgrade', (request, socket, head) => {
      if (this.refusing) {
        socket.end('HTTP/1.1 403 Forbidden\r\nConnection: close\r\nContent-Length: 0\r\n\r\n');
        return;
      }
      if (!this.#reachable) {
        socket.destroy();
        return;
      }
      sockets.handleUpgrade(request, socket, head, (webSocket) => this.#attach(webSocket));
    });
  }

  static async start(options: FakeStationOptions = {}): Promise<FakeStation> {
    const station = new FakeStation(options);
    await station.#listen(options.port ?? FakeStation.#freePort);
    FakeStation.#freePort = (station.#http.address() as AddressInfo).port;
    return station;
  }

  async #listen(port: number): Promise<void> {
    await new Promise<void>((resolve, reject) => {
      const fail = (error: NodeJS.ErrnoException): void => {
        // Another station of this test has it.
        if (error.code === 'EADDRINUSE' && port === FakeStation.#freePort) resolve(this.#listen(0));
        else reject(error);
      };
      this.#http.once('error', fail);
      this.#http.listen(port, '127.0.0.1', () => {
        this.#http.off('error', fail);
        resolve();
      });
    });
  }

  get url(): string {
    return `http://127.0.0.1:${(this.#http.address() as AddressInfo).port}/`;
  }

  /** Records parts and tells everybody. */
  deliver(...parts: SamplePart[]): void {
    this.record(...parts);
    this.#contract.emit('feed.appended', {
      items: parts.map(({ inspection }) => ({
        ...inspection,
        links: NO_LINKS,
        isOvertaken: this.overtaken.has(inspection.id),
      })),
    });
    for (const part of partsOf(this)) {
      const isNew = part.views.some(({ record }) => parts.some(({ inspection }) => inspection.id === record?.id));
      const overtaken = parts.find(({ inspection }) => this.overtaken.has(inspection.id));
      if (isNew) this.tellPart(part, overtaken?.inspection.number);
    }
    if (this.holding) void tellWaiting(this);
  }

  /** A part of several views has changed. */
  tellPart(part: Part, overtaken: number | null = null): void {
    this.#contract.emit('part.changed', { part, overtaken });
  }

  /** Records parts that nobody is told of: they were there before, or their event was lost. */
  record(...parts: SamplePart[]): void {
    this.parts.push(...parts);
  }

  /** Somebody else is at the station from now on, or may do something else. */
  changeAccess(access: AccessState): void {
    this.access = access;
    this.#contract.emit('access.changed', {});
  }

  changeStatus(change: Partial<StationStatus>): void {
    this.status = { ...this.status, ...change };
    this.#contract.emit('station.changed', this.status);
  }

  /** As another screen changes them: every screen is told. A test that sets `settings` alone has the event still on its way. */
  changeSettings(change: Partial<StationSettings>): void {
    this.settings = stationSettingsSchema.parse({ ...this.settings, ...change });
    this.#contract.emit('settings.changed', this.settings);
    this.changeStatus({ name: this.settings.stationName });
  }

  emit<N extends EventName>(name: N, payload: EventPayload<N>): void {
    this.#contract.emit(name, payload);
    if (this.holding && name === 'disposition.made') void tellWaiting(this);
  }

  /** As another screen of an open station asks. */
  async request<N extends RequestName>(name: N, input: RequestInput<N>): Promise<RequestOutput<N>> {
    return await this.#contract.ask(name, input, openStationCaller('window', 'another screen'));
  }

  cutConnections(): void {
    this.#reachable = false;
    for (const socket of this.#sockets) socket.terminate();
  }

  mendConnections(): void {
    this.#reachable = true;
  }

  async stop(): Promise<void> {
    this.cutConnections();
    this.#http.closeAllConnections();
    await new Promise((resolve) => this.#http.close(resolve));
  }

  page(before: number | null, limit: number): { items: FeedItem[]; total: number } {
    const until = before === null ? this.parts.length : Math.max(0, before - 1);
    const items = this.parts.slice(Math.max(0, until - limit), until).reverse();
    return { items: items.map(feedItemOf), total: this.parts.length };
  }

  partOf(id: string): SamplePart {
    // The newest are asked for, of a hundred thousand.
    const part = this.parts.findLast((candidate) => candidate.inspection.id === id);
    if (part === undefined) throw new SigmalineError('inspection.not-found', { inspection: id });
    return part;
  }

  #attach(socket: WebSocket): void {
    this.#sockets.add(socket);
    socket.on('close', () => this.#sockets.delete(socket));
    const channel: Channel = {
      send: (frame) => {
        if (!this.silent) socket.send(JSON.stringify(frame));
      },
      onFrame: (listener) => void socket.on('message', (data) => listener(JSON.parse((data as Buffer).toString()))),
      onClose: (listener) => void socket.on('close', listener),
      close: () => socket.close(),
    };
    this.#contract.attach(channel, {
      caller: () => this.#caller(),
      actAs: ({ secret }) => {
        if (secret !== RIGHT_PIN) return Promise.reject(new SigmalineError('access.refused'));
        return Promise.resolve({ ...this.#caller(), role: 'engineer', due: null });
      },
    });
  }

  /** Whoever `access` says is there. */
  #caller(): Caller {
    const open = openStationCaller('browser', 'test');
    const { station, person, role, rights, secretAtAction } = this.access;
    const due = role === 'operator' && secretAtAction ? 'secret' : this.access.due;
    if (station === 'open') return open;
    return { ...open, station, person: person?.signInId ?? null, name: person?.name ?? null, role, rights, due };
  }

  /** Null for what is no address of a picture. */
  async #pictureAt(path: string): Promise<StationPicture | null> {
    const [, kind, id = '', which = '', size] = path.split('/');
    const jpeg = async (part: SamplePart, asked: string | undefined): Promise<StationPicture> => {
      const content = await this.#picture(part, asked === 'thumbnail' ? THUMBNAIL_PX : IMAGE_PX);
      return { status: 200, type: 'image/jpeg', content };
    };
    if (kind === 'image' && which === 'heatmap') {
      const { map, inspection } = this.partOf(id);
      return map === null ? NO_PICTURE : drawnHeatmap(map, inspection.placement);
    }
    if (kind === 'image') return jpeg(this.partOf(id), which);
    if (kind === 'test-image') return jpeg(samplePart({ number: Number(which), verdict: 'pass' }), size);
    if (kind === 'test-map') {
      const { map } = samplePart({ number: Number(which), verdict: 'fail' });
      return map === null ? NO_PICTURE : drawnHeatmap(map, null);
    }
    if (kind !== 'bench') return null;
    const { type, bytes } = await benchPicture(path.split('/').slice(3));
    return { status: 200, type, content: bytes };
  }

  async #serve(address: string, response: ServerResponse): Promise<void> {
    if (this.refusing) {
      response.writeHead(403, { 'content-type': 'text/html' }).end(REFUSAL_PAGE);
      return;
    }
    const { pathname: path, searchParams } = new URL(address, 'http://station');
    if (path === '/thumbnails') {
      const asked = searchParams.getAll('at').map(async (at): Promise<PackedPicture> => {
        const { status, content } = (await this.#pictureAt(at).catch(() => null)) ?? NO_PICTURE;
        return { address: at, status, content };
      });
      response.writeHead(200, { 'content-type': 'application/octet-stream' });
      response.end(packPictures(await Promise.all(asked)));
      return;
    }
    const picture = await this.#pictureAt(path);
    if (picture !== null) {
      response.writeHead(picture.status, { 'content-type': picture.type, 'cache-control': 'private, max-age=3600' });
      response.end(picture.content);
      return;
    }
    if (path.startsWith('/export/')) {
      response.writeHead(200, {
        'content-type': 'text/csv',
        'content-disposition': 'attachment; filename="export.csv"',
      });
      response.end('sequence\r\n1\r\n');
      return;
    }
    const file = path === '/' || path === '/board' ? 'index.html' : path.slice(1);
    const bytes = await readFile(join(RENDERER_FOLDER, file)).catch(() => null);
    if (bytes === null) {
      response.writeHead(404).end();
      return;
    }
    response.writeHead(200, {
      'content-type': mediaTypeOf(file) ?? 'application/octet-stream',
      'content-security-policy': CONTENT_SECURITY_POLICY,
      'cache-control': file.startsWith('assets/') ? 'public, max-age=31536000, immutable' : 'no-cache',
    });
    response.end(bytes);
  }
}

async function drawnHeatmap(...drawn: Parameters<typeof heatmapPicture>): Promise<StationPicture> {
  return { status: 200, type: 'image/png', content: await heatmapPicture(...drawn) };
}

function drawnPicture(part: SamplePart, sizePx: number): Promise<Uint8Array> {
  const drawing = drawingOf(part);
  const key = `${sizePx} ${drawing}`;
  const drawn = DRAWN.get(key) ?? sharp(Buffer.from(drawing)).resize(sizePx).jpeg().toBuffer();
  DRAWN.set(key, drawn);
  return drawn;
}
