import { describe, expect, it } from 'vitest';
import { changeOf } from './imageChange.ts';
import { ORDINARY_TRAITS } from './imageTraits.fixture.ts';
import { deviationsFrom, gainToGood, goodTraitsOf, type ImageMeasures } from './imageTraits.ts';

const traitsOf = (measures: Partial<ImageMeasures>) => ({
  ...{ ...ORDINARY_TRAITS, widthPx: 640, heightPx: 480 },
  measures: { ...ORDINARY_TRAITS.measures, ...measures },
});
const good = goodTraitsOf([110, 120, 130].map((brightness) => traitsOf({ brightness })));
const twenty = (measures: Partial<ImageMeasures>) =>
  Array.from({ length: 20 }, () => deviationsFrom(good, traitsOf(measures)) ?? {});

describe('what has changed', () => {
  it.each<[string, Partial<ImageMeasures>]>([
    ['changed.unknown', {}],
    ['changed.darker', { brightness: 90 }],
    ['changed.brighter', { brightness: 150, sharpness: 9 }],
    ['changed.colour', { redLessBlue: 20 }],
    ['changed.position', { positionX: 55 }],
    ['changed.position', { positionY: 45, sharpness: 4 }],
    ['changed.edge', { rimBrightness: 40 }],
    ['changed.blurred', { sharpness: 3 }],
    ['changed.texture', { sharpness: 7 }],
  ])('is told as %s', (code, measures) => {
    expect(changeOf(twenty(measures), 60)).toEqual({ code, details: {} });
  });

  it('is not told of one image, or of what the good images had too', () => {
    expect(changeOf(twenty({ brightness: 90 }).slice(0, 1), 60).code).toBe('changed.unknown');
    expect(changeOf(twenty({ brightness: 126 }), 60).code).toBe('changed.unknown');
  });
});

describe('how an image lies among the good ones', () => {
  it('is told in their standard deviations', () => {
    expect(deviationsFrom(good, traitsOf({ brightness: 145 }))).toMatchObject({ brightness: 2.5, redLessBlue: 0 });
  });

  it('leaves out what an earlier version did not measure', () => {
    const { positionX: _x, positionY: _y, ...measures } = good.measures;
    const found = deviationsFrom({ ...good, measures }, traitsOf({ positionX: 70 }));
    expect(Object.keys(found ?? {})).not.toContain('positionX');
    expect(deviationsFrom(undefined, traitsOf({}))).toBeNull();
  });

  it('names a gain only for what is darker or brighter than all of them', () => {
    const gain = (brightness: number) => gainToGood(good, traitsOf({ brightness }).measures);
    expect([gain(60), gain(107), gain(133), gain(240)]).toEqual([2, null, null, 0.5]);
    expect(gain(0)).toBeNull();
    expect(gainToGood(undefined, traitsOf({}).measures)).toBeNull();
  });
});
