import { existsSync, readdirSync, renameSync, rmSync, statSync, utimesSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { ORDINARY_TRAITS } from '../../../shared/domain/imageTraits.fixture.ts';
import {
  type ErrorCode,
  goodTraitsOf,
  inspectionErrorSentence,
  reportOf,
  SigmalineError,
} from '../../../shared/domain/index.ts';
import { sha256Of } from '../../files/index.ts';
import type { InspectJob } from '../../hosts/index.ts';
import type { LedgerEntry } from '../intake/index.ts';
import type { LaneOutcome } from '../lanes/index.ts';
import { type Judgement, type JudgeNeeds, judge } from './judgement.ts';
import { judgedAs, TestLine } from './line.fixture.ts';

let line: TestLine;
let asked: number;

beforeEach(() => {
  line = new TestLine();
  asked = 0;
});
afterEach(() => line.close());

/** What becomes of one image, in a word: the verdict, or the error's code, or what is to be done with it. */
async function outcomeOf(
  { entry = {}, before }: { entry?: Partial<LedgerEntry>; before?: (path: string) => void } = {},
  needs: Partial<JudgeNeeds> = {},
): Promise<string> {
  const subject = line.claim('part.png', entry);
  before?.(join(line.camera, 'part.png'));
  const judgement = await judge(subject, {
    pool: {
      async inspect(job) {
        asked += 1;
        return line.lane(job);
      },
    },
    files: line.files,
    canTellMissing: () => true,
    patienceMs: [1, 1],
    ...needs,
  });
  return inWords(judgement);
}

function inWords(judgement: Judgement): string {
  if (judgement.kind === 'hold') return `hold ${judgement.problem.code}`;
  if (judgement.kind !== 'record') return judgement.kind;
  return judgement.inspection.error?.code ?? judgement.inspection.verdict;
}

function refused(code: ErrorCode, content: 'of the file' | 'of another' | null = null): (path: string) => LaneOutcome {
  const error = reportOf(new SigmalineError({ code, details: { file: 'part.png', reason: 'scripted' } }));
  const other = { size: 1, modifiedUs: 1, changedUs: null, fileId: null };
  return (path) => {
    const judged = judgedAs(path);
    const own = judged.kind === 'judged' ? judged.result.content : other;
    return {
      kind: 'refused',
      error,
      sha256: null,
      content: content === null ? null : content === 'of the file' ? own : other,
    };
  };
}

const lost = (blamed: boolean): LaneOutcome => ({
  kind: 'lost',
  blamed,
  error: new SigmalineError('lane.crashed', { file: 'part.png' }),
});

describe('an image that a lane judges', () => {
  test.each([
    [0.5, 'pass'],
    [1.5, 'review'],
    [2.5, 'fail'],
    [Number.NaN, 'lane.not-finite'],
  ])('with a score of %d is %s', async (score, expected) => {
    line.lane = ({ imagePath }) => judgedAs(imagePath, { score });
    expect(await outcomeOf()).toBe(expected);
  });

  test.each([
    ['says in what it is unlike the good images of its recipe', { widthPx: 16, heightPx: 8 }, ['differs.size']],
    ['says nothing if it is like them', { widthPx: 8, heightPx: 8 }, []],
    ['is compared with nothing by a recipe that keeps no traits', null, null],
  ])('%s, and keeps what its limit promises', async (_, size, expected) => {
    const traits = size === null ? undefined : goodTraitsOf([{ ...ORDINARY_TRAITS, ...size }]);
    const subject = { ...line.claim('part.png'), recipe: { ...line.recipe, traits } };
    const judgement = await judge(subject, {
      pool: { inspect: async (job) => line.lane(job) },
      files: line.files,
      canTellMissing: () => true,
    });
    const inspection = judgement.kind === 'record' ? judgement.inspection : null;
    expect(inspection?.imageDifferences?.map(({ code }) => code) ?? null).toEqual(expected);
    expect(inspection).toMatchObject({ verdict: 'pass', falseRejectBound: line.recipe.limit!.bound95 });
  });

  test("and its recipe's gate refuses is an error without a score that keeps what the image was like", async () => {
    const traits = goodTraitsOf([{ ...ORDINARY_TRAITS, widthPx: 640, heightPx: 480 }]);
    const recipe = { ...line.recipe, traits, gate: { action: 'error', tolerance: 1 } as const };
    line.lane = ({ imagePath }) => judgedAs(imagePath, { imageWidthPx: 16, imageHeightPx: 8, mapSha256: 'ab' });
    const judgement = await judge(
      { ...line.claim('part.png'), recipe },
      { pool: { inspect: async (job) => line.lane(job) }, files: line.files, canTellMissing: () => true },
    );
    if (judgement.kind !== 'record') throw new Error('nothing was recorded');
    const stored = line.station.kernel.database.transaction(() => line.records.append(judgement.inspection, null));
    const difference = { code: 'differs.size', details: { found: '16 x 8', good: '640 x 480' } };
    const record = line.records.find(stored.id);
    expect(record).toMatchObject({
      ...{ verdict: 'error', score: null, partDistance: null, mapMaximum: null, amongGood: null, pValue: null },
      error: { code: 'gate.error', details: { difference } },
      ...{ imageDifferences: [difference], imageDeviations: { brightness: 0 }, imageWidthPx: 16, hasThumbnail: true },
    });
    expect(inspectionErrorSentence(record!.error!)).toContain('This image has 16 x 8 px, the good ones 640 x 480.');
  });

  test('by a draft is for a person to look at, and its record has no limit', async () => {
    const subject = { ...line.claim('part.png'), recipe: { ...line.recipe, limits: null, limit: null } };
    const judgement = await judge(subject, {
      pool: { inspect: async (job) => line.lane(job) },
      files: line.files,
      canTellMissing: () => true,
    });
    expect(judgement).toMatchObject({
      inspection: { verdict: 'review', reviewReason: { code: 'review.draft' }, limits: null, falseRejectBound: null },
    });
  });

  test('while its name gets another content is an error, and what the lane wrote for it goes', async () => {
    line.lane = ({ imagePath, mapPath }) => {
      const judged = judgedAs(imagePath);
      if (mapPath !== null) writeFileSync(mapPath, 'map');
      writeFileSync(imagePath, 'another content');
      return judged;
    };
    expect(await outcomeOf()).toBe('image.changed');
    expect(
      readdirSync(join(line.folder, 'maps'), { recursive: true }).filter((name) => String(name).endsWith('.npy')),
    ).toEqual([]);
  });

  test('of which the lane read another content is read again, and is an error if that goes on', async () => {
    line.lane = ({ imagePath }) =>
      judgedAs(imagePath, asked < 2 ? { content: { size: 1, modifiedUs: 1, changedUs: null, fileId: null } } : {});
    expect(await outcomeOf()).toBe('pass');
    line.lane = ({ imagePath }) =>
      judgedAs(imagePath, { content: { size: 1, modifiedUs: 1, changedUs: null, fileId: null } });
    rmSync(join(line.camera, 'part.png'));
    asked = 0;
    const subject = line.claim('other.png');
    const judgement = await judge(subject, {
      pool: { inspect: async (job) => line.lane(job) },
      files: line.files,
      canTellMissing: () => true,
      patienceMs: [1, 1],
    });
    expect(inWords(judgement)).toBe('image.unreadable');
  });

  test('alone in its lane if a lane has died of it before', async () => {
    const told: boolean[] = [];
    const pool: JudgeNeeds['pool'] = {
      async inspect({ imagePath }, { alone }) {
        told.push(alone);
        return judgedAs(imagePath);
      },
    };
    await outcomeOf({ entry: { laneDeaths: 1 } }, { pool });
    expect(told).toEqual([true]);
  });
});

describe('an image that is not what the ledger says', () => {
  test('is not given to a lane', async () => {
    expect(await outcomeOf({ before: (path) => writeFileSync(path, 'another content') })).toBe('image.changed');
    expect(asked).toBe(0);
  });

  test('is changed also where only its time is another, and nobody knows its bytes', async () => {
    expect(await outcomeOf({ before: (path) => utimesSync(path, 1, 1) })).toBe('image.changed');
  });

  test('but gone is missing where that can be told, and holds its source up where it cannot', async () => {
    const away = { before: (path: string) => rmSync(path) };
    expect(await outcomeOf(away)).toBe('image.not-found');
    expect(await outcomeOf(away, { canTellMissing: () => false })).toBe('hold image.not-found');
  });

  test('because its folder is away waits for the folder', async () => {
    const before = (): void => renameSync(line.camera, join(line.folder, 'away'));
    expect(await outcomeOf({ before })).toBe('hold folder.not-found');
    expect(asked).toBe(0);
  });

  test('because its camera never released it is an error that names what did not come', async () => {
    expect(await outcomeOf({ entry: { lack: 'release' } })).toBe('image.not-released');
    expect(asked).toBe(0);
  });
});

describe('an image that a lane refuses', () => {
  test('is an error with the lane’s own code and details', async () => {
    line.lane = ({ imagePath }) => refused('image.corrupt', 'of the file')(imagePath);
    expect(await outcomeOf()).toBe('image.corrupt');
    expect(asked).toBe(1);
  });

  test.each<ErrorCode>(['recipe.corrupt', 'station.disk-full', 'storage.failed', 'lane.start', 'lane.unwritable'])(
    'for %s is not at fault: its source waits',
    async (code) => {
      line.lane = ({ imagePath }) => refused(code)(imagePath);
      expect(await outcomeOf()).toBe(`hold ${code}`);
    },
  );

  test('as unreadable is read again, and judged when that goes', async () => {
    line.lane = ({ imagePath }) => (asked === 1 ? refused('image.unreadable')(imagePath) : judgedAs(imagePath));
    expect(await outcomeOf()).toBe('pass');
    expect(asked).toBe(2);
  });

  test('as unreadable for ever is an error after some tries', async () => {
    line.lane = ({ imagePath }) => refused('image.unreadable')(imagePath);
    expect(await outcomeOf()).toBe('image.unreadable');
    expect(asked).toBe(3);
  });

  test('as not there although it is has only been away for a moment', async () => {
    line.lane = ({ imagePath }) => (asked === 1 ? refused('image.not-found')(imagePath) : judgedAs(imagePath));
    expect(await outcomeOf()).toBe('pass');
  });

  test('after it read another content is read again', async () => {
    line.lane = ({ imagePath }) =>
      asked === 1 ? refused('image.corrupt', 'of another')(imagePath) : judgedAs(imagePath);
    expect(await outcomeOf()).toBe('pass');
  });

  test('and that goes away meanwhile is missing, not what the lane said', async () => {
    line.lane = ({ imagePath }) => {
      const answer = refused('image.corrupt')(imagePath);
      rmSync(imagePath);
      return answer;
    };
    expect(await outcomeOf()).toBe('image.not-found');
  });
});

describe('an image whose lane ends', () => {
  test('waits again without blame if another image was at work', async () => {
    line.lane = () => lost(false);
    expect(await outcomeOf()).toBe('giveBack');
  });

  test('is tried once more, and is the cause of the second death', async () => {
    line.lane = () => lost(true);
    expect(await outcomeOf()).toBe('giveBackAfterLaneDeath');
    rmSync(join(line.camera, 'part.png'));
    const second = await judge(line.claim('second.png', { laneDeaths: 1 }), {
      pool: { inspect: async () => lost(true) },
      files: line.files,
      canTellMissing: () => true,
    });
    expect(inWords(second)).toBe('lane.crashed');
  });

  test('while its folder is away is not blamed', async () => {
    line.lane = () => {
      renameSync(line.camera, join(line.folder, 'away'));
      return lost(true);
    };
    expect(await outcomeOf({ entry: { laneDeaths: 1 } })).toBe('hold folder.not-found');
  });
});

test('what nobody has foreseen is the error of its image', async () => {
  const subject = line.claim('part.png');
  const judgement = await judge(subject, {
    pool: {
      inspect: async () => {
        throw new TypeError('a slip');
      },
    },
    files: line.files,
    canTellMissing: () => true,
  });
  expect(judgement).toMatchObject({
    kind: 'record',
    inspection: { verdict: 'error', error: { code: 'internal', details: { reason: 'a slip' } } },
  });
  expect(existsSync(join(line.camera, 'part.png'))).toBe(true);
});

describe('an image whose bytes are known by a sample', () => {
  const known = { entry: { sample: sha256Of('part.png').slice(0, 16) } };
  const setTime = (path: string, seconds: number): void => utimesSync(path, seconds, seconds);
  const setTwice = ({ imagePath }: InspectJob, sha256: string): LaneOutcome => {
    setTime(imagePath, 1);
    const outcome = judgedAs(imagePath, { sha256 });
    setTime(imagePath, 2);
    return outcome;
  };

  test.each<[string, (path: string) => void]>([
    ['before a lane has it', (path) => setTime(path, 1)],
    ['while a lane has it, and nothing else', () => undefined],
  ])('is judged although its time is set %s', async (_, before) => {
    line.lane = ({ imagePath }) => {
      const outcome = judgedAs(imagePath, { sha256: sha256Of('part.png') });
      setTime(imagePath, 2);
      return outcome;
    };
    expect(await outcomeOf({ ...known, before })).toBe('pass');
  });

  test('is recorded with the time that was found when it was read', async () => {
    line.lane = ({ imagePath }) => {
      setTime(imagePath, 7);
      return judgedAs(imagePath);
    };
    const judgement = await judge(line.claim('part.png', known.entry), {
      pool: { inspect: async (job) => line.lane(job) },
      files: line.files,
      canTellMissing: () => true,
    });
    expect(judgement).toMatchObject({ fingerprint: { modifiedUs: 7_000_000 } });
    expect(judgement).toMatchObject({ inspection: { verdict: 'pass', fileTime: '1970-01-01T00:00:07.000Z' } });
  });

  test('is judged by its hash where its time was set before and after it was read', async () => {
    line.lane = (job) => setTwice(job, sha256Of('part.png'));
    expect(await outcomeOf(known)).toBe('pass');
    rmSync(join(line.camera, 'part.png'));
    line.lane = (job) => setTwice(job, sha256Of('of other bytes'));
    const other = { sample: sha256Of('again.png').slice(0, 16) };
    const judgement = await judge(line.claim('again.png', other), {
      pool: { inspect: async (job) => line.lane(job) },
      files: line.files,
      canTellMissing: () => true,
      patienceMs: [1],
    });
    expect(inWords(judgement)).toBe('image.unreadable');
  });

  test('is changed where another of its length is written over it, whose time is set back', async () => {
    const overwrite = (path: string): void => {
      const { mtimeMs } = statSync(path);
      writeFileSync(path, 'trap.png');
      setTime(path, mtimeMs / 1000);
    };
    expect(await outcomeOf({ ...known, before: overwrite })).toBe('image.changed');
    expect(asked).toBe(0);
    rmSync(join(line.camera, 'part.png'));
    line.lane = ({ imagePath }) => {
      const outcome = judgedAs(imagePath);
      overwrite(imagePath);
      return outcome;
    };
    expect(await outcomeOf(known)).toBe('image.changed');
  });
});
