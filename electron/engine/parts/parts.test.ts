import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { sourceOptionsSchema, storedStationSettingsSchema, type Verdict } from '../../../shared/domain/index.ts';
import { Bypasses, bypassesIn } from '../bypass/index.ts';
import { BYPASS, FIRST, PartsLine, SECOND } from './parts.fixture.ts';

let line: PartsLine;

beforeEach(() => {
  line = new PartsLine();
});
afterEach(() => line.remove());

describe('views of one serial', () => {
  it('are one part, whose verdict is that of the worst view', async () => {
    for (const said of ['7 top', '8 top', '7 side review', '8 back', '7 back']) line.record(said);
    expect(line.counted()).toBe('1 review, 1 open of 5 images');
    line.record('8 side fail');
    expect(await line.all()).toEqual([
      '1 7 complete review top:1 side:3 back:5',
      '2 8 complete fail top:2 side:6 back:4',
    ]);
    expect(await line.all(['fail', 'error'])).toEqual(['2 8 complete fail top:2 side:6 back:4']);
    expect(line.counted()).toBe('1 review 1 fail, 2 open of 6 images');
    line.pass(60_000);
    expect([line.entries(), line.told.length]).toEqual([[], 6]);
  });

  it('that do not come make a part incomplete after its time, also over a restart; a late one opens it again', async () => {
    line.record('7 top');
    line.record('7 back');
    line.pass(4900);
    expect([await line.all(), line.counted()]).toEqual([
      ['1 7 waiting null top:1 side:- back:2 without side'],
      'none of 2 images',
    ]);
    await line.close();
    line.machine.pass(200);
    line.open();
    line.parts.look();
    expect(await line.all()).toEqual(['1 7 incomplete review top:1 side:- back:2 without side']);
    expect(line.counted()).toBe('1 review, 1 open of 2 images');
    expect(line.entries()).toEqual(['part.incomplete 1']);
    line.pass(30 * 60_000);
    expect(line.parts.ofRecord(1)?.reopened).toBe(false);
    line.record('7 side');
    // It may be that of another part of this serial: the part is no pass by it, not after the next start either.
    expect(await line.all()).toEqual(['1 7 complete review top:1 side:3 back:2']);
    expect(line.parts.ofRecord(1)?.reopened).toBe(true);
    expect(line.counted()).toBe('1 review, 1 open of 3 images');
    expect(line.entries()).toEqual(['part.incomplete 1', 'part.reopened 1']);
    expect(line.told).toEqual([
      '1 7 incomplete review top:1 side:- back:2 without side',
      '1 7 complete review top:1 side:3 back:2',
    ]);
    await line.close();
    line.open();
    line.parts.look();
    expect([await line.all(), line.counted()]).toEqual([
      ['1 7 complete review top:1 side:3 back:2'],
      '1 review, 1 open of 3 images',
    ]);
  });

  it.each([
    ['top', 'side', 'back'],
    ['side', 'top', 'back'],
    ['side', 'back', 'top'],
  ])(
    'of a reworked part (%s, %s, %s) are a part of their own once somebody has sent the one of before to rework',
    async (...views) => {
      for (const said of ['7 top', '7 back']) line.record(said);
      line.pass(6000);
      line.decide(1, 'rework');
      line.pass(20 * 60_000);
      for (const view of views) line.record(`7 ${view}`);
      expect(await line.all()).toEqual([
        '1 7 incomplete review top:1 side:- back:2 without side',
        `3 7 complete pass ${['top', 'side', 'back'].map((view) => `${view}:${3 + views.indexOf(view)}`).join(' ')}`,
      ]);
      expect(line.counted()).toBe('1 pass 1 review of 5 images');
    },
  );

  it('that come late open their part again for a decision, unless they pass and change nothing', async () => {
    for (const [serial, verdict] of [
      [7, 'pass'],
      [8, 'fail'],
    ] as const) {
      const first = line.record(`${serial} top`);
      line.record(`${serial} back`);
      line.pass(6000);
      line.decide(first);
      line.record(`${serial} side ${verdict}`);
    }
    expect(await line.all()).toEqual([
      '1 7 complete review top:1 side:3 back:2',
      '4 8 complete fail top:4 side:6 back:5',
    ]);
    expect(line.counted()).toBe('1 review 1 fail, 1 open of 6 images');
  });

  it('that nobody has decided about take the image of a reworked part, and do not pass by it', async () => {
    for (const said of ['7 top', '7 back']) line.record(said);
    line.pass(6000);
    for (const view of ['side', 'top', 'back']) line.record(`7 ${view}`);
    line.pass(6000);
    expect(await line.all()).toEqual([
      '1 7 complete review top:1 side:3 back:2',
      '4 7 incomplete review top:4 side:- back:5 without side',
    ]);
  });

  it('whose file is written anew when their time is over, or somebody has sent it to rework, make no pass of it', async () => {
    for (const serial of [7, 8]) {
      const error = line.record(`${serial} top error`);
      for (const view of ['side', 'back']) line.record(`${serial} ${view}`);
      line.pass(6000);
      if (serial === 8) line.decide(error, 'rework');
      line.record(`${serial} top pass`, { followsError: error });
    }
    expect(await line.all()).toEqual([
      '1 7 complete review top:4 side:2 back:3',
      '5 8 complete error top:5 side:6 back:7',
      '8 8 waiting null top:8 side:- back:- without side,back',
    ]);
  });

  it('that were seen in time and wait to be judged are not missing', async () => {
    line.record('7 top');
    line.longestWaitMs = 1500;
    line.pass(6000);
    expect(await line.all()).toMatchObject([expect.stringContaining('waiting')]);
    line.longestWaitMs = 500;
    line.parts.look();
    expect(await line.all()).toMatchObject([expect.stringContaining('incomplete')]);
  });

  it('begin another part where one of the same serial is whole, has that view, or is too old', async () => {
    for (const said of ['7 top', '7 side', '7 back', '7 top', '7 side', '7 side']) line.record(said);
    line.pass(6000);
    line.pass(3_600_000);
    line.record('7 back');
    expect(await line.all()).toEqual([
      '1 7 complete pass top:1 side:2 back:3',
      '4 7 incomplete review top:4 side:5 back:- without back',
      '6 7 incomplete review top:- side:6 back:- without top,back',
      '7 7 waiting null top:- side:- back:7 without top,side',
    ]);
  });

  it('of which nothing is known are parts that nobody passes', async () => {
    line.record('- top');
    line.record('7 bottom');
    line.record('- -');
    line.pass(6000);
    expect(await line.all()).toEqual([
      '1 null incomplete review top:1 side:- back:- without side,back',
      '2 7 incomplete review top:- side:- back:- bottom:2 without top,side,back',
      '3 null incomplete review top:- side:- back:- ?:3 without top,side,back',
    ]);
  });

  it('whose file came whole after its error take its place', async () => {
    line.record('7 top error');
    for (const said of ['7 side', '7 back']) line.record(said);
    expect(line.counted()).toBe('1 error, 1 open of 3 images');
    line.record('7 top pass', { followsError: 1 });
    expect(await line.all()).toEqual(['1 7 complete pass top:4 side:2 back:3']);
    expect(line.counted()).toBe('1 pass of 4 images');
  });

  it('may come from one source each', async () => {
    line.options = { ...line.options, oneView: { name: 'top', source: null } };
    line.otherOptions = sourceOptionsSchema.parse({ oneView: { name: 'side', source: FIRST } });
    line.parts.sourcesChanged();
    line.record('7 top');
    line.record('7 side fail', { source: SECOND });
    line.record('7 back');
    expect(await line.all()).toEqual(['1 7 complete fail top:1 side:2 back:3']);
  });
});

it('what came before views were taken from a source is put together as before: alone it is no part that passes', async () => {
  line.record('7 top');
  const before = line.machine.at;
  line.machine.pass(100);
  const { views } = line.options;
  line.options = { ...line.options, views: null };
  line.parts.sourcesChanged();
  line.machine.pass(100);
  line.record('7 side', { at: before });
  line.record('8 top');
  line.options = { ...line.options, views };
  line.parts.sourcesChanged();
  line.machine.pass(100);
  line.record('9 top');
  line.pass(6000);
  expect(await line.all()).toEqual([
    '1 7 incomplete review top:1 side:2 back:- without back',
    '4 9 incomplete review top:4 side:- back:- without side,back',
  ]);
  expect(line.parts.ofRecord(3)).toBeNull();
});

it.each(['views were taken from a source', 'the source of its views was removed'])(
  'so is what waited when %s, over restarts, and what came since is not',
  async (what) => {
    line.otherOptions = sourceOptionsSchema.parse({ oneView: { name: 'side', source: FIRST } });
    line.parts.sourcesChanged();
    line.record('7 top');
    line.machine.pass(100);
    const seen = { at: line.machine.at, livedMs: line.station.kernel.clock.moment().livedMs, source: SECOND };
    line.machine.pass(100);
    if (what.startsWith('views')) line.options = { ...line.options, views: null };
    else line.sources = [SECOND];
    line.parts.sourcesChanged();
    for (let start = 0; start < 2; start += 1) {
      await line.close();
      line.machine.pass(1000);
      line.open();
    }
    const late = line.record('7 side', seen);
    const alone = line.record('8 side', { source: SECOND });
    line.pass(6000);
    expect(line.parts.ofRecord(late)).toMatchObject({ number: 1, state: 'incomplete', verdict: 'review' });
    expect(line.parts.ofRecord(alone)).toBeNull();
  },
);

it('images that arrive together are one part, in whatever order they are judged', async () => {
  line.byArrival(1);
  line.machine.pass(10_000);
  const at = (milliseconds: number) => ({ at: new Date(line.machine.wallMs - 10_000 + milliseconds).toISOString() });
  line.record('- top', at(0));
  line.record('- side fail', at(2100));
  line.record('- top', at(2000));
  line.record('- back', at(300));
  line.record('- back', at(2500));
  line.record('- side', at(600));
  line.record('- top', at(5000));
  expect(await line.all()).toEqual([
    '1 null complete pass top:1 side:6 back:4',
    '2 null complete fail top:3 side:2 back:5',
    '7 null waiting null top:7 side:- back:- without side,back',
  ]);
});

it('an image that arrives after the clock was set back joins no earlier part, which then would be whole', async () => {
  line.byArrival(2);
  for (const said of ['- top', '- back']) line.record(said);
  line.pass(600_000);
  line.machine.wallMs -= 600_000;
  for (const said of ['- side', '- top']) line.record(said);
  expect(await line.all()).toEqual([
    '1 null incomplete review top:1 side:- back:2 without side',
    '3 null waiting null top:4 side:3 back:- without back',
  ]);
});

it.each([
  ['forwards', 5000],
  ['back', -5000],
])(
  'images that wait while the clock is set %s by the time between parts are not those of a neighbour',
  async (_, step) => {
    line.byArrival(1, 60);
    const seen = () => ({ at: line.machine.at, livedMs: line.station.kernel.clock.moment().livedMs });
    line.machine.pass(10_000);
    for (const view of ['top', 'side']) line.record(`- ${view}`, seen());
    const first = seen();
    line.machine.pass(5000);
    for (const view of ['top', 'side']) line.record(`- ${view}`, seen());
    const second = seen();
    line.machine.pass(6000);
    line.machine.wallMs += step;
    line.record('- back fail', step > 0 ? second : first);
    line.record('- back', step > 0 ? first : second);
    expect(await line.all()).toEqual(
      step > 0
        ? ['1 null complete pass top:1 side:2 back:6', '3 null complete fail top:3 side:4 back:5']
        : ['1 null complete fail top:1 side:2 back:5', '3 null complete pass top:3 side:4 back:6'],
    );
  },
);

it('a person decides about a part once, and a view that changes it opens it again', async () => {
  for (const said of ['7 top', '7 side review', '7 back fail']) line.record(said);
  const due = line.parts.toDecide(3)?.map(({ record: { number, verdict } }) => `${number} ${verdict}`);
  expect(due).toEqual(['1 fail', '2 review', '3 fail']);
  line.decide(3);
  expect(line.counted()).toBe('1 fail of 3 images');
  line.record('8 top');
  expect(line.parts.toDecide(4)).toEqual([]);
  line.record('- - fail', { source: SECOND });
  expect(line.parts.toDecide(5)).toBeNull();
  expect(line.counted()).toContain('2 fail');
});

it('parts of which a view was by-passed count as one by-passed part each, unless another view is worse', async () => {
  const { kernel } = line.station;
  const settings = storedStationSettingsSchema.parse({});
  const signing = { signsBypass: false, signatures: null as never };
  const needs = { sources: () => [], settings: () => settings, signing, onChanged: () => undefined };
  const bypasses = new Bypasses(kernel, needs);
  const [from, to] = [line.machine.at, new Date(line.machine.wallMs + 60_000).toISOString()];
  const begun = kernel.database.prepare('INSERT INTO bypass (id, reason, began_at, until_at) VALUES (?, ?, ?, ?)');
  begun.run(BYPASS, 'Trial', from, to);
  for (const each of ['7 top', '7 side bypass', '7 back bypass', '8 top bypass', '8 side fail', '8 back'])
    line.record(each);
  expect(await line.all()).toEqual(['1 7 complete error top:1 side:2 back:3', '4 8 complete fail top:4 side:5 back:6']);
  expect(line.counted()).toBe('1 fail 1 error, 1 by-passed, 2 open of 6 images');
  expect(bypassesIn(kernel.database, { from, to })).toMatchObject([{ parts: 2 }]);
  await bypasses.stop();
});

it('a source without views keeps nothing of parts', async () => {
  for (const verdict of ['pass', 'fail'] satisfies Verdict[]) line.record(`7 top ${verdict}`, { source: SECOND });
  expect([await line.all(), line.told, line.counted()]).toEqual([[], [], '1 pass 1 fail, 1 open of 2 images']);
});
