import { execFileSync } from 'node:child_process';
import { link, mkdir, mkdtemp, readFile, rename, rm, symlink, unlink, utimes, writeFile } from 'node:fs/promises';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { recipeIdSchema, sourceOptionsSchema } from '../../../shared/domain/index.ts';
import { createTestStation, type TestStation } from './station.ts';
import { png } from './testImages.ts';
import { quickTimings } from './testProcesses.ts';

/** Folders whose every question stays without an answer, as on a share whose server is gone. */
const silent = vi.hoisted(() => new Set<string>());
/** Folders whose every question is refused, as by permissions; those of the file system say nothing to root. */
const refused = vi.hoisted(() => new Map<string, string>());

vi.mock('node:fs/promises', async (original) => {
  const real = await original<typeof import('node:fs/promises')>();
  const never = new Promise<never>(() => undefined);
  const isSilent = (path: unknown): boolean => [...silent].some((folder) => String(path).startsWith(folder));
  const answer = <Given extends unknown[], Answer>(question: (...given: Given) => Promise<Answer>) => {
    return async (...given: Given): Promise<Answer> => {
      if (isSilent(given[0])) return never;
      const [, code] = [...refused].find(([folder]) => String(given[0]).startsWith(folder)) ?? [];
      if (code !== undefined) throw Object.assign(new Error(code), { code });
      return question(...given);
    };
  };
  return {
    ...real,
    opendir: answer(real.opendir),
    stat: answer(real.stat),
    lstat: answer(real.lstat),
    open: answer(real.open),
  };
});

let station: TestStation;
const camera = (name: string): string => join(station.cameraFolder, name);
const write = (name: string, content: number): Promise<void> => writeFile(camera(name), png(content));
const warnings = async (): Promise<string> => (await station.sentences()).join('\n');

beforeEach(async () => {
  station = await createTestStation();
  await station.start();
});

afterEach(async () => {
  silent.clear();
  refused.clear();
  await station.remove();
});

function expectOneRecordEach(records: readonly { readonly file: string; readonly error: unknown }[], files: string[]) {
  expect(records.map(({ file }) => file).sort()).toEqual([...files].sort());
  expect(records.filter(({ error }) => error !== null)).toEqual([]);
}

describe('names', () => {
  it('may hold any characters, and two forms of one letter are two files', async () => {
    await station.addSource();
    const files = [
      'a\u0308.png',
      'ä.png',
      '🔩 Schraube.png',
      '  blanks before and after  .png  ',
      'line\nbreak.png',
      'quote\'"; DROP TABLE ledger; --.png',
      `${'x'.repeat(251)}.png`,
      '部品/画像.png',
      'back\\slash.png',
    ].filter((name) => process.platform === 'linux' || !/[\\\n"]/.test(name));
    await mkdir(camera('部品'));
    for (const [index, file] of files.entries()) await write(file, index);
    expectOneRecordEach(await station.settled(files.length), files);
  });

  it.runIf(process.platform === 'linux')('that are no valid UTF-8 are reported', async () => {
    await station.addSource();
    await writeFile(
      Buffer.concat([Buffer.from(camera('bad-')), Buffer.from([0xff, 0xfe]), Buffer.from('.png')]),
      png(1),
    );
    await write('replaced by \uFFFD on purpose.png', 2);
    expectOneRecordEach(await station.settled(1), ['replaced by \uFFFD on purpose.png']);
    await station.until('it is told', async () => /has an unreadable name/.test(await warnings()));
  });
});

describe('times', () => {
  it('of files may lie anywhere, be equal, or run backwards', async () => {
    const files = ['year-2500.png', 'year-1960.png', 'zero.png', 'zero-too.png', 'now.png'];
    const seconds = [16_725_225_600, -315_619_200, 0, 0, Date.now() / 1000];
    for (const [index, file] of files.entries()) {
      await write(file, index);
      await utimes(camera(file), seconds[index]!, seconds[index]!);
    }
    await station.addSource();
    expectOneRecordEach(await station.settled(5), files);
    await station.stop();
    await station.start();
    await write('next.png', 9);
    expectOneRecordEach(await station.settled(6), [...files, 'next.png']);
  });

  it('of the station may step by years, forward and back: numbers go on, and nothing is judged twice', async () => {
    await station.addSource();
    await write('before.png', 1);
    await station.settled(1);
    const now = Date.now();
    const times = vi.useFakeTimers({ toFake: ['Date'] });
    try {
      times.setSystemTime(now + 10 * 365 * 86_400_000);
      await write('forward.png', 2);
      await station.until('it is recorded', async () => (await station.records()).length === 2);
      times.setSystemTime(now - 10 * 365 * 86_400_000);
      await write('back.png', 3);
      await station.until('it is recorded', async () => (await station.records()).length === 3);
      const { oldestWaitingSeconds } = await station.status();
      expect(oldestWaitingSeconds ?? 0).toBeGreaterThanOrEqual(0);
      expect((await station.records()).map(({ number }) => number)).toEqual([1, 2, 3]);
    } finally {
      vi.useRealTimers();
    }
    expectOneRecordEach(await station.records(), ['before.png', 'forward.png', 'back.png']);
  });
});

describe.runIf(process.platform === 'linux')('what is no ordinary file', () => {
  it('is refused, reported, and never opened: a pipe would never end', async () => {
    execFileSync('mkfifo', [camera('pipe.png')]);
    const server = createServer().listen(camera('socket.png'));
    await symlink('/dev/zero', camera('device.png'));
    await symlink('missing.png', camera('broken.png'));
    await symlink('.', camera('endless'));
    await station.addSource();
    await write('real.png', 1);
    expectOneRecordEach(await station.settled(1), ['real.png']);
    await station.until('all are told', async () => /not an ordinary file.*\(and 4 more\)/.test(await warnings()));
    server.close();
  });

  it('may take the place of an image that is being written', async () => {
    await station.addSource('ring', { incompleteAfterSeconds: 3600 });
    await writeFile(camera('part.png'), png(1).subarray(0, 40));
    await station.until('it is seen', async () => (await station.status()).backlog === 1);
    await unlink(camera('part.png'));
    execFileSync('mkfifo', [camera('part.png')]);
    await station.until('it is withdrawn', async () => (await station.status()).backlog === 0);
    await unlink(camera('part.png'));
    await write('part.png', 1);
    expectOneRecordEach(await station.settled(1), ['part.png']);
  });
});

describe('folders', () => {
  it('may appear, be renamed with all they hold, and turn into files', async () => {
    await station.addSource();
    await mkdir(camera('a/b/c'), { recursive: true });
    await write('a/b/c/deep.png', 1);
    await station.settled(1);
    await rename(camera('a'), camera('moved'));
    const records = await station.settled(2);
    expect(records[1]).toMatchObject({ file: 'moved/b/c/deep.png', sameContentAs: records[0]?.id });
    await rm(camera('moved'), { recursive: true });
    await write('moved', 2);
    expect((await station.settled(3))[2]).toMatchObject({ file: 'moved', error: null });
  });

  it('of a source may turn into a file and back', async () => {
    await station.addSource();
    await write('first.png', 1);
    await station.settled(1);
    await rm(station.cameraFolder, { recursive: true });
    await writeFile(station.cameraFolder, 'no folder');
    await station.until('it is told', async () => /not a folder/.test(await warnings()));
    await unlink(station.cameraFolder);
    await mkdir(station.cameraFolder);
    await write('second.png', 2);
    expectOneRecordEach(await station.settled(2), ['first.png', 'second.png']);
  });

  it.each(['EACCES', 'EMFILE'])('that cannot be read (%s) are reported, and their images wait', async (code) => {
    await station.addSource();
    await mkdir(camera('closed'));
    refused.set(camera('closed'), code);
    await write('closed/part.png', 1);
    await write('open.png', 2);
    expectOneRecordEach(await station.settled(1), ['open.png']);
    await station.until('it is told', async () => /closed cannot be read/.test(await warnings()));
    refused.clear();
    expectOneRecordEach(await station.settled(2), ['open.png', 'closed/part.png']);
    await station.until('all is well', async () => (await warnings()) === '');
  });
});

describe('an image', () => {
  it.each(['EIO', 'EBUSY'])('that cannot be reached for a while (%s) is told and judged in the end', async (code) => {
    await station.addSource('ring', { incompleteAfterSeconds: 3600 });
    refused.set(camera('part.png'), code);
    await write('part.png', 1);
    await write('other.png', 2);
    expectOneRecordEach(await station.settled(1), ['other.png']);
    await station.until('it is told', async () => (await warnings()).includes(`part.png cannot be reached (${code})`));
    refused.clear();
    expectOneRecordEach(await station.settled(2), ['other.png', 'part.png']);
  });

  it('that cannot be reached after it was seen is judged once it can', async () => {
    await station.addSource('ring', { incompleteAfterSeconds: 3600 });
    await writeFile(camera('part.png'), png(1).subarray(0, 40));
    await station.until('it is seen', async () => (await station.status()).backlog === 1);
    refused.set(camera('part.png'), 'EIO');
    await write('part.png', 1);
    await pause(300);
    expect(await station.records()).toEqual([]);
    refused.clear();
    expectOneRecordEach(await station.settled(1), ['part.png']);
  });
});

describe('one content', () => {
  it('under two names at once, by a hard link or a rename, is two records that belong together', async () => {
    await station.addSource();
    await write('a.png', 1);
    const [first] = await station.settled(1);
    await link(camera('a.png'), camera('b.png'));
    await station.settled(2);
    await rename(camera('a.png'), camera('c.png'));
    const records = await station.settled(3);
    expectOneRecordEach(records, ['a.png', 'b.png', 'c.png']);
    expect(records.map(({ sameContentAs }) => sameContentAs)).toEqual([null, first?.id, first?.id]);
    expect(await readFile(camera('c.png'))).toEqual(png(1));
  });
});

describe('a share that does not answer', () => {
  it('is told, keeps its own images waiting and no others, can be removed, and goes on when it is back', async () => {
    const share = await mkdtemp(join(tmpdir(), 'sigmaline-share-'));
    try {
      await station.stop();
      await station.start({ timings: { ...quickTimings, silentMs: 400 } });
      await station.addSource();
      const { id } = await station.client().request('source.add', {
        name: 'Share',
        folder: share,
        recipeId: recipeIdSchema.parse('ring'),
        options: sourceOptionsSchema.parse({}),
      });
      for (let part = 0; part < 20; part++) await writeFile(join(share, `slow-${part}.png`), png(100 + part));
      await station.until('some are judged', async () => (await station.records()).length >= 2);
      silent.add(share);
      await station.until('it is told', async () => /does not respond/.test(await warnings()));
      await write('here.png', 1);
      await station.until('the other goes on', async () =>
        (await station.records()).some(({ file }) => file === 'here.png'),
      );
      const beganMs = performance.now();
      await station.client().request('source.remove', { id });
      expect(performance.now() - beganMs).toBeLessThan(3000);
      silent.clear();
      await station.client().request('source.add', {
        name: 'Share',
        folder: share,
        recipeId: recipeIdSchema.parse('ring'),
        options: sourceOptionsSchema.parse({}),
      });
      const records = await station.settled(21);
      expectOneRecordEach(records, ['here.png', ...Array.from({ length: 20 }, (_, part) => `slow-${part}.png`)]);
      await pause(300);
      expect(await station.records()).toHaveLength(21);
    } finally {
      silent.clear();
      await rm(share, { recursive: true });
    }
  });
});
