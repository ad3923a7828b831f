import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { SigmalineError, unpackPictures } from '../../shared/domain/index.ts';
import type { PageRequests } from '../pages/index.ts';
import { createPageProtocols } from './pageProtocols.ts';

const ID = '11111111-2222-4333-8444-555555555555';

describe('the protocol of images', () => {
  const folder = mkdtempSync(join(tmpdir(), 'sigmaline-image-'));
  const picture = join(folder, 'picture.png');
  writeFileSync(picture, 'picture');

  afterAll(() => rmSync(folder, { recursive: true }));

  /** An engine that answers every request with the same. */
  function answering(output: object | SigmalineError) {
    const asked: unknown[] = [];
    const request = async (name: string, input: unknown): Promise<unknown> => {
      asked.push([name, input]);
      if (output instanceof SigmalineError) throw output;
      return output;
    };
    const serve = createPageProtocols(folder, { request } as PageRequests, () => undefined);
    return { asked, get: (url: string, method = 'GET') => serve(new Request(url, { method })) };
  }

  // The page fetches pictures at its own address.
  it.each(['app://sigmaline', 'sigmaline-image:/'])(
    'asks the engine which file an id stands for, and sends it, at %s',
    async (origin) => {
      const { asked, get } = answering({ path: picture, mediaType: 'image/png' });
      const answer = await get(`${origin}/image/${ID}/thumbnail`);
      expect(await answer.text()).toBe('picture');
      expect(Object.fromEntries(answer.headers)).toMatchObject({ 'content-type': 'image/png', 'content-length': '7' });
      expect(asked).toEqual([['inspection.locateImage', { id: ID, kind: 'thumbnail' }]]);
    },
  );

  it('sends several thumbnails in one answer', async () => {
    const { asked, get } = answering({ path: picture, mediaType: 'image/jpeg' });
    const addresses = [`/image/${ID}/thumbnail`, '/test-image/1/2/thumbnail', '/image/none/thumbnail'];
    const answer = await get(`app://sigmaline/thumbnails?${addresses.map((address) => `at=${address}`).join('&')}`);
    const packed = unpackPictures(new Uint8Array(await answer.arrayBuffer()));
    expect(packed.map(({ address }) => address)).toEqual(addresses);
    expect(packed.map(({ status }) => status)).toEqual([200, 200, 404]);
    expect(new TextDecoder().decode(packed[1]?.content)).toBe('picture');
    expect(asked).toEqual([
      ['inspection.locateImage', { id: ID, kind: 'thumbnail' }],
      ['testSet.locate', { id: 1, image: 2, kind: 'thumbnail' }],
    ]);
  });

  it('sends an export as a download under its own name', async () => {
    const { get } = answering({ path: picture, fileName: "Schicht 3's Prüfung.csv" });
    const answer = await get(`sigmaline-image://export/${ID}/0`);
    expect(answer.headers.get('content-disposition')).toBe(
      `attachment; filename="Schicht_3_s_Pr_fung.csv"; filename*=UTF-8''Schicht%203%27s%20Pr%C3%BCfung.csv`,
    );
    await answer.body?.cancel();
  });

  it('asks for nothing where the address holds no id, or another method is used', async () => {
    const { asked, get } = answering({ path: picture, mediaType: 'image/png' });
    expect((await get(`sigmaline-image://image/${picture}`)).status).toBe(404);
    expect((await get(`sigmaline-image://image/${ID}/original`, 'POST')).status).toBe(405);
    expect(asked).toEqual([]);
  });

  it('says what is missing: the inspection, the file, or the engine', async () => {
    const unknown = answering(new SigmalineError('inspection.not-found', { inspection: ID }));
    const refused = await unknown.get(`sigmaline-image://image/${ID}/original`);
    expect([refused.status, await refused.text()]).toEqual([404, `There is no inspection ${ID}.\n`]);
    const gone = answering({ path: join(folder, 'gone.png'), mediaType: 'image/png' });
    const missing = await gone.get(`sigmaline-image://image/${ID}/original`);
    expect([missing.status, await missing.text()]).toEqual([404, 'There is no image.\n']);
    const lost = answering(new SigmalineError('connection.lost'));
    expect((await lost.get(`sigmaline-image://image/${ID}/original`)).status).toBe(503);
  });

  it('sends no folder', async () => {
    const { get } = answering({ path: folder, mediaType: 'image/png' });
    expect((await get(`sigmaline-image://image/${ID}/original`)).status).toBe(404);
  });
});

describe('the protocol of the interface', () => {
  const folder = mkdtempSync(join(tmpdir(), 'sigmaline-interface-'));
  let serve: (request: Request) => Promise<Response>;
  const get = (url: string, method = 'GET') => serve(new Request(url, { method }));

  beforeAll(() => {
    mkdirSync(join(folder, 'renderer', 'assets'), { recursive: true });
    mkdirSync(join(folder, 'renderer-secret'));
    writeFileSync(join(folder, 'renderer', 'index.html'), '<p>page</p>');
    writeFileSync(join(folder, 'renderer', 'assets', 'a b.js'), '1');
    writeFileSync(join(folder, 'renderer', 'key.pem'), 'key');
    writeFileSync(join(folder, 'renderer-secret', 'x.js'), 'secret');
    writeFileSync(join(folder, 'outside.js'), 'secret');
    const nobody: PageRequests = { request: () => Promise.reject(new Error('nobody asks')) };
    serve = createPageProtocols(join(folder, 'renderer'), nobody, () => undefined);
  });

  afterAll(() => rmSync(folder, { recursive: true }));

  it('serves the page and its parts with their media types, under the Content-Security-Policy', async () => {
    const page = await get('app://sigmaline/');
    expect(await page.text()).toBe('<p>page</p>');
    expect(page.headers.get('content-type')).toBe('text/html; charset=utf-8');
    expect(page.headers.get('content-security-policy')).toContain("default-src 'none'");
    const script = await get('app://sigmaline/assets/a%20b.js?v=1');
    expect([script.status, script.headers.get('content-type')]).toEqual([200, 'text/javascript; charset=utf-8']);
  });

  it.each([
    'app://sigmaline/..%2foutside.js',
    'app://sigmaline/assets/..%2f..%2foutside.js',
    'app://sigmaline/..%2frenderer-secret%2fx.js',
    'app://sigmaline/%2e%2e/outside.js',
    'app://sigmaline/%00.js',
    'app://sigmaline/%e0%a4%a.js',
    'app://sigmaline/assets',
    'app://sigmaline/missing.js',
    'app://sigmaline/key.pem',
    'app://other/index.html',
  ])('gives nothing for %s', async (url) => {
    const answer = await get(url);
    expect([answer.status, await answer.text()]).toEqual([404, 'There is no page at this address.\n']);
  });

  it('answers no other method', async () => {
    expect((await get('app://sigmaline/', 'POST')).status).toBe(405);
  });
});
