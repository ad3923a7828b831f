import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { recipeIdSchema, sourceOptionsSchema } from '../../../shared/domain/index.ts';
import type { NewInspection } from '../records/index.ts';
import { LineGuard } from './lineGuard.ts';
import { WatchedLine } from './watchedLine.fixture.ts';

const GREY = { code: 'differs.grey', details: {} } as const;
const CORRUPT = { code: 'image.corrupt', details: { file: 'part.png', reason: 'a bad checksum' }, sentence: null };

let line: WatchedLine;

beforeEach(async () => {
  line = await WatchedLine.open((kernel, data) => new LineGuard(kernel, data));
});
afterEach(() => line.close());

const record = (changes: Partial<NewInspection>, times = 1): void => line.record(changes, times);
const restart = (): Promise<void> => line.restart();
const codes = (): string[] => line.codes();
const sentences = (): string[] => line.sentences();

describe('a run of fails', () => {
  it('is an alarm of its source that says what was promised and what to check, and ends with the run', () => {
    record({ verdict: 'pass' }, 30);
    record({ verdict: 'fail' }, 9);
    expect(codes()).toEqual([]);
    record({ verdict: 'fail' });
    expect(line.station.kernel.conditions.current()).toMatchObject([
      { code: 'source.fails-unlikely', severity: 'alarm', subject: { kind: 'source', id: line.sourceId } },
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
    line.changeSource(change);
    expect(codes()).toEqual([]);
    await restart();
    expect(codes()).toEqual([]);
    record({ verdict: 'fail' }, 10);
    expect(codes()).toEqual(['source.fails-unlikely']);
  });

  it('is counted for each recipe where several alternate on one source, and ends once its recipe judges no more', async () => {
    for (let part = 0; part < 12; part += 1) {
      record({ verdict: 'fail' });
      record({ verdict: 'pass', recipeId: recipeIdSchema.parse('disc') }, 2);
    }
    expect(sentences()[0]).toMatch(/^12 of the last 12 parts from Camera 1 failed/);
    await restart();
    expect(sentences()[0]).toMatch(/^12 of the last 12 parts from Camera 1 failed/);
    record({ verdict: 'pass', recipeId: recipeIdSchema.parse('disc') }, 31);
    expect(codes()).toEqual([]);
  });

  it('goes on when its source is only called something else', () => {
    record({ verdict: 'fail' }, 60);
    line.changeSource({ name: 'Other' });
    expect(codes()).toEqual(['source.fails-unlikely']);
  });

  it('is not looked for among records of an earlier version, which hold no promise', () => {
    record({ verdict: 'fail', falseRejectBound: null }, 60);
    expect(codes()).toEqual([]);
  });
});

it('a run of fails asks which other recipe its parts would pass by, and says it, until it ends', async () => {
  line.close();
  const asked: number[] = [];
  let forgotten = 0;
  const advice = {
    code: 'line.recipe-fits',
    details: { recipe: 'Disc', number: 10, score: '0.4', limit: '3.0' },
  } as const;
  const proposals = {
    ask: ({ number }: { number: number }) => void asked.push(number),
    forget: () => {
      forgotten += 1;
    },
    adviceFor: () => advice,
  };
  line = await WatchedLine.open((kernel, data) => new LineGuard(kernel, { ...data, proposals }));
  record({ verdict: 'fail' }, 9);
  expect(asked).toEqual([]);
  record({ verdict: 'fail' });
  expect(asked).toEqual([10]);
  expect(sentences()[0]).toContain('By the recipe Disc the part No. 10 would pass: its score there is 0.4');
  const before = forgotten;
  record({ verdict: 'pass' }, 3);
  expect(codes()).toEqual([]);
  expect(forgotten).toBeGreaterThan(before);
});

describe('a run of errors', () => {
  it('is an alarm that names the newest of them, and ends when images are judged again', async () => {
    const error = { verdict: 'error', error: CORRUPT } as const;
    record(error, 2);
    expect(codes()).toEqual([]);
    record(error, 8);
    expect(line.station.kernel.conditions.current()).toMatchObject([
      { code: 'source.errors-unlikely', severity: 'alarm' },
    ]);
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
  it('is told once: as long as only a few are refused by the gate they differ, and a row of them cannot be judged', () => {
    const error = { code: 'gate.error', details: { difference: GREY }, sentence: null };
    const refused = { verdict: 'error' as const, imageDifferences: [GREY], error };
    record(refused);
    expect(codes()).toEqual(['source.images-differ']);
    record({ verdict: 'error', imageDifferences: null, error: CORRUPT });
    expect(codes()).toEqual(['source.images-differ']);
    record(refused, 10);
    expect(codes()).toEqual(['source.errors-unlikely']);
    expect(sentences()[0]).toContain('This image is grey, the good images were in colour.');
    record({ verdict: 'pass', imageDifferences: [] }, 3);
    expect(codes()).toEqual([]);
  });

  it('is a warning of its source from the first one on, until images are like them again', async () => {
    record({ verdict: 'fail', file: 'mono.png', imageDifferences: [GREY] });
    expect(line.station.kernel.conditions.current()).toMatchObject([
      { code: 'source.images-differ', severity: 'warning', subject: { kind: 'source', id: line.sourceId } },
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

describe('parts of which nearly every place is unusual', () => {
  const foreign = { verdict: 'fail', unusualShare: 0.93 } as const;

  it('are told as a wrong product or recipe after three of them, in place of the run of fails, until another part comes', async () => {
    record(foreign, 2);
    expect(codes()).toEqual([]);
    record(foreign);
    expect(line.station.kernel.conditions.current()).toMatchObject([
      { code: 'source.wrong-product', severity: 'alarm', subject: { kind: 'source', id: line.sourceId } },
    ]);
    expect(sentences()).toEqual([
      'Is this the right recipe? Nearly every place of the last 3 images from Camera 1 is unusual, as if they showed another product than ring was calibrated for. Check what is on the line and which recipe the source uses.',
    ]);
    record(foreign, 20);
    expect(codes()).toEqual(['source.wrong-product']);
    await restart();
    expect(sentences()[0]).toMatch(/^Is this the right recipe\? Nearly every place of the last 23 images/);
    record({ verdict: 'fail', unusualShare: 0.3 });
    expect(codes()).toEqual(['source.fails-unlikely']);
  });

  it('are told of where another recipe judges parts in between, and name the recipe to which they look so', () => {
    for (const _ of [1, 2, 3]) {
      record(foreign);
      record({ verdict: 'pass', recipeId: recipeIdSchema.parse('disc') });
    }
    expect(sentences()).toEqual([
      expect.stringMatching(/^Is this the right recipe\? .* last 3 images .* than ring was calibrated for/),
    ]);
    record({ verdict: 'pass' });
    expect(codes()).toEqual([]);
  });

  it('are not told of where defects are, however many parts fail', () => {
    record({ verdict: 'fail', unusualShare: 0.7 }, 9);
    expect(codes()).toEqual([]);
  });
});
