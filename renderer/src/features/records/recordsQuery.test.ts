import { describe, expect, it } from 'vitest';
import { EVERY_RECORD, inspectionIdSchema } from '../../../../shared/domain/index.ts';
import { queryIn, type RecordsQuery, textOf } from './recordsQuery.ts';
import { scoreBars } from './scoreBars.ts';
import { spansAt } from './spans.ts';

describe('the address of the records', () => {
  const asked: RecordsQuery = {
    filter: {
      ...EVERY_RECORD,
      serial: 'A+B & C',
      verdicts: ['fail'],
      scoreFrom: -0.5,
      from: '2026-11-28T05:00:00.000Z',
    },
    order: { by: 'score', descending: true },
    view: 'grid',
    opened: inspectionIdSchema.parse('3f0c5d6e-7a59-4f0e-9a55-2f6f1d0a7c11'),
  };

  it('keeps everything that was asked', () => {
    expect(queryIn(textOf(asked))).toEqual(asked);
  });

  it('is empty where all is as usual', () => {
    expect(textOf(queryIn(''))).toBe('');
  });

  it.each(['filter={"verdicts":["good"]}', 'filter=%7B', 'record=../../etc', 'order=1&view=all'])(
    'asks for nothing where it cannot be understood: %s',
    (text) => {
      expect(queryIn(text)).toEqual(queryIn(''));
    },
  );
});

describe('spans of one touch', () => {
  const night = (now: Date) => spansAt(now, []).find(({ name }) => name === 'night')?.span;

  it('know the last night, and the running one once it has begun', () => {
    const last = { from: new Date(2026, 10, 27, 22).toISOString(), to: new Date(2026, 10, 28, 6).toISOString() };
    expect(night(new Date(2026, 10, 28, 9))).toEqual(last);
    expect(night(new Date(2026, 10, 28, 2))).toEqual(last);
    expect(night(new Date(2026, 10, 27, 23))).toEqual(last);
  });

  it('have the shifts that are known', () => {
    const shifts = [
      { from: '2026-11-28T13:00:00.000Z', to: '2026-11-28T21:00:00.000Z' },
      { from: '2026-11-28T05:00:00.000Z', to: '2026-11-28T13:00:00.000Z' },
    ];
    const spans = spansAt(new Date(), shifts);
    expect(spans[0]).toEqual({ name: 'shift', span: { from: '2026-11-28T13:00:00.000Z', to: null } });
    expect(spans[1]).toEqual({ name: 'lastShift', span: shifts[1] });
  });
});

describe('the held-out scores as bars', () => {
  const good = Array.from({ length: 60 }, (_, index) => -2 + index / 15);

  it('count every good image', () => {
    const { bars } = scoreBars(good, { score: 0, limit: 2.3 }, 400, 90);
    expect(Math.max(...bars.map(({ height }) => height))).toBeLessThan(90);
    expect(bars.length).toBeGreaterThan(5);
  });

  it('keep limit and score in the drawing, a far score at its end', () => {
    const near = scoreBars(good, { score: 5, limit: 2.3 }, 400, 90);
    expect(near.at(2.3)).toBeLessThan(near.at(5));
    expect(near.at(5)).toBeLessThan(400);
    const far = scoreBars(good, { score: 4000, limit: 2.3 }, 400, 90);
    expect(far.at(4000)).toBeGreaterThan(380);
    expect(far.at(2.3)).toBeGreaterThan(60);
  });

  it('draw something for a recipe without good images', () => {
    expect(scoreBars([], { score: 1, limit: null }, 400, 90).ticks.length).toBeGreaterThan(2);
  });
});
