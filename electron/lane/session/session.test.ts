import { createHash } from 'node:crypto';
import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { RecipeVersion } from '../../../shared/domain/index.ts';
import { fitTinyRecipe, part, type TinyRecipe } from '../testing/parts.fixture.ts';
import { sharpOf } from '../testing/pictures.fixture.ts';
import { openRecipeSession, SessionCache } from './index.ts';
import { RecipeReader } from './recipeFolder.ts';
import type { RecipeSession } from './recipeSession.ts';
import type { OpenSession, SessionCacheOptions } from './sessionCache.ts';

const root = mkdtempSync(join(tmpdir(), 'sigmaline-session-'));
const recipes = new RecipeReader(2);
let tiny: TinyRecipe;
beforeAll(async () => {
  tiny = await fitTinyRecipe(root);
});
afterAll(() => rmSync(root, { recursive: true }));

let copies = 0;
/** A copy of the recipe that may be spoilt. */
function copyOfRecipe(): string {
  copies += 1;
  const folder = join(root, 'copies', 'disc', String(copies));
  cpSync(tiny.folder, folder, { recursive: true });
  return folder;
}

async function open(folder: string): Promise<RecipeSession> {
  return openRecipeSession(folder, recipes.read(folder), { threads: 1 });
}

const corrupt = (reason: string) => ({
  code: 'recipe.corrupt',
  details: { recipe: `disc (version ${copies})`, reason: expect.stringContaining(reason) },
});

describe('a recipe', () => {
  it('scores a good part low and a bad one high, and shows where', async () => {
    const session = await open(tiny.folder);
    const { limits } = recipes.read(tiny.folder);
    const pixelsOf = (picture: Parameters<typeof sharpOf>[0]) =>
      sharpOf(picture).resize(64, 64, { fit: 'fill', kernel: 'cubic' }).raw().toBuffer();
    const good = await session.judge(await pixelsOf(part(1)));
    const bad = await session.judge(await pixelsOf(part(99, { x: 66, y: 20 })));
    expect(good.score).toBeLessThan(limits!.fail);
    expect(bad.score).toBeGreaterThan(limits!.fail);
    const highest = bad.anomalyMap.values.indexOf(Math.max(...bad.anomalyMap.values));
    expect([highest % 8, Math.floor(highest / 8)]).toEqual([5, 2]);
    await session.release();
  });

  it('gives the same scores every time', async () => {
    const session = await open(tiny.folder);
    const pixels = new Uint8Array(64 * 64 * 3).fill(90);
    expect(await session.judge(pixels)).toEqual(await session.judge(pixels));
    await session.release();
  });
});

describe('a recipe folder that was spoilt', () => {
  it('is refused where its graph was changed by one bit', async () => {
    const folder = copyOfRecipe();
    const bytes = readFileSync(join(folder, 'recipe.onnx'));
    bytes[bytes.length >> 1]! ^= 1;
    writeFileSync(join(folder, 'recipe.onnx'), bytes);
    await expect(open(folder)).rejects.toMatchObject(corrupt('its SHA-256 differs'));
  });

  it('is refused where its graph is missing', async () => {
    const folder = copyOfRecipe();
    rmSync(join(folder, 'recipe.onnx'));
    await expect(open(folder)).rejects.toMatchObject(corrupt('recipe.onnx'));
  });

  it('is refused where recipe.json is missing, no JSON, or lacks something', async () => {
    const folder = copyOfRecipe();
    const file = join(folder, 'recipe.json');
    const { limits, ...rest } = JSON.parse(readFileSync(file, 'utf8')) as RecipeVersion;
    expect(limits!.fail).toBeGreaterThan(0);
    writeFileSync(file, JSON.stringify(rest));
    await expect(open(folder)).rejects.toMatchObject(corrupt('recipe.json, limits'));
    writeFileSync(file, '{ "format": 1,');
    await expect(open(folder)).rejects.toMatchObject(corrupt('no JSON'));
    rmSync(file);
    await expect(open(folder)).rejects.toMatchObject(corrupt('recipe.json'));
  });

  it.each([
    ['is no graph at all', () => Buffer.from('not an ONNX file'), ''],
    [
      'is a graph without scores',
      () => readFileSync(join(tiny.backboneFolder, 'tiny.onnx')),
      'lacks image, score, part_distance',
    ],
  ])('is refused where its graph has the right hash but %s', async (_, bytes, reason) => {
    const folder = copyOfRecipe();
    const recipe = recipes.read(folder);
    const sha256 = createHash('sha256').update(bytes()).digest('hex');
    writeFileSync(join(folder, 'recipe.onnx'), bytes());
    writeFileSync(join(folder, 'recipe.json'), JSON.stringify({ ...recipe, graph: { ...recipe.graph, sha256 } }));
    await expect(open(folder)).rejects.toMatchObject(corrupt(reason));
  });

  it('is refused where it names a graph outside itself', async () => {
    const folder = copyOfRecipe();
    const recipe = recipes.read(folder);
    writeFileSync(
      join(folder, 'recipe.json'),
      JSON.stringify({ ...recipe, graph: { ...recipe.graph, file: '../1/recipe.onnx' } }),
    );
    await expect(open(folder)).rejects.toMatchObject(corrupt('graph.file: a plain file name is expected, not a path'));
  });
});

describe('the cache of sessions', () => {
  function countingCache(capacity: number, options?: SessionCacheOptions) {
    const events: string[] = [];
    const open: OpenSession = async (folder, recipe, executionProvider) => {
      events.push(`open ${folder}${executionProvider === undefined ? '' : ` on ${executionProvider}`}`);
      const session = await openRecipeSession(tiny.folder, recipe, { threads: 1 });
      return {
        ...session,
        release: async () => {
          events.push(`release ${folder}`);
          await session.release();
        },
      };
    };
    return { cache: new SessionCache(open, capacity, options), events };
  }

  it('opens a recipe once and gives the same session again', async () => {
    const { cache, events } = countingCache(2);
    const recipe = recipes.read(tiny.folder);
    expect(await cache.session('a', recipe)).toBe(await cache.session('a', recipe));
    expect(events).toEqual(['open a']);
  });

  it('releases the recipe that was not used for longest, where the line has left it', async () => {
    let nowMs = 0;
    const { cache, events } = countingCache(2, { nowMs: () => nowMs });
    const recipe = recipes.read(tiny.folder);
    for (const folder of ['a', 'b', 'a']) await cache.session(folder, recipe);
    nowMs = 61_000;
    for (const folder of ['c', 'a']) await cache.session(folder, recipe);
    expect(events).toEqual(['open a', 'open b', 'release b', 'open c']);
  });

  it('keeps most of the recipes at hand where more take turns than fit', async () => {
    const { cache, events } = countingCache(3);
    const recipe = recipes.read(tiny.folder);
    const turns = Array.from({ length: 40 }, (_, turn) => 'abcd'.charAt(turn % 4));
    for (const folder of turns) await cache.session(folder, recipe);
    const opened = events.filter((event) => event.startsWith('open'));
    expect(opened.length).toBeLessThan(turns.length / 2);
    expect(opened.length - events.filter((event) => event.startsWith('release')).length).toBe(3);
  });

  it('releases one where memory has no room for another', async () => {
    const { cache, events } = countingCache(8, { hasRoom: () => false });
    const recipe = recipes.read(tiny.folder);
    for (const folder of ['a', 'b', 'b']) await cache.session(folder, recipe);
    expect(events).toEqual(['open a', 'release a', 'open b']);
  });

  it('releases what is told to be used no more, whatever it runs on', async () => {
    const { cache, events } = countingCache(8);
    const recipe = recipes.read(tiny.folder);
    await cache.session('a', recipe);
    await cache.session('a', recipe, 'cpu');
    await cache.session('b', recipe);
    await cache.retain([{ recipeFolder: 'a', executionProvider: 'cpu' }]);
    expect(events).toEqual(['open a', 'open a on cpu', 'open b', 'release a', 'release b']);
  });

  it('never takes a recipe that was made anew for the old one in the same folder', async () => {
    const { cache, events } = countingCache(2);
    const recipe = recipes.read(tiny.folder);
    await cache.session('a', recipe);
    const anew = cache.session('a', { ...recipe, graph: { ...recipe.graph, sha256: 'f'.repeat(64) } });
    await expect(anew).rejects.toMatchObject({ code: 'recipe.corrupt' });
    expect(events).toEqual(['open a', 'open a']);
  });
});

describe('what a recipe folder says of itself', () => {
  it('is understood once and remembered', async () => {
    expect(recipes.read(tiny.folder)).toBe(recipes.read(tiny.folder));
  });

  it('is never taken from memory where the file has changed', async () => {
    const folder = copyOfRecipe();
    const before = recipes.read(folder);
    writeFileSync(join(folder, 'recipe.json'), JSON.stringify({ ...before, limits: { fail: 99, review: null } }));
    expect(recipes.read(folder).limits!.fail).toBe(99);
    rmSync(join(folder, 'recipe.json'));
    expect(() => recipes.read(folder)).toThrow(expect.objectContaining(corrupt('recipe.json')));
  });

  it('is remembered for the folders used last only', async () => {
    const folders = [copyOfRecipe(), copyOfRecipe(), copyOfRecipe()];
    const first = recipes.read(folders[0]!);
    for (const folder of folders) recipes.read(folder);
    expect(recipes.read(folders[0]!)).not.toBe(first);
    expect(recipes.read(folders[0]!)).toEqual(first);
  });
});
