import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { recipeIdSchema, type SourceId, sentenceOf, sourceOptionsSchema } from '../../../shared/domain/index.ts';
import { exampleInspection } from '../../../shared/domain/inspection.fixture.ts';
import { createLedger } from '../intake/index.ts';
import { openTestKernel, type TestKernel } from '../kernel/kernel.fixture.ts';
import { createInspectionRecords, type NewInspection } from '../records/index.ts';
import { openSettings, type SettingsStore } from '../settings/index.ts';
import { LineGuard } from './lineGuard.ts';

const GREY = { code: 'differs.grey', details: {} } as const;
const CORRUPT = { code: 'image.corrupt', details: { file: 'part.png', reason: 'a bad checksum' }, sentence: null };

let folder: string;
let station: TestKernel;
let settings: SettingsStore;
let sourceId: SourceId;

beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), 'sigmaline-guard-'));
  await open();
  const camera = { name: 'Camera 1', folder: '/camera', recipeId: recipeIdSchema.parse('ring') };
  sourceId = settings.idOf(camera.folder);
  const source = { ...camera, id: sourceId, options: sourceOptionsSchema.parse({}) };
  settings.change((current) => ({ ...current, sources: [source] }));
});

afterEach(() => {
  station.close();
  rmSync(folder, { recursive: true });
});

async function open(): Promise<void> {
  station = openTestKernel(folder);
  settings = await openSettings(station.kernel);
  new LineGuard(station.kernel, { settings, records: createInspectionRecords(station.kernel.database) });
}

async function restart(): Promise<void> {
  station.close();
  await open();
}

function changeSource(change: object): void {
  settings.change((current) => ({
    ...current,
    sources: current.sources.map((source) => ({ ...source, ...change })),
  }));
}

function record(changes: Partial<NewInspection>, times = 1): void {
  const { recorders, database } = station.kernel;
  const records = createInspectionRecords(database);
  const ledger = createLedger(database);
  for (let time = 0; time < times; time += 1) {
    const { number: _n, recordedAt: _r, limit: _l, hasThumbnail: _h, ...example } = exampleInspection();
    const file = `part-${records.total()}.png`;
    const id = ledger.insertSeen(sourceId, file, {
      size: 1,
      modifiedUs: 1,
      changedUs: null,
      fileId: null,
    }).inspectionId;
    recorders.committed(records.append({ ...example, id, sourceId, file, filesFolder: null, ...changes }));
  }
}

const codes = (): string[] => station.codes();
const sentences = (): string[] => station.kernel.conditions.current().map(sentenceOf);

describe('a run of fails', () => {
  it('is an alarm of its source that says what was promised and what to check, and ends with the run', () => {
    record({ verdict: 'pass' }, 30);
    record({ verdict: 'fail' }, 9);
    expect(codes()).toEqual([]);
    record({ verdict: 'fail' });
    expect(station.kernel.conditions.current()).toMatchObject([
      { code: 'source.fails-unlikely', severity: 'alarm', subject: { kind: 'source', id: sourceId } },
    ]);
    expect(sentences()).toEqual([
      '10 of the last 10 parts from Camera 1 failed. Good parts alone would hardly do that (promised: at most 14 in 100). If the parts are bad, stop the line. If they are good, check light, camera, position and the recipe.',
    ]);
    record({ verdict: 'pass' }, 3);
    expect(codes()).toEqual([]);
  });

  it('survives a restart, from the records', async () => {
    record({ verdict: 'fail' }, 60);
    await restart();
    expect(sentences()[0]).toMatch(/^60 of the last 60 parts from Camera 1 failed/);
    record({ verdict: 'pass' });
    await restart();
    expect(sentences()[0]).toMatch(/^60 of the last 61 parts from Camera 1 failed/);
    record({ verdict: 'pass' }, 2);
    await restart();
    expect(codes()).toEqual([]);
  });

  it('is counted anew with another version of the recipe', () => {
    record({ verdict: 'fail' }, 60);
    record({ verdict: 'fail', recipeVersion: 3 });
    expect(codes()).toEqual([]);
  });

  it.each([
    ['options', { options: sourceOptionsSchema.parse({ depth: 2 }) }],
    ['recipe', { recipeId: recipeIdSchema.parse('disc') }],
  ])('ends when the %s of its source are changed, also after a restart', async (_, change) => {
    record({ verdict: 'fail' }, 60);
    changeSource(change);
    expect(codes()).toEqual([]);
    await restart();
    expect(codes()).toEqual([]);
    record({ verdict: 'fail' }, 10);
    expect(codes()).toEqual(['source.fails-unlikely']);
  });

  it('goes on when its source is only called something else', () => {
    record({ verdict: 'fail' }, 60);
    changeSource({ name: 'Other' });
    expect(codes()).toEqual(['source.fails-unlikely']);
  });

  it('is not looked for among records of an earlier version, which hold no promise', () => {
    record({ verdict: 'fail', falseRejectBound: null }, 60);
    expect(codes()).toEqual([]);
  });
});

describe('a run of errors', () => {
  it('is an alarm that names the newest of them, and ends when images are judged again', async () => {
    const error = { verdict: 'error', error: CORRUPT } as const;
    record(error, 2);
    expect(codes()).toEqual([]);
    record(error, 8);
    expect(station.kernel.conditions.current()).toMatchObject([{ code: 'source.errors-unlikely', severity: 'alarm' }]);
    expect(sentences()[0]).toMatch(
      /^10 of the last 10 images from Camera 1 could not be judged.*The newest error: The image part.png/,
    );
    await restart();
    expect(codes()).toEqual(['source.errors-unlikely']);
    record({ verdict: 'pass' }, 3);
    expect(codes()).toEqual([]);
  });

  it('is no run of fails', () => {
    record({ verdict: 'fail' }, 9);
    record({ verdict: 'error', error: CORRUPT });
    expect(codes()).toEqual([]);
  });
});

describe('an image unlike the good ones', () => {
  it('is a warning of its source from the first one on, until images are like them again', async () => {
    record({ verdict: 'fail', file: 'mono.png', imageDifferences: [GREY] });
    expect(station.kernel.conditions.current()).toMatchObject([
      { code: 'source.images-differ', severity: 'warning', subject: { kind: 'source', id: sourceId } },
    ]);
    expect(sentences()).toEqual([
      'Images from Camera 1 have changed. This image is grey, the good images were in colour. Check the camera, its settings and the light; if the change is meant, calibrate the recipe again. The newest such image is mono.png.',
    ]);
    await restart();
    expect(codes()).toEqual(['source.images-differ']);
    record({ verdict: 'pass' });
    expect(codes()).toEqual([]);
  });

  it('stays told while images cannot be judged', () => {
    record({ imageDifferences: [GREY] });
    record({ verdict: 'error', error: CORRUPT, imageDifferences: null });
    expect(codes()).toEqual(['source.images-differ']);
  });

  it('is the first thing to check where a run of fails comes with it, even if it is not seen in every image', () => {
    record({ verdict: 'fail', imageDifferences: [GREY] }, 20);
    record({ verdict: 'fail' });
    expect(sentences()).toEqual([
      '21 of the last 21 parts from Camera 1 failed. Good parts alone would hardly do that (promised: at most 14 in 100). If the parts are bad, stop the line. If they are good, the images have changed. This image is grey, the good images were in colour.',
    ]);
    record({ verdict: 'pass' });
    expect(sentences()[0]).toContain('If they are good, check light, camera, position and the recipe.');
  });
});
