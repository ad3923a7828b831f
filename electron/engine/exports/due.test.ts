import { describe, expect, it } from 'vitest';
import { dueExport, type ScheduleState, withRecords } from './due.ts';

const SHIFTS = ['06:00', '14:00', '22:00'];
const at = (day: number, hours: number, minutes = 0): Date => new Date(2026, 10, day, hours, minutes);

const state = (changes: Partial<ScheduleState>): ScheduleState => ({
  ...{ each: 'shift', upTo: at(2, 6).toISOString(), after: 0, lots: [] },
  ...changes,
});

/** All that are due, one after the other. */
function allDue(begin: ScheduleState, now: Date): (string | null)[][] {
  const spans: (string | null)[][] = [];
  for (let due = dueExport(begin, now, SHIFTS); due !== null; due = dueExport(due.afterwards, now, SHIFTS)) {
    spans.push([due.name, due.filter.from, due.filter.to, due.filter.lot]);
  }
  return spans;
}

describe('a shift', () => {
  it('is due ten minutes after its end: what arrived before may be judged behind it', () => {
    expect(allDue(state({}), at(2, 14, 9))).toEqual([]);
    expect(allDue(state({}), at(2, 14, 10))).toEqual([
      ['2026-11-02-0600', at(2, 6).toISOString(), at(2, 14).toISOString(), null],
    ]);
  });

  it('that was missed is due with all others, each by itself and none twice', () => {
    const spans = allDue(state({}), at(4, 6, 30));
    expect(spans.map(([name]) => name)).toEqual([
      ...['2026-11-02-0600', '2026-11-02-1400', '2026-11-02-2200'],
      ...['2026-11-03-0600', '2026-11-03-1400', '2026-11-03-2200'],
    ]);
    expect(spans.slice(1).map(([, from]) => from)).toEqual(spans.slice(0, -1).map(([, , to]) => to));
  });
});

describe('a day', () => {
  it('is due after midnight', () => {
    const days = allDue(state({ each: 'day', upTo: at(2, 0).toISOString() }), at(4, 0, 10));
    expect(days.map(([name]) => name)).toEqual(['2026-11-02-0000', '2026-11-03-0000']);
  });
});

describe('a lot', () => {
  const record = (number: number, lot: string | null, minutes: number) => ({
    number,
    lot,
    at: at(2, 6, minutes).toISOString(),
  });
  const lots = (...records: ReturnType<typeof record>[]): ScheduleState => withRecords(state({ each: 'lot' }), records);

  it('is due once the next has begun and nothing of it came for ten minutes', () => {
    const alone = lots(record(1, 'A', 0));
    expect(allDue(alone, at(3, 0))).toEqual([]);
    const both = withRecords(alone, [record(2, 'B', 5), record(3, null, 6)]);
    expect(both.after).toBe(3);
    expect(allDue(both, at(2, 6, 9))).toEqual([]);
    expect(allDue(both, at(2, 6, 10))).toEqual([['lot-A-2026-11-02-0600', null, null, 'A']]);
  });

  it('that gets another part after all is exported anew, all of it', () => {
    const due = dueExport(lots(record(1, 'A', 0), record(2, 'B', 5)), at(2, 6, 20), SHIFTS);
    const later = withRecords(due?.afterwards ?? state({}), [record(3, 'A', 21), record(4, 'B', 22)]);
    expect(allDue(later, at(2, 6, 40))).toEqual([['lot-A-2026-11-02-0621', null, null, 'A']]);
  });
});

it('nothing is due where nothing is asked for', () => {
  expect(dueExport(state({ each: 'never' }), at(9, 0), SHIFTS)).toBeNull();
});
