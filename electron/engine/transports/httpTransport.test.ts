import { once } from 'node:events';
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { type IncomingMessage, request } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { WebSocket } from 'ws';
import {
  type Caller,
  type Channel,
  ContractClient,
  type ImageKind,
  openStationCaller,
} from '../../../shared/contract/index.ts';
import { encodeNpy, MOST_PACKED, SigmalineError, unpackPictures } from '../../../shared/domain/index.ts';
import type { Place, Screen } from '../access/index.ts';
import { HttpTransport, type HttpTransportOptions } from './httpTransport.ts';
import { createWebSocketChannel } from './webSocketChannel.ts';

const TOKEN = 'a-token-of-this-start';
const IMAGE = 'a3bb189e-8bf9-4c4f-8d3b-5f2f1d8c7a11';
const AWAY = 'a3bb189e-8bf9-4c4f-8d3b-5f2f1d8c7a13';
const GONE = 'a3bb189e-8bf9-4c4f-8d3b-5f2f1d8c7a12';
const LARGE = 'a3bb189e-8bf9-4c4f-8d3b-5f2f1d8c7a14';
const KEY = '0123456789abcdef';

let folder: string;
let transport: HttpTransport;
let attached: { channel: Channel; caller: Caller }[];
let received: Place[];
let left: number;
let askedBy: Screen[];

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'sigmaline-http-'));
  const rendererFolder = join(folder, 'renderer');
  await mkdir(join(rendererFolder, 'assets'), { recursive: true });
  await writeFile(join(rendererFolder, 'index.html'), '<!doctype html><title>Sigmaline</title>');
  await writeFile(join(rendererFolder, 'assets', 'main-4f2a.js'), 'export {};');
  await writeFile(join(folder, 'secret.txt'), 'not for you');
  await writeFile(join(folder, 'part.png'), 'pixels');
  await writeFile(join(folder, 'empty.png'), '');
  await writeFile(join(folder, 'large.png'), new Uint8Array(1_100_000));
  await writeFile(join(folder, 'map.npy'), encodeNpy({ width: 2, height: 1, values: Float32Array.of(0, 12) }));
  attached = [];
  received = [];
  left = 0;
  askedBy = [];
  transport = await HttpTransport.open(options(rendererFolder));
});

afterEach(async () => {
  await transport.close();
  await rm(folder, { recursive: true });
});

function options(rendererFolder: string): HttpTransportOptions {
  return {
    port: 0,
    address: '127.0.0.1',
    tls: null,
    token: TOKEN,
    rendererFolder,
    reception: {
      enter(place) {
        received.push(place);
        return { caller: () => openStationCaller(place.channel, 'test'), leave: () => void left++ };
      },
    },
    server: { attach: (channel, { caller }) => attached.push({ channel, caller: caller() }) },
    requestsOf: (screen) => ({
      request(name, input) {
        askedBy.push(screen);
        return located(name, input as { id: string; kind: ImageKind }) as never;
      },
    }),
    onUnforeseen: (error) => {
      throw error;
    },
  };
}

/** What the engine answers: files of the test's own folder. */
async function located(name: string, { id, kind }: { id: string; kind: ImageKind }): Promise<object> {
  if (name === 'export.locate')
    return {
      path: join(folder, 'part.png'),
      fileName: 'Prüfung 1.csv',
      mediaType: 'text/csv; charset=utf-8; header=present',
    };
  const picture = (file: string) => ({ path: join(folder, file), mediaType: 'image/png' });
  if (name === 'testSet.locate') return picture('part.png');
  if (name === 'bench.locate') throw new SigmalineError('access.signed-out');
  if (id === LARGE) return picture('large.png');
  if (id === GONE) return picture('gone.png');
  if (id === AWAY && kind === 'original') throw new SigmalineError('image.not-found', { file: 'part.png' });
  if (id === AWAY) return picture('part.png');
  if (id !== IMAGE) throw new SigmalineError('inspection.not-found', { inspection: id });
  return picture(kind === 'heatmap' ? 'map.npy' : kind === 'original' ? 'part.png' : 'empty.png');
}

/** What the answer for several thumbnails holds: address, status, and the picture or what is wrong. */
async function thumbnails(addresses: readonly string[]): Promise<(string | number)[][]> {
  const url = `http://127.0.0.1:${transport.port}/thumbnails?${addresses.map((address) => `at=${address}`).join('&')}`;
  const answer = await fetch(url, { headers: session() });
  expect(answer.status).toBe(200);
  expect(answer.headers.get('cache-control')).toBe('no-store');
  expect(answer.headers.get('content-type')).toBe('application/octet-stream');
  return unpackPictures(new Uint8Array(await answer.arrayBuffer())).map(({ address, status, content }) => [
    address,
    status,
    new TextDecoder().decode(content),
  ]);
}

interface Answer {
  readonly status: number | undefined;
  readonly headers: IncomingMessage['headers'];
  readonly body: string;
}

/** Sends the path as it is: `fetch` would tidy away the attacks. */
function ask(path: string, headers: Record<string, string> = {}, method = 'GET'): Promise<Answer> {
  return new Promise((resolve, reject) => {
    const outgoing = request({ host: '127.0.0.1', port: transport.port, path, method, headers }, async (response) => {
      let body = '';
      for await (const chunk of response) body += chunk;
      resolve({ status: response.statusCode, headers: response.headers, body });
    });
    outgoing.once('error', reject).end();
  });
}

const session = (): Record<string, string> => ({ Cookie: `sigmaline-session-${transport.port}=${TOKEN}.browser-1` });

describe('a session', () => {
  it.each(['/', '/board'])('begins at %s: the cookie is set and the token leaves the address', async (page) => {
    const answer = await ask(`${page}?token=${encodeURIComponent(TOKEN)}`);
    expect(answer.status).toBe(303);
    expect(answer.headers.location).toBe(page);
    expect(answer.headers['set-cookie']).toEqual([
      expect.stringMatching(
        `^sigmaline-session-${transport.port}=${TOKEN}\\.[\\w-]{22}; Path=/; HttpOnly; SameSite=Strict$`,
      ),
    ]);
  });

  it('gives every browser a number of its own, also one that had none', async () => {
    const cookies = await Promise.all(
      [1, 2].map(() => ask('/', { Cookie: `sigmaline-session-${transport.port}=${TOKEN}` })),
    );
    const [first, second] = cookies.map(({ headers }) => headers['set-cookie']?.[0]);
    expect(cookies[0]?.status).toBe(303);
    expect(first).not.toBe(second);
  });

  it('shows the interface under a strict policy', async () => {
    const answer = await ask('/', session());
    expect(answer.status).toBe(200);
    expect(answer.body).toContain('<title>Sigmaline</title>');
    expect(answer.headers['content-security-policy']).toMatch(
      /default-src 'none'.*script-src 'self'.*frame-ancestors 'none'/,
    );
    expect(answer.headers['content-security-policy']).not.toMatch(/unsafe|\*/);
    expect(answer.headers['x-content-type-options']).toBe('nosniff');
    expect(answer.headers['cross-origin-resource-policy']).toBe('same-origin');
  });

  it.each(['/', '/?token=of-an-earlier-start', '/assets/main-4f2a.js', `/image/${IMAGE}/original`])(
    'is needed for %s; without one the page says what to do',
    async (path) => {
      const answer = await ask(path);
      expect(answer.status).toBe(403);
      expect(answer.body).toContain('Open the full address that Sigmaline printed');
      expect(answer.headers['set-cookie']).toBeUndefined();
    },
  );

  it('is refused to a name that was rebound to this machine, even with the token', async () => {
    const answer = await ask('/', { ...session(), Host: `evil.example:${transport.port}` });
    expect(answer.status).toBe(403);
  });

  it('is refused to a page of another origin', async () => {
    const answer = await ask('/', { ...session(), Origin: 'http://127.0.0.1:1' });
    expect(answer.status).toBe(403);
  });

  it('answers GET and HEAD only', async () => {
    expect((await ask('/', session(), 'POST')).status).toBe(405);
    const head = await ask('/', session(), 'HEAD');
    expect(head).toMatchObject({ status: 200, body: '' });
  });
});

describe('files of the interface', () => {
  it('with a hash in their name are kept for ever, the page is asked for anew', async () => {
    const asset = await ask('/assets/main-4f2a.js', session());
    expect(asset.headers['cache-control']).toContain('immutable');
    expect(asset.headers['content-type']).toBe('text/javascript; charset=utf-8');
    const page = await ask('/', session());
    expect(page.headers['cache-control']).toBe('no-cache');
    const again = await ask('/', { ...session(), 'If-None-Match': page.headers.etag ?? '' });
    expect(again).toMatchObject({ status: 304, body: '' });
  });

  it.each([
    '/../secret.txt',
    '/..%2fsecret.txt',
    '/%2e%2e/secret.txt',
    '/assets/../../secret.txt',
    '/..\\secret.txt',
    '//secret.txt',
    '/assets/%00',
    '/assets',
  ])('are all there is: %s leads nowhere', async (path) => {
    const answer = await ask(path, session());
    expect(answer.status).toBe(404);
    expect(answer.body).not.toContain('not for you');
  });

  it('must have been built', async () => {
    await expect(HttpTransport.open(options(join(folder, 'nowhere')))).rejects.toMatchObject({
      code: 'station.no-interface',
    });
  });
});

describe('files of the station', () => {
  it('are found by id and kept for ever', async () => {
    const answer = await ask(`/image/${IMAGE}/original`, session());
    expect(askedBy).toEqual([{ channel: 'browser', browser: 'browser-1' }]);
    expect(answer).toMatchObject({ status: 200, body: 'pixels' });
    expect(answer.headers).toMatchObject({
      'content-type': 'image/png',
      'content-length': '6',
      'cache-control': 'private, max-age=31536000, immutable',
    });
  });

  it('are not kept as missing while an image is away, which may come back', async () => {
    const away = await ask(`/image/${AWAY}/original`, session());
    expect(away).toMatchObject({ status: 404, headers: { 'cache-control': 'no-store' } });
    const thumbnail = await ask(`/image/${AWAY}/thumbnail`, session());
    expect(thumbnail).toMatchObject({ status: 200, body: 'pixels' });
    expect(thumbnail.headers['cache-control']).toBe('private, max-age=31536000, immutable');
  });

  it('may be a map, which is drawn as a picture and kept for ever', async () => {
    const answer = await ask(`/image/${IMAGE}/heatmap`, session());
    expect(answer.body).toContain('PNG');
    expect(answer.headers).toMatchObject({
      'content-type': 'image/png',
      'cache-control': 'private, max-age=31536000, immutable',
    });
  });

  it('may be empty', async () => {
    expect(await ask(`/image/${IMAGE}/thumbnail`, session())).toMatchObject({ status: 200, body: '' });
  });

  it.each([
    `/image/${IMAGE}/raw`,
    `/image/${IMAGE}`,
    `/image/${IMAGE}/original/more`,
    '/image/..%2f..%2fsecret.txt/original',
    '/image/a3bb189e-8bf9-4c4f-8d3b-5f2f1d8c7a99/original',
    `/image/${GONE}/original`,
    '/export/..%2fsecret.txt',
    '/export',
  ])('that are not there are a 404 with a sentence: %s', async (path) => {
    const answer = await ask(path, session());
    expect(answer.status).toBe(404);
    expect(answer.body).toMatch(/There is no|is missing/);
  });

  it('that were exported are saved under their name', async () => {
    const answer = await ask(`/export/${IMAGE}/0`, session());
    expect(answer.headers['content-disposition']).toBe(
      `attachment; filename="Pr_fung_1.csv"; filename*=UTF-8''Pr%C3%BCfung%201.csv`,
    );
  });
});

describe('thumbnails in one answer', () => {
  const UNKNOWN = '/image/a3bb189e-8bf9-4c4f-8d3b-5f2f1d8c7a99/thumbnail';

  it('are each what its own address gives, and none fails for another', async () => {
    const [given, empty, test] = [`/image/${AWAY}/thumbnail`, `/image/${IMAGE}/thumbnail`, '/test-image/3/7/thumbnail'];
    const [gone, forbidden] = [`/image/${GONE}/thumbnail`, `/bench/${IMAGE}/${KEY}/thumbnail`];
    const addresses = [gone, given, UNKNOWN, forbidden, empty, test];
    const packed = await thumbnails(addresses);
    expect(packed).toEqual([
      [gone, 404, 'There is no image.'],
      [given, 200, 'pixels'],
      [UNKNOWN, 404, 'There is no inspection a3bb189e-8bf9-4c4f-8d3b-5f2f1d8c7a99.'],
      [forbidden, 403, expect.stringContaining('Sign in')],
      [empty, 200, ''],
      [test, 200, 'pixels'],
    ]);
    for (const [address, status, said] of packed) {
      const alone = await ask(String(address), session());
      expect([alone.status, alone.body.trim()]).toEqual([status, said]);
    }
    expect(await thumbnails([])).toEqual([]);
  });

  it('are asked for in the name of the screen, and not without a session', async () => {
    await thumbnails([`/image/${AWAY}/thumbnail`, UNKNOWN]);
    const screen = { channel: 'browser', browser: 'browser-1' };
    expect(askedBy).toEqual([screen, screen]);
    expect((await ask(`/thumbnails?at=/image/${AWAY}/thumbnail`)).status).toBe(403);
    expect(askedBy).toHaveLength(2);
  });

  it.each([
    `/image/${AWAY}/original`,
    `/image/${AWAY}/heatmap`,
    `/image/${AWAY}`,
    `/image/${AWAY}/thumbnail/thumbnail`,
    `/image/../secret.txt/thumbnail`,
    `/bench/${IMAGE}/average/thumbnail/thumbnail`,
    '/export/x/thumbnail',
    '/thumbnails',
    'thumbnail',
    '',
  ])('are no other address: %j', async (address) => {
    expect(await thumbnails([address])).toEqual([[address, 404, expect.stringMatching(/^There is no/)]]);
    expect(askedBy).toEqual([]);
  });

  it('are at most so many: more are refused with a code, and nothing is looked for', async () => {
    const many = Array.from({ length: MOST_PACKED + 1 }, () => `at=${UNKNOWN}`).join('&');
    const refused = await ask(`/thumbnails?${many}`, session());
    expect([refused.status, refused.body]).toEqual([
      400,
      `The request thumbnails is not valid: it names ${MOST_PACKED + 1} thumbnails, and at most ${MOST_PACKED} are answered at once.\n`,
    ]);
    expect(askedBy).toEqual([]);
    expect(await thumbnails(Array.from({ length: MOST_PACKED }, () => UNKNOWN))).toHaveLength(MOST_PACKED);
  });

  it('leave out what has no room in the answer, which its own address gives', async () => {
    const [large, small] = [`/image/${LARGE}/thumbnail`, `/image/${AWAY}/thumbnail`];
    const packed = await thumbnails([large, large, small]);
    expect(packed.map(([address]) => address)).toEqual([large, small]);
    expect((await ask(large, session())).body).toHaveLength(1_100_000);
  });
});

describe('a port that is taken', () => {
  it.each([() => transport.port, () => 70_000])('is named with the remedy', async (port) => {
    const opening = HttpTransport.open({ ...options(join(folder, 'renderer')), port: port() });
    await expect(opening).rejects.toMatchObject({ code: 'station.port', details: { port: port() } });
  });
});

describe('the contract over WebSocket', () => {
  const open = (headers: Record<string, string>, query = ''): WebSocket =>
    new WebSocket(`ws://127.0.0.1:${transport.port}/contract${query}`, { headers });

  it.each([
    ['without a token', (): WebSocket => open({})],
    ['from another page', (): WebSocket => open({ ...session(), Origin: 'http://evil.example' })],
    ['through a rebound name', (): WebSocket => open({ ...session(), Host: 'evil.example' })],
    ['at another address', (): WebSocket => new WebSocket(`ws://127.0.0.1:${transport.port}/`, { headers: session() })],
  ])('is refused %s', async (_, connectRefused) => {
    const [error] = await once(connectRefused(), 'error');
    expect(String(error)).toContain('403');
    expect(attached).toEqual([]);
  });

  it('carries requests and answers for an engineer', async () => {
    const socket = open({ ...session(), Origin: `http://127.0.0.1:${transport.port}` });
    const client = new ContractClient(createWebSocketChannel(socket));
    await once(socket, 'open');
    const [line] = attached;
    expect(line?.caller).toMatchObject({ role: 'engineer', channel: 'browser' });
    expect(received).toEqual([{ channel: 'browser', peer: '127.0.0.1', browser: 'browser-1' }]);
    line?.channel.onFrame((frame) => {
      const { id } = frame as { id: number };
      line.channel.send({ kind: 'result', id, output: {} });
    });
    await expect(client.request('demo.stop', {})).resolves.toEqual({});
    socket.close();
  });

  it('tells when somebody has left, whose session ends by it', async () => {
    const socket = open(session());
    await once(socket, 'open');
    expect(left).toBe(0);
    socket.terminate();
    await expect.poll(() => left).toBe(1);
  });

  it('accepts a program with the token in the address', async () => {
    const socket = open({}, `?token=${TOKEN}`);
    await once(socket, 'open');
    expect(attached).toHaveLength(1);
    expect(received).toMatchObject([{ browser: null }]);
    socket.close();
  });

  it('closes a connection that sends no JSON', async () => {
    const socket = open(session());
    await once(socket, 'open');
    socket.send('{');
    const [code] = await once(socket, 'close');
    expect(code).toBe(1007);
  });

  it('ends with the transport', async () => {
    const socket = open(session());
    await once(socket, 'open');
    const ended = once(socket, 'close');
    await transport.close();
    await ended;
    await expect(ask('/')).rejects.toThrow('ECONNREFUSED');
  });
});
