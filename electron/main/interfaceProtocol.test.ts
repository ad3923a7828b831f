import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createInterfaceProtocol } from './interfaceProtocol.ts';

describe('the protocol of the interface', () => {
  const folder = mkdtempSync(join(tmpdir(), 'sigmaline-interface-'));
  const serve = createInterfaceProtocol(join(folder, 'renderer'));
  const get = (url: string, method = 'GET') => serve(new Request(url, { method }));

  beforeAll(() => {
    mkdirSync(join(folder, 'renderer', 'assets'), { recursive: true });
    mkdirSync(join(folder, 'renderer-secret'));
    writeFileSync(join(folder, 'renderer', 'index.html'), '<p>page</p>');
    writeFileSync(join(folder, 'renderer', 'assets', 'a b.js'), '1');
    writeFileSync(join(folder, 'renderer', 'key.pem'), 'key');
    writeFileSync(join(folder, 'renderer-secret', 'x.js'), 'secret');
    writeFileSync(join(folder, 'outside.js'), 'secret');
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
    expect([answer.status, await answer.text()]).toEqual([404, 'Not found']);
  });

  it('answers no other method', async () => {
    expect((await get('app://sigmaline/', 'POST')).status).toBe(404);
  });
});
