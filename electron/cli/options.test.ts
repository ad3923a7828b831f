import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { calibrationSettingsJsonSchema, calibrationSettingsSchema } from '../../shared/domain/index.ts';
import { settingsGiven } from './options.ts';

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'sigmaline-settings-'));
});
afterAll(() => rm(folder, { recursive: true }));

async function fileOf(content: unknown): Promise<string> {
  const file = join(folder, 'ring.json');
  await writeFile(file, typeof content === 'string' ? content : JSON.stringify(content));
  return file;
}

describe('the file of settings', () => {
  it('says everything, and options of the command come before it', async () => {
    const region = { x: 0.25, y: 0.25, width: 0.5, height: 0.5 };
    const settings = await fileOf({ recipe: 'Ring', target: 0.02, area: { region }, advanced: { topShare: 0.02 } });
    expect(await settingsGiven({ settings, target: 0.1 })).toEqual({
      ...calibrationSettingsSchema.parse({ recipe: 'Ring' }),
      target: 0.1,
      area: { region, position: 'fixed', mask: [] },
      advanced: { topShare: 0.02, variations: null, npcaVariance: null },
    });
  });

  it('leaves the usual values to whoever has none', async () => {
    expect(await settingsGiven({})).toMatchObject({ target: 0.05, precision: 'auto', kinds: 'found', backbone: null });
  });

  it.each([
    [{ targt: 0.01 }, 'settings.file-key', 'targt'],
    [{ area: { region: null, postion: 'turn' } }, 'settings.file-key', 'area.postion'],
    [{ target: 5 }, 'settings.file', 'target'],
    ['{', 'settings.file', 'not JSON'],
    ['[]', 'settings.file', 'its content'],
  ])('is refused where it holds %j', async (content, code, named) => {
    const refused = settingsGiven({ settings: await fileOf(content) });
    await expect(refused).rejects.toMatchObject({ code, message: expect.stringContaining(named) });
  });

  it('is refused where it cannot be read', async () => {
    const settings = join(folder, 'missing.json');
    await expect(settingsGiven({ settings })).rejects.toMatchObject({
      code: 'settings.file',
      details: { file: settings },
    });
  });

  it('has a published schema that is the current one', async () => {
    const published = new URL('../../docs/calibration-settings.schema.json', import.meta.url);
    expect(JSON.parse(await readFile(published, 'utf8'))).toEqual(calibrationSettingsJsonSchema());
  });
});
