import { describe, expect, it } from 'vitest';
import { SimulatedStation } from './changeEvidence.fixture.ts';
import { beginAnew, isHigher, noEvidence, PARTS_PER_FALSE_ALARM, strengthOf, withPart } from './changeEvidence.ts';
import { randomFrom } from './random.fixture.ts';

/** Of so many stations, the share that raise an alarm before they have judged so many good parts. */
function falseAlarms(good: number, { stations, parts, partsPerAlarm }: Record<string, number>): number {
  let alarms = 0;
  for (let seed = 1; seed <= (stations ?? 0); seed += 1) {
    const station = new SimulatedStation(randomFrom(seed), good);
    for (let part = 0; part < (parts ?? 0); part += 1) {
      if (station.part() < (partsPerAlarm ?? 0)) continue;
      alarms += 1;
      break;
    }
  }
  return alarms / (stations ?? 1);
}

/** After how many changed parts each of 100 stations tells; those that do not within 1,000 are left out. */
function delays(good: number, { before, shift }: { readonly before: number; readonly shift: number }): number[] {
  const found: number[] = [];
  for (let seed = 1; seed <= 100; seed += 1) {
    const station = new SimulatedStation(randomFrom(seed), good);
    for (let part = 0; part < before; part += 1) station.part();
    for (let part = 1; part <= 1000; part += 1) {
      if (station.part(shift) < PARTS_PER_FALSE_ALARM) continue;
      found.push(part);
      break;
    }
  }
  return found.sort((first, second) => first - second);
}

describe('the evidence that good parts have changed', () => {
  it('grows by one a part on average, whatever came before', () => {
    const calibration = { count: 19, atLimit: 1 };
    let evidence = noEvidence({ asUnusual: 19, ...calibration });
    for (const asUnusual of [1, 1, 7, 19, 12, 1, 3]) evidence = withPart(evidence, { asUnusual, ...calibration });
    const all = evidence.seen.reduce((sum, seen) => sum + 1 + seen, 0);
    const expected = evidence.seen.reduce((sum, seen, gap) => {
      const next = withPart(evidence, { asUnusual: gap + calibration.atLimit, ...calibration });
      return sum + ((1 + seen) / all) * strengthOf(next);
    }, 0);
    expect(expected).toBeCloseTo(strengthOf(evidence) + 1, 12);
  });

  it.each([30, 60, 200])('is as strong as stated in no more stations than stated, with %s good parts', (good) => {
    // At most one in 5,000 parts: 500 parts bring an alarm to at most a tenth of all stations. Were the calibration taken for the truth, to far more.
    const share = falseAlarms(good, { stations: 600, parts: 500, partsPerAlarm: 5000 });
    expect(share).toBeLessThanOrEqual(0.1);
    expect(share).toBeGreaterThan(0.01);
  });

  it.each([
    { good: 30, shift: 1.5 },
    { good: 60, shift: 1 },
    { good: 60, shift: -1 },
    { good: 200, shift: 1 },
  ])('shows a shift by $shift deviations after some fifty parts to a hundred, with $good good parts', (station) => {
    const found = delays(station.good, { before: 500, shift: station.shift });
    expect(found).toHaveLength(100);
    expect(found[50]).toBeLessThan(100);
  });

  it('cannot show what so few good parts cannot tell', () => {
    expect(delays(30, { before: 0, shift: 0.5 })).toHaveLength(0);
    expect(delays(200, { before: 0, shift: 1 })).toHaveLength(100);
  });

  it('says which way the parts have gone, and tells of a change that stays no more once somebody knows of it', () => {
    const calibration = { count: 59, atLimit: 3 };
    let [higher, lower] = [noEvidence({ asUnusual: 3, ...calibration }), noEvidence({ asUnusual: 3, ...calibration })];
    for (let part = 0; part < 30; part += 1) {
      higher = withPart(higher, { asUnusual: 4, ...calibration });
      lower = withPart(lower, { asUnusual: 50, ...calibration });
    }
    expect([isHigher(higher), isHigher(lower)]).toEqual([true, false]);
    let stays = beginAnew(higher);
    for (let part = 0; part < 200; part += 1) stays = withPart(stays, { asUnusual: 4 + (part % 7), ...calibration });
    expect(strengthOf(stays)).toBeLessThan(500);
    for (let part = 0; part < 60; part += 1) stays = withPart(stays, { asUnusual: 20 + (part % 39), ...calibration });
    expect(strengthOf(stays)).toBeGreaterThan(PARTS_PER_FALSE_ALARM);
    expect(isHigher(stays)).toBe(false);
  });

  it('is not asked of a part that fails', () => {
    const among = { asUnusual: 2, count: 59, atLimit: 3 };
    expect(() => withPart(noEvidence(among), among)).toThrow(RangeError);
  });
});
