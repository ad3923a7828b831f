import { randomUUID } from 'node:crypto';
import { isDeepStrictEqual } from 'node:util';
import type { Certificates, Connection, SetAside } from '../../../shared/contract/index.ts';
import {
  type ConnectionSettings,
  connectionFieldName,
  connectionIdSchema,
  connectionSettingsSchema,
  type ErrorFact,
  inspectionIdSchema,
  type OutletView,
  SigmalineError,
} from '../../../shared/domain/index.ts';
import type { ScriptedHandlers } from './scriptedHandlers.ts';

type ConnectionHandlers = Pick<ScriptedHandlers, Extract<keyof ScriptedHandlers, `connection.${string}`>>;

const NEW_REPORT: Connection['report'] = {
  ...{ state: 'off', since: '2026-11-29T06:00:00.000Z', error: null, errorAt: null, clients: 0 },
  ...{ told: 0, refused: 0, asked: 0, garbled: 0, delay: null, warnings: [] },
};

/** A connection as a station shows it. */
export function connectionOf(
  settings: Parameters<typeof connectionSettingsSchema.parse>[0],
  more: Partial<Connection> = {},
): Connection {
  const parsed: ConnectionSettings = connectionSettingsSchema.parse(settings);
  const delivery = { position: 10, waiting: 0, isAtMost: false, waitingSince: null, setAside: 0 };
  return {
    ...{ id: connectionIdSchema.parse(randomUUID()), name: parsed.kind, isOn: false, settings: parsed, secrets: [] },
    report: NEW_REPORT,
    ...{ delivery: 'tries' in parsed ? delivery : null, knocking: 0 },
    ...more,
  };
}

/** Connections of a station that keeps them. */
export function scriptedConnections(
  connections: Connection[] = [],
  {
    aside = [],
    views = [],
    certificates = { own: null, clients: [], dropped: null },
  }: {
    readonly aside?: readonly SetAside[];
    readonly views?: readonly OutletView[];
    readonly certificates?: Certificates;
  } = {},
): ConnectionHandlers {
  const indexOf = (id: string): number => {
    const index = connections.findIndex((each) => each.id === id);
    if (index === -1) throw new SigmalineError('connection.not-found');
    return index;
  };
  let known = certificates;
  const kept = (id: string): Connection => connections[indexOf(id)] as Connection;
  return {
    'connection.list': () => connections,
    'connection.create': ({ name, settings, secrets }) => {
      if (connections.some((each) => each.name === name)) throw new SigmalineError('connection.name-taken', { name });
      const made = connectionOf(settings, { name, secrets: Object.keys(secrets) });
      connections.push(made);
      return made;
    },
    'connection.change': ({ id, secrets, seen, ...change }) => {
      const before = kept(id);
      for (const [name, value] of Object.entries(seen ?? {}))
        if (value !== undefined && !isDeepStrictEqual(value, before[name as keyof Connection]))
          throw new SigmalineError('settings.changed-meanwhile', { setting: name });
      const given = Object.fromEntries(Object.entries(change).filter(([, value]) => value !== undefined));
      const set = [...new Set([...before.secrets, ...Object.keys(secrets)])].filter((name) => secrets[name] !== null);
      const state = (change.isOn ?? before.isOn) ? 'working' : 'off';
      const changed = { ...before, ...given, secrets: set, report: { ...before.report, state } } as Connection;
      connections[indexOf(id)] = changed;
      return changed;
    },
    'connection.remove': ({ id, seen }) => {
      const { name } = kept(id);
      if (seen?.name !== undefined && seen.name !== name)
        throw new SigmalineError('connection.changed-meanwhile', { name });
      connections.splice(indexOf(id), 1);
      return {};
    },
    'connection.test': ({ id }) => {
      if (!kept(id).isOn) throw new SigmalineError('connection.is-off', { name: kept(id).name });
      return { isOk: true, error: null, durationMs: 12 };
    },
    'connection.setAside': () => [...aside],
    'connection.sendAgain': ({ sequences }) => ({ count: sequences.length === 0 ? aside.length : sequences.length }),
    'connection.certificates': () => known,
    'connection.trust': ({ fingerprint, isTrusted, seen }) => {
      const client = known.clients.find((each) => each.fingerprint === fingerprint);
      if (client === undefined) throw new SigmalineError('connection.certificate-unknown', { fingerprint });
      if (client.trust !== seen) throw new SigmalineError('connection.changed-meanwhile', { name: client.subject });
      const decided = { ...client, trust: isTrusted ? ('trusted' as const) : ('refused' as const) };
      known = { ...known, clients: known.clients.map((each) => (each === client ? decided : each)) };
      return known;
    },
    'connection.renewCertificate': ({ id, seen }) => {
      if (known.own?.fingerprint !== seen)
        throw new SigmalineError('connection.changed-meanwhile', { name: kept(id).name });
      known = { ...known, own: { ...known.own, fingerprint: fingerprintOf('6B') } };
      return known;
    },
    'connection.play': () => ({ error: null }),
    'connection.read': () => ({ views: [...views], heartbeat: 1 }),
  };
}

const SINCE = '2026-11-29T06:12:00.000Z';

/** One connection of each kind, each in another state. */
export function sixConnections(): Connection[] {
  const report = (change: Partial<Connection['report']>): Connection['report'] => ({
    ...NEW_REPORT,
    since: SINCE,
    ...change,
  });
  const error = {
    code: 'connection.unreachable',
    details: {
      where: 'broker.plant:8883',
      reason: { code: 'connection.reason-nobody', details: { code: 'ECONNREFUSED' } },
    },
  } as const;
  const isOn = true;
  return [
    connectionOf(
      { kind: 'modbus', address: '10.0.0.5' },
      {
        ...{ name: 'PLC of the press', isOn },
        report: report({
          ...{ state: 'working', clients: 2, told: 14_210, asked: 14_208, garbled: 3 },
          delay: { medianMs: 84, mostMs: 131, afterRecord: { medianMs: 2, mostMs: 6 } },
          warnings: [
            {
              code: 'connection.no-authentication',
              details: { protocol: 'Modbus TCP', port: 502, address: '10.0.0.5' },
            },
          ],
        }),
      },
    ),
    connectionOf(
      { kind: 'opcua' },
      { name: 'SCADA', isOn, report: report({ state: 'starting' }), secrets: ['password'], knocking: 1 },
    ),
    connectionOf(
      { kind: 'mqtt', url: 'mqtts://broker.plant:8883' },
      {
        ...{ name: 'Broker', isOn, secrets: ['password'] },
        report: report({ state: 'failed', told: 820, error, errorAt: SINCE }),
        delivery: { position: 820, waiting: 1411, isAtMost: false, waitingSince: SINCE, setAside: 0 },
      },
    ),
    connectionOf(
      { kind: 'webhook', url: 'https://mes.plant/sigmaline' },
      {
        ...{ name: 'MES', isOn, secrets: ['secret'] },
        report: report({ state: 'working', told: 9104, refused: 10, error: REFUSED, errorAt: SINCE }),
        delivery: { position: 9106, waiting: 0, isAtMost: false, waitingSince: null, setAside: 2 },
      },
    ),
    connectionOf(
      { kind: 'files', folder: '/mnt/mes' },
      { name: 'Share of the MES', isOn, report: report({ state: 'waiting', told: 12 }) },
    ),
    connectionOf(
      { kind: 'postgres', host: 'db.plant', database: 'quality', user: 'sigmaline' },
      { name: 'Database of the plant', secrets: ['password'] },
    ),
  ];
}

/** What an engineer finds on a bad day: a package and a secret that are missing, a receiver that is away for a week, a port that is taken. */
export function connectionsInTrouble(): Connection[] {
  const failed = (code: ErrorFact['code'], details: ErrorFact['details']): Pick<Connection, 'isOn' | 'report'> => ({
    isOn: true,
    report: { ...NEW_REPORT, state: 'failed', since: SINCE, error: { code, details }, errorAt: SINCE },
  });
  const missing = { package: 'node-opcua-server', version: '2.186.4', folder: '/data/connections/packages' };
  const silent = { code: 'connection.reason-silent', details: { code: 'ETIMEDOUT' } } as const;
  const away = { where: 'db.plant:5432', reason: silent };
  const weekAgo = '2026-11-22T06:12:00.000Z';
  return [
    connectionOf({ kind: 'opcua' }, { name: 'OPC UA', ...failed('connection.package-missing', missing) }),
    connectionOf(
      { kind: 'webhook', url: 'https://mes.plant/in' },
      { name: 'MES', ...failed('connection.secret-missing', { secret: connectionFieldName('secret') }) },
    ),
    connectionOf(
      { kind: 'postgres', host: 'db.plant', database: 'quality', user: 'sigmaline' },
      {
        ...{ name: 'Database of the plant', isOn: true, secrets: ['password'] },
        delivery: { position: 9106, waiting: 412_087, isAtMost: true, waitingSince: weekAgo, setAside: 3 },
        report: {
          ...{ ...NEW_REPORT, state: 'waiting', since: weekAgo, errorAt: SINCE },
          error: { code: 'connection.unreachable', details: away },
        },
      },
    ),
    connectionOf(
      { kind: 'modbus' },
      { name: 'PLC', ...failed('connection.port-taken', { port: 502, address: '127.0.0.1' }) },
    ),
    connectionOf(
      { kind: 'opcua', port: 4841 },
      {
        ...{ name: 'SCADA', isOn: true, secrets: ['password'] },
        report: { ...NEW_REPORT, state: 'working', since: SINCE, clients: 1, told: 812 },
      },
    ),
  ];
}

const REFUSED = { code: 'connection.refused', details: { where: 'mes.plant', reason: '422: unknown order' } } as const;

/** Two messages that an MES refused. */
export function refusedMessages(): SetAside[] {
  const more = { error: REFUSED, tries: 5, at: SINCE };
  return [
    { ...more, sequence: 9021, type: 'disposition', action: 'disposition.decided', number: 4417 },
    { ...more, sequence: 9004, type: 'record', action: 'inspection.recorded', number: 4412 },
  ];
}

const fingerprintOf = (digits: string): string => Array.from({ length: 32 }, () => digits).join(':');

/** The station's certificate, a client that waits to be let in, one that is trusted and one that was refused. */
export function threeClients(): Certificates {
  const valid = { validFrom: SINCE, validTo: '2036-11-27T06:00:00.000Z', application: null, isAuthority: false };
  const client = { ...valid, since: SINCE };
  const scada = 'CN=SCADA of hall 2, O=Plant';
  return {
    own: { ...valid, fingerprint: fingerprintOf('5A'), subject: 'CN=Line 3', issuer: 'CN=Line 3', pem: 'PEM' },
    clients: [
      {
        ...{ ...client, fingerprint: fingerprintOf('C3'), subject: 'CN=UaExpert@office', issuer: 'CN=UaExpert@office' },
        ...{ application: 'urn:office:UnifiedAutomation:UaExpert', trust: 'waiting' },
      },
      { ...client, fingerprint: fingerprintOf('1F'), subject: scada, issuer: 'CN=Plant root', trust: 'trusted' },
      {
        ...{ ...client, fingerprint: fingerprintOf('E0'), subject: 'CN=Plant root', issuer: 'CN=Plant root' },
        ...{ isAuthority: true, trust: 'refused' },
      },
    ],
    dropped: { count: 412, at: SINCE },
  };
}

/** What machines read of a source that inspects, and of which no result stands. */
function outletViewOf(source: { readonly id: OutletView['sourceId']; readonly name: string }): OutletView {
  return {
    ...{ sourceId: source.id, sourceName: source.name, state: 'inspecting', reason: null, isBusy: false },
    ...{ result: null, recipe: null, announced: null, sequence: 40, validForMs: 0, isPass: false },
    counters: { inspected: 1200, pass: 1180, review: 8, fail: 12, error: 0 },
  };
}

/** A line that judges each announced part soon; `judges` false for a camera that takes no image. */
export function scriptedLine(
  source: Parameters<typeof outletViewOf>[0],
  { judges = true }: { readonly judges?: boolean } = {},
): Pick<ConnectionHandlers, 'connection.play' | 'connection.read'> {
  let view = outletViewOf(source);
  let heartbeat = 0;
  let readsUntilImage = 0;
  return {
    'connection.play': ({ command }) => {
      if (command.kind === 'announce') {
        view = { ...view, announced: { serial: command.serial, lot: command.lot } };
        readsUntilImage = 3;
      }
      if (command.kind === 'acknowledge') view = { ...view, result: null, isPass: false, validForMs: 0 };
      return { error: null };
    },
    'connection.read': () => {
      heartbeat += 1;
      readsUntilImage -= 1;
      if (judges && view.announced !== null && readsUntilImage <= 0) view = judged(view, view.announced);
      return { views: [view], heartbeat };
    },
  };
}

function judged(view: OutletView, part: NonNullable<OutletView['announced']>): OutletView {
  const sequence = view.sequence + 1;
  return {
    ...{ ...view, sequence, announced: null, isPass: true, validForMs: 1900 },
    result: {
      ...{ ...part, sequence, number: 1201, recordId: inspectionIdSchema.parse(randomUUID()), view: null },
      ...{ verdict: 'pass', isLate: false, score: 1.2, limit: 3.1, recipeId: null, recipeVersion: null },
      ...{ completeAtMs: Date.now() - 104, recordedAtMs: Date.now() - 100, ageMs: 100 },
    },
  };
}
