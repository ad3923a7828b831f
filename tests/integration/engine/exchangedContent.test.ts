import { createHash } from 'node:crypto';
import { readFileSync, statSync } from 'node:fs';
import { mkdtemp, rename, rm, utimes, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { judge, type PlacedSubject } from '../../../electron/engine/inspection/judgement.ts';
import type { LaneOutcome } from '../../../electron/engine/lanes/index.ts';
import { createRecordFiles } from '../../../electron/engine/records/index.ts';
import { sha256Of } from '../../../electron/files/index.ts';
import { readImageFile } from '../../../electron/lane/imaging/index.ts';
import { ORDINARY_TRAITS } from '../../../shared/domain/imageTraits.fixture.ts';
import {
  fingerprintOf,
  type InspectionId,
  inspectionErrorSentence,
  recipeVersionSchema,
  type SourceId,
} from '../../../shared/domain/index.ts';
import { writeRecipe } from './station.ts';

let root: string;
let path: string;
let subject: PlacedSubject;

const OWN = 'the content that the ledger knows';
const OTHER = 'another content, for an instant';
const hash = (text: string): string => createHash('sha256').update(text).digest('hex');

beforeEach(async () => {
  root = await mkdtemp(join(tmpdir(), 'sigmaline-exchanged-'));
  path = join(root, 'ring.png');
  await writeFile(path, OWN);
  await writeRecipe(root, 'ring');
  const recipeFolder = join(root, 'recipes', 'ring', '1');
  subject = {
    entry: {
      ...fingerprintOf(statSync(path, { bigint: true })),
      ledgerId: 1,
      sourceId: 'camera' as SourceId,
      path: 'ring.png',
      state: 'claimed',
      seenAt: new Date().toISOString(),
      laneDeaths: 0,
      lack: null,
      sample: null,
      recipeId: null,
      inspectionId: '6b4b57a4-0000-4000-8000-000000000001' as InspectionId,
    },
    stationName: 'Line 3',
    sourceName: 'Camera 1',
    sourceFolder: root,
    completion: { kind: 'content' },
    part: { serial: null, lot: null, view: null },
    recipe: recipeVersionSchema.parse(JSON.parse(readFileSync(join(recipeFolder, 'recipe.json'), 'utf8'))),
    recipeFolder,
    bypass: null,
    filesFolder: '2026/11/23',
  };
});

afterEach(() => rm(root, { recursive: true }));

/** What the real lane reads, at the instant in which another file has the name. */
async function readWhileExchanged(): Promise<LaneOutcome> {
  await rename(path, `${path}.aside`);
  await writeFile(path, OTHER);
  const outcome = await read();
  await rename(`${path}.aside`, path);
  return outcome;
}

async function read(): Promise<LaneOutcome> {
  const file = await readImageFile(path);
  return {
    kind: 'judged',
    result: {
      ...{ sha256: sha256Of(file.bytes), content: file.content, imageWidthPx: 8, imageHeightPx: 8, score: 0.5 },
      traits: ORDINARY_TRAITS,
      ...{
        partDistance: 1,
        patchScore: 1,
        levelDistances: [],
        placement: null,
        mapMaximum: 1,
        mapMaximumX: 0.5,
        mapMaximumY: 0.5,
      },
      ...{ unusualShare: 0, partShare: null, look: null, relitScore: null },
      ...{ executionProvider: 'cpu', executionDevice: null, executionReason: null },
      ...{ decodeMs: 1, networkMs: 1, durationMs: 2, occupiedMs: 2, wasKeptBusy: false },
    },
  };
}

async function judged(inspect: (attempt: number) => Promise<LaneOutcome>) {
  let attempts = 0;
  const judgement = await judge(subject, {
    files: createRecordFiles(root),
    canTellMissing: () => true,
    pool: {
      inspect() {
        attempts += 1;
        return inspect(attempts);
      },
    },
  });
  if (judgement.kind !== 'record') throw new Error(`it was not recorded: ${judgement.kind}`);
  return { record: judgement.inspection, attempts };
}

describe('an image whose name another content had while a lane read it, and which is back with its old time', () => {
  it('is judged again, and recorded with what was read of itself', async () => {
    const { record, attempts } = await judged((attempt) => (attempt === 1 ? readWhileExchanged() : read()));
    expect(record).toMatchObject({ verdict: 'pass', sha256: hash(OWN) });
    expect(attempts).toBe(2);
  });

  it('is judged again where what was read could not be judged, too', async () => {
    const { record } = await judged(async (attempt) => {
      if (attempt > 1) return read();
      const outcome = await readWhileExchanged();
      if (outcome.kind !== 'judged') throw new Error('it was not read');
      const { sha256, content } = outcome.result;
      const error = { code: 'image.truncated', message: 'it is cut', details: { file: path } } as const;
      return { kind: 'refused', error, sha256, content };
    });
    expect(record).toMatchObject({ verdict: 'pass', sha256: hash(OWN) });
  });

  it('is an error in the end where that goes on, and never a pass', async () => {
    const { record, attempts } = await judged(readWhileExchanged);
    expect(record).toMatchObject({ verdict: 'error', error: { code: 'image.unreadable' }, sha256: hash(OTHER) });
    expect(inspectionErrorSentence(record.error!)).toContain('another size or time');
    expect(attempts).toBe(4);
  });

  it('is an error at once where the other content stays', async () => {
    const { record, attempts } = await judged(async () => {
      await writeFile(path, OTHER);
      await utimes(path, new Date(), new Date(Date.now() + 5000));
      return read();
    });
    expect(record).toMatchObject({ verdict: 'error', error: { code: 'image.changed' } });
    expect(attempts).toBe(1);
  });

  it('is judged where it is deleted after it was read', async () => {
    const { record } = await judged(async () => {
      const outcome = await read();
      await rm(path);
      return outcome;
    });
    expect(record).toMatchObject({ verdict: 'pass', sha256: hash(OWN) });
  });
});
