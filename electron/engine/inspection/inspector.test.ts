import { createHash } from 'node:crypto';
import { rmSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import {
  BYPASSED_CODE,
  type RecipeId,
  recipeIdSchema,
  SigmalineError,
  sentenceOf,
} from '../../../shared/domain/index.ts';
import type { LaneOutcome } from '../lanes/index.ts';
import { Inspector, type InspectorNeeds } from './inspector.ts';
import { judgedAs, TestLine } from './line.fixture.ts';

const WASHER = recipeIdSchema.parse('washer');

let line: TestLine;
let inspector: Inspector | null;

beforeEach(() => {
  line = new TestLine();
  inspector = null;
});
afterEach(async () => {
  await inspector?.stop(500);
  line.close();
});

function open(changes: Partial<InspectorNeeds> = {}): Inspector {
  inspector = new Inspector(line.station.kernel, line.needs(changes));
  return inspector;
}

const recorded = (): string[] => line.records.page(null, 100).map(({ file, verdict }) => `${file} ${verdict}`);
const soon = { timeout: 2000, interval: 5 };
const waiting = (): number => line.ledger.backlogs().get(line.source.id)?.files ?? 0;

describe('the inspector', () => {
  test('records each settled file once, the oldest first, and tells once the record is written', async () => {
    const told: number[] = [];
    line.station.kernel.recorders.onCommitted(({ number }) => told.push(line.records.total() - number));
    for (const name of ['a.png', 'b.png', 'c.png']) line.arrive(name);
    open({ pool: { capacity: 1, inspect: async (job) => line.lane(job) } });
    await expect.poll(() => line.records.total(), soon).toBe(3);
    await expect.poll(waiting, soon).toBe(0);
    expect(recorded()).toEqual(['c.png pass', 'b.png pass', 'a.png pass']);
    expect(told).toEqual([0, 0, 0]);
  });

  test('records how much later than the deadline of its source a verdict comes', async () => {
    const late: (number | null)[] = [];
    line.station.kernel.recorders.onCommitted(({ lateMs }) => late.push(lateMs));
    let deadlineSeconds: number | null = 3600;
    const sources = () => [{ ...line.source, options: { ...line.source.options, deadlineSeconds } }];
    const opened = open({ sources });
    line.arrive('in-time.png');
    opened.wake();
    await expect.poll(() => late, soon).toEqual([0]);
    deadlineSeconds = 0.05;
    line.lane = async ({ imagePath }) => {
      await new Promise((resolve) => setTimeout(resolve, 90));
      return judgedAs(imagePath);
    };
    line.arrive('late.png');
    opened.wake();
    await expect.poll(() => late.length, soon).toBe(2);
    expect(late[1]).toBeGreaterThanOrEqual(30);
    deadlineSeconds = null;
    line.arrive('without.png');
    opened.wake();
    await expect.poll(() => late.slice(2), soon).toEqual([null]);
  });

  test('records what arrives in a by-pass with its bytes and its recipe, and judges none of it', async () => {
    const bypass = { code: BYPASSED_CODE, details: { source: 'Camera 1', who: 'Ada', why: 'Trial' } } as const;
    line.arrive('before.png');
    const since = new Date().toISOString();
    await new Promise((resolve) => setTimeout(resolve, 2));
    line.arrive('in-it.png');
    const of = (_: unknown, arrivedAt: string) => (arrivedAt > since ? bypass : null);
    open({ bypasses: { of, sinceOf: () => since } });
    await expect.poll(recorded, soon).toHaveLength(2);
    expect(recorded().sort()).toEqual(['before.png pass', 'in-it.png error']);
    const first = line.records.page(null, 2).find(({ file }) => file === 'in-it.png');
    expect(line.records.find(first!.id)).toMatchObject({
      error: { code: BYPASSED_CODE, details: bypass.details },
      sha256: createHash('sha256').update('in-it.png').digest('hex'),
      recipeId: 'ring',
      score: null,
      hasThumbnail: false,
    });
  });

  test('records what arrives in a by-pass although no recipe can be used and no lane is free, and leaves the rest', async () => {
    const problem = { code: 'recipe.corrupt', details: { recipe: 'ring' } } as const;
    const unusable = { kind: 'unusable', problem } as const;
    const bypass = { code: BYPASSED_CODE, details: { source: 'Camera 1', who: 'Ada', why: 'Trial' } } as const;
    line.arrive('before.png');
    await new Promise((resolve) => setTimeout(resolve, 2));
    const since = new Date().toISOString();
    line.arrive('in-it.png');
    open({
      bypasses: { of: (_, arrivedAt) => (arrivedAt >= since ? bypass : null), sinceOf: () => since },
      recipes: { get: async () => unusable, last: () => unusable },
      pool: { capacity: 0, inspect: async (job) => line.lane(job) },
    });
    await expect.poll(recorded, soon).toEqual(['in-it.png error']);
    expect(line.records.find(line.records.page(null, 1)[0]!.id)).toMatchObject({ recipeId: null, limits: null });
    expect(waiting()).toBe(1);
  });

  test('writes what recorders keep together with the record, or neither', async () => {
    let refusals = 0;
    line.station.kernel.recorders.register('duties', () => {
      if (refusals++ === 0) throw new TypeError('a slip');
    });
    line.arrive('a.png');
    open({ retryUnforeseenMs: 50 });
    await expect.poll(() => refusals, soon).toBe(1);
    expect(recorded()).toEqual([]);
    await expect.poll(recorded, soon).toEqual(['a.png pass']);
  });

  test('writes again what could not be written because the database was in trouble, and judges nothing meanwhile', async () => {
    let refusals = 0;
    let judged = 0;
    line.station.kernel.recorders.register('duties', () => {
      if (refusals++ === 0) throw new SigmalineError('storage.failed', { file: 'station.sqlite', reason: 'scripted' });
    });
    line.lane = ({ imagePath }) => {
      judged += 1;
      return judgedAs(imagePath);
    };
    line.arrive('a.png');
    open();
    await expect.poll(() => refusals, soon).toBe(1);
    line.arrive('b.png');
    inspector?.wake();
    await expect.poll(recorded, soon).toEqual(['b.png pass', 'a.png pass']);
    expect(judged).toBe(2);
    expect(line.station.codes()).toEqual([]);
  });

  test('gives lanes no more images than they can take', async () => {
    const answers: (() => void)[] = [];
    let most = 0;
    let now = 0;
    line.lane = async ({ imagePath }) => {
      most = Math.max(most, ++now);
      await new Promise<void>((resolve) => answers.push(resolve));
      now -= 1;
      return judgedAs(imagePath);
    };
    for (let part = 0; part < 5; part += 1) line.arrive(`${part}.png`);
    open();
    for (let done = 1; done <= 5; done += 1) {
      await expect.poll(() => answers.length, soon).toBeGreaterThan(0);
      answers.shift()?.();
      await expect.poll(() => line.records.total(), soon).toBe(done);
    }
    expect(most).toBe(2);
  });

  test('begins with the newest where it is told so', async () => {
    for (const name of ['a.png', 'b.png']) line.arrive(name);
    open({ judgeFirst: () => 'newest', pool: { capacity: 1, inspect: async (job) => line.lane(job) } });
    await expect.poll(recorded, soon).toEqual(['a.png pass', 'b.png pass']);
  });

  test.each<[string, Partial<InspectorNeeds>]>([
    ['its folder is away', { isReachable: () => false }],
    ['nothing can be written', { canWrite: () => false }],
    ['its recipe is about to change', { recipes: { get: async () => ({ kind: 'changing' }), last: () => null } }],
  ])('leaves a file in the ledger while %s', async (_, changes) => {
    line.arrive('a.png');
    open(changes);
    await new Promise((resolve) => setTimeout(resolve, 50));
    expect(recorded()).toEqual([]);
    expect(waiting()).toBe(1);
    expect(line.station.codes()).toEqual([]);
  });

  test('tells of a content that was away, so that it may come back', async () => {
    const away: string[] = [];
    line.arrive('a.png');
    rmSync(join(line.camera, 'a.png'));
    open({ onAway: ({ path }) => away.push(path) });
    await expect.poll(() => away, soon).toEqual(['a.png']);
    expect(recorded()).toEqual(['a.png error']);
  });

  test('gives an image back whose lane has died, and counts the death', async () => {
    let tries = 0;
    const lost: LaneOutcome = {
      kind: 'lost',
      blamed: true,
      error: new SigmalineError('lane.crashed', { file: 'a.png' }),
    };
    line.lane = () => {
      tries += 1;
      return lost;
    };
    line.arrive('a.png');
    open();
    await expect.poll(recorded, soon).toEqual(['a.png error']);
    expect(tries).toBe(2);
  });
});

describe('what is wrong', () => {
  const unusable = {
    kind: 'unusable',
    problem: { code: 'recipe.not-found', details: { recipe: 'ring', known: 'none' } },
  } as const;

  test('is an alarm of the source if its recipe cannot be used', async () => {
    open({ recipes: { get: async () => unusable, last: (id: RecipeId) => (id === 'ring' ? unusable : null) } });
    expect(line.station.kernel.conditions.current()).toMatchObject([
      { ...unusable.problem, severity: 'alarm', subject: { kind: 'source', id: line.source.id, name: 'Camera 1' } },
    ]);
  });

  test.each([
    ['its names ask for that recipe', 'source.recipe-named', [{ word: 'W', recipeId: WASHER }]],
    ['its names asked for it before their table was changed', 'source.recipe-before', []],
  ] as const)(
    'is an alarm of the source if files wait for a recipe that cannot be used, and %s; the others are judged',
    async (_, code, table) => {
      const recipeByName = {
        table: [...table, { word: 'R', recipeId: line.source.recipeId }],
        otherwise: 'error' as const,
      };
      const sources = () => [{ ...line.source, options: { ...line.source.options, recipeByName } }];
      const gone = { ...unusable.problem, details: { recipe: 'washer', known: 'ring' } };
      const usable = { kind: 'usable', recipe: line.recipe, folder: line.folder } as const;
      const get = async (id: RecipeId) => (id === WASHER ? { kind: 'unusable' as const, problem: gone } : usable);
      open({ sources, recipes: { get, last: () => usable } });
      line.arrive('W-1.png', null, WASHER);
      line.arrive('R-2.png');
      inspector?.wake();
      await expect.poll(recorded, soon).toEqual(['R-2.png pass']);
      await expect.poll(() => line.station.codes(), soon).toEqual([code]);
      const [condition] = line.station.kernel.conditions.current();
      expect(condition).toMatchObject({ severity: 'alarm', subject: { kind: 'source', name: line.source.name } });
      expect(sentenceOf(condition!)).toMatch(/washer.*are waiting|while the recipe washer was set/);
      expect(waiting()).toBe(1);
    },
  );

  test('is an alarm of the source while its files are held, and they wait in the ledger', async () => {
    rmSync(line.camera, { recursive: true });
    const entry = line.ledger.insertSeen(line.source.id, 'a.png', {
      size: 1,
      modifiedUs: 1,
      changedUs: null,
      fileId: null,
    });
    line.ledger.settle(entry.ledgerId, entry);
    open();
    await expect.poll(() => line.station.codes(), soon).toEqual(['folder.not-found']);
    expect(waiting()).toBe(1);
    expect(inspector?.problemOf(line.source)?.code).toBe('folder.not-found');
  });

  test('is a warning of the station if something failed that nobody foresaw, and the others go on', async () => {
    let failures = 0;
    const append: InspectorNeeds['records']['append'] = (inspection) => {
      if (inspection.file === 'a.png' && failures++ < 2) throw new TypeError('a slip');
      return line.records.append(inspection);
    };
    for (const name of ['a.png', 'b.png']) line.arrive(name);
    open({ records: { ...line.records, append }, retryUnforeseenMs: 20 });
    await expect.poll(recorded, soon).toEqual(['a.png pass', 'b.png pass']);
    expect(line.station.kernel.conditions.current()).toMatchObject([
      { code: 'internal', details: { reason: 'a slip' }, severity: 'warning', subject: { kind: 'station' } },
    ]);
    expect(line.station.reported).toHaveLength(2);
  });
});

describe('the end', () => {
  test('waits for what is at work', async () => {
    const answer = Promise.withResolvers<void>();
    line.lane = async ({ imagePath }) => {
      await answer.promise;
      return judgedAs(imagePath);
    };
    line.arrive('a.png');
    open();
    setTimeout(() => answer.resolve(), 30);
    await new Promise((resolve) => setTimeout(resolve, 10));
    await inspector?.stop(1000);
    expect(recorded()).toEqual(['a.png pass']);
  });

  test('comes also if a lane never answers; what it says later is not written any more', async () => {
    const answer = Promise.withResolvers<void>();
    line.lane = async ({ imagePath }) => {
      await answer.promise;
      return judgedAs(imagePath);
    };
    line.arrive('a.png');
    open();
    await new Promise((resolve) => setTimeout(resolve, 10));
    await inspector?.stop(20);
    answer.resolve();
    await new Promise((resolve) => setTimeout(resolve, 20));
    expect(recorded()).toEqual([]);
    line.ledger.giveBackAllClaimed();
    expect(line.ledger.claimNext([{ sourceId: line.source.id, recipeId: null }], 'oldest')?.path).toBe('a.png');
  });
});
