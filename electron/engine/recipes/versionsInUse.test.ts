import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { recipeIdSchema } from '../../../shared/domain/index.ts';
import { openTestKernel, type TestKernel } from '../kernel/kernel.fixture.ts';
import { decideForStation } from '../stoppedStation.ts';
import { readConfigurationCopy } from '../storage/configuration.ts';
import { ConfigurationTables } from '../storage/index.ts';
import { StoredUses, VersionsInUse } from './versionsInUse.ts';

const RING = recipeIdSchema.parse('ring');
const BY = { person: null, role: 'engineer', channel: 'window', session: '1' } as const;

let dataFolder: string;
let station: TestKernel;
let versions: VersionsInUse;

beforeEach(async () => {
  dataFolder = await mkdtemp(join(tmpdir(), 'sigmaline-versions-'));
  station = openTestKernel(dataFolder);
  versions = new VersionsInUse(station.kernel);
});
afterEach(async () => {
  station.close();
  await rm(dataFolder, { recursive: true });
});

/** The station starts once more. */
function again(): VersionsInUse {
  station.close();
  station = openTestKernel(dataFolder);
  return new VersionsInUse(station.kernel);
}

function judgeASource(recipeId: string): void {
  const source = {
    id: '3f0c5d6e-7a59-4f0e-9a55-2f6f1d0a7c11',
    folder: '/camera',
    name: 'Camera',
    recipeId,
    options: {},
  };
  new ConfigurationTables(station.kernel.database).write({ settings: {}, sources: [source] });
}

describe('the version in use', () => {
  it('of a recipe that the station meets for the first time is the newest then, and stays that', () => {
    expect(versions.of(RING, 2)).toMatchObject({ version: 2, by: null });
    expect(versions.of(RING, 3)).toMatchObject({ version: 2 });
    expect(again().of(RING, 4)).toMatchObject({ version: 2 });
  });

  it('is the one that was chosen last, with the time and with who chose it', () => {
    versions.of(RING, 1);
    const chosen = versions.choose(RING, 2, BY);
    expect(chosen).toMatchObject({ version: 2, by: { person: null, role: 'engineer', channel: 'window' } });
    expect(Date.parse(chosen.since ?? '')).toBeLessThanOrEqual(Date.now());
    expect(again().of(RING, 3)).toEqual(chosen);
  });

  it('keeps its time where it is chosen once more', () => {
    const first = versions.choose(RING, 1, BY);
    expect(versions.choose(RING, 1, BY, 7)).toEqual(first);
    expect(station.kernel.database.prepare('SELECT * FROM recipe_use').all()).toHaveLength(1);
  });

  it('is not changed by a choice that saw another one', () => {
    versions.choose(RING, 1, BY);
    versions.choose(RING, 2, BY, 1);
    expect(() => versions.choose(RING, 3, BY, 1)).toThrow(
      expect.objectContaining({ code: 'recipe.changed-meanwhile' }),
    );
    expect(versions.of(RING, 3)).toMatchObject({ version: 2 });
  });

  it('stays where it cannot be written', () => {
    versions.choose(RING, 1, BY);
    station.kernel.database.execute(
      `CREATE TRIGGER full BEFORE INSERT ON recipe_use BEGIN SELECT RAISE(ABORT, 'no room'); END`,
    );
    expect(() => versions.choose(RING, 2, BY)).toThrow('no room');
    expect(versions.of(RING, 2)).toMatchObject({ version: 1 });
  });

  it('stands in the copy for the time when the database is damaged', () => {
    versions.choose(RING, 2, BY);
    expect(readConfigurationCopy(dataFolder)?.recipeUses).toMatchObject([{ recipeId: 'ring', version: 2 }]);
  });
});

describe('a version that was just made', () => {
  it('is used at once where it is the first, or the recipe judges no source', () => {
    judgeASource('nut');
    expect(versions.offer(RING, 1, null)).toMatchObject({ version: 1, by: null });
    expect(versions.offer(RING, 2, 1)).toMatchObject({ version: 2 });
  });

  it('waits where the recipe judges a source, also of a station that has not met it before', () => {
    judgeASource('ring');
    expect(versions.offer(RING, 4, 3)).toMatchObject({ version: 3 });
    expect(again().of(RING, 4)).toMatchObject({ version: 3 });
  });

  it('that is older than the one in use changes nothing', () => {
    versions.choose(RING, 5, BY);
    expect(versions.offer(RING, 4, 3)).toMatchObject({ version: 5 });
  });
});

describe('a program beside the station', () => {
  it('reads what the station decided, and takes the newest where there was none', () => {
    expect(new StoredUses(join(dataFolder, 'nothing')).of(RING, 3)).toEqual({ version: 3, since: null, by: null });
    versions.choose(RING, 1, BY);
    expect(new StoredUses(dataFolder).of(RING, 3)).toMatchObject({ version: 1 });
  });

  it('reads a database that is older than the choice of versions', () => {
    station.kernel.database.execute('DROP TABLE recipe_use');
    expect(new StoredUses(dataFolder).of(RING, 3)).toMatchObject({ version: 3 });
  });

  it('decides while no station runs', async () => {
    station.close();
    await decideForStation(dataFolder, (there) => there.choose(RING, 2, BY));
    station = openTestKernel(dataFolder);
    expect(new VersionsInUse(station.kernel).of(RING, 3)).toMatchObject({ version: 2 });
  });
});
