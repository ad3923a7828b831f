import { mkdirSync, mkdtempSync, rmSync, utimesSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { type SourceId, type SourceOptions, sentenceOf, sourceOptionsSchema } from '../../../shared/domain/index.ts';
import { openTestKernel, type TestKernel } from '../kernel/kernel.fixture.ts';
import { ConfigurationTables } from '../storage/index.ts';
import { Arrivals, type ArrivalsNeeds } from './arrivals.ts';
import { createLedger, type Ledger } from './ledger.ts';
import { compileSourceRules, DEFAULT_TIMINGS, type SourceRules } from './sourceRules.ts';

const IMAGE = Buffer.from(
  'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAAAAAA6fptVAAAACklEQVR4nGNgAAAAAgABSK+kcQAAAABJRU5ErkJggg==',
  'base64',
);
const CUT = IMAGE.subarray(0, 40);
const TIMINGS = { ...DEFAULT_TIMINGS, settleMs: 5, unknownFormatMs: 20, recheckBudgetMs: 50 };

let root: string;
let camera: string;
let station: TestKernel;
let ledger: Ledger;
let sourceId: SourceId;
let rules: SourceRules;
let settled: number;

beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), 'sigmaline-arrivals-'));
  camera = join(root, 'camera');
  mkdirSync(camera);
  station = openTestKernel(root);
  ledger = createLedger(station.kernel.database);
  sourceId = new ConfigurationTables(station.kernel.database).idOf(camera);
  settled = 0;
  follow({});
});

afterEach(() => {
  station.close();
  rmSync(root, { recursive: true });
});

function follow(options: Partial<SourceOptions>, incompleteMs = 60_000): void {
  rules = compileSourceRules(sourceOptionsSchema.parse(options), { ...TIMINGS, incompleteMs });
}

function open(changes: Partial<ArrivalsNeeds> = {}): Arrivals {
  return new Arrivals({
    sourceId,
    folder: camera,
    ledger,
    timings: TIMINGS,
    rules: () => rules,
    isStopped: () => false,
    onSettled: () => {
      settled += 1;
    },
    onArrived: () => undefined,
    onDoubt: () => undefined,
    onProgress: () => undefined,
    ...changes,
  });
}

const write = (name: string, bytes: Buffer = IMAGE): void => writeFileSync(join(camera, name), bytes);

async function walk(arrivals: Arrivals, names: readonly string[], isWhole = true): Promise<void> {
  arrivals.beginWalk();
  await arrivals.meet(names);
  await arrivals.endWalk(isWhole);
}

/** Looks again until nothing is waited for, or for so long. */
async function advance(arrivals: Arrivals, forMs = 1000): Promise<void> {
  const endMs = performance.now() + forMs;
  while (arrivals.nextDueMs() < Number.POSITIVE_INFINITY && performance.now() < endMs) {
    await arrivals.advance();
    await pause(2);
  }
}

/** The ledger's rows, the first that arrived first. */
const rows = (): string[] =>
  station.kernel.database
    .prepare<{ path: string; state: string; lack: string | null }>('SELECT path, state, lack FROM ledger ORDER BY id')
    .all()
    .map(({ path, state, lack }) => (lack === null ? `${path} ${state}` : `${path} ${state} without ${lack}`));

describe('files that a walk meets', () => {
  test('are seen at once, and settled once they are whole', async () => {
    const arrivals = open();
    write('a.png');
    await walk(arrivals, ['a.png']);
    expect(rows()).toEqual(['a.png seen']);
    expect(settled).toBe(0);
    await advance(arrivals);
    expect(rows()).toEqual(['a.png settled']);
    expect(settled).toBe(1);
  });

  test('are settled while the walk still looks for contents that were replaced', async () => {
    const answer = new Int32Array(new SharedArrayBuffer(4));
    let shareTakesMs = 0;
    const arrivals = open({
      timings: { ...TIMINGS, settleMs: 20, recheckBudgetMs: 10_000 },
      onProgress: () => void Atomics.wait(answer, 0, 0, shareTakesMs),
    });
    const known = Array.from({ length: 1000 }, (_, index) => `known-${index}.png`);
    for (const name of known) write(name);
    await walk(arrivals, known);
    await advance(arrivals, 10_000);
    write('new.png');
    arrivals.hint('new.png');
    await arrivals.advance();
    expect(rows().at(-1)).toBe('new.png seen');
    shareTakesMs = 20;
    await walk(arrivals, [...known, 'new.png']);
    expect(rows().at(-1)).toBe('new.png settled');
  });

  test('are entered in the order of their times, whatever the order of their names', async () => {
    for (const [name, seconds] of [
      ['a.png', 300],
      ['b.png', 100],
      ['c.png', 200],
    ] as const) {
      write(name);
      utimesSync(join(camera, name), seconds, seconds);
    }
    await walk(open(), ['a.png', 'b.png', 'c.png']);
    expect(rows()).toEqual(['b.png seen', 'c.png seen', 'a.png seen']);
  });

  test('are entered once, however often they are met', async () => {
    const arrivals = open();
    write('a.png');
    for (let times = 0; times < 3; times += 1) await walk(arrivals, ['a.png']);
    await advance(arrivals);
    await walk(arrivals, ['a.png']);
    expect(rows()).toEqual(['a.png settled']);
  });

  test('and whose content was replaced without a hint have arrived again', async () => {
    const arrivals = open();
    write('a.png');
    await walk(arrivals, ['a.png']);
    await advance(arrivals);
    write('a.png', Buffer.concat([IMAGE, Buffer.alloc(1)]));
    await walk(arrivals, ['a.png']);
    expect(rows()).toEqual(['a.png settled', 'a.png seen']);
  });

  test('and whose bytes are others of one length and one time are read without a hint, and have arrived again', async () => {
    const arrivals = open();
    write('a.png');
    utimesSync(join(camera, 'a.png'), 7, 7);
    await walk(arrivals, ['a.png']);
    await advance(arrivals);
    const other = Buffer.from(IMAGE);
    other.writeUInt8(1, 45);
    write('a.png', other);
    utimesSync(join(camera, 'a.png'), 7, 7);
    await walk(arrivals, ['a.png']);
    expect(rows()).toEqual(['a.png settled']);
    await arrivals.secondLooks.look();
    expect(rows()).toEqual(['a.png settled', 'a.png seen']);
    await advance(arrivals);
    expect(rows()).toEqual(['a.png settled', 'a.png settled']);
  });

  test('and whose time alone is another stay what they are, and the ledger follows', async () => {
    const arrivals = open();
    write('a.png');
    await walk(arrivals, ['a.png']);
    await advance(arrivals);
    utimesSync(join(camera, 'a.png'), 7, 7);
    await walk(arrivals, ['a.png']);
    await arrivals.secondLooks.look();
    expect(rows()).toEqual(['a.png settled']);
    const time = station.kernel.database.prepare<{ time: number }>('SELECT modified_us AS time FROM ledger');
    expect(time.get()).toEqual({ time: 7_000_000 });
    arrivals.hint('a.png');
    await advance(arrivals);
    await arrivals.secondLooks.look();
    expect(rows()).toEqual(['a.png settled']);
  });

  test('and are no images are counted by their ending, and are no parts', async () => {
    const arrivals = open();
    const names = ['results.csv', 'a.csv', 'a.svg', 'a.png'];
    for (const name of names) write(name, name === 'a.png' ? IMAGE : Buffer.from('serial;result;remark\n'));
    await walk(arrivals, names);
    await advance(arrivals);
    expect(rows()).toEqual(['a.png settled']);
    const told = () => arrivals.remarks().map(sentenceOf);
    expect(arrivals.remarks()).toMatchObject([
      { code: 'source.files-foreign', details: { pattern: '*.csv', count: 2 } },
    ]);
    expect(told()).toEqual(['Files named *.csv (2) are not images and are not inspected (and 1 more).']);

    // It grows: it is looked at again, and counted once.
    write('results.csv', Buffer.from('serial;result;remark\n17;ok;\n'));
    await walk(arrivals, names);
    await advance(arrivals);
    expect(rows()).toEqual(['a.png settled']);
    expect(told()).toEqual(['Files named *.csv (2) are not images and are not inspected (and 1 more).']);

    follow({ exclude: ['*.csv'] });
    arrivals.applyRules();
    expect(told()).toEqual(['Files named *.svg (1) are not images and are not inspected.']);
    await walk(arrivals, ['a.png']);
    expect(told()).toEqual([]);
  });

  test('and are called an image, or nothing at all, are parts whatever is in them', async () => {
    const arrivals = open();
    const names = ['a.png', 'a.gif', 'a'];
    for (const name of names) write(name, Buffer.from('this is no image, whatever the camera says'));
    await walk(arrivals, names);
    await advance(arrivals);
    expect(rows().sort()).toEqual(['a settled', 'a.gif settled', 'a.png settled']);
    expect(arrivals.remarks()).toEqual([]);
  });

  test('and hold a picture of a kind that is never judged are parts, whatever they are called', async () => {
    const arrivals = open();
    write('a.dat', Buffer.from('GIF89a; a picture of one part'));
    await walk(arrivals, ['a.dat']);
    await advance(arrivals);
    expect(rows()).toEqual(['a.dat settled']);
  });

  test('and stop in the middle are named as not finished, and are no backlog', async () => {
    const arrivals = open();
    const names = ['a.png', 'b.png', 'c.png'];
    for (const name of names) write(name, name === 'c.png' ? IMAGE : CUT);
    await walk(arrivals, names);
    await advance(arrivals, 200);
    expect(arrivals.remarks().map(sentenceOf)).toEqual([
      `${join(camera, 'a.png')} is not finished and has not changed for a while (and 1 more). Check the camera and the connection to it.`,
    ]);
    expect(ledger.backlogs().get(sourceId)?.files).toBe(3);
    expect(ledger.backlogs(new Set(arrivals.unfinishedIds())).get(sourceId)?.files).toBe(1);

    write('a.png');
    write('b.png');
    await advance(arrivals);
    expect(arrivals.remarks()).toEqual([]);
    expect(arrivals.unfinishedIds()).toEqual([]);
  });

  test('and never get their end are settled without it when their time is up', async () => {
    follow({}, 30);
    const arrivals = open();
    write('a.png', CUT);
    const metMs = performance.now();
    await walk(arrivals, ['a.png']);
    await advance(arrivals);
    expect(rows()).toEqual(['a.png settled without end']);
    expect(performance.now() - metMs).toBeGreaterThanOrEqual(29);
  });

  test('are not entered once the station ends', async () => {
    write('a.png');
    await walk(open({ isStopped: () => true }), ['a.png']);
    expect(rows()).toEqual([]);
  });
});

describe('files that go away before they are whole', () => {
  test('are withdrawn when a look finds nothing', async () => {
    const arrivals = open();
    write('a.png', CUT);
    await walk(arrivals, ['a.png']);
    rmSync(join(camera, 'a.png'));
    await advance(arrivals);
    expect(rows()).toEqual([]);
    write('a.png');
    await walk(arrivals, ['a.png']);
    expect(rows()).toEqual(['a.png seen']);
  });

  test('are withdrawn by a whole walk that does not meet them, and by no other', async () => {
    const arrivals = open();
    write('a.png', CUT);
    await walk(arrivals, ['a.png']);
    await walk(arrivals, [], false);
    expect(rows()).toEqual(['a.png seen']);
    await walk(arrivals, []);
    expect(rows()).toEqual([]);
  });

  test('are withdrawn if the rules do not select them any more', async () => {
    const arrivals = open();
    write('a.png', CUT);
    write('b.png', CUT);
    await walk(arrivals, ['a.png', 'b.png']);
    follow({ exclude: ['a.*'] });
    arrivals.applyRules();
    expect(rows()).toEqual(['b.png seen']);
  });
});

describe('hints', () => {
  test('are due at once and find a file without a walk', async () => {
    const arrivals = open();
    write('a.png');
    expect(arrivals.nextDueMs()).toBe(Number.POSITIVE_INFINITY);
    arrivals.hint('a.png');
    expect(arrivals.nextDueMs()).toBe(0);
    await advance(arrivals);
    expect(rows()).toEqual(['a.png settled']);
  });

  test('of names that are not selected are nothing', () => {
    follow({ include: ['*.png'] });
    const arrivals = open();
    for (const path of ['a.txt', '.hidden.png', 'a.png.tmp']) arrivals.hint(path);
    expect(arrivals.nextDueMs()).toBe(Number.POSITIVE_INFINITY);
  });

  test('are kept if the database cannot be written', async () => {
    let isBroken = true;
    const broken: Ledger = {
      ...ledger,
      transaction(work) {
        if (isBroken) throw new Error('SQLITE_IOERR');
        return ledger.transaction(work);
      },
    };
    const arrivals = open({ ledger: broken });
    write('a.png');
    arrivals.hint('a.png');
    await expect(arrivals.advance()).rejects.toThrow('SQLITE_IOERR');
    isBroken = false;
    await advance(arrivals);
    expect(rows()).toEqual(['a.png settled']);
  });
});

test('what was being written when the station ended is gone on with', async () => {
  write('a.png', CUT);
  await walk(open(), ['a.png']);
  write('a.png');
  const arrivals = open();
  await arrivals.resume();
  await advance(arrivals);
  expect(rows()).toEqual(['a.png settled']);
});

describe('a camera that writes a file beside each whole image', () => {
  beforeEach(() => follow({ completion: { kind: 'sidecar', ending: '.done' } }));

  test('has its images settled when that is there', async () => {
    const arrivals = open();
    write('a.png');
    await walk(arrivals, ['a.png']);
    await advance(arrivals, 15);
    expect(rows()).toEqual(['a.png seen']);
    write('a.png.done', Buffer.alloc(0));
    arrivals.hint('a.png.done');
    await advance(arrivals);
    expect(rows()).toEqual(['a.png settled']);
  });

  test('and forgets it has its image settled as not released; a late release takes that back', async () => {
    follow({ completion: { kind: 'sidecar', ending: '.done' } }, 30);
    const arrivals = open();
    write('a.png');
    await walk(arrivals, ['a.png']);
    await advance(arrivals);
    expect(rows()).toEqual(['a.png settled without release']);
    write('a.png.done', Buffer.alloc(0));
    arrivals.hint('a.png.done');
    expect(arrivals.nextDueMs()).toBe(0);
    await advance(arrivals);
    expect(rows()).toEqual(['a.png settled']);
  });
});

describe('what is remarkable', () => {
  test('are files that are listed and cannot be reached: one of them, and how many there are besides', async () => {
    const arrivals = open();
    // Too long a name for any file system: even a superuser cannot reach it.
    const unreachable = ['x'.repeat(300), 'y'.repeat(300)];
    await walk(arrivals, unreachable);
    expect(arrivals.remarks().map(sentenceOf)).toEqual([
      expect.stringMatching(/(xxx|yyy) cannot be reached \(ENAMETOOLONG\) \(and 1 more\); check its permissions\.$/),
    ]);
    await walk(arrivals, []);
    expect(arrivals.remarks()).toEqual([]);
  });

  test('is a file that is written to without end', async () => {
    follow({}, 30);
    const arrivals = open();
    write('a.png', CUT);
    await walk(arrivals, ['a.png']);
    const endMs = performance.now() + 5000;
    for (let second = 1; arrivals.remarks().length === 0 && performance.now() < endMs; second += 1) {
      utimesSync(join(camera, 'a.png'), second, second);
      await arrivals.advance();
      await pause(5);
    }
    expect(arrivals.remarks()).toMatchObject([
      { code: 'source.file-endless', details: { file: join(camera, 'a.png') } },
    ]);
    expect(rows()).toEqual(['a.png seen']);
  });
});
