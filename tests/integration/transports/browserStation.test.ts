import { once } from 'node:events';
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import sharp from 'sharp';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { WebSocket } from 'ws';
import { type Engine, startEngine } from '../../../electron/engine/engine.ts';
import { createWebSocketChannel } from '../../../electron/engine/transports/webSocketChannel.ts';
import { createChildProcessHost } from '../../../electron/hosts/index.ts';
import { ContractClient } from '../../../shared/contract/index.ts';
import { type FeedItem, unpackPictures } from '../../../shared/domain/index.ts';
import { writeQuickResources } from '../../builtStation.ts';
import { exported } from '../exported.ts';

const TOKEN = 'a-token-of-this-start';

let root: string;
let engine: Engine;
let address: URL;
let cookie: string;
let socket: WebSocket;
let client: ContractClient;

beforeAll(async () => {
  root = await mkdtemp(join(tmpdir(), 'sigmaline-browser-'));
  const rendererFolder = join(root, 'renderer');
  await mkdir(rendererFolder);
  await writeFile(join(rendererFolder, 'index.html'), '<!doctype html><title>Sigmaline</title>');
  const resourcesFolder = join(root, 'resources');
  writeQuickResources(resourcesFolder);
  engine = await startEngine({
    dataFolder: join(root, 'data'),
    resourcesFolder,
    host: createChildProcessHost(),
    http: { port: 0, token: TOKEN, rendererFolder },
  });
  address = new URL(engine.url ?? '');
  const entry = await fetch(address, { redirect: 'manual' });
  cookie = (entry.headers.get('set-cookie') ?? '').split(';')[0] ?? '';
  socket = new WebSocket(`ws://${address.host}/contract`, { headers: { Cookie: cookie, Origin: address.origin } });
  client = new ContractClient(createWebSocketChannel(socket));
  await once(socket, 'open');
});

afterAll(async () => {
  socket.close();
  await engine.stop();
  await rm(root, { recursive: true });
});

const get = (path: string) => fetch(new URL(path, address), { headers: { Cookie: cookie } });

describe('a station in a browser', () => {
  it('tells its status', async () => {
    const status = await client.request('station.status', {});
    expect(status).toMatchObject({ sources: [], backlog: 0, demo: 'off' });
  });

  it('keeps what belongs to the host from the browser', async () => {
    const id = 'a3bb189e-8bf9-4c4f-8d3b-5f2f1d8c7a11';
    await expect(client.request('export.locate', { id, place: 0 })).rejects.toMatchObject({
      code: 'request.forbidden',
    });
    await expect(client.request('inspection.locateImage', { id, kind: 'original' })).rejects.toMatchObject({
      code: 'request.forbidden',
    });
  });

  it('shows the pictures of a calibration in the making, of a kind that browsers cannot show too', async () => {
    const { id } = await client.request('bench.begin', { recipe: 'Ring' });
    const part = sharp({ create: { width: 80, height: 60, channels: 3, background: 'grey' } });
    const content = (await part.tiff().toBuffer()).toString('base64');
    const upload = { id, upload: id, file: 'part.tif', offset: 0, content, isLast: true };
    await client.request('bench.upload', upload);
    const waiting = async (): Promise<number> => (await client.request('bench.get', { id })).images.waiting;
    await vi.waitFor(async () => expect(await waiting()).toBe(0), { timeout: 40_000, interval: 100 });
    const [{ key } = { key: '' }] = (await client.request('bench.images', { id })).images;
    await client.request('bench.survey', { id });
    const kinds = [`${key}/thumbnail`, `${key}/image`, 'average', 'variation'];
    const shown = await Promise.all(kinds.map((kind) => get(`/bench/${id}/${kind}`)));
    expect(shown.map((picture) => picture.headers.get('content-type'))).toEqual([
      'image/jpeg',
      'image/jpeg',
      'image/png',
      'image/png',
    ]);
    for (const none of [
      `${id}/${key}/path`,
      `${id}/other/image`,
      `${id}/..%2Fdraft.json`,
      `x/${key}/image`,
      `${id}/${key}/image/x`,
    ])
      expect([none, (await get(`/bench/${none}`)).status]).toEqual([none, 404]);
    await client.request('bench.remove', { id });
  });

  it('runs the demo: calibrates, delivers parts, shows their images, exports them', async () => {
    const phases = new Set<string>();
    const items: FeedItem[] = [];
    const enough = Promise.withResolvers<void>();
    client.on('calibration.progress', ({ phase }) => phases.add(phase));
    client.on('calibration.ended', ({ error }) => {
      if (error !== null) enough.reject(new Error(error.message));
    });
    client.on('feed.appended', (event) => {
      items.push(...event.items);
      if (items.length >= 3) enough.resolve();
    });
    await client.request('demo.start', {});
    await expect(client.request('demo.start', {})).rejects.toMatchObject({ code: 'demo.running' });
    await enough.promise;
    await client.request('demo.stop', {});

    expect([...phases]).toEqual(['reading', 'varying', 'fitting', 'compiling']);
    expect(items.slice(0, 3).map(({ number }) => number)).toEqual([1, 2, 3]);
    expect(items.every(({ verdict }) => verdict !== 'error')).toBe(true);
    const { recipes } = await client.request('recipe.list', {});
    expect(recipes).toMatchObject([{ id: 'sample-ring', name: 'Sample ring', version: 1, goodImages: 20 }]);
    expect(await client.request('station.status', {})).toMatchObject({
      demo: 'off',
      sources: [{ name: 'Sample line', recipeId: 'sample-ring', state: 'watching' }],
    });

    for (const kind of ['original', 'thumbnail']) {
      const image = await get(`/image/${items[0]?.id}/${kind}`);
      expect(image.status).toBe(200);
      expect(image.headers.get('content-type')).toBe('image/jpeg');
      expect(image.headers.get('cache-control')).toContain('immutable');
      const start = new Uint8Array(await image.arrayBuffer()).subarray(0, 2);
      expect([...start]).toEqual([0xff, 0xd8]);
    }

    const addresses = items.slice(0, 3).map(({ id }) => `/image/${id}/thumbnail`);
    const together = await get(`/thumbnails?${addresses.map((address) => `at=${address}`).join('&')}`);
    const alone = await Promise.all(
      addresses.map(async (address) => {
        const content = new Uint8Array(await (await get(address)).arrayBuffer());
        return { address, status: 200, content };
      }),
    );
    expect(unpackPictures(new Uint8Array(await together.arrayBuffer()))).toEqual(alone);

    expect(recipes[0]).toMatchObject({ suspects: [{ picture: expect.any(String) }] });
    const suspect = await get('/suspect/sample-ring/1/0');
    expect([suspect.status, suspect.headers.get('content-type')]).toEqual([200, 'image/jpeg']);
    for (const none of [
      'sample-ring/1/99',
      'sample-ring/1/x',
      'sample-ring/9/0',
      '..%2Fsample-ring/1/0',
      'other/1/0',
    ]) {
      expect([none, (await get(`/suspect/${none}`)).status]).toEqual([none, 404]);
    }

    const gate = await client.request('recipe.gate', { id: recipes[0]!.id, version: 1 });
    expect(gate).toMatchObject({ gate: { action: 'review', tolerance: 1 }, good: { count: 20 } });
    for (const place of gate.edges.keys()) {
      const edge = await get(`/edge/sample-ring/1/${place}`);
      expect([edge.status, edge.headers.get('content-type')]).toEqual([200, 'image/jpeg']);
    }
    expect((await get(`/edge/sample-ring/1/${gate.edges.length}`)).status).toBe(404);

    const { id, rows, files } = await exported(client);
    expect(rows.done).toBeGreaterThanOrEqual(3);
    const csv = await get(`/export/${id}/0`);
    expect(csv.headers.get('content-disposition')).toContain(files[0]?.name);
    expect(csv.headers.get('content-type')).toContain('text/csv');
    const lines = (await csv.text()).trim().split('\r\n');
    expect(lines).toHaveLength(rows.done + 1);
    expect(lines[1]).toMatch(/^1,.*,part-000001\.jpg,[0-9a-f]{64},sample-ring,1,scattering,(pass|review|fail),/);
  });
});
