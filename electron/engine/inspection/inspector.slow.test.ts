import { mkdtempSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { afterEach, beforeEach, expect, it } from 'vitest';
import {
  fingerprintOf,
  type RecipeVersion,
  recipeIdSchema,
  type SourceId,
  sourceOptionsSchema,
} from '../../../shared/domain/index.ts';
import { createLedger, createSourceRegister, type Ledger } from '../intake/index.ts';
import { Recorders } from '../kernel/index.ts';
import type { LaneOutcome } from '../lanes/index.ts';
import { createInspectionRecords, createRecordFiles, type InspectionRecords } from '../records/index.ts';
import { openStationDatabase, type StationDatabase } from '../storage/index.ts';
import { createInspector, type Inspector } from './inspector.ts';

let folder: string;
let database: StationDatabase;
let ledger: Ledger;
let records: InspectionRecords;
let sourceId: SourceId;
let inspector: Inspector | undefined;

const recipeId = recipeIdSchema.parse('ring');
const recipe = { id: recipeId, version: 1, backbone: { id: 'scattering' }, limits: { fail: 2, review: 1 } };

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'sigmaline-inspector-'));
  database = openStationDatabase(folder);
  ledger = createLedger(database);
  records = createInspectionRecords(database);
  sourceId = createSourceRegister(database).idOf(folder);
});

afterEach(async () => {
  await inspector?.stop(1000);
  database.close();
  rmSync(folder, { recursive: true });
});

function arrive(name: string): void {
  const path = join(folder, name);
  writeFileSync(path, name);
  const content = fingerprintOf(statSync(path));
  const entry = ledger.insertSeen(sourceId, name, content);
  if (entry === null) throw new Error('it was there already');
  ledger.settle(entry.ledgerId, content);
}

function judgedAs(path: string): LaneOutcome {
  return {
    kind: 'judged',
    result: {
      ...{ sha256: 'ab'.repeat(32), content: fingerprintOf(statSync(path)), imageWidthPx: 8, imageHeightPx: 8 },
      ...{ score: 0.5, partDistance: 1, patchScore: 1, levelDistances: [] },
      ...{ mapMaximum: 1, mapMaximumX: 0.5, mapMaximumY: 0.5, decodeMs: 1, networkMs: 1, durationMs: 2 },
      ...{ executionProvider: 'cpu', executionDevice: null, executionReason: null },
    },
  };
}

/** An inspector whose records of one file cannot be written so often, for a reason that nobody has foreseen. */
function inspectorFailingFor(file: string, failures: number) {
  const tries: number[] = [];
  inspector = createInspector({
    ledger,
    records: {
      ...records,
      append(inspection) {
        if (inspection.file === file) {
          tries.push(performance.now());
          if (tries.length <= failures) throw new TypeError('nobody has foreseen this');
        }
        return records.append(inspection);
      },
    },
    files: createRecordFiles(folder),
    pool: { capacity: 1, inspect: async ({ imagePath }) => judgedAs(imagePath) },
    recipes: {
      get: async () => ({ kind: 'usable', recipe: recipe as Partial<RecipeVersion> as RecipeVersion, folder }),
      last: () => null,
      forget: () => undefined,
    },
    sources: () => [{ id: sourceId, name: 'Camera 1', folder, recipeId, options: sourceOptionsSchema.parse({}) }],
    isReachable: () => true,
    canTellMissing: () => true,
    canWrite: () => true,
    stationName: () => 'Line 3',
    judgeFirst: () => 'oldest',
    partNamesOf: () => ({ serial: null, lot: null, view: null }),
    retryUnforeseenMs: 40,
    recorders: new Recorders(),
    onAway: () => undefined,
    onChanged: () => undefined,
    onTrouble: () => undefined,
  });
  return tries;
}

it('an image whose judging fails as nobody has foreseen is judged again after growing pauses, and holds no other up', async () => {
  arrive('a.png');
  arrive('b.png');
  const tries = inspectorFailingFor('a.png', 3);
  await expect.poll(() => records.total(), { timeout: 5000 }).toBe(2);
  // The other one did not wait for it.
  expect(records.page(null, 10).map(({ file }) => file)).toEqual(['a.png', 'b.png']);
  const pauses = tries.slice(1).map((at, index) => at - (tries[index] ?? 0));
  expect(pauses).toHaveLength(3);
  for (const [index, leastMs] of [39, 79, 159].entries()) expect(pauses[index]).toBeGreaterThanOrEqual(leastMs);
  expect(inspector?.problems()).toEqual([expect.stringContaining('nobody has foreseen this')]);
});

it('an image whose judging always fails stays in the ledger for the next start, and a stop does not wait for it', async () => {
  arrive('a.png');
  const tries = inspectorFailingFor('a.png', Number.POSITIVE_INFINITY);
  await expect.poll(() => tries.length, { timeout: 5000 }).toBeGreaterThan(2);
  const beganMs = performance.now();
  await inspector?.stop(1000);
  expect(performance.now() - beganMs).toBeLessThan(900);
  await pause(400);
  const triesAtStop = tries.length;
  await pause(200);
  expect(tries).toHaveLength(triesAtStop);
  ledger.giveBackAllClaimed();
  expect(ledger.claimNext([sourceId], 'oldest')?.path).toBe('a.png');
});
