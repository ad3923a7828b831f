import { setTimeout as pause } from 'node:timers/promises';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { Inspector } from './inspector.ts';
import { TestLine } from './line.fixture.ts';

let line: TestLine;
let inspector: Inspector | undefined;

beforeEach(() => {
  line = new TestLine();
});

afterEach(async () => {
  await inspector?.stop(1000);
  line.close();
});

/** An inspector whose records of one file cannot be written so often, for a reason that nobody has foreseen. */
function inspectorFailingFor(file: string, failures: number) {
  const tries: number[] = [];
  const needs = line.needs({
    pool: { capacity: 1, inspect: async (job) => line.lane(job) },
    records: {
      ...line.records,
      append(inspection) {
        if (inspection.file === file) {
          tries.push(performance.now());
          if (tries.length <= failures) throw new TypeError('nobody has foreseen this');
        }
        return line.records.append(inspection);
      },
    },
    retryUnforeseenMs: 40,
  });
  inspector = new Inspector(line.station.kernel, needs);
  return tries;
}

it('an image whose judging fails as nobody has foreseen is judged again after growing pauses, and holds no other up', async () => {
  line.arrive('a.png');
  line.arrive('b.png');
  const tries = inspectorFailingFor('a.png', 3);
  await expect.poll(() => line.records.total(), { timeout: 5000 }).toBe(2);
  // The other one did not wait for it.
  expect(line.records.page(null, 10).map(({ file }) => file)).toEqual(['a.png', 'b.png']);
  const pauses = tries.slice(1).map((at, index) => at - (tries[index] ?? 0));
  expect(pauses).toHaveLength(3);
  for (const [index, leastMs] of [39, 79, 159].entries()) expect(pauses[index]).toBeGreaterThanOrEqual(leastMs);
  expect(inspector?.unforeseen?.details.reason).toContain('nobody has foreseen this');
  const { conditions } = line.station.kernel;
  const [unforeseen] = conditions.current();
  expect(unforeseen).toMatchObject({ code: 'internal', endsWhenRead: true });
  conditions.read({ code: 'internal', subject: { kind: 'station' } });
  expect(conditions.current()).toEqual([]);
});

it('an image whose judging always fails stays in the ledger for the next start, and a stop does not wait for it', async () => {
  line.arrive('a.png');
  const tries = inspectorFailingFor('a.png', Number.POSITIVE_INFINITY);
  await expect.poll(() => tries.length, { timeout: 5000 }).toBeGreaterThan(2);
  const beganMs = performance.now();
  await inspector?.stop(1000);
  expect(performance.now() - beganMs).toBeLessThan(900);
  await pause(400);
  const triesAtStop = tries.length;
  await pause(200);
  expect(tries).toHaveLength(triesAtStop);
  line.ledger.giveBackAllClaimed();
  expect(line.ledger.claimNext([{ sourceId: line.source.id, recipeId: null }], 'oldest')?.path).toBe('a.png');
});
