import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Page } from '@playwright/test';
import sharp from 'sharp';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { buildIfStale } from '../../build/bundles.ts';
import { ended, Installation, waitFor } from './installation.ts';

const KNOWN = '11111111-2222-4333-8444-555555555555';
const UNKNOWN = '99999999-2222-4333-8444-555555555555';

interface UnderTest {
  readonly log: string[];
  readonly frames: { id: number; output?: unknown; error?: { code: string } }[];
  ask(id: number, name: string, input?: unknown): void;
}
declare const underTest: UnderTest;

let installation: Installation;
let page: Page;
let main: Awaited<ReturnType<Installation['openWindow']>>['process'];

beforeAll(async () => {
  await buildIfStale('electron');
  installation = new Installation();
  const picture = join(installation.dataFolder, 'picture.png');
  await sharp({ create: { width: 33, height: 44, channels: 3, background: 'green' } }).toFile(picture);
  writeFileSync(join(installation.dataFolder, 'images.json'), JSON.stringify({ [KNOWN]: picture }));
  writeFileSync(join(installation.dataFolder, 'export.csv'), 'sequence\r\n1\r\n');
  ({ page, process: main } = await installation.openWindow('--kiosk'));
});

afterAll(() => installation.close());

async function answerTo(id: number, name: string, input: unknown = {}) {
  await waitFor(() => page.evaluate(() => underTest.log.at(-1) === 'open'));
  await page.evaluate(([i, n, p]) => underTest.ask(i, n, p), [id, name, input] as const);
  await waitFor(() => page.evaluate((i) => underTest.frames.some((frame) => frame.id === i), id));
  return page.evaluate((i) => underTest.frames.find((frame) => frame.id === i), id);
}

function imageWidth(address: string): Promise<number | null> {
  return page.evaluate(
    (src) =>
      new Promise<number | null>((resolve) => {
        const image = new Image();
        image.onload = () => resolve(image.naturalWidth);
        image.onerror = () => resolve(null);
        image.src = src;
      }),
    address,
  );
}

describe('the window', () => {
  it('is a sandboxed page without Node, in its own world, full screen where asked', () => {
    const [window] = installation.calls('BrowserWindow');
    expect(window?.details[0]).toMatchObject({
      kiosk: true,
      webPreferences: {
        sandbox: true,
        contextIsolation: true,
        nodeIntegration: false,
        webviewTag: false,
        webSecurity: true,
      },
    });
    expect(installation.calls('app.enableSandbox')).toHaveLength(1);
    expect(installation.calls('powerSaveBlocker.start')).toHaveLength(1);
  });

  it('gives the page the bridge and nothing else of Electron', async () => {
    const found = await page.evaluate(() => ({
      bridge: Object.keys(Reflect.get(globalThis, 'sigmaline') as object).sort(),
      others: ['require', 'process', 'module', 'Buffer', 'electron'].filter((name) => name in globalThis),
    }));
    expect(found).toEqual({ bridge: ['onClose', 'onFrame', 'onOpen', 'send'], others: [] });
  });

  it('carries requests to the engine and its answers back', async () => {
    expect(await answerTo(1, 'station.status')).toMatchObject({ kind: 'result', output: { pid: expect.any(Number) } });
  });

  it('lets no request out that is not in the contract, nor one that only the host may send', async () => {
    for (const name of ['station.shutDown', 'inspection.locateImage', '__proto__', 'constructor']) {
      await expect(page.evaluate((n) => underTest.ask(2, n), name)).rejects.toThrow(`There is no request ${name}`);
    }
    const nonsense = [null, 'text', { kind: 'event', name: 'station.status' }, { kind: 'request', name: 7 }];
    for (const frame of nonsense) {
      await expect(
        page.evaluate((f) => (Reflect.get(globalThis, 'sigmaline') as { send(frame: unknown): void }).send(f), frame),
      ).rejects.toThrow('There is no request');
    }
  });

  it('shows an image by its id, and refuses unknown ids, paths and anything else', async () => {
    expect(await imageWidth(`sigmaline-image://image/${KNOWN}/original`)).toBe(33);
    expect(await imageWidth(`sigmaline-image://image/${KNOWN}/thumbnail`)).toBe(33);
    for (const address of [
      `sigmaline-image://image/${UNKNOWN}/original`,
      `sigmaline-image://image/${KNOWN}/secret`,
      `sigmaline-image://image/${KNOWN}`,
      `sigmaline-image://image/${join(installation.dataFolder, 'picture.png')}`,
      `sigmaline-image://image/..%2F..%2Fpicture.png/original`,
      `sigmaline-image://elsewhere/${KNOWN}/original`,
      `file://${join(installation.dataFolder, 'picture.png')}`,
    ]) {
      expect(await imageWidth(address), address).toBeNull();
    }
  });

  it('serves no file outside the interface', async () => {
    const status = (path: string) => page.evaluate((p) => fetch(p).then((response) => response.status), path);
    expect(await status('/page.js')).toBe(200);
    for (const path of ['/missing.js', '/..%2fpreload%2findex.cjs', '/%2e%2e/main/index.js', '/%00.js', '/%zz.js']) {
      expect(await status(path), path).toBe(404);
    }
  });

  it('runs only scripts of its own', async () => {
    const policy = await page.evaluate(() =>
      fetch('/').then((response) => response.headers.get('content-security-policy')),
    );
    expect(policy).toContain("default-src 'none'; script-src 'self'; style-src 'self'");
    const ran = await page.evaluate(() => {
      const script = document.createElement('script');
      script.textContent = 'window.injected = true';
      document.head.append(script);
      return 'injected' in globalThis;
    });
    expect(ran).toBe(false);
  });

  it('stays at its address whatever the page tries', async () => {
    const before = page.url();
    for (const address of [
      'https://example.com/',
      'data:text/html,hello',
      `sigmaline-image://image/${KNOWN}/original`,
    ]) {
      await page.evaluate((to) => {
        globalThis.location.href = to;
      }, address);
      await page.waitForTimeout(200);
      expect(page.url(), address).toBe(before);
    }
  });

  it('opens no second window', async () => {
    for (const address of ['https://example.com/', 'about:blank', '/']) {
      await page.evaluate((to) => void globalThis.open(to), address);
      await waitFor(() => page.context().pages().length === 1);
    }
    // One that opened in the meantime is closed as well.
    await page.waitForTimeout(300);
    await waitFor(() => page.context().pages().length === 1);
  });

  it('reaches no network', async () => {
    const reached = page.evaluate(() => fetch('https://example.com/').then(() => true));
    await expect(reached).rejects.toThrow();
  });

  it('gets no permission', async () => {
    const states = await page.evaluate(async () => {
      const names = ['geolocation', 'notifications', 'midi', 'clipboard-read'] as PermissionName[];
      const answers = await Promise.all(names.map((name) => navigator.permissions.query({ name })));
      return answers.map(({ state }) => state);
    });
    expect(states).toEqual(['denied', 'denied', 'denied', 'denied']);
    expect(installation.calls('session.setDevicePermissionHandler')).toMatchObject([{ details: [false] }]);
    expect(installation.calls('session.setSpellCheckerEnabled')).toMatchObject([{ details: [false] }]);
  });

  it('saves an export, in a kiosk without asking where to', async () => {
    await page.evaluate((id) => {
      globalThis.location.href = `sigmaline-image://export/${id}/0`;
    }, KNOWN);
    await waitFor(() => installation.calls('download').length > 0);
    expect(installation.calls('download')).toMatchObject([
      {
        details: [
          {
            url: `sigmaline-image://export/${KNOWN}/0`,
            cancelled: false,
            savePath: expect.stringContaining('downloads'),
          },
        ],
      },
    ]);
  });

  it('greets a reloaded page with a port of its own', async () => {
    await page.evaluate(() => {
      Object.assign(globalThis, { isLeft: true });
      globalThis.location.reload();
    });
    // Not the page that is being left: it has said so too.
    const isOpen = () => page.evaluate(() => !('isLeft' in globalThis) && underTest.log.includes('open'));
    await waitFor(() => isOpen().catch(() => false));
    expect(await answerTo(11, 'station.status')).toMatchObject({ kind: 'result' });
    await waitFor(() => installation.engineLog().some((line) => line.startsWith('windowClosed')));
  });

  it('tells the page of a lost engine, and of the one that takes its place', async () => {
    const first = (await answerTo(21, 'station.status')) as { output: { pid: number } };
    process.kill(first.output.pid, 'SIGKILL');
    await waitFor(() => page.evaluate(() => underTest.log.join() === 'open,closed,open'));
    const second = (await answerTo(22, 'station.status')) as { output: { pid: number } };
    expect(second.output.pid).not.toBe(first.output.pid);
    expect(await imageWidth(`sigmaline-image://image/${KNOWN}/original`)).toBe(33);
  });

  it('comes back by itself when its page crashed', async () => {
    const crashed = page;
    crashed.goto('chrome://crash').catch(() => undefined);
    await waitFor(() => ![undefined, crashed].includes(installation.page()));
    page = installation.page() as Page;
    await waitFor(() => page.evaluate(() => underTest.log.includes('open')).catch(() => false));
    expect(await answerTo(31, 'station.status')).toMatchObject({ kind: 'result' });
  });

  it('comes to the front when the station is started a second time, and the second one ends', async () => {
    const focusedBefore = installation.calls('BrowserWindow.focus').length;
    const second = await installation.start();
    expect(await ended(second.process)).toBe(0);
    await waitFor(() => installation.calls('BrowserWindow.focus').length > focusedBefore);
    expect(installation.calls('BrowserWindow')).toHaveLength(1);
  });

  it('shows the desktop to an engineer who leaves the kiosk, until the station is started again', async () => {
    expect(await answerTo(41, 'access.leaveKiosk', { to: 'desktop' })).toMatchObject({ kind: 'result' });
    const kiosk = () => installation.calls('BrowserWindow.setKiosk').at(-1)?.details[0];
    await waitFor(() => kiosk() === false);
    const second = await installation.start();
    expect(await ended(second.process)).toBe(0);
    await waitFor(() => kiosk() === true);
  });

  it('lets the engine stop in peace when an engineer ends it', async () => {
    const gone = ended(main);
    // The page may be gone before it hears the answer.
    await page.evaluate(() => underTest.ask(42, 'access.leaveKiosk', { to: 'end' })).catch(() => undefined);
    expect(await gone).toBe(0);
    expect(installation.engineLog().at(-1)).toMatch(/^stop /);
  });
});
