import { afterEach, describe, expect, test, vi } from 'vitest';
import { shiftEnd, shiftName, shiftNameOfSpan, shiftStart, shiftTime } from './shift.ts';
import { haveOneBeginning, type ShiftStarts } from './shiftPlan.ts';
import { stationSettingsSchema } from './stationSettings.ts';

const STARTS = ['06:00', '14:00', '22:00'];
const MINUTE_MS = 60_000;

afterEach(() => {
  vi.unstubAllEnvs();
});

test.each([
  [new Date(2026, 10, 23, 6, 0), new Date(2026, 10, 23, 6, 0), new Date(2026, 10, 23, 14, 0)],
  [new Date(2026, 10, 23, 13, 59), new Date(2026, 10, 23, 6, 0), new Date(2026, 10, 23, 14, 0)],
  [new Date(2026, 10, 23, 23, 30), new Date(2026, 10, 23, 22, 0), new Date(2026, 10, 24, 6, 0)],
  [new Date(2026, 10, 23, 2, 0), new Date(2026, 10, 22, 22, 0), new Date(2026, 10, 23, 6, 0)],
])('the shift of %s began at %s and ends at %s', (now, start, end) => {
  expect(shiftStart(now, STARTS)).toEqual(start);
  expect(shiftStart(now, STARTS.toReversed())).toEqual(start);
  expect(shiftEnd(now, STARTS)).toEqual(end);
  expect(shiftEnd(now, STARTS.toReversed())).toEqual(end);
});

test('without shifts the day begins at midnight', () => {
  expect(shiftStart(new Date(2026, 10, 23, 15, 0), [])).toEqual(new Date(2026, 10, 23));
  expect(shiftEnd(new Date(2026, 10, 23, 15, 0), [])).toEqual(new Date(2026, 10, 24));
});

test('a part belongs to a shift by its arrival, its judgement or its file, and by its judgement where nothing else is known', () => {
  const part = {
    fileTime: '2026-11-22T21:00:00.000Z',
    arrivedAt: '2026-11-23T05:00:00.000Z',
    recordedAt: '2026-11-23T05:00:01.000Z',
  };
  expect(shiftTime(part, 'arrival')).toBe(part.arrivedAt);
  expect(shiftTime(part, 'judgement')).toBe(part.recordedAt);
  expect(shiftTime(part, 'file')).toBe(part.fileTime);
  const old = { fileTime: null, arrivedAt: null, recordedAt: part.recordedAt };
  for (const by of ['arrival', 'judgement', 'file'] as const) expect(shiftTime(old, by)).toBe(part.recordedAt);
});

test.each([
  ['Europe/Berlin', 'forward', '2026-03-28T21:00:00.000Z', '2026-03-29T04:00:00.000Z', 7],
  ['Europe/Berlin', 'back', '2026-10-24T20:00:00.000Z', '2026-10-25T05:00:00.000Z', 9],
  ['America/New_York', 'forward', '2026-03-08T03:00:00.000Z', '2026-03-08T10:00:00.000Z', 7],
  ['America/New_York', 'back', '2026-11-01T02:00:00.000Z', '2026-11-01T11:00:00.000Z', 9],
])('the night shift in which the clocks of %s go %s has the hours that pass', (zone, _, from, to, hours) => {
  vi.stubEnv('TZ', zone);
  const within = new Date(Date.parse(from) + 4 * 60 * MINUTE_MS);
  expect(shiftStart(within, STARTS).toISOString()).toBe(from);
  expect(shiftEnd(within, STARTS).toISOString()).toBe(to);
  expect(Date.parse(to) - Date.parse(from)).toBe(hours * 60 * MINUTE_MS);
});

test('a shift that begins at a time that the clocks skip begins when they go forward', () => {
  vi.stubEnv('TZ', 'Europe/Berlin');
  const change = new Date('2026-03-29T01:00:00.000Z');
  expect(shiftStart(new Date('2026-03-29T08:00:00.000Z'), ['02:30', '14:00'])).toEqual(change);
  expect(shiftEnd(new Date('2026-03-29T00:59:00.000Z'), ['02:30', '14:00'])).toEqual(change);
});

test.each([
  ['Europe/Berlin', '2026-03-28T12:00:00.000Z'],
  ['Europe/Berlin', '2026-10-24T12:00:00.000Z'],
  ['America/New_York', '2026-03-07T18:00:00.000Z'],
  ['America/New_York', '2026-10-31T18:00:00.000Z'],
])('each minute of the days in which the clocks of %s change belongs to one shift (from %s)', (zone, begin) => {
  vi.stubEnv('TZ', zone);
  const starts = ['01:15', '02:15', '02:45', '03:00', '14:00'];
  for (let minute = 0; minute < 36 * 60; minute += 1) {
    const now = new Date(Date.parse(begin) + minute * MINUTE_MS);
    const [from, to] = [shiftStart(now, starts), shiftEnd(now, starts)];
    expect(from <= now && now < to, `${now.toISOString()} lies in its shift`).toBe(true);
    expect(shiftEnd(from, starts), `its shift ends once (${now.toISOString()})`).toEqual(to);
    expect(shiftStart(new Date(to.getTime() - 1), starts), `the next one joins on (${now.toISOString()})`).toEqual(
      from,
    );
  }
});

describe('a week whose days differ', () => {
  /** Three shifts from Monday to Friday, one on Saturday, none on Sunday. */
  const WEEKLY: ShiftStarts = [
    { at: '06:00', name: 'Early', days: [1, 2, 3, 4, 5] },
    { at: '14:00', name: 'Late', days: [1, 2, 3, 4, 5] },
    { at: '22:00', name: 'Night', days: [1, 2, 3, 4] },
    { at: '07:00', name: 'Saturday', days: [6] },
  ];
  const on = (day: number, hour: number): Date => new Date(2026, 10, day, hour);

  // The 23rd is a Monday.
  test.each([
    [on(23, 7), on(23, 6), on(23, 14), 'Early'],
    [on(24, 3), on(23, 22), on(24, 6), 'Night'],
    [on(27, 23), on(27, 14), on(28, 7), 'Late'],
    [on(28, 12), on(28, 7), on(30, 6), 'Saturday'],
    [on(29, 12), on(28, 7), on(30, 6), 'Saturday'],
    [on(30, 5), on(28, 7), on(30, 6), 'Saturday'],
  ])('the shift of %s began at %s, ends at %s and is called %s', (now, start, end, name) => {
    for (const starts of [WEEKLY, WEEKLY.toReversed()]) {
      expect(shiftStart(now, starts)).toEqual(start);
      expect(shiftEnd(now, starts)).toEqual(end);
      expect(shiftName(start, starts)).toBe(name);
    }
  });

  test('one shift a week goes on until the next week', () => {
    const starts: ShiftStarts = [{ at: '06:00', days: [3] }];
    expect(shiftStart(on(25, 5), starts)).toEqual(on(18, 6));
    expect(shiftEnd(on(25, 6), starts)).toEqual(new Date(2026, 11, 2, 6));
    expect(shiftName(on(18, 6), starts)).toBeNull();
  });

  test('a time at which no shift begins any more has no name', () => {
    expect(shiftName(on(23, 8), WEEKLY)).toBeNull();
    expect(shiftName(on(29, 6), WEEKLY)).toBeNull();
  });

  test('a span is called by its shift as far as it shows no other one', () => {
    const span = (from: Date, to: Date) => ({ from: from.toISOString(), to: to.toISOString() });
    const starts: ShiftStarts = [{ at: '06:00', name: 'Early', days: [1, 2, 3, 4, 5] }, '14:00'];
    expect(shiftNameOfSpan(span(on(23, 6), on(23, 14)), starts)).toBe('Early');
    expect(shiftNameOfSpan(span(on(23, 6), on(23, 9)), starts)).toBe('Early');
    expect(shiftNameOfSpan(span(on(23, 6), on(23, 15)), starts)).toBeNull();
    expect(shiftNameOfSpan(span(on(23, 7), on(23, 14)), starts)).toBeNull();
    expect(shiftNameOfSpan(span(on(23, 14), on(24, 6)), starts)).toBeNull();
  });

  test('two shifts never begin at one time of one day', () => {
    const { shiftStarts } = stationSettingsSchema.shape;
    expect(haveOneBeginning(WEEKLY)).toBe(false);
    expect(shiftStarts.safeParse(['06:00', { at: '06:00', days: [7] }]).success).toBe(false);
    expect(
      shiftStarts.safeParse([
        { at: '06:00', days: [6] },
        { at: '06:00', days: [7] },
      ]).success,
    ).toBe(true);
    expect(shiftStarts.safeParse([{ at: '06:00', days: [8] }]).success).toBe(false);
  });
});
