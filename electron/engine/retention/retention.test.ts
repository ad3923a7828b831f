import { existsSync, mkdirSync, readdirSync, readFileSync, renameSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { type SourceOptions, sentenceOf, sourceOptionsSchema } from '../../../shared/domain/index.ts';
import { sha256Of } from '../../files/index.ts';
import { Inspector } from '../inspection/inspector.ts';
import { judgedAs, TestLine } from '../inspection/line.fixture.ts';
import { Kernel, type ReadClock } from '../kernel/index.ts';
import { FakeMachine } from '../kernel/machine.fixture.ts';
import { createDuties } from './duties.ts';
import { diskActions, type FileActions } from './fileActions.ts';
import { dayFolder } from './placing.ts';
import { type RetainedSource, Retention, type RetentionNeeds } from './retention.ts';

let line: TestLine;
let archive: string;
let options: SourceOptions;
let source: RetainedSource;
let inspector: Inspector | null;
let retentions: Retention[];

beforeEach(() => begin());

function begin(readClock?: ReadClock): void {
  line = new TestLine(readClock);
  archive = join(line.folder, 'archive');
  mkdirSync(archive);
  retentions = [];
  inspector = null;
  wish({ kind: 'archive', folder: archive });
  line.lane = ({ imagePath }) => {
    const score = imagePath.includes('bad') ? Number.NaN : 0.5;
    return judgedAs(imagePath, { sha256: sha256Of(readFileSync(imagePath)), score });
  };
}

afterEach(async () => {
  await inspector?.stop(200);
  for (const retention of retentions) await retention.stop(200);
  line.close();
});

function wish(afterwards: SourceOptions['afterwards']): void {
  options = sourceOptionsSchema.parse({ afterwards });
  source = { ...line.source, options };
}

function open(changes: Partial<RetentionNeeds> = {}): Retention {
  const retention = new Retention(line.station.kernel, {
    duties: createDuties(line.station.kernel.database, line.station.kernel.clock),
    files: diskActions,
    sources: () => [source],
    canTellMissing: () => true,
    timings: { everyMs: 10, pauseMs: 10, retryMs: 10 },
    ...changes,
  });
  retentions.push(retention);
  return retention;
}

const soon = { timeout: 3000, interval: 5 };
const moment = (): Promise<void> => new Promise((resolve) => setTimeout(resolve, 60));

/** Lets images arrive and waits until each has its record. */
async function record(...names: string[]): Promise<void> {
  const before = line.records.total();
  for (const name of names) line.arrive(name);
  inspector ??= new Inspector(line.station.kernel, line.needs());
  inspector.wake();
  await expect.poll(() => line.records.total(), soon).toBe(before + names.length);
}

const inCamera = (): string[] => readdirSync(line.camera).sort();
const inArchive = (): string[] => {
  const day = dayFolder(archive, new Date().toISOString());
  return existsSync(day) ? readdirSync(day).sort() : [];
};
const wrong = (): string[] => line.station.kernel.conditions.current().map(sentenceOf);

describe('image files of recorded parts', () => {
  test('are moved to the archive, but those that could not be judged stay for people to look at', async () => {
    open();
    await record('a.png', 'b.png', 'bad.png');
    await expect.poll(inArchive, soon).toEqual(['a.png', 'b.png']);
    await moment();
    expect(inCamera()).toEqual(['bad.png']);
    expect(wrong()).toEqual([]);
  });

  test('are left where the source says so, also if it says so only later', async () => {
    open({ timings: { everyMs: 60_000 } });
    await record('a.png');
    await expect.poll(inArchive, soon).toEqual(['a.png']);
    // It is in both folders for a moment.
    await expect.poll(inCamera, soon).toEqual([]);
    wish({ kind: 'leave' });
    await record('b.png');
    await moment();
    expect(inCamera()).toEqual(['b.png']);
  });

  test('are deleted after their days', async () => {
    wish({ kind: 'delete', days: 1 });
    open();
    await record('a.png');
    await moment();
    expect(inCamera()).toEqual(['a.png']);
    wish({ kind: 'delete', days: 0 });
    await expect.poll(inCamera, soon).toEqual([]);
  });

  test('are deleted only once their records are safe, the oldest first', async () => {
    wish({ kind: 'delete', days: 0 });
    let safe = 0;
    open({ mayDelete: (number) => number <= safe });
    await record('a.png');
    await record('b.png');
    await moment();
    expect(inCamera()).toEqual(['a.png', 'b.png']);
    safe = 1;
    await expect.poll(inCamera, soon).toEqual(['b.png']);
    await moment();
    expect(inCamera()).toEqual(['b.png']);
  });
});

describe('while the clock is wrong', () => {
  const DAY_MS = 86_400_000;
  let machine: FakeMachine;

  beforeEach(() => {
    line.close();
    machine = new FakeMachine('2026-11-27T10:00:00.000Z');
    begin(machine.read);
  });

  /** The clock says so for a while. */
  async function wrongly(at: string): Promise<void> {
    const rightly = machine.at;
    machine.set(at);
    await moment();
    machine.set(rightly);
    machine.pass(1000);
  }

  test.each([
    ['60 days ahead', '2027-01-26T10:00:00.000Z'],
    ['at 1970', '1970-01-01T00:00:00.000Z'],
  ])(
    '%s for seconds, no image that is a minute old is deleted, and each is when its days have passed',
    async (_name, wrong) => {
      wish({ kind: 'delete', days: 30 });
      open();
      await record('a.png');
      machine.pass(60_000);
      await wrongly(wrong);
      await record('b.png');
      await moment();
      expect(inCamera()).toEqual(['a.png', 'b.png']);
      machine.pass(29 * DAY_MS);
      await moment();
      expect(inCamera()).toEqual(['a.png', 'b.png']);
      machine.pass(1 * DAY_MS);
      await expect.poll(inCamera, soon).toEqual([]);
    },
  );

  test('at 1970 until a time server sets it, none is deleted, not even one that was recorded then', async () => {
    wish({ kind: 'delete', days: 30 });
    open();
    machine.set('1970-01-01T00:00:00.000Z');
    await record('a.png');
    machine.pass(60_000);
    machine.set('2026-11-27T10:01:00.000Z');
    await record('b.png');
    machine.pass(2 * DAY_MS);
    await moment();
    expect(inCamera()).toEqual(['a.png', 'b.png']);
    expect(line.records.page(null, 2).map(({ recordedAt }) => recordedAt.slice(0, 4))).toEqual(['2026', '1970']);
  });

  test.each(['delete', 'archive'] as const)(
    'it does not %s what is due until an engineer says that the clock is right',
    async (kind) => {
      wish(kind === 'delete' ? { kind, days: 0 } : { kind, folder: archive });
      open();
      machine.set('2027-01-26T10:00:00.000Z');
      await record('a.png');
      await moment();
      expect(inCamera()).toEqual(['a.png']);
      line.station.kernel.clock.confirm();
      await expect.poll(inCamera, soon).toEqual([]);
    },
  );

  test('none is archived, and afterwards each under the day on which it was recorded, whatever its record says', async () => {
    open();
    machine.set('2099-01-01T10:00:00.000Z');
    await record('a.png');
    await moment();
    expect(inCamera()).toEqual(['a.png']);
    machine.set('2026-11-27T10:00:00.000Z');
    machine.pass(1000);
    await expect.poll(inCamera, soon).toEqual([]);
    expect(readdirSync(dayFolder(archive, '2026-11-27T10:00:00.000Z'))).toEqual(['a.png']);
    expect(line.records.page(null, 1)[0]?.recordedAt).toMatch(/^2099/);
  });
});

describe('an archive that is away', () => {
  test('keeps the files where they are, and says so as a warning of the source until it is back', async () => {
    renameSync(archive, `${archive}-away`);
    open();
    await record('a.png', 'b.png');
    const afterwards = {
      code: 'afterwards.archive',
      severity: 'warning',
      subject: { kind: 'source', name: 'Camera 1' },
    };
    await expect
      .poll(() => line.station.kernel.conditions.current(), soon)
      .toMatchObject([{ ...afterwards, details: { count: 2, problem: { code: 'archive.not-found' } } }]);
    expect(wrong()[0]).toMatch(
      /^2 recorded images of the source Camera 1 .* The archive folder .* does not exist\..* stay where/,
    );
    // A try takes the file aside for a moment and gives it its name back.
    await expect.poll(inCamera, soon).toEqual(['a.png', 'b.png']);
    renameSync(`${archive}-away`, archive);
    await expect.poll(inArchive, soon).toEqual(['a.png', 'b.png']);
    await expect.poll(wrong, soon).toEqual([]);
  });

  test('is told of at once after a restart, also in the words of an older version', async () => {
    renameSync(archive, `${archive}-away`);
    const first = open();
    await record('a.png');
    await expect.poll(() => line.station.codes(), soon).toEqual(['afterwards.archive']);
    await first.stop(200);
    const { database } = line.station.kernel;
    database.prepare(`UPDATE duty SET problem = 'The disk is gone.', retry_lived_ms = 9e15`).run();
    const { dataFolder, log } = line.station.kernel;
    const kernel = new Kernel({ dataFolder, database, log });
    const second = new Retention(kernel, {
      duties: createDuties(database, kernel.clock),
      files: diskActions,
      sources: () => [source],
      canTellMissing: () => true,
    });
    retentions.push(second);
    await expect
      .poll(() => kernel.conditions.current().map(sentenceOf), soon)
      .toEqual([expect.stringMatching(/^1 recorded images .* The disk is gone\. /)]);
  });
});

describe('a file that fails', () => {
  const refuse = (name: string, isOver: () => boolean): FileActions => ({
    ...diskActions,
    async rename(from, to) {
      if (!isOver() && from.endsWith(name)) throw Object.assign(new Error('in use'), { code: 'EBUSY' });
      await diskActions.rename(from, to);
    },
  });

  test('does not keep the others waiting, and is tried again', async () => {
    let isOver = false;
    open({ files: refuse('a.png', () => isOver) });
    await record('a.png');
    await record('b.png', 'c.png');
    await expect.poll(inArchive, soon).toEqual(['b.png', 'c.png']);
    expect(line.station.codes()).toEqual(['afterwards.archive']);
    isOver = true;
    await expect.poll(inArchive, soon).toEqual(['a.png', 'b.png', 'c.png']);
    await expect.poll(wrong, soon).toEqual([]);
  });

  test('is reported once, not with every try', async () => {
    let tries = 0;
    const files = refuse('a.png', () => false);
    const rename: FileActions['rename'] = (from, to) => {
      tries += 1;
      return files.rename(from, to);
    };
    open({ files: { ...files, rename }, timings: { everyMs: 5, pauseMs: 1, retryMs: 1 } });
    await record('a.png');
    await expect.poll(() => tries, soon).toBeGreaterThan(3);
    expect(line.station.reported).toHaveLength(1);
  });

  test('and was taken aside by an interrupted try gets its name back when the files are to be left', async () => {
    const killed: FileActions = { ...diskActions, makeFolder: () => new Promise(() => undefined) };
    const first = open({ files: killed });
    await record('a.png');
    await expect.poll(inCamera, soon).toEqual([expect.stringMatching(/^\.sigmaline-.*\.tmp$/)]);
    await first.stop(0);
    wish({ kind: 'leave' });
    open();
    await expect.poll(inCamera, soon).toEqual(['a.png']);
    expect(inArchive()).toEqual([]);
  });
});

test('a folder that does not answer is told of, and the end does not wait for it', async () => {
  const silent: FileActions = { ...diskActions, probe: () => new Promise(() => undefined) };
  const retention = open({ files: silent, timings: { everyMs: 10, silentMs: 20 } });
  await record('a.png');
  await expect.poll(() => line.station.codes(), soon).toEqual(['folder.silent']);
  const beganMs = performance.now();
  await retention.stop(20);
  expect(performance.now() - beganMs).toBeLessThan(1000);
});

describe('a name that the disk of the archive refuses in every form', () => {
  test('keeps its own file waiting and no other, and is told of', async () => {
    const refuse = (path: string): void => {
      if (path.includes('odd')) throw Object.assign(new Error('EINVAL'), { code: 'EINVAL' });
    };
    const files: FileActions = {
      ...diskActions,
      link: async (from, to) => {
        if (to.startsWith(archive)) refuse(to);
        await diskActions.link(from, to);
      },
      reserve: async (path) => {
        refuse(path);
        await diskActions.reserve(path);
      },
    };
    open({ files, timings: { everyMs: 10, pauseMs: 60_000, retryMs: 60_000 } });
    await record('odd-1.png', 'odd-2.png', 'odd-3.png', 'odd-4.png', 'a.png', 'b.png');
    await expect.poll(inArchive, soon).toEqual(['a.png', 'b.png']);
    await record('c.png');
    await expect.poll(inArchive, soon).toEqual(['a.png', 'b.png', 'c.png']);
    await expect.poll(inCamera, soon).toEqual(['odd-1.png', 'odd-2.png', 'odd-3.png', 'odd-4.png']);
    await expect
      .poll(() => wrong().join(), soon)
      .toMatch(/^4 recorded images of the source .* does not accept the name of .*odd-\d\.png \(EINVAL\)/);
  });
});
