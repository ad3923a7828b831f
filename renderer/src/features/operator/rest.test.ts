import { describe, expect, it } from 'vitest';
import { type RestSituation, restOf } from './rest.ts';

const connecting: RestSituation = {
  connection: 'connecting',
  lostAt: null,
  synchronised: false,
  inspected: 0,
  status: null,
  calibration: { kind: 'none' },
  now: 0,
};

describe('what stands in the place of a verdict', () => {
  it('warns of a lost connection in a way that nothing else looks', () => {
    const lostAt = new Date(2026, 10, 23, 10, 0, 0).getTime();
    const rest = restOf({ ...connecting, connection: 'lost', lostAt, inspected: 40, now: lostAt + 95_000 });
    expect(rest.kind).toBe('lost');
    expect(rest.sentence).toContain('No verdict is current');
    expect(rest.details.join(' ')).toContain('10:00:00');
    expect(rest.details.join(' ')).toContain('1 min');
  });

  it('does not warn before the first connection', () => {
    expect(restOf(connecting).kind).toBe('idle');
  });

  it('says that it reads, not that it waits, while parts are known to exist', () => {
    const rest = restOf({ ...connecting, connection: 'open', inspected: 12 });
    expect(rest.sentence).toContain('Loading');
  });
});
