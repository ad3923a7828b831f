import { once } from 'node:events';
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import type { IncomingMessage } from 'node:http';
import { request } from 'node:https';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { buffer } from 'node:stream/consumers';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { WebSocket } from 'ws';
import { makeCertificate } from '../../../electron/cli/tlsCertificate.ts';
import { type Engine, type HttpOptions, startEngine } from '../../../electron/engine/engine.ts';
import { createWebSocketChannel } from '../../../electron/engine/transports/webSocketChannel.ts';
import { createChildProcessHost } from '../../../electron/hosts/index.ts';
import { ContractClient } from '../../../shared/contract/index.ts';
import { unpackPictures } from '../../../shared/domain/index.ts';
import { exported } from '../exported.ts';

const TOKEN = 'a-token-of-this-start';
const ADA = { id: 'ada', secret: 'correct horse battery' };

let root: string;
let engine: Engine | null;
let tls: { certificate: string; key: string };
const sockets: WebSocket[] = [];

beforeEach(async () => {
  root = await mkdtemp(join(tmpdir(), 'sigmaline-protected-'));
  await mkdir(join(root, 'renderer'));
  await writeFile(join(root, 'renderer', 'index.html'), '<!doctype html><title>Sigmaline</title>');
  tls = await makeCertificate(['line-3.plant'], new Date());
  engine = null;
});

afterEach(async () => {
  for (const socket of sockets.splice(0)) socket.terminate();
  await engine?.stop();
  await rm(root, { recursive: true });
});

async function start(http: Partial<HttpOptions>): Promise<void> {
  await engine?.stop();
  engine = await startEngine({
    dataFolder: join(root, 'data'),
    resourcesFolder: join(root, 'resources'),
    host: createChildProcessHost(),
    http: { port: 0, token: TOKEN, rendererFolder: join(root, 'renderer'), ...http },
  });
}

const port = (): number => Number(new URL(engine?.url ?? '').port);

interface Answer {
  readonly status: number | undefined;
  readonly headers: IncomingMessage['headers'];
  readonly body: Uint8Array<ArrayBuffer>;
}

function get(path: string, headers: Record<string, string>): Promise<Answer> {
  return new Promise((resolve, reject) => {
    const asked = request({ host: '127.0.0.1', port: port(), path, headers, rejectUnauthorized: false }, (answer) => {
      const { statusCode: status, headers: given } = answer;
      buffer(answer).then((body) => resolve({ status, headers: given, body: new Uint8Array(body) }), reject);
    });
    asked.once('error', reject).end();
  });
}

const host = (): string => `line-3.plant:${port()}`;

/** A browser that has opened the station's address: its cookie, and its connection. */
async function browser(): Promise<{ readonly cookie: string; readonly client: ContractClient }> {
  const { headers } = await get(`/?token=${TOKEN}`, { Host: host() });
  const [cookie = ''] = headers['set-cookie']?.[0]?.split(';') ?? [];
  expect(headers['set-cookie']?.[0]).toMatch(/; HttpOnly; SameSite=Strict; Secure$/);
  const socket = new WebSocket(`wss://127.0.0.1:${port()}/contract`, {
    headers: { Cookie: cookie, Host: host(), Origin: `https://${host()}` },
    rejectUnauthorized: false,
  });
  sockets.push(socket);
  await once(socket, 'open');
  return { cookie, client: new ContractClient(createWebSocketChannel(socket)) };
}

const codeOf = (promise: Promise<unknown>): Promise<unknown> =>
  promise.then(
    () => 'no error',
    (thrown: unknown) => (thrown as { code: unknown }).code,
  );

describe('a station that other machines reach', () => {
  it('needs TLS with a certificate and its own key, and people', async () => {
    const other = await makeCertificate(['line-3.plant'], new Date());
    expect(await codeOf(start({ address: '0.0.0.0' }))).toBe('station.tls-needed');
    expect(await codeOf(start({ address: '0.0.0.0', tls }))).toBe('station.not-protected');
    expect(await codeOf(start({ tls: { ...tls, key: other.key } }))).toBe('station.tls');
    expect(await codeOf(start({ tls: { certificate: 'none', key: tls.key } }))).toBe('station.tls');
    await start({ tls });
    const { client } = await browser();
    await client.request('access.protect', { signInId: ADA.id, name: 'Ada Lovelace', secret: ADA.secret });
    await start({ address: '0.0.0.0', tls });
    expect((await (await browser()).client.request('station.status', {})).protection).toBe('protected');
  });

  it('answers under the names of its certificate and of this machine, for its own pages alone', async () => {
    await start({ tls });
    const status = async (headers: Record<string, string>): Promise<number | undefined> =>
      (await get(`/?token=${TOKEN}`, headers)).status;
    expect(await status({ Host: host() })).toBe(303);
    expect(await status({ Host: `localhost:${port()}` })).toBe(303);
    expect(await status({ Host: 'line-4.plant' })).toBe(403);
    expect(await status({ Host: host(), Origin: `http://${host()}` })).toBe(403);
    expect(await status({ Host: host(), Origin: `https://${host()}` })).toBe(303);
    const page = await get('/', { Host: host(), Cookie: `sigmaline-session-${port()}=${TOKEN}.one` });
    expect(page.headers['content-security-policy']).toContain(`connect-src 'self' wss://${host()}`);
  });
});

describe('what the pages of a protected station show', () => {
  it('is shown in the browser of whoever is signed in, and in no other', async () => {
    await start({ tls });
    const [ada, other] = [await browser(), await browser()];
    await ada.client.request('access.protect', { signInId: ADA.id, name: 'Ada Lovelace', secret: ADA.secret });
    await ada.client.request('policies.change', { viewSignedOut: false });
    const { id } = await exported(ada.client);
    const image = '/image/a3bb189e-8bf9-4c4f-8d3b-5f2f1d8c7a11/original';
    const statuses = async ({ cookie }: { readonly cookie: string }): Promise<(number | undefined)[]> =>
      Promise.all(
        [image, `/export/${id}/0`].map(async (path) => (await get(path, { Host: host(), Cookie: cookie })).status),
      );
    const thumbnail = async ({ cookie }: { readonly cookie: string }): Promise<(number | undefined)[]> => {
      const { status, body } = await get(`/thumbnails?at=${image.replace('original', 'thumbnail')}`, {
        Host: host(),
        Cookie: cookie,
      });
      return [status, ...unpackPictures(body).map((packed) => packed.status)];
    };
    // There is no such image; the export is there.
    expect(await statuses(ada)).toEqual([404, 200]);
    expect(await statuses(other)).toEqual([403, 403]);
    expect([await thumbnail(ada), await thumbnail(other)]).toEqual([
      [200, 404],
      [200, 403],
    ]);
    expect(await codeOf(other.client.request('station.status', {}))).toBe('access.signed-out');
    await ada.client.request('policies.change', { viewSignedOut: true });
    expect(await statuses(other)).toEqual([404, 403]);
    await ada.client.request('access.signOut', {});
    expect(await statuses(ada)).toEqual([404, 403]);
    expect(await codeOf(ada.client.request('export.start', {}))).toBe('access.signed-out');
  });
});
