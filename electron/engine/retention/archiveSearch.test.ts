import { existsSync } from 'node:fs';
import { mkdir, mkdtemp, readdir, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { type ErrorFact, type SourceId, sourceOptionsSchema } from '../../../shared/domain/index.ts';
import { Work } from '../kernel/index.ts';
import { createRestorationNote, type RestorationNote } from '../storage/index.ts';
import type { RecordedContent } from './archivedContents.ts';
import { ArchiveSearch, type ArchiveSearchNeeds, type SearchedSource } from './archiveSearch.ts';
import { diskActions } from './fileActions.ts';
import { dayFolder } from './placing.ts';

let root: string;
let camera: string;
let archive: string;
let restoration: RestorationNote;
let told: ErrorFact[];

const SINCE = '2026-11-20T12:00:00.000Z';
const id = 'camera' as SourceId;

beforeEach(async () => {
  root = await mkdtemp(join(tmpdir(), 'sigmaline-search-'));
  camera = join(root, 'camera');
  archive = join(root, 'archive');
  for (const folder of [camera, archive, join(root, 'data')]) await mkdir(folder);
  restoration = createRestorationNote(join(root, 'data'));
  restoration.write({ since: SINCE, found: {}, done: [], told: [] });
  told = [];
});

afterEach(() => rm(root, { recursive: true }));

const source = (options = {}): SearchedSource => ({
  id,
  name: 'Camera 1',
  folder: camera,
  options: sourceOptionsSchema.parse({ afterwards: { kind: 'archive', folder: archive }, ...options }),
});

async function archived(path: string, at = SINCE): Promise<string> {
  const file = join(dayFolder(archive, at), path);
  await mkdir(dirname(file), { recursive: true });
  await writeFile(file, path);
  return file;
}

function search(parts: Partial<ArchiveSearchNeeds> = {}) {
  const report = (): void => undefined;
  return new ArchiveSearch(
    { work: () => new Work(report), report, changed: () => undefined },
    {
      restoration,
      archived: { recorded: () => [], takenPlaces: async () => new Set() },
      notices: { add: ({ code, details }) => void told.push({ code, details }) },
      files: diskActions,
      sources: () => [source()],
      retryMs: 20,
      ...parts,
    },
  );
}

async function searched(parts: Partial<ArchiveSearchNeeds> = {}): Promise<void> {
  const running = search(parts);
  await expect.poll(() => restoration.read(), { timeout: 5000 }).toBeNull();
  await running.stop(1000);
}

describe('archived images that lost their record', () => {
  it('come back under the names they had, from the day before the backup on', async () => {
    await archived('belt/ring.png');
    await archived('early.png', '2026-11-19T12:00:00.000Z');
    const older = await archived('older.png', '2026-11-17T12:00:00.000Z');
    await searched();
    expect((await readdir(camera, { recursive: true })).sort()).toEqual(['belt', 'belt/ring.png', 'early.png']);
    expect(existsSync(older)).toBe(true);
    expect(told).toMatchObject([{ code: 'afterwards.returned', details: { count: 2, source: 'Camera 1' } }]);
  });

  it('stay where their content or their place is known: by its fingerprint, or by its bytes where time is coarse', async () => {
    const files = [await archived('a.png'), await archived('b.png'), await archived('c.png')];
    const [first, second, third] = files as [string, string, string];
    const exact = await diskActions.probe(first);
    if (exact.kind !== 'file') throw new Error('it was not written');
    const rounded = await diskActions.probe(second);
    if (rounded.kind !== 'file') throw new Error('it was not written');
    const contents: Record<string, RecordedContent[]> = {
      'a.png': [{ ...exact.fingerprint, sha256: null }],
      'b.png': [
        {
          size: rounded.fingerprint.size,
          modifiedUs: rounded.fingerprint.modifiedUs + 999,
          sha256: await diskActions.sha256(second),
        },
      ],
    };
    await searched({
      archived: { recorded: (_, path) => contents[path] ?? [], takenPlaces: async () => new Set([third]) },
    });
    expect(files.map((file) => existsSync(file))).toEqual([true, true, true]);
    expect(await readdir(camera)).toEqual([]);
    expect(told).toEqual([]);
  });

  it('are never put over another file: they stay in the archive, and the operator is told their names', async () => {
    const file = await archived('ring.png');
    await writeFile(join(camera, 'ring.png'), 'a newer part');
    await searched();
    expect(await readFile(join(camera, 'ring.png'), 'utf8')).toBe('a newer part');
    expect(told).toMatchObject([{ code: 'afterwards.not-returned', details: { count: 1, names: file } }]);
  });

  it('stay where nobody can say which source they came from', async () => {
    const file = await archived('ring.png');
    const other = { ...source(), id: 'other' as SourceId, folder: root };
    await searched({ sources: () => [source(), other] });
    expect(existsSync(file)).toBe(true);
    expect(told.map(({ code }) => code)).toEqual(['afterwards.not-returned', 'afterwards.not-returned']);
  });

  it('bring their sidecars', async () => {
    await archived('ring.png');
    await archived('ring.png.done');
    await searched({ sources: () => [source({ completion: { kind: 'sidecar', ending: '.done' } })] });
    expect((await readdir(camera)).sort()).toEqual(['ring.png', 'ring.png.done']);
    expect(told).toMatchObject([{ details: { count: 1 } }]);
  });

  it('are counted in all where the station was killed among them, between the two names of one too', async () => {
    for (const name of ['a.png', 'b.png', 'c.png']) await archived(name);
    let removals = 0;
    const killed = {
      ...diskActions,
      remove(path: string) {
        removals += 1;
        // The process is gone: nothing follows.
        return removals === 2 ? new Promise<void>(() => undefined) : diskActions.remove(path);
      },
    };
    const first = search({ files: killed });
    await expect.poll(() => removals).toBe(2);
    await first.stop(0);
    expect(told).toEqual([]);
    await searched();
    expect((await readdir(camera)).sort()).toEqual(['a.png', 'b.png', 'c.png']);
    expect(await readdir(dayFolder(archive, SINCE))).toEqual([]);
    expect(told).toMatchObject([{ code: 'afterwards.returned', details: { count: 3 } }]);
  });

  it('are waited for where the archive is away, which is said once', async () => {
    await archived('ring.png');
    const away = join(root, 'away');
    await rename(archive, away);
    const running = search();
    await expect.poll(() => told.length).toBe(1);
    expect(told).toMatchObject([{ code: 'afterwards.not-searched' }]);
    // Back at once with all that it holds: the search may look between any two steps.
    await rename(away, archive);
    await expect.poll(() => restoration.read(), { timeout: 5000 }).toBeNull();
    await running.stop(1000);
    expect(await readdir(camera)).toEqual(['ring.png']);
    expect(told.map(({ code }) => code)).toEqual(['afterwards.not-searched', 'afterwards.returned']);
  });
});
