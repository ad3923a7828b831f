import { readdirSync, readFileSync, readlinkSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { _electron, type Page } from '@playwright/test';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { BUNDLE_NAMES, buildIfStale } from '../../build/bundles.ts';
import type { SigmalineBridge } from '../../shared/contract/bridge.ts';
import { en } from '../../shared/i18n/en.ts';
import { electronBinary } from './electronBinary.ts';
import { Installation, waitFor } from './installation.ts';

/** What ends what a test has started, the last one first: it counts also where the launch fails half-way. */
type Closing = (() => Promise<void>)[];

const root = fileURLToPath(new URL('../..', import.meta.url));
const electron = electronBinary(root);
// Before the tests and outside their limits: on a busy machine the bundles alone take longer.
for (const name of BUNDLE_NAMES) await buildIfStale(name);

async function launchStandIn(installation: Installation): Promise<Page> {
  return (await installation.openWindow()).page;
}

async function launchElectron(installation: Installation, closing: Closing): Promise<Page> {
  const application = await _electron.launch({
    executablePath: electron ?? '',
    args: [...(process.getuid?.() === 0 ? ['--no-sandbox'] : []), root, '--data', installation.dataFolder],
  });
  closing.push(() => application.close());
  return application.firstWindow();
}

/** Files are opened and closed while they are looked at. */
function linkOf(path: string): string | null {
  try {
    return readlinkSync(path);
  } catch {
    return null;
  }
}

/** The engine is the process that runs the engine's bundle on this test's data folder: it alone holds the database there open. */
function enginePid(dataFolder: string): number {
  for (const entry of readdirSync('/proc').filter((name) => /^\d+$/.test(name))) {
    try {
      const runsEngine = readFileSync(join('/proc', entry, 'cmdline'), 'utf8').includes('engine.js');
      const open = runsEngine
        ? readdirSync(join('/proc', entry, 'fd')).map((fd) => linkOf(join('/proc', entry, 'fd', fd)))
        : [];
      if (open.includes(join(dataFolder, 'station.sqlite'))) return Number(entry);
    } catch {
      // Processes come and go while they are looked at.
    }
  }
  throw new Error('No engine runs on this data folder');
}

describe.each([
  { title: 'the stand-in', launch: launchStandIn, missing: process.platform !== 'linux' },
  {
    title: electron === null ? 'real Electron (skipped: no Electron binary is installed here)' : 'real Electron',
    launch: launchElectron,
    missing: electron === null || process.platform !== 'linux',
  },
])('the whole application on $title', ({ launch, missing }) => {
  describe.skipIf(missing)('from an empty data folder', () => {
    let installation: Installation;
    let page: Page;
    const closing: Closing = [];
    const problems: string[] = [];

    beforeAll(async () => {
      installation = new Installation('whole');
      closing.push(() => installation.close());
      page = await launch(installation, closing);
      page.on('console', (message) => message.type() === 'error' && problems.push(message.text()));
      page.on('pageerror', (error) => problems.push(error.message));
    }, 120_000);

    afterAll(async () => {
      for (const close of closing.reverse()) await close();
    });

    it('shows the interface, connected to its engine', async () => {
      await page.getByRole('button', { name: en.welcome.demoButton }).waitFor();
      expect(await page.title()).toBe('Sigmaline');
    });

    it('holds the page in: no other address, no other window, no foreign request, no file by its path', async () => {
      const before = page.url();
      for (const address of ['https://example.com/', 'file:///etc/passwd']) {
        await page.evaluate((to) => {
          globalThis.location.href = to;
        }, address);
        await page.evaluate((to) => void globalThis.open(to), address);
      }
      await page.waitForTimeout(500);
      expect([page.url(), page.context().pages().length]).toEqual([before, 1]);
      const send = page.evaluate(() => {
        const frame = { kind: 'request', id: 1, name: 'inspection.locateImage', input: {} };
        (Reflect.get(globalThis, 'sigmaline') as SigmalineBridge).send(frame);
      });
      await expect(send).rejects.toThrow('There is no request inspection.locateImage');
      const isShown = page.evaluate(
        () =>
          new Promise<boolean>((resolve) => {
            const image = new Image();
            image.onload = () => resolve(true);
            image.onerror = () => resolve(false);
            image.src = 'sigmaline-image://image//usr/share/pixmaps/debian-logo.png/original';
          }),
      );
      expect(await isShown).toBe(false);
      // What was refused above is told in the page's console too.
      problems.length = 0;
    });

    it('calibrates the sample product and judges the parts that arrive, with their pictures', async () => {
      await page.getByRole('button', { name: en.welcome.demoButton }).click();
      const thumbnail = page.locator('[role=option] canvas').first();
      await thumbnail.waitFor({ timeout: 150_000 });
      const isDrawn = () =>
        thumbnail.evaluate((element) => {
          const { width, height } = element as HTMLCanvasElement;
          // A canvas that was given its picture has no drawing to read.
          const context = Object.assign(document.createElement('canvas'), { width, height }).getContext('2d');
          context?.drawImage(element as HTMLCanvasElement, 0, 0);
          return context?.getImageData(0, 0, width, height).data.some((value) => value > 0) === true;
        });
      await waitFor(isDrawn);
    }, 180_000);

    it('tells of an engine that was killed, and mends itself', async () => {
      // The engine is back within a second: the page has to be watched from before its end.
      const lost = page.waitForFunction(
        (word) => (document.body.textContent ?? '').includes(word),
        en.notInspecting.noConnection,
        {
          polling: 20,
        },
      );
      const pid = enginePid(installation.dataFolder);
      process.kill(pid, 'SIGKILL');
      await lost;
      await waitFor(
        async () => !((await page.locator('body').textContent()) ?? '').includes(en.notInspecting.noConnection),
      );
      await page.locator('[role=option] canvas').first().waitFor();
      expect(enginePid(installation.dataFolder)).not.toBe(pid);
      // A picture that was asked for while no engine was there is told in the page's console.
      const isOfItsAbsence = (problem: string): boolean => problem.includes('status of 503');
      problems.splice(0, problems.length, ...problems.filter((problem) => !isOfItsAbsence(problem)));
    });

    it('meets no error in the page, of its Content-Security-Policy above all', () => {
      expect(problems).toEqual([]);
    });
  });
});
