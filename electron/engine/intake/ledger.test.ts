import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { type Fingerprint, type RecipeId, SOFTWARE_VERSION, type SourceId } from '../../../shared/domain/index.ts';
import { exampleInspection } from '../../../shared/domain/inspection.fixture.ts';
import { createInspectionRecords, type NewInspection } from '../records/index.ts';
import { ConfigurationTables, openStationDatabase, type StationDatabase } from '../storage/index.ts';
import { createLedger, type Ledger, type LedgerEntry } from './ledger.ts';

let folder: string;
let database: StationDatabase;
let ledger: Ledger;
let register: ConfigurationTables;
let left: SourceId;
let right: SourceId;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'sigmaline-ledger-'));
  database = openStationDatabase(folder);
  ledger = createLedger(database);
  register = new ConfigurationTables(database);
  left = register.idOf('/cameras/left');
  right = register.idOf('/cameras/right');
});

afterEach(() => {
  database.close();
  rmSync(folder, { recursive: true });
});

const content = { size: 100, modifiedUs: 1_700_000_000_000_000, changedUs: null, fileId: null };
const later = { size: 100, modifiedUs: 1_700_000_000_000_001, changedUs: null, fileId: null };

function missing(entry: LedgerEntry): NewInspection {
  return {
    ...exampleInspection(),
    id: entry.inspectionId,
    sourceId: entry.sourceId,
    stationName: 'Line 3',
    sourceName: 'left',
    file: entry.path,
    arrivedAt: entry.seenAt,
    fileTime: null,
    verdict: 'error',
    error: { code: 'image.not-found', details: {}, sentence: null },
    softwareVersion: SOFTWARE_VERSION,
    ...UNKNOWN,
  };
}

const UNKNOWN = {
  score: null,
  serial: null,
  lot: null,
  view: null,
  sha256: null,
  recipeId: null,
  recipeVersion: null,
  backboneId: null,
  limits: null,
  partDistance: null,
  patchScore: null,
  mapMaximum: null,
  placement: null,
  mapMaximumX: null,
  mapMaximumY: null,
  imageWidthPx: null,
  imageHeightPx: null,
  durationMs: null,
  executionProvider: null,
  executionDevice: null,
  executionReason: null,
  filesFolder: null,
};

const queueOf = (sourceId: SourceId, recipe: string | null = null) => ({
  sourceId,
  recipeId: recipe as RecipeId | null,
});

/** As the intake does: what the name has had already is not entered. */
function meet(sourceId: SourceId, path: string, fingerprint: Fingerprint): LedgerEntry | null {
  const isNew = ledger.contents.compare({ sourceId, path, fingerprint }).kind === 'new';
  return isNew ? ledger.insertSeen(sourceId, path, fingerprint) : null;
}

function settled(source: SourceId, path: string, fingerprint = content) {
  const entry = ledger.insertSeen(source, path, fingerprint);
  ledger.settle(entry.ledgerId, fingerprint);
  return entry;
}

describe('the ledger', () => {
  it('takes one content of a name once', () => {
    expect(meet(left, 'a.png', content)).not.toBeNull();
    expect(meet(left, 'a.png', content)).toBeNull();
  });

  it('takes another content of the same name, and the same name of another source', () => {
    settled(left, 'a.png');
    expect(meet(left, 'a.png', later)).not.toBeNull();
    expect(meet(right, 'a.png', content)).not.toBeNull();
  });

  it('gives out what was settled first, of the sources that are asked for', () => {
    const first = settled(left, 'a.png');
    const second = settled(right, 'b.png');
    meet(left, 'unsettled.png', content);
    expect(ledger.claimNext([queueOf(right)], 'oldest')?.ledgerId).toBe(second.ledgerId);
    expect(ledger.claimNext([queueOf(left), queueOf(right)], 'oldest')?.ledgerId).toBe(first.ledgerId);
    expect(ledger.claimNext([queueOf(left), queueOf(right)], 'oldest')).toBeNull();
    expect(ledger.claimNext([], 'oldest')).toBeNull();
  });

  it('gives out each file under the recipe that its source had when it arrived', () => {
    const setRecipe = database.prepare('UPDATE source SET recipe_id = ? WHERE id = ?');
    settled(left, 'before.png');
    for (const recipe of ['ring', 'bolt']) {
      setRecipe.run(recipe, left);
      for (const name of ['1', '2']) settled(left, `${recipe}-${name}.png`);
    }
    expect(ledger.waitingRecipes(left)).toEqual([null, 'bolt', 'ring']);
    expect(ledger.waitingRecipes(right)).toEqual([]);
    const ring = queueOf(left, 'ring');
    expect(ledger.claimNext([ring], 'oldest')).toMatchObject({ path: 'ring-1.png', recipeId: 'ring' });
    expect(ledger.claimNext([queueOf(left, 'bolt'), ring], 'oldest')).toMatchObject({ path: 'ring-2.png' });
    expect(ledger.claimNext([ring], 'oldest')).toBeNull();
    expect(ledger.claimNext([queueOf(left, 'bolt'), queueOf(left)], 'newest')).toMatchObject({ path: 'bolt-2.png' });
    expect(ledger.claimNext([queueOf(left)], 'newest')).toMatchObject({ path: 'before.png', recipeId: null });
    expect(ledger.waitingRecipes(left)).toEqual(['bolt']);
  });

  it('gives out again what was claimed when the station ended', () => {
    const { ledgerId, inspectionId } = settled(left, 'a.png');
    ledger.claimNext([queueOf(left)], 'oldest');
    ledger.giveBackAllClaimed();
    expect(ledger.claimNext([queueOf(left)], 'oldest')).toMatchObject({ ledgerId, inspectionId, laneDeaths: 0 });
  });

  it('remembers that a lane died of a file', () => {
    const { ledgerId } = settled(left, 'a.png');
    ledger.claimNext([queueOf(left)], 'oldest');
    ledger.giveBackAfterLaneDeath(ledgerId);
    expect(ledger.claimNext([queueOf(left)], 'oldest')).toMatchObject({ ledgerId, laneDeaths: 1 });
  });

  it('forgets a file that went away before it was complete, and takes it when it is back', () => {
    const { ledgerId } = meet(left, 'a.png', content)!;
    ledger.withdraw(ledgerId);
    expect(ledger.backlogs().has(left)).toBe(false);
    expect(meet(left, 'a.png', content)).not.toBeNull();
  });

  it('never withdraws a file that was complete', () => {
    const { ledgerId } = settled(left, 'a.png');
    ledger.withdraw(ledgerId);
    expect(ledger.backlogs().get(left)?.files).toBe(1);
  });

  it('drops a file that has grown into a content that it has already', () => {
    settled(left, 'a.png', content);
    const growing = meet(left, 'a.png', { ...later, size: 50 })!;
    expect(ledger.settle(growing.ledgerId, content)).toBe(false);
    expect(ledger.backlogs().get(left)?.files).toBe(1);
  });

  it('takes a content again that was recorded as missing and is back, also where it grew into it', () => {
    for (let arrival = 1; arrival <= 3; arrival++) {
      const growing = meet(left, 'a.png', { ...later, size: arrival })!;
      expect(ledger.settle(growing.ledgerId, content)).toBe(true);
      const claimed = ledger.claimNext([queueOf(left)], 'oldest')!;
      createInspectionRecords(database).append(missing(claimed));
      ledger.close(claimed.ledgerId, 'error');
    }
    const back = meet(left, 'a.png', content)!;
    expect(back).not.toBeNull();
    expect(meet(left, 'a.png', content)).toBeNull();
  });

  it('refuses to close a file that nobody has claimed', () => {
    const { ledgerId } = settled(left, 'a.png');
    expect(() => ledger.close(ledgerId, 'recorded')).toThrow(/not claimed/);
  });

  it('counts what waits and since when', () => {
    expect(ledger.backlogs()).toEqual(new Map());
    const { seenAt } = settled(left, 'a.png');
    const first = settled(right, 'b.png');
    const last = meet(right, 'c.png', content)!;
    ledger.claimNext([queueOf(left)], 'oldest');
    const waiting = [...ledger.backlogs()].sort(([, one], [, other]) => one.files - other.files);
    expect(waiting).toEqual([
      [left, { files: 1, oldestSeenAt: seenAt, newestSeenAt: seenAt }],
      [right, { files: 2, oldestSeenAt: first.seenAt, newestSeenAt: last.seenAt }],
    ]);
  });

  it('does not count files that wait for their camera', () => {
    const unfinished = meet(left, 'half.png', content)!;
    const { seenAt } = settled(left, 'a.png');
    const ids = new Set([unfinished.ledgerId]);
    expect(ledger.backlogs(ids)).toEqual(new Map([[left, { files: 1, oldestSeenAt: seenAt, newestSeenAt: seenAt }]]));
    expect(ledger.backlogs().get(left)?.files).toBe(2);
  });
});

describe('the register of sources', () => {
  it('gives a folder the same id for ever', () => {
    expect(register.idOf('/cameras/left')).toBe(left);
    expect(register.folderOf(left)).toBe('/cameras/left');
  });

  it('never gives one id to two folders', () => {
    const other = register.idOf('/cameras/new', left);
    expect(other).not.toBe(left);
  });
});
