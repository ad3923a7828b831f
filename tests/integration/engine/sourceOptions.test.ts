import { appendFile, mkdir, readFile, rename, rm, utimes, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { createTestStation, type TestStation, writeRecipe } from './station.ts';
import { png } from './testImages.ts';

let station: TestStation;
const camera = (name: string): string => join(station.cameraFolder, name);
const names = (records: readonly { readonly file: string }[]): string[] => records.map(({ file }) => file).sort();

async function write(name: string, content: number): Promise<void> {
  await mkdir(dirname(camera(name)), { recursive: true });
  await writeFile(camera(name), png(content));
}

/** Files that must not be judged get time enough to be. */
const LONG_ENOUGH_MS = 500;

/** For all tests but those that edit its settings. */
let shared: TestStation;
beforeAll(async () => {
  shared = await createTestStation();
  await shared.start();
});
beforeEach(() => {
  station = shared;
});
afterEach(() => shared.renew());
afterAll(() => shared.remove());

/** Complete files wait, because their recipe is missing. */
async function holdBack(): Promise<void> {
  await rm(join(station.dataFolder, 'recipes'), { recursive: true });
  await station.until('the recipe is missed', async () => (await station.status()).sources[0]?.state === 'unready');
}

describe('file patterns', () => {
  it('say which files are inspected; of the others nothing is seen or counted', async () => {
    await station.addSource('ring', { include: ['*.png'], exclude: ['*_ref.png', 'trash'], depth: 1 });
    await write('part.PNG', 1);
    await write('lot 7/part.png', 2);
    for (const name of ['a.tif', 'part_ref.png', 'trash/old.png', 'lot 7/deep/part.png']) await write(name, 3);
    expect(names(await station.settled(2))).toEqual(['lot 7/part.png', 'part.PNG']);
    await pause(LONG_ENOUGH_MS);
    expect(await station.records()).toHaveLength(2);
    expect((await station.status()).backlog).toBe(0);
  });

  it('take effect at once when they are changed, and nothing is judged twice', async () => {
    await station.addSource('ring', { include: ['*.png'] });
    await write('first.png', 1);
    await write('first.tif', 2);
    await station.settled(1);
    await station.changeSource({ include: ['*.tif'] });
    await write('second.png', 3);
    expect(names(await station.settled(2))).toEqual(['first.png', 'first.tif']);
    await station.changeSource({});
    expect(names(await station.settled(3))).toEqual(['first.png', 'first.tif', 'second.png']);
    await pause(LONG_ENOUGH_MS);
    expect(await station.records()).toHaveLength(3);
  });

  it('withdraw what is still being written when they leave it out', async () => {
    await station.addSource('ring', { incompleteAfterSeconds: 3600 });
    await writeFile(camera('cut.png'), png(2).subarray(0, 40));
    await station.until('it is seen', async () => (await station.status()).backlog === 1);
    await station.changeSource({ exclude: ['*.png'], incompleteAfterSeconds: 3600 });
    await station.until('it is withdrawn', async () => (await station.status()).backlog === 0);
    await writeFile(camera('cut.png'), png(2));
    await station.changeSource({});
    expect(await station.settled(1)).toMatchObject([{ file: 'cut.png', error: null }]);
  });

  it('that cannot be read are refused with a code, and nothing is changed', async () => {
    await expect(station.addSource('ring', { include: ['part-[0-9.png'] })).rejects.toMatchObject({
      code: 'source.include',
      details: { pattern: 'part-[0-9.png' },
    });
    await station.addSource();
    await expect(station.changeSource({ exclude: ['/root/*'] })).rejects.toMatchObject({ code: 'source.exclude' });
    await write('part.png', 1);
    expect(await station.settled(1)).toHaveLength(1);
  });
});

describe('options of settings that were edited by hand', () => {
  beforeEach(async () => {
    station = await createTestStation();
    await station.start();
  });
  afterEach(() => station.remove());

  it.each([
    ['"include": []', '"include": ["part-[0-9.png"]', /part-\[0-9\.png.*is not valid/],
    ['"pattern": null', '"pattern": "(?<serial>"', /not a regular expression/],
  ])(
    'that cannot be used (%s becomes %s) keep their source from being watched, and it says so',
    async (good, bad, sentence) => {
      await station.addSource();
      await station.stop();
      const text = await readFile(join(station.dataFolder, 'station.settings.json'), 'utf8');
      expect(text).toContain(good);
      const { sources } = JSON.parse(text.replace(good, bad));
      await writeFile(join(station.dataFolder, 'settings.json'), JSON.stringify({ sources }));
      await write('part.png', 1);
      await station.start();
      expect((await station.status()).sources[0]).toMatchObject({ state: 'unreachable' });
      expect((await station.sentences()).join()).toMatch(sentence);
      await station.changeSource({});
      expect(await station.settled(1)).toHaveLength(1);
    },
  );
});

describe('a pattern for serial, lot and view', () => {
  it('puts them into the records; what it does not fit is judged all the same, and the station says so', async () => {
    await station.addSource('ring', { pattern: '^(?<lot>[^/]+)/(?<serial>\\d+)_(?<view>top|side)\\.png$' });
    await write('lot 7/0012_top.png', 1);
    await write('nameless.png', 2);
    const records = await station.settled(2);
    const of = (file: string) => records.find((record) => record.file === file);
    expect(of('lot 7/0012_top.png')).toMatchObject({ serial: '0012', lot: 'lot 7', view: 'top', error: null });
    expect(of('nameless.png')).toMatchObject({ serial: null, lot: null, view: null, error: null });
    await station.until('it is told', async () => /1 of the last 2/.test((await station.sentences()).join()));
  });

  it('that goes back and forth for ever does not stop the station', async () => {
    await station.addSource('ring', { pattern: '^(?<serial>(a+)+)\\.png$' });
    await write(`${'a'.repeat(100)}!.png`, 1);
    await write('aaa.png', 2);
    const records = await station.settled(2);
    expect(records.map(({ serial }) => serial).sort()).toEqual(['aaa', null]);
    await station.until('it is told', async () =>
      /pattern for serial, lot and view too long/.test((await station.sentences()).join()),
    );
  });
});

describe('a camera that writes a file beside each image that is whole', () => {
  const sidecar = { completion: { kind: 'sidecar', ending: '.done' } } as const;

  it('has its images judged once that is there', async () => {
    await station.addSource('ring', sidecar);
    await write('part.png', 1);
    await writeFile(camera('lonely.png.done'), '');
    await pause(LONG_ENOUGH_MS);
    expect(await station.records()).toEqual([]);
    await writeFile(camera('part.png.done'), '');
    expect(await station.settled(1)).toMatchObject([{ file: 'part.png', error: null }]);
  });

  it('gets an error at once where the image is cut all the same', async () => {
    await station.addSource('ring', { ...sidecar, incompleteAfterSeconds: 3600 });
    await writeFile(camera('cut.png'), png(1).subarray(0, 40));
    await writeFile(camera('cut.png.done'), '');
    expect((await station.settled(1))[0]?.error?.code).toBe('image.truncated');
  });

  it('gets an error where it forgot, and the image is judged when it comes late, also after a restart', async () => {
    await station.addSource('ring', sidecar);
    await write('part.png', 1);
    const [error] = await station.settled(1);
    expect(error?.error?.code).toBe('image.not-released');
    await station.stop();
    await station.start();
    await pause(LONG_ENOUGH_MS);
    expect(await station.records()).toHaveLength(1);
    await writeFile(camera('part.png.done'), '');
    const records = await station.settled(2);
    expect(records[1]).toMatchObject({ file: 'part.png', error: null, followsError: error?.id });
    await pause(LONG_ENOUGH_MS);
    expect(await station.records()).toHaveLength(2);
  });

  it('may release an image that has not got its error yet: then there is none', async () => {
    await station.addSource('ring', sidecar);
    await holdBack();
    await write('part.png', 1);
    await pause(2000);
    await writeFile(camera('part.png.done'), '');
    await pause(LONG_ENOUGH_MS);
    await writeRecipe(station.dataFolder, 'ring');
    expect(await station.settled(1)).toMatchObject([{ error: null }]);
  });
});

describe('a camera that renames what is whole', () => {
  it('has its images judged under their last name only', async () => {
    await station.addSource('ring', { completion: { kind: 'rename', ending: '.writing' } });
    await write('part.png.writing', 1);
    await pause(LONG_ENOUGH_MS);
    expect((await station.status()).backlog).toBe(0);
    await rename(camera('part.png.writing'), camera('part.png'));
    expect(await station.settled(1)).toMatchObject([{ file: 'part.png', error: null }]);
  });
});

describe('records that belong together', () => {
  it('are the error of a file that stayed incomplete and its judgement once it was completed', async () => {
    await station.addSource();
    const bytes = png(1);
    await writeFile(camera('late.png'), bytes.subarray(0, 40));
    const [error] = await station.settled(1);
    expect(error).toMatchObject({ verdict: 'error', followsError: null });
    await appendFile(camera('late.png'), bytes.subarray(40));
    expect((await station.settled(2))[1]).toMatchObject({ error: null, followsError: error?.id });
    await write('late.png', 2);
    expect((await station.settled(3))[2]).toMatchObject({ error: null, followsError: null });
  });

  it('are those of the same bytes: each points to the first', async () => {
    await station.addSource();
    // No earlier test had these bytes.
    const [bytes, otherBytes] = [101, 102];
    await write('a.png', bytes);
    const [first] = await station.settled(1);
    await write('b.png', bytes);
    await write('other.png', otherBytes);
    await station.settled(3);
    // What is written once more under its name is no further record.
    await utimes(camera('a.png'), 7, 7);
    await write('c.png', bytes);
    const records = await station.settled(4);
    expect(records.filter(({ sameContentAs }) => sameContentAs === first?.id).map(({ file }) => file)).toEqual([
      'b.png',
      'c.png',
    ]);
    expect(records.filter(({ sameContentAs }) => sameContentAs === null)).toHaveLength(2);
  });
});

describe('the order of judging', () => {
  /** More than twice as many as a lane reads ahead. */
  const PARTS = 10;

  it.each(['oldest', 'newest'] as const)(
    'begins with the %s that waits, and follows the setting at once',
    async (first) => {
      await station.addSource();
      await holdBack();
      for (let part = 0; part < PARTS; part++) {
        await write(`part-${part}.png`, part);
        await station.until('it is seen', async () => (await station.status()).backlog === part + 1);
      }
      await pause(300);
      const settings = await station.client().request('settings.get', {});
      await station.client().request('settings.change', { ...settings, judgeFirst: first });
      await writeRecipe(station.dataFolder, 'ring');
      const order = (await station.settled(PARTS)).map(({ file }) => Number(file.slice(5, 6)));
      // A lane reads some images ahead, and they may overtake one another.
      const half = PARTS / 2;
      expect(order.slice(0, 3).every((part) => (first === 'oldest' ? part < half : part >= half))).toBe(true);
    },
  );
});
