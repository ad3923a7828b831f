import { mkdirSync, mkdtempSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { ORDINARY_TRAITS } from '../../../shared/domain/imageTraits.fixture.ts';
import { fingerprintOf, recipeIdSchema, type SourceId, sourceOptionsSchema } from '../../../shared/domain/index.ts';
import { recipeVersionOf } from '../../../shared/domain/recipe.fixture.ts';
import type { InspectJob } from '../../hosts/index.ts';
import { createLedger, type Ledger, type LedgerEntry } from '../intake/index.ts';
import type { ReadClock } from '../kernel/index.ts';
import { openTestKernel, type TestKernel } from '../kernel/kernel.fixture.ts';
import type { JudgedResult, LaneOutcome } from '../lanes/index.ts';
import {
  createInspectionRecords,
  createRecordFiles,
  type InspectionRecords,
  type RecordFiles,
} from '../records/index.ts';
import { ConfigurationTables } from '../storage/index.ts';
import type { InspectorNeeds } from './inspector.ts';
import type { PlacedSubject } from './judgement.ts';
import type { InspectedSource } from './readyQueues.ts';

/** What a scripted lane does with one image. */
export type LaneScript = (job: InspectJob) => LaneOutcome | Promise<LaneOutcome>;

/** A source with real files, a real ledger and real records, and a lane that a test plays. */
export class TestLine {
  readonly folder = mkdtempSync(join(tmpdir(), 'sigmaline-line-'));
  readonly camera = join(this.folder, 'camera');
  readonly station: TestKernel;
  readonly ledger: Ledger;
  readonly records: InspectionRecords;
  readonly files: RecordFiles;
  readonly source: InspectedSource & { readonly id: SourceId };
  readonly recipe = recipeVersionOf('ring');
  /** What the lane does; it judges everything until a test says otherwise. */
  lane: LaneScript = ({ imagePath }) => judgedAs(imagePath);

  constructor(readClock?: ReadClock) {
    mkdirSync(this.camera);
    this.station = openTestKernel(this.folder, readClock);
    const { database, clock } = this.station.kernel;
    this.ledger = createLedger(database, () => clock.moment());
    this.records = createInspectionRecords(database, () => clock.moment());
    this.files = createRecordFiles(this.folder);
    this.source = {
      id: new ConfigurationTables(database).idOf(this.camera),
      name: 'Camera 1',
      folder: this.camera,
      recipeId: recipeIdSchema.parse('ring'),
      options: sourceOptionsSchema.parse({}),
    };
  }

  /** Writes an image and settles it. @param recipe that its name says; null for the one of its source */
  arrive(name: string, lack: LedgerEntry['lack'] = null, recipe: LedgerEntry['recipeId'] = null): void {
    const path = join(this.camera, name);
    writeFileSync(path, name);
    const content = fingerprintOf(statSync(path, { bigint: true }));
    const entry = this.ledger.insertSeen(this.source.id, name, content, recipe);
    this.ledger.settle(entry.ledgerId, content, { lack });
  }

  /** The image as its judgement gets it: claimed, with the folders that it needs. */
  claim(name: string, entry: Partial<LedgerEntry> = {}): PlacedSubject {
    this.arrive(name, entry.lack ?? null);
    const claimed = this.ledger.claimNext([{ sourceId: this.source.id, recipeId: null }], 'newest');
    if (claimed === null) throw new Error('nothing waits');
    return {
      entry: { ...claimed, ...entry },
      stationName: 'Line 3',
      sourceName: this.source.name,
      sourceFolder: this.camera,
      completion: { kind: 'content' },
      part: { serial: null, lot: null, view: null },
      recipe: this.recipe,
      recipeFolder: this.folder,
      bypass: null,
      filesFolder: '2026/11/27',
    };
  }

  /** What an inspector needs; a test exchanges some of it. */
  needs(changes: Partial<InspectorNeeds> = {}): InspectorNeeds {
    const usable = { kind: 'usable', recipe: this.recipe, folder: this.folder } as const;
    return {
      ledger: this.ledger,
      records: this.records,
      files: this.files,
      pool: { capacity: 2, inspect: async (job) => this.lane(job) },
      recipes: { get: async () => usable, last: () => usable },
      sources: () => [this.source],
      isReachable: () => true,
      canTellMissing: () => true,
      canWrite: () => true,
      stationName: () => 'Line 3',
      judgeFirst: () => 'oldest',
      bypasses: { of: () => null, sinceOf: () => null },
      partNamesOf: () => ({ serial: null, lot: null, view: null }),
      onAway: () => undefined,
      ...changes,
    };
  }

  close(): void {
    this.station.close();
    rmSync(this.folder, { recursive: true });
  }
}

/** A lane's answer for the file that lies there now. */
export function judgedAs(path: string, result: Partial<JudgedResult> = {}): LaneOutcome {
  return {
    kind: 'judged',
    result: {
      ...{
        sha256: 'ab'.repeat(32),
        content: fingerprintOf(statSync(path, { bigint: true })),
        imageWidthPx: 8,
        imageHeightPx: 8,
      },
      ...{ score: 0.5, partDistance: 1, patchScore: 1, levelDistances: [], traits: ORDINARY_TRAITS },
      ...{
        mapMaximum: 1,
        placement: null,
        mapMaximumX: 0.5,
        mapMaximumY: 0.5,
        unusualShare: 0,
        partShare: null,
        look: null,
        relitScore: null,
        decodeMs: 1,
        networkMs: 1,
        durationMs: 2,
        occupiedMs: 2,
        wasKeptBusy: false,
      },
      ...{ executionProvider: 'cpu', executionDevice: null, executionReason: null },
      ...result,
    },
  };
}
