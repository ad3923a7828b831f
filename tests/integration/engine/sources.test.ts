import { randomUUID } from 'node:crypto';
import { mkdir, readdir, rm, symlink, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import {
  recipeIdSchema,
  type SourceId,
  type SourceOptions,
  sourceIdSchema,
  sourceOptionsSchema,
} from '../../../shared/domain/index.ts';
import { createTestStation, type TestStation, writeRecipe } from './station.ts';
import { png } from './testImages.ts';

let station: TestStation;

/** Tests that restart it, or have images judged. */
function onStationsOfTheirOwn(): void {
  beforeEach(async () => {
    station = await createTestStation();
    await station.start();
  });
  afterEach(() => station.remove());
}

/** Tests that leave nothing behind but sources and folders, which are taken away after each. */
function onOneStation(): void {
  beforeAll(async () => {
    station = await createTestStation();
    await station.start();
  });
  afterEach(async () => {
    for (const { id } of await station.client().request('source.list', {})) {
      await station.client().request('source.remove', { id });
    }
    await emptyFolder(station.cameraFolder);
    await emptyFolder(dirname(station.dataFolder), [station.dataFolder, station.cameraFolder]);
  });
  afterAll(() => station.remove());
}

async function emptyFolder(folder: string, keep: readonly string[] = []): Promise<void> {
  const paths = (await readdir(folder)).map((name) => join(folder, name)).filter((path) => !keep.includes(path));
  for (const path of paths) await rm(path, { recursive: true });
}

const add = (folder: string, recipe = 'ring') =>
  station.client().request('source.add', { name: 'Camera', folder, recipeId: recipeIdSchema.parse(recipe) });

describe('a new source', () => {
  onOneStation();

  it.each<[string, () => string | Promise<string>, string]>([
    ['does not exist', () => join(station.cameraFolder, 'missing'), 'folder.not-found'],
    [
      'is a file',
      async () => {
        await writeFile(join(station.cameraFolder, 'file'), '');
        return join(station.cameraFolder, 'file');
      },
      'folder.not-a-folder',
    ],
    ['has a relative path', () => 'camera', 'folder.relative'],
    ["is the station's own", () => station.dataFolder, 'source.nested'],
    ["lies in the station's own", () => join(station.dataFolder, 'recipes'), 'source.nested'],
    ["holds the station's own", () => dirname(station.dataFolder), 'source.holds-data'],
  ])('is refused where its folder %s', async (_, folder, code) => {
    await expect(add(await folder())).rejects.toMatchObject({ code });
    expect(await station.client().request('source.list', {})).toEqual([]);
  });

  it('is refused where its files would be judged twice', async () => {
    await station.addSource();
    const inside = join(station.cameraFolder, 'inside');
    await mkdir(inside);
    await expect(add(station.cameraFolder)).rejects.toMatchObject({ code: 'source.duplicate' });
    await expect(add(inside)).rejects.toMatchObject({ code: 'source.overlap', details: { source: 'Camera 1' } });
  });

  it('is one, however many ask for it at the same time', async () => {
    const answers = await Promise.allSettled([1, 2, 3].map(() => add(station.cameraFolder)));
    expect(answers.map(({ status }) => status).sort()).toEqual(['fulfilled', 'rejected', 'rejected']);
    expect(await station.client().request('source.list', {})).toHaveLength(1);
  });

  it('needs a name of its own, now and when it is changed', async () => {
    await add(station.cameraFolder);
    const [left, right] = [join(dirname(station.cameraFolder), 'left'), join(dirname(station.cameraFolder), 'right')];
    await mkdir(left);
    await mkdir(right);
    const taken = { code: 'source.name-taken', details: { source: 'Camera', folder: station.cameraFolder } };
    const named = (name: string, folder: string) =>
      station.client().request('source.add', { name, folder, recipeId: recipeIdSchema.parse('ring') });
    await expect(named(' camera ', left)).rejects.toMatchObject(taken);
    const { id } = await named('Right', right);
    const rename = (name: string) => station.client().request('source.change', { id, name });
    await expect(rename('CAMERA')).rejects.toMatchObject(taken);
    expect(await rename('right')).toMatchObject({ name: 'right' });
  });

  it('is refused where there is no such recipe', async () => {
    await expect(add(station.cameraFolder, 'disc')).rejects.toMatchObject({
      code: 'recipe.not-found',
      details: { recipe: 'disc', known: 'ring' },
    });
  });
});

describe('a new source that is kept', () => {
  onStationsOfTheirOwn();

  it('is kept over a restart', async () => {
    const added = await station.addSource();
    await station.stop();
    await station.start();
    const [source] = await station.client().request('source.list', {});
    expect(source).toMatchObject({ id: added.id, name: 'Camera 1', folder: station.cameraFolder, recipeId: 'ring' });
  });

  describe('whose folder holds images already', () => {
    const folder = () => station.cameraFolder;
    const put = (name: string, content: number) => writeFile(join(folder(), name), png(content));
    const count = (options: Partial<SourceOptions> = {}) =>
      station.client().request('source.countExisting', { folder: folder(), options: { ...options } });
    const addWith = (existing?: 'judge' | 'leave') =>
      station.client().request('source.add', {
        name: 'Camera',
        folder: folder(),
        recipeId: recipeIdSchema.parse('ring'),
        ...(existing !== undefined && { existing }),
      });
    const judgedFiles = (records: readonly { file: string }[]) => records.map(({ file }) => file).sort();

    beforeEach(async () => {
      await mkdir(join(folder(), 'inside'));
      await put('1.png', 1);
      await put('2.png', 2);
      await put('inside/3.png', 3);
      await put('4.tmp', 4);
      await writeFile(join(folder(), 'results.csv'), 'part,result\r\n');
    });

    it('says how many, by the options that it is to have', async () => {
      expect(await count()).toEqual({ files: 3 });
      expect(await count({ depth: 0 })).toEqual({ files: 2 });
      expect(await count({ include: ['inside/*.png'] })).toEqual({ files: 1 });
      await expect(count({ include: ['[a'] })).rejects.toMatchObject({ code: 'source.include' });
    });

    it('judges them where nothing else is asked for, and does not count again what it has judged', async () => {
      await addWith();
      expect(judgedFiles(await station.settled(3))).toEqual(['1.png', '2.png', 'inside/3.png']);
      await put('5.png', 5);
      await station.settled(4);
      expect(await count()).toEqual({ files: 0 });
    });

    it('leaves them for ever where that is asked for, except those that change', async () => {
      const { id } = await addWith('leave');
      await put('5.png', 5);
      expect(judgedFiles(await station.settled(1))).toEqual(['5.png']);
      await station.stop();
      await station.start();
      await put('2.png', 20);
      expect(judgedFiles(await station.settled(2))).toEqual(['2.png', '5.png']);
      await put('6.png', 6);
      await station.settled(3);
      await station.client().request('source.remove', { id });
      expect(await count()).toEqual({ files: 2 });
      await addWith('leave');
      await put('7.png', 7);
      expect(judgedFiles(await station.settled(4))).toEqual(['2.png', '5.png', '6.png', '7.png']);
    });

    it('judges what it left once it is removed and added again to judge it', async () => {
      const { id } = await addWith('leave');
      await put('5.png', 5);
      await station.settled(1);
      await station.client().request('source.remove', { id });
      await addWith('judge');
      expect(judgedFiles(await station.settled(4))).toEqual(['1.png', '2.png', '5.png', 'inside/3.png']);
    });

    it('is left as it was where it is refused: what waits in it is judged', async () => {
      await addWith();
      await expect(addWith('leave')).rejects.toMatchObject({ code: 'source.duplicate' });
      expect(judgedFiles(await station.settled(3))).toEqual(['1.png', '2.png', 'inside/3.png']);
    });
  });
});

const options = (change: Partial<SourceOptions> = {}): SourceOptions => ({
  ...sourceOptionsSchema.parse({}),
  ...change,
});

describe('the options of a source', () => {
  onOneStation();

  it('are given back with the source, and have defaults where they were left out', async () => {
    await station.addSource();
    const [source] = await station.client().request('source.list', {});
    expect(source?.options).toEqual(options());
    expect(source).toMatchObject({ backlog: 0, oldestWaitingSeconds: null });
    const { conditions } = await station.status();
    expect(conditions.filter(({ subject }) => subject.kind === 'source')).toEqual([]);
  });

  it('cannot be changed of a source that is not there, nor to a recipe that is not there', async () => {
    const { id } = await station.addSource();
    const change = { id, name: 'Camera', recipeId: recipeIdSchema.parse('disc'), options: options() };
    const request = (input: typeof change) => station.client().request('source.change', input);
    await expect(request(change)).rejects.toMatchObject({ code: 'recipe.not-found' });
    const unknown = { ...change, id: sourceIdSchema.parse(randomUUID()), recipeId: recipeIdSchema.parse('ring') };
    await expect(request(unknown)).rejects.toMatchObject({ code: 'source.not-found' });
  });

  it.each([
    ['is no regular expression', '(?<serial>', 'source.pattern'],
    ['names no group', '[0-9]+', 'source.pattern-groups'],
    ['names an unknown group', '(?<batch>[0-9]+)', 'source.pattern-groups'],
  ])('are refused where the part pattern %s, and nothing is changed', async (_, pattern, code) => {
    const { id, name, recipeId } = await station.addSource();
    const change = station.client().request('source.change', { id, name, recipeId, options: options({ pattern }) });
    await expect(change).rejects.toMatchObject({ code });
    expect((await station.client().request('source.list', {}))[0]?.options.pattern).toBeNull();
  });

  it.each<[string, () => string | Promise<string>, string]>([
    ['has a relative path', () => 'archive', 'archive.relative'],
    ['does not exist', () => join(dirname(station.dataFolder), 'missing'), 'archive.not-found'],
    [
      'is a file',
      async () => {
        const file = join(dirname(station.dataFolder), 'file');
        await writeFile(file, '');
        return file;
      },
      'archive.not-a-folder',
    ],
    ["is the source's own folder", () => station.cameraFolder, 'archive.in-source'],
    ["holds the source's folder", () => dirname(station.cameraFolder), 'archive.in-data'],
    [
      "lies in the source's folder",
      async () => {
        const inside = join(station.cameraFolder, 'archive');
        await mkdir(inside);
        return inside;
      },
      'archive.in-source',
    ],
    [
      "is the source's folder by another path",
      async () => {
        const link = join(dirname(station.dataFolder), 'link');
        await symlink(station.cameraFolder, link, 'junction');
        return link;
      },
      'archive.in-source',
    ],
    ["lies in the station's own folder", () => join(station.dataFolder, 'recipes'), 'archive.in-data'],
    // Nobody may write there, not even root.
    ...(process.platform === 'linux'
      ? [['cannot be written', () => '/proc/self', 'archive.unwritable'] as [string, () => string, string]]
      : []),
  ])('are refused where the archive %s', async (_, archive, code) => {
    const afterwards = { kind: 'archive' as const, folder: await archive() };
    const added = station.client().request('source.add', {
      name: 'Camera',
      folder: station.cameraFolder,
      recipeId: recipeIdSchema.parse('ring'),
      options: { afterwards },
    });
    await expect(added).rejects.toMatchObject({ code });
    expect(await station.client().request('source.list', {})).toEqual([]);
  });

  it('keep the archive of one source out of the folder of another, whichever comes first', async () => {
    const { id, name, recipeId } = await station.addSource();
    const shared = join(dirname(station.dataFolder), 'shared');
    await mkdir(join(shared, 'inside'), { recursive: true });
    const archive = options({ afterwards: { kind: 'archive', folder: shared } });
    await station.client().request('source.change', { id, name, recipeId, options: archive });
    await expect(add(join(shared, 'inside'))).rejects.toMatchObject({ code: 'source.holds-archive' });
    expect(await readdir(shared)).toEqual(['inside']);
  });
});

describe('the options of a source that are kept', () => {
  onStationsOfTheirOwn();

  it('are changed together with name and recipe, and kept over a restart', async () => {
    const { id } = await station.addSource();
    await writeRecipe(station.dataFolder, 'disc');
    const changed = options({ pattern: '(?<serial>[0-9]+)', exclude: ['*-preview.png'], incompleteAfterSeconds: 5 });
    const recipeId = recipeIdSchema.parse('disc');
    await station.client().request('source.change', { id, name: 'Top camera', recipeId, options: changed });
    await station.stop();
    await station.start();
    const [source] = await station.client().request('source.list', {});
    expect(source).toMatchObject({ id, name: 'Top camera', recipeId, folder: station.cameraFolder, options: changed });
  });
});

describe('a part pattern', () => {
  onOneStation();

  const pattern = '(?<serial>[0-9]+)-(?<view>[a-z]+)';
  const tryPattern = (path: string | null, sourceId: SourceId | null = null, tried = pattern) =>
    station.client().request('source.tryPattern', { pattern: tried, path, sourceId });

  it('can be tried on a path before it is kept', async () => {
    expect(await tryPattern('0815-top.png')).toEqual({
      path: '0815-top.png',
      part: { serial: '0815', lot: null, view: 'top', recipe: null },
    });
    expect(await tryPattern('ring.png')).toEqual({ path: 'ring.png', part: null });
    await expect(tryPattern('ring.png', null, '(')).rejects.toMatchObject({ code: 'source.pattern' });
    const slow = tryPattern('a'.repeat(200), null, '^(?<serial>(a+)+)\\.png$');
    await expect(slow).rejects.toMatchObject({ code: 'source.pattern-slow' });
  });

  it('can be tried on the newest image of its source', async () => {
    const { id } = await station.addSource();
    expect(await tryPattern(null, id)).toEqual({ path: null, part: null });
    await writeFile(join(station.cameraFolder, '4711-side.png'), png(1));
    await station.settled(1);
    expect(await tryPattern(null, id)).toMatchObject({ path: '4711-side.png', part: { serial: '4711', view: 'side' } });
  });
});

describe('the settings of the station', () => {
  onStationsOfTheirOwn();

  it('are changed all at once, shown with the status, and kept over a restart; sources stay', async () => {
    const { id } = await station.addSource();
    const before = await station.client().request('settings.get', {});
    const wanted = {
      ...before,
      stationName: 'Line 3',
      shiftStarts: ['05:30'],
      lanes: 'throughput' as const,
      judgeFirst: 'newest' as const,
    };
    expect(await station.client().request('settings.change', wanted)).toEqual(wanted);
    expect(await station.status()).toMatchObject({ name: 'Line 3', sources: [{ id }] });
    await station.stop();
    await station.start();
    expect(await station.client().request('settings.get', {})).toEqual(wanted);
  });

  it('are changed by two forms at once, each what it touched; what the other one changed meanwhile is not overwritten', async () => {
    const seen = await station.client().request('settings.get', {});
    await station.client().request('settings.change', { stationName: 'Line 3', seen });
    await station.client().request('settings.change', { judgeFirst: 'newest', seen });
    const late = station.client().request('settings.change', { stationName: 'Line 4', lanes: 'throughput', seen });
    await expect(late).rejects.toMatchObject({
      code: 'settings.changed-meanwhile',
      details: { setting: 'stationName' },
    });
    const both = { ...seen, stationName: 'Line 3', judgeFirst: 'newest' };
    expect(await station.client().request('settings.get', {})).toEqual(both);
  });
});

describe('a source that is removed', () => {
  onStationsOfTheirOwn();

  it('is not watched any more, and cannot be removed again', async () => {
    const { id } = await station.addSource();
    await station.client().request('source.remove', { id });
    expect((await station.status()).sources).toEqual([]);
    await expect(station.client().request('source.remove', { id })).rejects.toMatchObject({ code: 'source.not-found' });
  });
});
