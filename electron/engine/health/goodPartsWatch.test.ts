import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { ImageDeviations } from '../../../shared/domain/index.ts';
import { randomFrom } from '../../gaussian/random.fixture.ts';
import { GoodPartsWatch } from './goodPartsWatch.ts';
import { WatchedLine } from './watchedLine.fixture.ts';

const CALIBRATION = { count: 59, atLimit: 3 };
let line: WatchedLine;

beforeEach(async () => {
  line = await WatchedLine.open((kernel, data) => new GoodPartsWatch(kernel, data));
});
afterEach(() => line.close());

function part(asUnusual: number, imageDeviations: ImageDeviations = {}, changes: object = {}): void {
  const verdict = asUnusual < CALIBRATION.atLimit ? 'fail' : 'pass';
  line.record({ verdict, amongGood: { asUnusual, ...CALIBRATION }, imageDeviations, ...changes });
}

/** Good parts as the calibration has them, in an order that says nothing. */
function goodParts(count: number, changes: object = {}): void {
  const random = randomFrom(3);
  for (let made = 0; made < count; made += 1) part(Math.floor(random.uniform() * 60), {}, changes);
}

function changedParts(count: number, deviations: ImageDeviations = {}, changes: object = {}): void {
  for (let made = 0; made < count; made += 1) part(3 + (made % 5), deviations, changes);
}

describe('good parts that have changed', () => {
  it('are told of as a warning of their source, with what has changed, until somebody has read it', () => {
    goodParts(200);
    expect(line.codes()).toEqual([]);
    changedParts(60, { brightness: -3 });
    expect(line.station.kernel.conditions.current()).toMatchObject([
      {
        code: 'detection.good-parts-changed',
        severity: 'warning',
        subject: { kind: 'source', id: line.sourceId },
        endsWhenRead: true,
      },
    ]);
    expect(line.sentences()[0]).toMatch(
      /^The parts from Camera 1 that pass have changed: they score higher than before, so they are less like the good parts\. Their images are darker\. It was certain at No\. 2\d\d\..*calibrate ring again/,
    );
    const subject = { kind: 'source', id: line.sourceId, name: 'Camera 1' } as const;
    line.station.kernel.conditions.read({ code: 'detection.good-parts-changed', subject });
    expect(line.codes()).toEqual([]);
    // A change that stays is not told again, and one back to the good parts is.
    changedParts(100, { brightness: -3 });
    expect(line.codes()).toEqual([]);
    goodParts(100);
    expect(line.sentences()[0]).toContain('they score lower than before');
  });

  it('are told of where they are more alike too, and what has changed is not made up', () => {
    goodParts(200);
    for (let made = 0; made < 60; made += 1) part(55 + (made % 4), { brightness: 0.1 });
    expect(line.sentences()[0]).toContain(
      'they score lower than before, so they are more alike than the good parts were. Light, colour, position and sharpness do not tell what has changed.',
    );
  });

  it('are counted and told of across restarts', async () => {
    goodParts(200);
    for (let made = 0; made < 60; made += 1) {
      changedParts(1);
      if (made % 10 === 0) await line.restart();
    }
    expect(line.codes()).toEqual(['detection.good-parts-changed']);
    await line.restart();
    expect(line.codes()).toEqual(['detection.good-parts-changed']);
  });

  it('are those of one version of the recipe, since an engineer changed the source last', () => {
    goodParts(200);
    changedParts(60);
    goodParts(1, { recipeVersion: 3 });
    expect(line.codes()).toEqual([]);
    changedParts(1);
    expect(line.codes()).toEqual(['detection.good-parts-changed']);
    line.changeSource({ options: { depth: 2 } });
    expect(line.codes()).toEqual([]);
    goodParts(1);
    expect(line.codes()).toEqual([]);
  });
});

describe('no change of the good parts is', () => {
  it('a row of bad ones', () => {
    goodParts(200);
    for (let made = 0; made < 200; made += 1) part(0);
    expect(line.codes()).toEqual([]);
  });

  it('one image that comes again and again', () => {
    goodParts(200);
    changedParts(60, {}, { sha256: 'the same' });
    expect(line.codes()).toEqual([]);
  });

  it('told from records of an earlier version, or from errors', () => {
    changedParts(60, {}, { amongGood: null });
    expect(line.codes()).toEqual([]);
  });
});

it('a record that is undone is not counted', () => {
  goodParts(200);
  const { kernel } = line.station;
  const evidence = () => kernel.database.prepare<{ evidence: string }>('SELECT evidence FROM good_parts_watch').all();
  const before = evidence();
  kernel.recorders.register('outbox', () => {
    throw new TypeError('a slip');
  });
  expect(() => part(10)).toThrow('a slip');
  kernel.recorders.register('outbox', () => undefined);
  expect(evidence()).toEqual(before);
});
