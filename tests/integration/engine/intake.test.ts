import { appendFile, mkdir, mkdtemp, rename, rm, symlink, utimes, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { createTestStation, type TestStation, writeRecipe } from './station.ts';
import { png, writeSlowly } from './testImages.ts';
import { quickTimings } from './testProcesses.ts';

let station: TestStation;
const camera = (name: string): string => join(station.cameraFolder, name);
const write = (name: string, content: number): Promise<void> => writeFile(camera(name), png(content));

/** For all tests but those that begin with a station of their own. */
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

function onStationsOfTheirOwn(): void {
  beforeEach(async () => {
    station = await createTestStation();
  });
  afterEach(() => station.remove());
}

function expectOneRecordEach(records: readonly { readonly file: string; readonly number: number }[], files: string[]) {
  expect(records.map(({ file }) => file).sort()).toEqual([...files].sort());
  const first = records[0]?.number ?? 0;
  expect(records.map(({ number }) => number)).toEqual(records.map((_, index) => first + index));
}

describe('files that a camera writes', () => {
  it('are each judged once, whether they lay there before or come later, in folders inside too', async () => {
    await write('before.png', 1);
    await station.addSource();
    await mkdir(camera('lot 7/Ä'), { recursive: true });
    await write('lot 7/Ä/ü-部品.png', 2);
    await write('later.png', 3);
    const records = await station.settled(3);
    expectOneRecordEach(records, ['before.png', 'later.png', 'lot 7/Ä/ü-部品.png']);
    expect(station.feed.map(({ number }) => number)).toEqual(records.map(({ number }) => number));
  });

  it('get the verdict of their score against the limits of the recipe', async () => {
    await station.addSource();
    for (let part = 0; part < 40; part++) await write(`part-${part}.png`, part);
    const records = await station.settled(40);
    for (const { score, verdict, limits, sha256, recipeVersion } of records) {
      expect(verdict).toBe(score! > 2 ? 'fail' : score! > 1 ? 'review' : 'pass');
      expect({ limits, recipeVersion }).toEqual({ limits: { fail: 2, review: 1 }, recipeVersion: 1 });
      expect(sha256).toMatch(/^[0-9a-f]{64}$/);
    }
    expect(new Set(records.map(({ verdict }) => verdict))).toEqual(new Set(['pass', 'review', 'fail']));
  });

  it('are judged only when they are whole, however long the camera pauses', async () => {
    await station.addSource();
    const bytes = png(1);
    await writeSlowly(camera('slow-camera.png'), bytes, 5, 250);
    const [record] = await station.settled(1);
    expect(record).toMatchObject({ file: 'slow-camera.png', error: null });
    expect(await station.records()).toHaveLength(1);
  });

  it('may be written under another name first', async () => {
    await station.addSource();
    for (const name of ['part.png.tmp', '.part.png.x7', 'part.png.part']) {
      await write(name, 1);
      await pause(200);
      await rename(camera(name), camera(`from ${name}.png`));
    }
    expectOneRecordEach(
      await station.settled(3),
      ['from part.png.tmp.png', 'from .part.png.x7.png', 'from part.png.part.png'].filter((name) => name),
    );
  });

  it('are judged again under the same name when their content is another', async () => {
    await station.addSource();
    for (let round = 1; round <= 3; round++) {
      await write('latest.png', round);
      await utimes(camera('latest.png'), round, round);
      await station.settled(round);
    }
    const records = await station.records();
    expect(records.map(({ file }) => file)).toEqual(['latest.png', 'latest.png', 'latest.png']);
    expect(new Set(records.map(({ sha256 }) => sha256)).size).toBe(3);
  });

  it('are found without any hint of the watcher when their content was replaced while the station was away', async () => {
    await station.addSource();
    await write('part.png', 1);
    await station.settled(1);
    await station.stop();
    await write('part.png', 2);
    await utimes(camera('part.png'), 5, 5);
    await station.start();
    expect(await station.settled(2)).toHaveLength(2);
  });

  it('are not judged twice when the station is stopped and started', async () => {
    await station.addSource();
    await write('part.png', 1);
    await station.settled(1);
    await station.stop();
    await station.start();
    await write('next.png', 2);
    expectOneRecordEach(await station.settled(2), ['part.png', 'next.png']);
  });

  it('are not judged twice when their source is removed and added again', async () => {
    const { id } = await station.addSource();
    await write('part.png', 1);
    await station.settled(1);
    await station.client().request('source.remove', { id });
    await write('meanwhile.png', 2);
    await pause(300);
    expect((await station.status()).backlog).toBe(0);
    expect((await station.addSource()).id).toBe(id);
    expectOneRecordEach(await station.settled(2), ['part.png', 'meanwhile.png']);
  });
});

describe('files that are no good', () => {
  it('each get a record that says what is wrong, and the line goes on', async () => {
    await station.addSource();
    await writeFile(camera('note.png'), 'this is no image, whatever the camera says');
    await writeFile(camera('empty.png'), '');
    await writeFile(camera('cut.png'), png(1).subarray(0, -20));
    await write('good.png', 2);
    const records = await station.settled(4);
    const errors = Object.fromEntries(records.map(({ file, error }) => [file, error?.code ?? null]));
    expect(errors).toEqual({
      'note.png': 'image.not-an-image',
      'empty.png': 'image.empty',
      'cut.png': 'image.truncated',
      'good.png': null,
    });
    expect(records.find(({ file }) => file === 'cut.png')).toMatchObject({ verdict: 'error', score: null });
    expect(records.find(({ file }) => file === 'cut.png')?.sha256).toMatch(/^[0-9a-f]{64}$/);
  });

  it('are judged after all when they are completed late', async () => {
    await station.addSource();
    const bytes = png(1);
    await writeFile(camera('late.png'), bytes.subarray(0, 30));
    expect((await station.settled(1))[0]?.error?.code).toBe('image.truncated');
    await appendFile(camera('late.png'), bytes.subarray(30));
    expect((await station.settled(2))[1]).toMatchObject({ file: 'late.png', error: null });
  });

  it('are no files at all: links are refused and reported, never followed', async () => {
    const elsewhere = await mkdtemp(join(tmpdir(), 'sigmaline-elsewhere-'));
    try {
      await writeFile(join(elsewhere, 'secret.png'), png(1));
      await symlink(join(elsewhere, 'secret.png'), camera('link.png'));
      await symlink(elsewhere, camera('folder-link'));
      await station.addSource();
      await write('real.png', 2);
      expectOneRecordEach(await station.settled(1), ['real.png']);
      await station.until('the links are reported', async () => (await station.sentences()).length > 0);
      expect((await station.sentences()).join()).toMatch(/link.*not inspected \(and 1 more\)/);
    } finally {
      await rm(elsewhere, { recursive: true });
    }
  });
});

describe('files that are no good at a station that waits for less long', () => {
  onStationsOfTheirOwn();

  it('are named on their source where they are written for ever, and judged when they are whole', async () => {
    await station.start({ timings: { ...quickTimings, incompleteMs: 400 } });
    await station.addSource();
    const whole = png(7);
    const put = async (bytes: Buffer): Promise<void> => {
      await writeFile(camera('endless.tmp'), bytes);
      await rename(camera('endless.tmp'), camera('endless.png'));
    };
    const remarks = async (): Promise<readonly string[]> => station.sentences();
    let isWriting = true;
    const writing = (async () => {
      for (let size = 20; isWriting; size += 1) {
        await put(whole.subarray(0, Math.min(size, whole.length - 1)));
        await pause(20);
      }
    })();
    await station.until('it is named', async () =>
      (await remarks()).some((remark) => /endless\.png has been written to for .* still incomplete/.test(remark)),
    );
    // While it is still written to: the file may not stand still for as long as the question takes.
    expect(await station.records()).toEqual([]);
    isWriting = false;
    await writing;
    await put(whole);
    await station.until('it is judged', async () => (await station.records()).length > 0);
    expect(await station.records()).toMatchObject([{ file: 'endless.png', error: null }]);
    await station.until('nothing is remarkable any more', async () => (await remarks()).length === 0);
  });
});

describe("a source's folder", () => {
  it('may be deleted and created again', async () => {
    await station.addSource();
    await write('first.png', 1);
    await station.settled(1);
    await rm(station.cameraFolder, { recursive: true });
    await station.until(
      'the source is unreachable',
      async () => (await station.status()).sources[0]?.state === 'unreachable',
    );
    expect((await station.sentences()).join()).toMatch(/does not exist/);
    await mkdir(station.cameraFolder);
    await write('second.png', 2);
    expectOneRecordEach(await station.settled(2), ['first.png', 'second.png']);
    expect((await station.status()).sources[0]).toMatchObject({ state: 'watching' });
    expect(await station.sentences()).toEqual([]);
  });

  it('may be replaced so quickly that nobody notices', async () => {
    await station.addSource();
    await write('first.png', 1);
    await station.settled(1);
    await rm(station.cameraFolder, { recursive: true });
    await mkdir(station.cameraFolder);
    await write('second.png', 2);
    await station.settled(2);
    await write('third.png', 3);
    expectOneRecordEach(await station.settled(3), ['first.png', 'second.png', 'third.png']);
  });

  it('may go away with files that wait in it: they are judged when it is back', async () => {
    await rm(join(station.dataFolder, 'recipes'), { recursive: true });
    await writeRecipe(station.dataFolder, 'ring');
    await station.addSource();
    await rm(join(station.dataFolder, 'recipes'), { recursive: true });
    await station.until('the recipe is missed', async () => (await station.status()).sources[0]?.state === 'unready');
    for (let part = 0; part < 5; part++) await write(`part-${part}.png`, part);
    await station.until('all wait', async () => (await station.status()).backlog === 5);
    const away = `${station.cameraFolder}-away`;
    await rename(station.cameraFolder, away);
    await station.until(
      'the source is unreachable',
      async () => (await station.status()).sources[0]?.state === 'unreachable',
    );
    await writeRecipe(station.dataFolder, 'ring');
    await pause(1000);
    expect(await station.records()).toEqual([]);
    await rename(away, station.cameraFolder);
    const records = await station.settled(5);
    expect(records.every(({ error }) => error === null)).toBe(true);
    expect(records).toHaveLength(5);
  });
});

describe('a file that was complete', () => {
  async function holdBack(): Promise<void> {
    await station.addSource();
    await rm(join(station.dataFolder, 'recipes'), { recursive: true });
    await station.until('the recipe is missed', async () => (await station.status()).sources[0]?.state === 'unready');
  }

  it('waits while its recipe is missing, and the station says so', async () => {
    await holdBack();
    await write('part.png', 1);
    await station.until('it waits', async () => (await station.status()).backlog === 1);
    expect((await station.sentences()).join()).toMatch(/no recipe named ring/);
    await writeRecipe(station.dataFolder, 'ring');
    expectOneRecordEach(await station.settled(1), ['part.png']);
    expect((await station.status()).sources[0]?.state).toBe('watching');
  });

  it('is an error where it was deleted before it could be judged, and is judged when it comes back', async () => {
    await holdBack();
    await write('part.png', 1);
    await utimes(camera('part.png'), 7, 7);
    await station.until('it waits', async () => (await station.status()).backlog === 1);
    await pause(300);
    await rm(camera('part.png'));
    await writeRecipe(station.dataFolder, 'ring');
    const [record] = await station.settled(1);
    expect(record?.error?.code).toBe('image.not-found');
    await write('part.png', 1);
    await utimes(camera('part.png'), 7, 7);
    expect((await station.settled(2))[1]).toMatchObject({ file: 'part.png', error: null });
  });

  it('is an error where it was overwritten before it could be judged, and the new content is judged', async () => {
    await holdBack();
    await write('part.png', 1);
    await pause(400);
    await write('part.png', 2);
    await utimes(camera('part.png'), 7, 7);
    await station.until('both wait', async () => (await station.status()).backlog === 2);
    await writeRecipe(station.dataFolder, 'ring');
    const records = await station.settled(2);
    // Images that wait together are judged in any order.
    expect(records.map(({ error }) => error?.code ?? null).sort()).toEqual(['image.changed', null]);
  });

  it('is judged after all where it was overwritten, and its name gets its first content back', async () => {
    await holdBack();
    await write('part.png', 1);
    await utimes(camera('part.png'), 7, 7);
    await station.until('it waits', async () => (await station.status()).backlog === 1);
    await pause(300);
    await rename(camera('part.png'), camera('.kept'));
    await write('part.png', 2);
    await utimes(camera('part.png'), 8, 8);
    await station.until('both wait', async () => (await station.status()).backlog === 2);
    await writeRecipe(station.dataFolder, 'ring');
    expect((await station.settled(2)).map(({ error }) => error?.code ?? null).sort()).toEqual(['image.changed', null]);
    await rename(camera('.kept'), camera('part.png'));
    expect((await station.settled(3))[2]).toMatchObject({ file: 'part.png', error: null });
  });
});
