import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { sourceOptionsSchema } from '../../../shared/domain/index.ts';
import { LateVerdicts } from './lateVerdicts.ts';
import { WatchedLine } from './watchedLine.fixture.ts';

let line: WatchedLine;

beforeEach(async () => {
  line = await WatchedLine.open((kernel, data) => new LateVerdicts(kernel, data));
  line.changeSource({ options: sourceOptionsSchema.parse({ deadlineSeconds: 0.5 }) });
});

afterEach(() => {
  vi.restoreAllMocks();
  line.close();
});

it('late verdicts are a warning of their source, and for no longer than minutes', () => {
  const now = vi.spyOn(performance, 'now').mockReturnValue(1_000_000);
  line.record({ lateMs: 0 }, 7);
  expect(line.codes()).toEqual([]);
  line.record({ lateMs: 120 });
  line.record({ lateMs: 0 }, 2);
  expect(line.station.kernel.conditions.current()).toMatchObject([
    { code: 'source.verdicts-late', severity: 'warning', subject: { kind: 'source', id: line.sourceId } },
  ]);
  expect(line.sentences()[0]).toMatch(
    /^1 of the last 10 verdicts of Camera 1 came later than 0\.5 s after their image arrived \(in the last 5 minutes; No\. 8 by 120 ms\)\. .*Slow the line down/,
  );
  now.mockReturnValue(1_000_000 + 5 * 60_000);
  expect(line.codes()).toEqual([]);
});

it('another deadline has verdicts counted anew, and none is ever late without one', () => {
  line.record({ lateMs: 120 });
  line.changeSource({ options: sourceOptionsSchema.parse({ deadlineSeconds: 2 }) });
  expect(line.codes()).toEqual([]);
  line.record({ lateMs: 3 });
  expect(line.codes()).toEqual(['source.verdicts-late']);
  line.changeSource({ options: sourceOptionsSchema.parse({}) });
  expect(line.codes()).toEqual([]);
  line.record({ lateMs: null });
  expect(line.codes()).toEqual([]);
});
