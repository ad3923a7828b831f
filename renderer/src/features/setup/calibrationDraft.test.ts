import { describe, expect, it } from 'vitest';
import { canBeDraft, imagesNeeded } from '../../../../shared/domain/index.ts';
import { shareOfPercent } from './calibrationDraft.ts';

describe('the target false-reject rate', () => {
  it('is read as a percentage, with a dot or a comma', () => {
    expect(shareOfPercent('5')).toBe(0.05);
    expect(shareOfPercent(' 0.7 ')).toBe(0.007);
    expect(shareOfPercent('2,5')).toBe(0.025);
  });

  it.each(['', 'five', '-1', '0', '0.05', '51', '5 %', '1e1', '..5'])('refuses %j', (typed) => {
    expect(shareOfPercent(typed)).toBeNull();
  });

  it('needs as many images as its order statistic: 19 for 5 %, 99 for 1 %, 999 for 0.1 %', () => {
    expect(imagesNeeded(0.05)).toBe(19);
    expect(imagesNeeded(0.01)).toBe(99);
    expect(imagesNeeded(0.001)).toBe(999);
    expect(imagesNeeded(0.03)).toBe(33);
  });
});

describe('a draft', () => {
  it.each([
    ['calibration.too-few-images', 3, true],
    ['calibration.too-few-parts', 18, true],
    ['calibration.too-few-images', 2, false],
    ['calibration.too-few-for-draft', 2, false],
    ['calibration.identical-images', 30, false],
  ] as const)('after %s with %s is offered: %s', (code, counted, offered) => {
    expect(canBeDraft({ code, details: { count: counted } })).toBe(offered);
  });
});
