import { expect, it } from 'vitest';
import { ORDINARY_TRAITS } from '../../../shared/domain/imageTraits.fixture.ts';
import { goodTraitsOf, type ImageMeasures, type SizedTraits } from '../../../shared/domain/index.ts';
import { edgesAmong } from './edges.ts';

const like = (measures: Partial<ImageMeasures>): SizedTraits => ({
  ...ORDINARY_TRAITS,
  ...{ widthPx: 640, heightPx: 480 },
  measures: { ...ORDINARY_TRAITS.measures, ...measures },
});
const traits = [like({ brightness: 99, white: 3 }), like({ contrast: 30 }), like({ brightness: 140 }), like({})];
const images = traits.map((_, index) => ({ path: `/good/${index}.png`, name: `${index}.png`, sha256: `${index}` }));

it('the images at the edges of a measure are those with its lowest and highest value, where a gate has a bound there', () => {
  const { listed, indices } = edgesAmong(
    { images, duplicates: 0, sampleMaximum: null, region: null, mask: null, reference: null },
    traits,
    goodTraitsOf(traits),
  );
  expect(listed.map(({ measure, side, file, picture }) => `${measure} ${side} ${file} ${picture}`)).toEqual([
    'brightness lowest 0.png edge-1.jpg',
    'brightness highest 2.png edge-3.jpg',
    'white highest 0.png edge-1.jpg',
    'contrast lowest 1.png edge-2.jpg',
  ]);
  expect(indices).toEqual([0, 2, 0, 1]);
});

it('are of those that took part in the fit', () => {
  const fitted = goodTraitsOf(traits.slice(1));
  const { listed } = edgesAmong(
    { images, duplicates: 0, sampleMaximum: null, region: null, mask: null, reference: null },
    traits,
    fitted,
  );
  expect(listed.map(({ file }) => file)).not.toContain('0.png');
});
