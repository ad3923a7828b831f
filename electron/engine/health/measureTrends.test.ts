import { afterEach, beforeEach, expect, it } from 'vitest';
import { ORDINARY_TRAITS } from '../../../shared/domain/imageTraits.fixture.ts';
import { goodTraitsOf } from '../../../shared/domain/index.ts';
import { recipeVersionOf } from '../../../shared/domain/recipe.fixture.ts';
import { measureSums } from '../records/measureSums.ts';
import { MeasureTrends, type MeasureTrendsNeeds } from './measureTrends.ts';
import { WatchedLine } from './watchedLine.fixture.ts';

const HOUR_MS = 3_600_000;
const good = goodTraitsOf(
  Array.from({ length: 60 }, (_, index) => ({
    ...{ ...ORDINARY_TRAITS, widthPx: 640, heightPx: 480 },
    measures: { ...ORDINARY_TRAITS.measures, brightness: 120 + 2 * Math.sin(index) },
  })),
);

let line: WatchedLine;
let trends: MeasureTrends;

beforeEach(async () => {
  line = await WatchedLine.open((kernel, { settings }) => {
    const recipe = { ...recipeVersionOf('ring'), traits: good, gate: { action: 'review', tolerance: 1 } as const };
    const needs = {
      settings,
      reader: {
        run: async (_: string, asked: Parameters<typeof measureSums>[1]) => measureSums(kernel.database, asked),
      },
      recipes: { load: async () => ({ recipe, folder: '' }) },
    };
    trends = new MeasureTrends(kernel, needs as unknown as MeasureTrendsNeeds);
  });
});
afterEach(async () => {
  await trends.stop();
  line.close();
});

const asked = () => trends.handlers['measures.trend']({ source: line.sourceId, by: 'hour' });

/** Eight days of images before now, whose brightness lies `of(ago)` standard deviations off. */
function remember(of: (ago: number) => number): void {
  const nowHour = Math.floor(Date.now() / HOUR_MS);
  const insert = line.station.kernel.database.prepare<never>(
    'INSERT INTO measure_sum VALUES (:source, :recipe, 1, :hour, 10, :sums)',
  );
  for (let ago = 1; ago <= 8 * 24; ago += 1) {
    const sums = JSON.stringify({ brightness: 10 * of(ago / 24), sharpness: 0 });
    insert.run({ source: line.sourceId, recipe: 'ring', hour: nowHour - ago, sums });
  }
}

it('each record is counted in its hour, one image that is all white no more than others, and one that was judged before not at all', async () => {
  line.record({ imageDeviations: { brightness: 1 }, recipeVersion: 1 });
  line.record({ imageDeviations: { brightness: -500 }, recipeVersion: 1 });
  line.record({ imageDeviations: null, recipeVersion: 1 });
  const { recipe, points, measures } = await asked();
  expect(recipe).toEqual({ id: 'ring', version: 1 });
  expect(points).toMatchObject([{ images: 2 }]);
  const brightness = measures.find(({ measure }) => measure === 'brightness');
  const { mean, deviation } = good.measures.brightness!;
  expect(brightness?.values[0]).toBeCloseTo(mean + (deviation * (1 - 20)) / 2, 6);
  expect(measures.find(({ measure }) => measure === 'sharpness')?.values).toEqual([null]);
});

it('a fading lamp is a warning of its source days before its images leave the range', async () => {
  remember((ago) => -4.2 + ago * 0.5);
  await trends.look();
  expect(line.station.kernel.conditions.current()).toMatchObject([
    { code: 'gate.leaving', severity: 'warning', subject: { kind: 'source', id: line.sourceId } },
  ]);
  expect(line.sentences()[0]).toMatch(
    /^Brightness: the images from Camera 1 are on their way out of the range of the good ones\. Now 11\d; at this pace they reach 11\d in about [1-4] days/,
  );
});

it('nothing is told of images that stay as they are, or of none', async () => {
  await trends.look();
  expect(await asked()).toEqual({ recipe: null, points: [], measures: [] });
  remember((ago) => Math.sin(2 * Math.PI * ago));
  await trends.look();
  expect(line.codes()).toEqual([]);
});
