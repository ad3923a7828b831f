import { describe, expect, it } from 'vitest';
import type { Connection, StationStatus } from '../../../../shared/contract/index.ts';
import {
  type Condition,
  recipeIdSchema,
  sourceIdSchema,
  sourceOptionsSchema,
  sourceSubject,
  stationSubject,
} from '../../../../shared/domain/index.ts';
import { healthOf } from './health.ts';
import { healthSheet } from './sheet.ts';

const lane: StationStatus['lanes'][number] = {
  id: 1,
  state: 'idle',
  executionProvider: 'cpu',
  executionDevice: 'A processor, 2 threads',
  executionReason: 'cpu: nothing else is offered',
  threads: 2,
  memoryBytes: null,
};

const status: StationStatus = {
  name: 'Station',
  softwareVersion: '0.1.0',
  protection: 'open',
  startedAt: '2026-11-23T06:00:00.000Z',
  sources: [
    {
      id: sourceIdSchema.parse('3f0c5d6e-7a59-4f0e-9a55-2f6f1d0a7c11'),
      name: 'Camera 1',
      folder: '/data/camera-1',
      recipeId: recipeIdSchema.parse('ring'),
      options: sourceOptionsSchema.parse({}),
      state: 'watching',
      lastListedAt: '2026-11-23T10:00:00.000Z',
      quietSince: null,
      cycleSeconds: null,
      waitingSince: null,
      overtaken: null,
      downtime: null,
      backlog: 0,
      oldestWaitingSeconds: null,
      capacity: null,
      delay: null,
      arrivalsPerMinute: null,
      slowDecoding: null,
    },
  ],
  lanes: [lane],
  laneSplit: { goal: 'latency', lanes: 1, threads: 2, cores: 2 },
  load: null,
  executionProviders: ['cpu', 'webgpu'],
  backlog: 0,
  oldestWaitingSeconds: null,
  disk: { state: 'ok', scarce: 'bytes', freeBytes: 5e11, totalBytes: 1e12, freeFiles: 0 },
  backup: { lastAt: null, folder: '/data/backups', onSameDisk: true },
  notices: [],
  shift: { startedAt: '2026-11-23T06:00:00.000Z', pass: 1, review: 0, fail: 0, error: 0, mixesRecipes: false, late: 0 },
  bypasses: [],
  conditions: [],
  demo: 'off',
};

const condition = (
  code: Condition['code'],
  details: Condition['details'],
  severity: Condition['severity'],
  subject: Condition['subject'] = stationSubject(),
): Condition => ({ code, details, severity, subject, since: '2026-11-23T10:00:00.000Z' });

const levelOf = (id: string, changed: Partial<StationStatus>): string | undefined =>
  healthOf('open', { ...status, ...changed }).items.find((item) => item.id === id)?.level;
const sentencesOf = (changed: Partial<StationStatus>): string[] =>
  healthOf('open', { ...status, ...changed }).troubles.map((trouble) => trouble.sentence);

describe('the health of the station', () => {
  it('is all well, without a word, when everything works', () => {
    const health = healthOf('open', status);
    expect(health.items.map((item) => item.level)).toEqual(['ok', 'ok', 'ok', 'ok', 'ok']);
    expect(health.troubles).toEqual([]);
  });

  it('says what the station holds of its one source, how soon verdicts come, and the load, once they are known', () => {
    const figuresOf = (id: string, changed: Partial<StationStatus>) =>
      healthOf('open', { ...status, ...changed })
        .items.find((item) => item.id === id)
        ?.figures.map((figure) => figure.replaceAll('\u202f', ' '));
    expect(figuresOf('source', {})).toEqual([]);
    expect(figuresOf('backlog', {})).toEqual([]);
    const [source] = status.sources;
    const capacity = { partsPerMinute: 1300, isLeast: true, parts: 200 };
    const delay = { medianMs: 61, p99Ms: 118, parts: 1000, since: '2026-11-23T09:00:00.000Z' };
    expect(figuresOf('source', { sources: [{ ...source!, capacity }] })).toEqual(['Holds 1,300+/min']);
    const known = { ...source!, capacity: { ...capacity, isLeast: false }, delay };
    expect(figuresOf('source', { sources: [known] })).toEqual(['Holds 1,300/min', '99 % in 118 ms']);
    expect(figuresOf('backlog', { load: { share: 0.62, minutes: 5 } })).toEqual(['Load 62 %']);
  });

  it('says when the graphics processor judges', () => {
    const stateOf = (lanes: StationStatus['lanes']) =>
      healthOf('open', { ...status, lanes }).items.find((item) => item.id === 'lane')?.state;
    expect(stateOf([lane])).toBe('Ready');
    expect(stateOf([{ ...lane, executionProvider: 'webgpu' }])).toBe('Ready, on the graphics processor');
    expect(stateOf([{ ...lane, executionProvider: 'cpu int8' }])).toBe('Ready');
    expect(stateOf([{ ...lane, state: 'busy', executionProvider: 'cuda' }])).toBe('Judging on the graphics processor');
  });

  it('says that inspection is switched off, of all sources or of some, and ticks none of them', () => {
    const sources = ['1', '2'].map((id) => ({
      ...status.sources[0]!,
      id: sourceIdSchema.parse(`3f0c5d6e-7a59-4f0e-9a55-2f6f1d0a7c1${id}`),
    }));
    const bypassOf = (source: { readonly id: string } | null) => [{ source }] as unknown as StationStatus['bypasses'];
    const chip = (changed: Partial<StationStatus>) => {
      const item = healthOf('open', { ...status, ...changed }).items.find(({ id }) => id === 'source');
      return `${item?.level}: ${item?.state}`;
    };
    expect(chip({})).toBe('ok: Camera 1');
    expect(chip({ bypasses: bypassOf(null) })).toBe('attention: By-pass');
    expect(chip({ sources, bypasses: bypassOf(null) })).toBe('attention: 2 of 2 by-passed');
    expect(chip({ sources, bypasses: bypassOf(sources[0]!) })).toBe('attention: 1 of 2 by-passed');
    const [line] = healthSheet('open', { ...status, sources, bypasses: bypassOf(sources[0]!) });
    expect(line?.rows.slice(0, 2).map(({ level, state }) => `${level} ${state}`)).toEqual([
      'attention By-pass',
      'ok Watched',
    ]);
  });

  it('knows nothing but the loss while the connection is lost, whatever was known before', () => {
    const health = healthOf('lost', status);
    expect(health.items.map((item) => item.level)).toEqual(['trouble', 'unknown', 'unknown', 'unknown', 'unknown']);
    expect(health.troubles.map((trouble) => trouble.name)).toEqual(['Connection']);
  });

  it('says of a source that cannot be read what the station says, in the name of the source', () => {
    const sources = status.sources.map((source) => ({ ...source, state: 'unreachable' as const }));
    const gone = condition('folder.not-found', { folder: '/data/camera-1' }, 'alarm', sourceSubject(sources[0]!));
    const { troubles } = healthOf('open', { ...status, sources, conditions: [gone] });
    expect(troubles).toMatchObject([{ name: 'Camera 1', level: 'trouble' }]);
    expect(troubles[0]?.sentence).toMatch(/\/data\/camera-1 does not exist.*share is connected/);
    expect(levelOf('source', { sources, conditions: [gone] })).toBe('trouble');
  });

  it('asks for a source where there is none, except while the demo line brings its own', () => {
    expect(sentencesOf({ sources: [] })).toHaveLength(1);
    expect(sentencesOf({ sources: [], demo: 'preparing' })).toEqual([]);
  });

  it('judges a backlog by its age, not by its size', () => {
    expect(
      healthOf('open', { ...status, backlog: 1, oldestWaitingSeconds: 0 }).items.find(({ id }) => id === 'backlog')
        ?.state,
    ).toBe('1 waiting');
    expect(levelOf('backlog', { backlog: 400, oldestWaitingSeconds: 3 })).toBe('ok');
    const waiting = { count: 2, seconds: 20 };
    const slow = condition('station.backlog-slow', waiting, 'warning');
    const stuck = condition('station.backlog-stuck', waiting, 'alarm');
    expect(levelOf('backlog', { backlog: 2, oldestWaitingSeconds: 20, conditions: [slow] })).toBe('attention');
    expect(levelOf('backlog', { backlog: 2, oldestWaitingSeconds: 90, conditions: [stuck] })).toBe('trouble');
  });

  it('tells one failed lane of several from all of them', () => {
    const failed = { ...lane, state: 'failed', executionProvider: null } as const;
    const idle = { ...lane, id: 2 };
    const some = condition('lane.start', { reason: 'exit code 1' }, 'warning');
    expect(levelOf('lane', { lanes: [failed, idle], conditions: [some] })).toBe('attention');
    expect(levelOf('lane', { lanes: [failed], conditions: [{ ...some, severity: 'alarm' }] })).toBe('trouble');
  });

  it('names the worst first and keeps notices of the station', () => {
    const troubles = healthOf('open', {
      ...status,
      conditions: [
        condition('station.disk-low', { folder: '/data', megabytes: 1000 }, 'warning'),
        condition('lane.start', { reason: 'exit code 1' }, 'alarm'),
      ],
      notices: [
        { id: 1, at: '2026-11-23T02:00:00.000Z', code: 'internal', details: { reason: 'it' }, acknowledgedAt: null },
      ],
    }).troubles;
    expect(troubles.map((trouble) => trouble.level)).toEqual(['trouble', 'attention', 'attention']);
    expect(troubles.at(-1)?.sentence).toContain('unexpected failed: it');
  });
});

describe('the storage of the station', () => {
  it('stops everything where nothing can be recorded, and says why', () => {
    const conditions = [condition('storage.read-only', { file: 'x.sqlite', reason: 'EROFS' }, 'alarm')];
    expect(sentencesOf({ conditions })[0]).toContain('x.sqlite cannot be written');
    expect(levelOf('disk', { conditions })).toBe('trouble');
  });

  it('says how far a disk with little room reaches', () => {
    const details = { folder: '/data', megabytes: 1000, parts: 12_000, hours: 5 };
    const conditions = [condition('station.disk-ending', details, 'warning')];
    expect(sentencesOf({ conditions })[0]).toContain('enough for about 12000 parts or 5 hours');
    expect(levelOf('disk', { conditions })).toBe('attention');
  });

  it('counts the files that a disk can hold still where these end before its bytes', () => {
    const disk = { ...status.disk, state: 'low', scarce: 'files', freeFiles: 12_000 } as const;
    const details = { folder: '/data', megabytes: 400_000, left: 12_345, parts: 5000, hours: '2.5' };
    const conditions = [condition('station.disk-files-ending', details, 'warning')];
    const { items } = healthOf('open', { ...status, disk, conditions });
    expect(items.find(({ id }) => id === 'disk')).toMatchObject({ level: 'attention', state: '12,000 files left' });
    expect(sentencesOf({ conditions })[0]).toContain('only 12345 more files: at the current rate');
  });

  it('offers to confirm a clock that jumped, as the condition showed it', () => {
    const [from, to] = ['2026-11-27T10:00:00.000Z', '2027-01-26T10:00:00.000Z'];
    const conditions = [condition('clock.jumped', { from, to }, 'warning')];
    expect(healthOf('open', { ...status, conditions }).troubles).toMatchObject([
      { level: 'attention', answer: { request: 'clock.confirm', input: { to } } },
    ]);
  });

  it('keeps a notice on the screen until somebody acknowledges it', () => {
    const notices = [
      {
        id: 7,
        at: '2026-11-23T02:00:00.000Z',
        code: 'storage.suspected' as const,
        details: { file: 'x', reason: 'y' },
        acknowledgedAt: null,
      },
    ];
    expect(healthOf('open', { ...status, notices }).troubles).toMatchObject([
      {
        level: 'attention',
        sentence: expect.stringContaining('seemed damaged') as string,
        answer: { request: 'notice.acknowledge', input: { id: 7 } },
      },
    ]);
  });
});

describe('a line that went absurd', () => {
  it.each([
    'source.fails-unlikely',
    'source.errors-unlikely',
    'source.images-differ',
    'source.wrong-product',
    'detection.good-parts-changed',
    'source.verdicts-late',
    'gate.leaving',
  ] as const)('is marked at its source with %s', (code) => {
    const isWarning = ['source.images-differ', 'source.verdicts-late', 'gate.leaving'].includes(code);
    const severity = isWarning ? 'warning' : 'alarm';
    const absurd = condition(code, {}, severity, sourceSubject(status.sources[0]!));
    const health = healthOf('open', { ...status, conditions: [absurd] });
    const tile = health.items.find(({ id }) => id === 'source');
    expect(tile?.level).toBe(severity === 'alarm' ? 'trouble' : 'attention');
    expect(tile?.state).toMatch(
      /^(Too many fails|Too many errors|Images differ|Wrong product\?|Parts changed|Verdicts late|Images drift)$/,
    );
  });
});

describe('the sheet of a station', () => {
  const since = '2026-11-23T09:00:00.000Z';
  const conditionOf = (code: string, subject: Condition['subject'], severity: Condition['severity'] = 'warning') =>
    ({ code, details: {}, subject, severity, since }) as Condition;
  const rowsOf = (changed: Partial<StationStatus>) =>
    healthSheet('open', { ...status, ...changed }).flatMap(({ rows }) => rows);
  const [source] = status.sources;

  it('tells each thing that has to work once, and of a well one that it is', () => {
    const rows = rowsOf({});
    expect(rows.map(({ id }) => id)).toEqual([
      `source ${source?.id}`,
      'backlog',
      'lane 1',
      'lane',
      'disk',
      'backup',
      'chain',
      'connection',
      'clock',
      'station',
    ]);
    expect(rows.filter(({ level }) => level === 'attention' || level === 'trouble')).toEqual([]);
  });

  it.each([
    ['source.fails-unlikely', sourceSubject(source!), `source ${source?.id}`],
    ['source.fails-unlikely', { kind: 'source', id: 'gone', name: 'Camera 9' }, 'station'],
    ['station.backlog-stuck', stationSubject(), 'backlog'],
    ['lane.crashed', stationSubject(), 'lane'],
    ['provider.failed', stationSubject(), 'lane'],
    ['recipe.corrupt', { kind: 'recipe', id: 'ring' }, 'recipe ring'],
    ['station.disk-low', stationSubject(), 'disk'],
    ['storage.read-only', stationSubject(), 'disk'],
    ['backup.failed', stationSubject(), 'backup'],
    ['audit.broken', stationSubject(), 'chain'],
    ['clock.jumped', stationSubject(), 'clock'],
    ['keeping.no-rule', stationSubject(), 'station'],
  ] as const)('says %s of %o at one row', (code, subject, row) => {
    const rows = rowsOf({ conditions: [conditionOf(code, subject)] });
    expect(rows.filter(({ remarks }) => remarks.length > 0).map(({ id }) => id)).toEqual([row]);
  });

  it('puts the worst first, and takes its level', () => {
    const [row] = rowsOf({
      conditions: [
        conditionOf('source.fails-unlikely', sourceSubject(source!)),
        conditionOf('source.files-foreign', sourceSubject(source!), 'alarm'),
      ],
    });
    expect(row).toMatchObject({ level: 'trouble', remarks: [{ level: 'trouble', since }, { level: 'attention' }] });
  });

  it('says of a source that does not inspect since when, whatever else is well', () => {
    const [row] = rowsOf({
      sources: [{ ...source!, downtime: { reason: 'no-lane', since } }],
    });
    expect(row).toMatchObject({ level: 'attention', state: 'Does not inspect' });
    expect(row?.facts[0]).toMatch(/^since /);
  });

  it('offers to acknowledge a notice', () => {
    const notice = { id: 7, at: since, acknowledgedAt: null, code: 'settings.corrupt', details: {} };
    const rows = rowsOf({ notices: [notice as StationStatus['notices'][number]] });
    expect(rows.find(({ id }) => id === 'station')).toMatchObject({
      level: 'attention',
      remarks: [{ since, answer: { request: 'notice.acknowledge', input: { id: 7 } } }],
    });
  });

  it('tells of each connection of the plant that is on, with what is wrong; of one that is not known at the station', () => {
    const report = { state: 'working', since, error: null, errorAt: null } as Connection['report'];
    const gone = { code: 'connection.reason-nobody', details: { code: 'ECONNREFUSED' } } as const;
    const error = { code: 'connection.unreachable', details: { where: 'mes.plant', reason: gone } } as const;
    const plant = (name: string, changed: Partial<Connection['report']> = {}, isOn = true): Connection =>
      ({
        id: name,
        name,
        isOn,
        settings: { kind: 'modbus' },
        report: { ...report, ...changed },
        delivery: null,
      }) as Connection;
    const before = '2026-11-23T08:00:00.000Z';
    const connections = [
      plant('PLC'),
      plant('panel', { state: 'waiting', error, errorAt: before }),
      plant('MES', { state: 'waiting', error, errorAt: since }),
      plant('broker', { state: 'failed', error, errorAt: since }),
      plant('old', {}, false),
    ];
    const subject = (id: string) => ({ kind: 'connection', id, name: id }) as const;
    const conditions = [
      conditionOf('connection.failed', subject('broker')),
      conditionOf('connection.failed', subject('x')),
    ];
    const rows = healthSheet('open', { ...status, conditions }, connections).flatMap((group) => group.rows);
    expect(
      rows.filter(({ id }) => id.startsWith('connection ')).map(({ name, level, state }) => [name, level, state]),
    ).toEqual([
      ['PLC', 'ok', 'Working'],
      ['panel', 'ok', 'Waiting for the other end'],
      ['MES', 'attention', 'Waiting for the other end'],
      ['broker', 'attention', 'Failed'],
    ]);
    const remarks = rows.find(({ name }) => name === 'MES')?.remarks;
    expect(remarks).toMatchObject([{ since, sentence: expect.stringContaining('mes.plant cannot be reached') }]);
    expect(rows.find(({ id }) => id === 'station')?.remarks).toHaveLength(1);
  });

  it('knows nothing but the connection while that is lost', () => {
    const rows = healthSheet('lost', status).flatMap((group) => group.rows);
    expect(rows).toMatchObject([{ id: 'connection', level: 'trouble' }]);
  });
});
