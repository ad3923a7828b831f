import { describe, expect, it } from 'vitest';
import { isOrdered, momentOf, startOfDay, typedMoment } from './typedSpan.ts';

describe('the span of an export', () => {
  it('is typed in local time and asked for in UTC', () => {
    const moment = new Date(2026, 10, 3, 6, 5);
    expect(typedMoment(moment)).toBe('2026-11-03T06:05');
    expect(momentOf('2026-11-03T06:05')).toBe(moment.toISOString());
  });

  it('has no bound where nothing is typed', () => {
    expect(momentOf('')).toBeNull();
    expect(isOrdered({ from: '', to: '' })).toBe(true);
    expect(isOrdered({ from: '2026-11-03T06:05', to: '' })).toBe(true);
  });

  it('must not end before it begins, nor where it begins', () => {
    expect(isOrdered({ from: '2026-11-03T06:05', to: '2026-11-03T06:06' })).toBe(true);
    expect(isOrdered({ from: '2026-11-03T06:05', to: '2026-11-03T06:05' })).toBe(false);
    expect(isOrdered({ from: '2026-11-03T06:05', to: '2026-11-02T23:00' })).toBe(false);
  });

  it('begins its day at midnight', () => {
    expect(typedMoment(startOfDay(new Date(2026, 0, 31, 23, 59)))).toBe('2026-01-31T00:00');
  });
});
