import { describe, expect, it } from 'vitest';
import type { ImageMeasures } from '../../../shared/domain/index.ts';
import { randomFrom } from '../../gaussian/random.fixture.ts';
import { driftAmong } from './analysis.ts';

const random = randomFrom(5);

function measuresOf(count: number, change: (order: number) => Partial<ImageMeasures> = () => ({})): ImageMeasures[] {
  return Array.from({ length: count }, (_, order) => ({
    ...{ brightness: 120 + random.normal(), rimBrightness: 100, colourfulness: 10, sharpness: 8 + random.normal() },
    ...{ contrast: 40, black: 0, white: 0 },
    ...{ redLessBlue: random.normal(), redLessGreen: random.normal() },
    ...{ positionX: 50 + random.normal(), positionY: 50 + random.normal() },
    ...change(order),
  }));
}
const scoresOf = (count: number, trend = 0): number[] =>
  Array.from({ length: count }, (_, order) => random.normal() + (trend * order) / count);

describe('later good images', () => {
  it('that differ in nothing are not spoken of', () => {
    const told = Array.from({ length: 200 }, () => driftAmong(scoresOf(60), measuresOf(60)));
    expect(told.filter((fact) => fact !== null).length).toBeLessThan(6);
  });

  it('that are darker are told to be, rather than to score higher', () => {
    const darker = measuresOf(60, (order) => ({ brightness: 120 - order / 10 + random.normal() }));
    expect(driftAmong(scoresOf(60, 4), darker)).toEqual({ code: 'drift.darker', details: {} });
  });

  it('that score higher for no reason that was measured are told to', () => {
    expect(driftAmong(scoresOf(60, 4), measuresOf(60))?.code).toBe('drift.scores-rise');
    expect(driftAmong(scoresOf(60, -4), measuresOf(60))?.code).toBe('drift.scores-fall');
  });

  it('of a few images say nothing', () => {
    const darker = measuresOf(15, (order) => ({ brightness: 120 - order }));
    expect(driftAmong(scoresOf(15), darker)).toBeNull();
  });
});
