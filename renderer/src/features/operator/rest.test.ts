import { describe, expect, it } from 'vitest';
import type { SourceStatus, StationStatus } from '../../../../shared/contract/index.ts';
import {
  type Condition,
  type ErrorCode,
  type Severity,
  sourceIdSchema,
  sourceSubject,
  stationSubject,
} from '../../../../shared/domain/index.ts';
import type { Whole } from '../../lib/parts.svelte.ts';
import type { PresentedPart } from '../../lib/presentedPart.ts';
import { type RestSituation, Rests, restOf, standingStill } from './rest.ts';

const NOW = new Date(2026, 10, 23, 10, 0, 0).getTime();
const at = (secondsAgo: number): string => new Date(NOW - secondsAgo * 1000).toISOString();

const source = (name: string, change: Partial<SourceStatus> = {}): SourceStatus =>
  ({
    id: sourceIdSchema.parse(`3f0c5d6e-7a59-4f0e-9a55-2f6f1d0a7c${name === 'Left' ? '11' : '12'}`),
    name,
    folder: `/data/${name}`,
    state: 'watching',
    quietSince: null,
    cycleSeconds: 3.4,
    waitingSince: null,
    downtime: null,
    backlog: 0,
    ...change,
  }) as SourceStatus;

const LEFT = source('Left');
const RIGHT = source('Right');

const statusWith = (sources: readonly SourceStatus[], conditions: readonly Condition[] = []): StationStatus =>
  ({ sources, conditions, demo: 'off' }) as unknown as StationStatus;
const condition = (
  code: ErrorCode,
  subject: Condition['subject'] = stationSubject(),
  severity: Severity = 'alarm',
): Condition => ({ code, severity, subject, since: at(90), details: { folder: '/data/Left' } });

const partOf = (sourceName: string, secondsAgo = 10): Pick<PresentedPart, 'item' | 'inspection'> =>
  ({
    item: {
      id: `part-${secondsAgo}`,
      number: 10_000 - secondsAgo,
      verdict: 'pass',
      sourceName,
      recordedAt: at(secondsAgo),
    },
    inspection: null,
  }) as unknown as PresentedPart;

const connecting: RestSituation = {
  connection: 'connecting',
  lostAt: null,
  synchronised: false,
  inspected: 0,
  part: null,
  isLive: true,
  status: null,
  calibration: { kind: 'none' },
  now: NOW,
};

/** A screen that shows a part of the left camera. */
const showing = (change: Partial<RestSituation>): RestSituation => ({
  ...connecting,
  connection: 'open',
  synchronised: true,
  inspected: 40,
  part: partOf('Left'),
  status: statusWith([LEFT]),
  ...change,
});

describe('while there is no part', () => {
  it('does not warn before the first connection, and does when the station never answers', () => {
    expect(restOf(connecting)?.kind).toBe('idle');
    expect(restOf({ ...connecting, lostAt: NOW - 3000 })?.kind).toBe('stopped');
  });

  it('says that it reads, not that it waits, while parts are known to exist', () => {
    const rest = restOf(showing({ part: null, synchronised: false }));
    expect(rest?.sentence).toContain('Loading');
  });

  it('waits for the first one', () => {
    expect(restOf(showing({ part: null, inspected: 0 }))?.sentence).toBe('Waiting for the first part');
  });
});

describe('NOT INSPECTING', () => {
  it('covers the verdict with a lost connection, since when and what that means', () => {
    const rest = restOf(showing({ connection: 'lost', lostAt: NOW - 95_000 }));
    expect(rest).toMatchObject({ kind: 'stopped', word: 'Not inspecting', sentence: 'No connection to the station' });
    expect(rest?.details.join(' ')).toMatch(/No verdict is current.*09:58:25, 1 min/s);
    // The screen's clock tells whole seconds.
    const since = restOf(showing({ connection: 'lost', lostAt: NOW + 700 }))?.details.join(' ');
    expect(since).toContain('0 s ago');
  });

  it.each<[ErrorCode, string, Severity?]>([
    ['folder.silent', 'No images can be read'],
    ['lane.start', 'No lane is running'],
    ['station.disk-full', 'Nothing can be recorded'],
    ['storage.read-only', 'Nothing can be recorded'],
    ['recipe.corrupt', 'The recipe cannot be used'],
    ['internal', 'The station has a fault'],
    ['clock.jumped', 'Do not rely on any verdict', 'warning'],
    ['audit.broken', 'Do not rely on any verdict'],
    ['station.backlog-stuck', 'Parts leave before they are judged'],
  ])('covers it with %s: reason, remedy and since when', (code, headline, severity = 'alarm') => {
    const rest = restOf(showing({ status: statusWith([LEFT], [condition(code, stationSubject(), severity)]) }));
    expect(rest).toMatchObject({ kind: 'stopped', word: 'Not inspecting', sentence: headline });
    expect(rest?.details[0]?.length).toBeGreaterThan(40);
    expect(rest?.details[1]).toContain('Since 09:58:30, for 1 min');
  });

  it('covers it without any source, also where parts were judged before', () => {
    expect(restOf(showing({ status: statusWith([]) }))).toMatchObject({
      kind: 'stopped',
      sentence: 'No folder is watched',
    });
  });

  it('covers the part of the source that stands still, names it, and says which goes on', () => {
    const status = statusWith([LEFT, RIGHT], [condition('folder.silent', sourceSubject(LEFT))]);
    const rest = restOf(showing({ status }));
    expect(rest?.sentence).toBe('Left: No images can be read');
    expect(rest?.details[1]).toContain('Right inspects');
    const other = showing({ status, part: partOf('Right') });
    expect(restOf(other)).toBeNull();
    expect(standingStill(other).map(({ source: { name } }) => name)).toEqual(['Left']);
  });

  it('does not hide a part of before at which somebody looks, and says so beside it', () => {
    const looking = showing({ status: statusWith([LEFT], [condition('lane.start')]), isLive: false });
    expect(restOf(looking)).toBeNull();
    expect(standingStill(looking)).toHaveLength(1);
  });
});

describe('the verdict of the part at the line', () => {
  const waitingFor = (change: Partial<SourceStatus>, part = partOf('Left')) =>
    restOf(showing({ status: statusWith([source('Left', change)]), part }));

  it('stands until the next part is due, and gives way then', () => {
    expect(waitingFor({})).toBeNull();
    const rest = waitingFor({ waitingSince: at(5) });
    expect(rest).toMatchObject({ kind: 'waiting', sentence: 'Waiting for a part' });
    expect(rest?.details).toEqual(['One usually comes every 3.4 s.']);
  });

  it('is there at once when it comes, whatever the status said before', () => {
    expect(waitingFor({ waitingSince: at(5) }, partOf('Left', 1))).toBeNull();
    expect(waitingFor({ waitingSince: at(5), backlog: 1 }, partOf('Left', 1))).toBeNull();
  });

  it('is not there while more parts wait that came after it', () => {
    const behind = waitingFor({ waitingSince: at(5), backlog: 2 }, partOf('Left', 1));
    expect(behind?.sentence).toBe('The next part is being judged');
  });

  it('says that the next part is being judged, and not that none is there', () => {
    expect(waitingFor({ waitingSince: at(5), backlog: 1 })?.sentence).toBe('The next part is being judged');
  });

  it('says since when nothing arrives, what that may mean, and that it counts', () => {
    const change = {
      waitingSince: at(596),
      quietSince: at(600),
      downtime: { reason: 'nothing-arrived', since: at(600) },
    } as const;
    const rest = waitingFor(change, partOf('Left', 600));
    expect(rest).toMatchObject({ kind: 'quiet', sentence: 'No part since 09:50:00' });
    expect(rest?.details[1]).toBe('Counted as downtime: 10 min.');
  });

  it('does not come back when it has gone, until the next part is shown', () => {
    const rests = new Rests();
    const of = (change: Partial<SourceStatus>, part = partOf('Left')) =>
      rests.of(showing({ status: statusWith([source('Left', change)]), part }));
    expect(of({})).toBeNull();
    expect(of({ waitingSince: at(5) })?.sentence).toBe('Waiting for a part');
    // The next one is judged, and its pictures are on their way.
    expect(of({})?.word).toBe('Judging');
    expect(of({}, partOf('Left', 1))).toBeNull();
    // A status of before the part says nothing about it.
    expect(of({ waitingSince: at(3), backlog: 2 }, partOf('Left', 1))?.word).toBe('Judging');
    expect(of({}, partOf('Left', 1))).toBeNull();
  });

  it('of several views comes with the last of them, also where the next part was due before', () => {
    const rests = new Rests();
    const record = (secondsAgo: number) => ({ number: 10_000 - secondsAgo, recordedAt: at(secondsAgo) });
    const of = (state: 'waiting' | 'complete', waitingSince: string | null, seen: readonly number[]) => {
      const views = [0, 1].map((place) => ({ record: seen[place] === undefined ? null : record(seen[place]) }));
      const whole = {
        state,
        verdict: state === 'waiting' ? null : 'pass',
        views,
        missing: ['side'],
      } as unknown as Whole;
      return rests.of(showing({ status: statusWith([source('Left', { waitingSince })]), whole }));
    };
    expect(of('waiting', null, [10])?.sentence).toContain('side');
    expect(of('waiting', at(5), [10])?.sentence).toBe('Waiting for a part');
    expect(of('complete', at(5), [10, 1])).toBeNull();
    expect(of('complete', null, [10, 1])).toBeNull();
  });

  it('is never a pass that came when the line had gone on, whichever is told first', () => {
    const passed = partOf('Left', 1);
    const overtaken = { ...passed, item: { ...passed.item, number: 7 } };
    expect(waitingFor({ overtaken: 6 }, overtaken)).toBeNull();
    expect(waitingFor({ overtaken: 7 }, overtaken)?.sentence).toBe('Waiting for a part');
    const failed = { ...overtaken, item: { ...overtaken.item, verdict: 'fail' } } as typeof overtaken;
    expect(waitingFor({ overtaken: 7 }, failed)).toBeNull();
    // The last of its views, which another source has seen.
    const views = [overtaken.item, { ...overtaken.item, number: 9 }].map((record) => ({ record }));
    const whole = { state: 'complete', verdict: 'pass', missing: [], views } as unknown as Whole;
    const showingPart = (newest: number, isLive = true) => {
      const status = statusWith([source('Left'), source('Right', { overtaken: newest })]);
      return restOf(showing({ part: overtaken, whole, isLive, status }));
    };
    expect(showingPart(7)).toBeNull();
    expect(showingPart(9)?.details.at(-1)).toContain('when the line had gone on');
    expect(showingPart(9, false)).toBeNull();
  });

  it('of several views does not stand on because the clock was set back between them', () => {
    const views = [{ record: { number: 8, recordedAt: at(-3600) } }, { record: { number: 9, recordedAt: at(10) } }];
    const whole = { state: 'complete', verdict: 'pass', views, missing: [] } as unknown as Whole;
    const part = { ...partOf('Left'), item: { ...partOf('Left').item, number: 8, recordedAt: at(-3600) } };
    const status = statusWith([source('Left', { waitingSince: at(5) })]);
    expect(restOf(showing({ status, whole, part }))?.sentence).toBe('Waiting for a part');
  });

  it('is none of a source that was taken away', () => {
    expect(restOf(showing({ status: statusWith([RIGHT]) }))?.kind).toBe('waiting');
    const quiet = [source('Right', { quietSince: at(30) }), source('Third', { quietSince: at(60) })];
    expect(restOf(showing({ status: statusWith(quiet) }))).toMatchObject({
      kind: 'quiet',
      sentence: 'No part since 09:59:30',
    });
  });
});
