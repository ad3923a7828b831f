import { mkdtempSync } from 'node:fs';
import { cp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { createChildProcessHost } from '../../../electron/hosts/index.ts';
import { fitTinyRecipe, part, type TinyRecipe } from '../../../electron/lane/testing/parts.fixture.ts';
import { sharpOf } from '../../../electron/lane/testing/pictures.fixture.ts';
import { detailText, type Inspection } from '../../../shared/domain/index.ts';
import { hasSoftwareGraphics, SWIFT_SHADER } from './softwareGraphics.ts';
import { createTestStation, type TestStation } from './station.ts';
import { FAULTY_LANES, testHost } from './testProcesses.ts';

const drivers = process.env.VK_DRIVER_FILES;

/** One recipe for all tests: what was found out about it is the same in each. */
const root = mkdtempSync(join(tmpdir(), 'sigmaline-providers-'));
let recipe: TinyRecipe;
/** What the first station found out. */
let remembered = '';

let station: TestStation;
let images = 0;

beforeAll(async () => {
  recipe = await fitTinyRecipe(root);
});
afterAll(() => rm(root, { recursive: true }));

beforeEach(async () => {
  process.env.VK_DRIVER_FILES = SWIFT_SHADER;
  images = 0;
  station = await createTestStation(async (dataFolder) => {
    await cp(recipe.folder, join(dataFolder, 'recipes', 'disc', '1'), { recursive: true });
    await writeFile(join(dataFolder, 'settings.json'), JSON.stringify({ executionProvider: 'webgpu' }));
    if (remembered !== '') await writeFile(join(dataFolder, 'providers.json'), remembered);
  });
});

afterEach(async () => {
  await station.remove();
  if (drivers === undefined) delete process.env.VK_DRIVER_FILES;
  else process.env.VK_DRIVER_FILES = drivers;
});

const faultFile = (): string => join(station.dataFolder, 'fault');
const fault = (kind: string): Promise<void> => writeFile(faultFile(), kind);

function start(): Promise<void> {
  const environment = { SIGMALINE_TEST_FAULT: faultFile() };
  const [lanes, others] = [createChildProcessHost({ bundleFolder: FAULTY_LANES, environment }), testHost()];
  return station.start({ host: { start: (role) => (role === 'lane' ? lanes : others).start(role) } });
}

/** One more image arrives. @returns its record */
async function judgeOne(): Promise<Inspection> {
  images += 1;
  const bytes = await sharpOf(part(1000 + images))
    .png()
    .toBuffer();
  await writeFile(join(station.cameraFolder, `part-${images}.png`), bytes);
  const records = await station.settled(images);
  return records.at(-1)!;
}

/** Compiling for SwiftShader takes seven seconds of a core, on a lane that gives way to every other process of this machine. */
const PATIENCE_MS = 150_000;

/** Images arrive, one now and then so that they hold up no check, until one is judged on the provider. */
async function untilJudgedOn(provider: string): Promise<Inspection> {
  const endMs = performance.now() + PATIENCE_MS;
  while (performance.now() < endMs) {
    const record = await judgeOne();
    if (record.executionProvider === provider) return record;
    await pause(2000);
  }
  throw new Error(`no image was judged on ${provider}: ${JSON.stringify(await station.status())}`);
}

const warnings = async (): Promise<string> => (await station.sentences()).join('\n');

describe.skipIf(!hasSoftwareGraphics)('WebGPU in software (skipped where SwiftShader or libvulkan1 is missing)', () => {
  it('is checked while the CPU judges, then judges the same, and is remembered', {
    timeout: 2 * PATIENCE_MS,
  }, async () => {
    await start();
    await station.addSource('disc');
    const first = await judgeOne();
    expect(first).toMatchObject({
      executionProvider: 'cpu',
      executionReason: 'CPU: the other providers are being checked',
      executionDevice: expect.stringMatching(/threads?$/),
    });
    const later = await untilJudgedOn('webgpu');
    expect(later.executionReason).toMatch(
      /^WebGPU: chosen in the settings, agrees with the CPU to \S+, \S+ times as fast$/,
    );
    expect(later.executionDevice).toBe('vk_swiftshader_icd');
    const [lane] = (await station.status()).lanes;
    expect(lane).toMatchObject({ executionProvider: 'webgpu', executionDevice: 'vk_swiftshader_icd' });
    expect(detailText(lane?.executionReason ?? '')).toBe(later.executionReason);
    expect(await warnings()).toBe('');

    await station.stop();
    remembered = await readFile(join(station.dataFolder, 'providers.json'), 'utf8');
    await start();
    expect(await judgeOne()).toMatchObject({ executionProvider: 'webgpu', executionReason: later.executionReason });

    // The same bytes under another name: the scores of both providers agree.
    await cp(join(station.cameraFolder, 'part-1.png'), join(station.cameraFolder, 'again.png'));
    images += 1;
    const again = (await station.settled(images)).at(-1)!;
    expect(again.executionProvider).toBe('webgpu');
    expect(Math.abs(again.score! - first.score!)).toBeLessThan(1e-3 * Math.max(1, Math.abs(first.score!)));
  });

  it('that throws is given up: the CPU judges that image, until somebody asks for another try', {
    timeout: 2 * PATIENCE_MS,
  }, async () => {
    await start();
    await station.addSource('disc');
    await untilJudgedOn('webgpu');
    await fault('throw');
    const met = await judgeOne();
    expect(met).toMatchObject({ executionProvider: 'cpu', error: null });
    // The regular check may have met the fault before the image did.
    const failed = /WebGPU failed \((the check at regular times: )?the device was lost\)/;
    const ownFault = /WebGPU failed on this image \(the device was lost\)/;
    expect(met.executionReason).toMatch(new RegExp(`${ownFault.source}|^CPU: ${failed.source}$`));
    expect(await warnings()).toMatch(new RegExp(`runs on the main processor, because ${failed.source}`));
    expect((await judgeOne()).executionReason).toMatch(new RegExp(`^CPU: ${failed.source}$`));

    // Not even a start with all mended tries it again ...
    await rm(faultFile());
    await station.stop();
    await start();
    expect(await judgeOne()).toMatchObject({ executionProvider: 'cpu', error: null });
    expect(await warnings()).toContain('WebGPU failed');
    // ... until somebody says so.
    await station.client().request('provider.retry', {});
    await untilJudgedOn('webgpu');
    expect(await warnings()).toBe('');
  });

  it('that ends the lane on two images is given up, and neither becomes an error', {
    timeout: 2 * PATIENCE_MS,
  }, async () => {
    await start();
    await station.addSource('disc');
    await untilJudgedOn('webgpu');
    await fault('exit');
    for (let count = 0; count < 2; count += 1) {
      expect(await judgeOne()).toMatchObject({ executionProvider: 'cpu', error: null });
    }
    // The check of the lane that came in the place of the first may have met the fault before the second image did.
    expect(await warnings()).toMatch(
      /WebGPU failed \((?:lanes end on images that the CPU judges|the check at regular times: the process that ran it ended)\)/,
    );
  });

  it('that judges otherwise than when it was checked is found out at the next start', {
    timeout: 2 * PATIENCE_MS,
  }, async () => {
    expect(remembered).toContain('webgpu');
    await fault('drift');
    await start();
    await station.addSource('disc');
    await station.until('it is given up', async () => (await warnings()).includes('differ from those of the CPU'));
    expect(await judgeOne()).toMatchObject({ executionProvider: 'cpu', error: null });
  });

  it('is forgotten where its driver is another, and refused where it is gone', {
    timeout: 2 * PATIENCE_MS,
  }, async () => {
    expect(remembered).toContain('webgpu');
    process.env.VK_DRIVER_FILES = join(station.dataFolder, 'no-driver.json');
    await start();
    await station.addSource('disc');
    expect(await judgeOne()).toMatchObject({ executionProvider: 'cpu', error: null });
    await station.until('it is refused', async () => (await warnings()).includes('not on WebGPU as the settings say'));
    await station.until('both drivers are remembered', async () => {
      const { choices } = JSON.parse(await readFile(join(station.dataFolder, 'providers.json'), 'utf8'));
      return choices.map(({ provider }: { provider: string }) => provider).join() === 'cpu,webgpu';
    });
    expect((await judgeOne()).executionReason).toMatch(/^CPU: WebGPU could not be used \(.+\)$/);
  });
});
