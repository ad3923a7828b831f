import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { recipeIdSchema, type SourceOptions } from '../../../shared/domain/index.ts';
import { createTestStation, type TestStation, writeRecipe } from './station.ts';
import { png } from './testImages.ts';
import { testHost } from './testProcesses.ts';

let station: TestStation;

beforeEach(async () => {
  station = await createTestStation();
  await writeRecipe(station.dataFolder, 'washer');
  await writeRecipe(station.dataFolder, 'nut');
});
afterEach(() => station.remove());

const PATTERN = String.raw`(?<recipe>[A-Z]+)-(?<serial>\d+)\.png$`;
const rules = (words: Record<string, string>, otherwise: 'error' | 'source' = 'error'): Partial<SourceOptions> => ({
  pattern: PATTERN,
  recipeByName: {
    table: Object.entries(words).map(([word, id]) => ({ word, recipeId: recipeIdSchema.parse(id) })),
    otherwise,
  },
});
const write = (name: string, content: number): Promise<void> =>
  writeFile(join(station.cameraFolder, name), png(content));
const recipeOfEach = async (count: number): Promise<Record<string, string | null>> =>
  Object.fromEntries((await station.settled(count)).map(({ file, recipeId }) => [file, recipeId]));

describe('a source whose file names say the recipe', () => {
  it('has each file judged by the recipe that its name says, and makes an error of every other', async () => {
    await station.start();
    await station.addSource('ring', rules({ R: 'ring', W: 'washer' }));
    for (const [index, name] of ['R-1.png', 'W-2.png', 'N-3.png', 'other.png'].entries()) await write(name, index);
    expect(await recipeOfEach(4)).toEqual({
      'R-1.png': 'ring',
      'W-2.png': 'washer',
      'N-3.png': null,
      'other.png': null,
    });
    const errors = (await station.records()).filter(({ verdict }) => verdict === 'error');
    expect(errors.map(({ file }) => file).sort()).toEqual(['N-3.png', 'other.png']);
    for (const { error, file, score } of errors) {
      expect(score).toBeNull();
      expect(error).toMatchObject({ code: 'image.recipe-unknown', details: { file } });
    }
  });

  it("judges other files by the source's recipe only where an engineer said so", async () => {
    await station.start();
    await station.addSource('ring', rules({ W: 'washer' }, 'source'));
    for (const [index, name] of ['W-1.png', 'N-2.png', 'other.png'].entries()) await write(name, index);
    expect(await recipeOfEach(3)).toEqual({ 'W-1.png': 'washer', 'N-2.png': 'ring', 'other.png': 'ring' });
  });

  it('judges what waits by the rules of its arrival, also after a restart', async () => {
    await station.start({ host: testHost({ slowMs: 100 }) });
    await station.addSource('ring', rules({ R: 'ring', W: 'washer' }));
    for (let part = 0; part < 20; part += 1) await write(`${part % 2 === 0 ? 'W' : 'N'}-${part}-slow.png`, part);
    for (let part = 20; part < 40; part += 1) await write(`W-${part}.png`, part);
    await station.until('all have arrived', async () => {
      const { backlog, shift } = await station.status();
      return backlog + shift.pass + shift.review + shift.fail + shift.error === 40;
    });
    await station.changeSource(rules({ W: 'nut', N: 'nut' }));
    await station.stop();
    await station.start();
    const judged = await recipeOfEach(40);
    expect(judged['W-39.png']).toBe('washer');
    expect(Object.values(judged).includes('nut')).toBe(false);
    await write('W-99.png', 99);
    expect((await recipeOfEach(41))['W-99.png']).toBe('nut');
  });

  it('is refused where its rules have no word to go by, a word has no rule, or a recipe is not there', async () => {
    await station.start();
    const { recipeByName = null } = rules({ W: 'washer' });
    await expect(station.addSource('ring', { recipeByName, pattern: '(?<serial>a)' })).rejects.toMatchObject({
      code: 'source.recipe-group',
    });
    await expect(station.addSource('ring', { pattern: PATTERN })).rejects.toMatchObject({
      code: 'source.recipe-table',
    });
    await expect(station.addSource('ring', rules({ W: 'bolt' }))).rejects.toMatchObject({ code: 'recipe.not-found' });
  });
});
