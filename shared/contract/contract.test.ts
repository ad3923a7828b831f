import { describe, expect, test } from 'vitest';
import { recipeIdSchema, SigmalineError } from '../domain/index.ts';
import { ERROR_CODES, type ErrorCode } from '../i18n/errors.ts';
import { type Caller, COMMON_ERRORS, type RequestDefinition, type Role } from './define.ts';
import {
  type Channel,
  ContractClient,
  ContractServer,
  type Handlers,
  openStationCaller,
  type RequestName,
} from './index.ts';
import { requests } from './table.ts';

/** Two ends of a channel that hand frames over as a transport would: copied, later. */
function channelPair(): { here: Channel; there: Channel; inject: (frame: unknown) => void } {
  const listeners: Record<'here' | 'there', ((frame: unknown) => void)[]> = { here: [], there: [] };
  const closeListeners: (() => void)[] = [];
  const deliver = (side: 'here' | 'there', frame: unknown): void => {
    const copy: unknown = structuredClone(frame);
    queueMicrotask(() => {
      for (const listener of listeners[side]) listener(copy);
    });
  };
  const end = (own: 'here' | 'there', other: 'here' | 'there'): Channel => ({
    send: (frame) => deliver(other, frame),
    onFrame: (listener) => listeners[own].push(listener),
    onClose: (listener) => closeListeners.push(listener),
    close: () => {
      for (const listener of closeListeners) listener();
    },
  });
  return { here: end('here', 'there'), there: end('there', 'here'), inject: (frame) => deliver('here', frame) };
}

function connect(handlers: Partial<Handlers>, who: Partial<Caller> = {}) {
  const unforeseen: unknown[] = [];
  const pair = channelPair();
  const server = new ContractServer(handlers as Handlers, (error) => unforeseen.push(error));
  server.attach(pair.there, { ...openStationCaller('window', 'test'), ...who });
  return { client: new ContractClient(pair.here), server, unforeseen, ...pair };
}

const ID = '3f0c5d6e-7a59-4f0e-9a55-2f6f1d0a7c11';
const SOURCE = { name: 'Camera 1', recipeId: 'ring', options: {} };
/** An input that each request with a schema of its own accepts. */
const EXAMPLES: Partial<Record<RequestName, unknown>> = {
  'notice.acknowledge': { id: 1 },
  'condition.read': { code: 'source.names-unmatched', subject: { kind: 'station' } },
  'clock.confirm': { to: '2026-11-28T10:00:00.000Z' },
  'source.add': { ...SOURCE, folder: '/images' },
  'source.countExisting': { folder: '/images' },
  'source.change': { ...SOURCE, id: ID },
  'source.remove': { id: ID },
  'source.tryPattern': { pattern: 'a', path: null, sourceId: null },
  'settings.change': {
    stationName: 'Line 3',
    shiftStarts: ['06:00'],
    shiftsBy: 'arrival',
    lanes: 'latency',
    executionProvider: 'auto',
    judgeFirst: 'oldest',
    backups: { folder: null, everyMinutes: 60, hourly: 24, daily: 14 },
  },
  'feed.page': { before: null, limit: 1 },
  'inspection.get': { id: ID },
  'inspection.locateImage': { id: ID, kind: 'original' },
  'calibration.start': { recipeName: 'Ring', goodFolder: '/good', backboneId: null, target: 0.05 },
  'calibration.tryGroup': { goodFolder: '/good', group: '(?<serial>\\d+)' },
  'calibration.cancel': { runId: ID },
  'recipe.locateSuspect': { id: 'ring', version: 2, place: 0 },
  'recipe.use': { id: 'ring', version: 2 },
  'recipe.offer': { id: 'ring', version: 2 },
  'export.csv': { from: null, to: null },
  'export.locate': { id: ID },
};

const codeOf = (promise: Promise<unknown>): Promise<unknown> =>
  promise.then(
    () => 'no error',
    (thrown: unknown) => (thrown as SigmalineError).code,
  );

describe('a request of the contract', () => {
  test('reaches its handler and brings back its output', async () => {
    const { client } = connect({ 'feed.page': ({ limit }) => ({ items: [], total: limit }) });
    expect(await client.request('feed.page', { before: null, limit: 7 })).toEqual({ items: [], total: 7 });
  });

  test('with input that does not fit its schema is refused before its handler', async () => {
    let called = false;
    const { client } = connect({
      'feed.page': () => {
        called = true;
        return { items: [], total: 0 };
      },
    });
    expect(await codeOf(client.request('feed.page', { before: null, limit: 0 }))).toBe('request.invalid');
    expect(called).toBe(false);
  });

  test('that the table does not know is refused by its name, also one that every object has', async () => {
    const { client } = connect({});
    expect(await codeOf(client.request('no.such' as 'demo.stop', {}))).toBe('request.unknown');
    expect(await codeOf(client.request('toString' as 'demo.stop', {}))).toBe('request.unknown');
  });

  test('needs the role, and the kind of channel, that the table names', async () => {
    const handlers: Partial<Handlers> = {
      'demo.stop': () => ({}),
      'export.locate': () => ({ path: '', fileName: '' }),
    };
    expect(await codeOf(connect(handlers, { role: 'operator' }).client.request('demo.stop', {}))).toBe(
      'request.forbidden',
    );
    expect(await codeOf(connect(handlers, { role: 'engineer' }).client.request('demo.stop', {}))).toBe('no error');
    const use = { id: recipeIdSchema.parse('ring'), version: 2 };
    for (const role of ['operator', 'quality', 'auditor'] as const) {
      expect(await codeOf(connect({}, { role }).client.request('recipe.use', use))).toBe('request.forbidden');
    }
    const locate = { id: crypto.randomUUID() };
    const ask = (channel: Caller['channel']) => connect(handlers, { channel }).client.request('export.locate', locate);
    expect(await codeOf(ask('browser'))).toBe('request.forbidden');
    expect(await codeOf(ask('host'))).toBe('no error');
  });

  test('brings back the code and the details of an error', async () => {
    const { client, unforeseen } = connect({
      'demo.start': () => {
        throw new SigmalineError('folder.no-images', { folder: 'x' });
      },
    });
    const error: unknown = await client.request('demo.start', {}).catch((thrown: unknown) => thrown);
    expect(error).toMatchObject({ code: 'folder.no-images', details: { folder: 'x' } });
    expect(unforeseen).toEqual([]);
  });

  test('whose handler fails unforeseen is answered as internal and reported', async () => {
    const { client, unforeseen } = connect({
      'demo.start': () => {
        throw new TypeError('boom');
      },
    });
    expect(await codeOf(client.request('demo.start', {}))).toBe('internal');
    expect(unforeseen).toHaveLength(1);
  });

  test('is told who asks', async () => {
    const callers: Caller[] = [];
    const { client } = connect({
      'demo.stop'(_, caller) {
        callers.push(caller);
        return {};
      },
    });
    await client.request('demo.stop', {});
    expect(callers).toEqual([{ person: null, role: 'engineer', session: 'test', channel: 'window' }]);
  });

  test('whose answer does not fit the schema is an error, not a wrong value', async () => {
    const { client } = connect({ 'feed.page': () => ({ items: [], total: -1 }) });
    expect(await codeOf(client.request('feed.page', { before: null, limit: 1 }))).toBe('internal');
  });

  test('fails when the connection is lost, while it waits and afterwards', async () => {
    const { client, here } = connect({ 'demo.start': () => new Promise(() => undefined) });
    const waiting = codeOf(client.request('demo.start', {}));
    here.close();
    expect(await waiting).toBe('connection.lost');
    expect(await codeOf(client.request('demo.stop', {}))).toBe('connection.lost');
  });
});

describe('the errors of the contract', () => {
  const names = Object.keys(requests) as RequestName[];

  /** A server whose every handler fails with this code. */
  async function failing(name: RequestName, code: ErrorCode) {
    const unforeseen: unknown[] = [];
    const handlers = { [name]: () => Promise.reject(new SigmalineError({ code, details: {} })) } as unknown as Handlers;
    const server = new ContractServer(handlers, (error) => unforeseen.push(error));
    const definition: RequestDefinition = requests[name];
    const [role = 'operator'] = definition.roles;
    const caller = { ...openStationCaller(definition.channel ?? 'window', 'test'), role };
    const input = EXAMPLES[name] ?? {};
    const answer = await codeOf(server.ask(name, input, caller));
    return { answer, unforeseen };
  }

  test.each(names)('%s answers with those that are listed, and all others are internal and reported', async (name) => {
    const listed = new Set<ErrorCode>([...COMMON_ERRORS, ...requests[name].errors]);
    for (const code of ERROR_CODES) {
      const { answer, unforeseen } = await failing(name, code);
      expect([code, answer]).toEqual([code, listed.has(code) ? code : 'internal']);
      expect(unforeseen).toHaveLength(listed.has(code) ? 0 : 1);
    }
  });

  test.each<[RequestName, ErrorCode]>([
    ['calibration.start', 'calibration.too-few-images'],
    ['calibration.start', 'calibration.too-few-for-draft'],
    ['calibration.start', 'backbone.corrupt'],
    ['calibration.start', 'station.data-folder'],
    ['calibration.start', 'recipe.corrupt'],
    ['recipe.use', 'recipe.changed-meanwhile'],
    ['recipe.use', 'recipe.draft-unasked'],
    ['recipe.use', 'recipe.corrupt'],
    ['recipe.offer', 'recipe.version-not-found'],
    ['source.add', 'recipe.corrupt'],
    ['source.add', 'station.data-folder'],
    ['source.change', 'recipe.corrupt'],
    ['source.change', 'station.data-folder'],
    ['source.remove', 'station.data-folder'],
    ['demo.start', 'calibration.too-few-images'],
    ['demo.start', 'folder.no-images'],
    ['demo.start', 'backbone.not-found'],
    ['demo.start', 'station.data-folder'],
  ])('%s may answer %s', async (name, code) => {
    expect(await failing(name, code)).toEqual({ answer: code, unforeseen: [] });
  });

  test('of a role or a channel that may not ask come before its handler', async () => {
    const roles: Role[] = ['operator', 'engineer', 'quality', 'administrator', 'auditor'];
    for (const name of names) {
      const { roles: allowed, channel }: RequestDefinition = requests[name];
      for (const role of roles) {
        const server = new ContractServer({} as Handlers, () => undefined);
        const caller = { ...openStationCaller(channel ?? 'window', 'test'), role };
        const answer = await codeOf(server.ask(name, null as never, caller));
        expect([name, role, answer]).toEqual([
          name,
          role,
          allowed.includes(role) ? 'request.invalid' : 'request.forbidden',
        ]);
      }
    }
  });
});

describe('a ping', () => {
  test('is answered without any handler, and fails with the connection', async () => {
    const { client, here } = connect({});
    await client.ping();
    here.close();
    expect(await codeOf(client.ping())).toBe('connection.lost');
  });
});

describe('an event of the contract', () => {
  test('reaches its listeners until they leave', async () => {
    const { client, server } = connect({});
    const seen: unknown[] = [];
    const leave = client.on('feed.appended', (payload) => seen.push(payload));
    server.emit('feed.appended', { items: [] });
    await Promise.resolve();
    leave();
    server.emit('feed.appended', { items: [] });
    await Promise.resolve();
    expect(seen).toEqual([{ items: [] }]);
  });

  test('that is unknown or malformed is dropped, as is any other noise on the channel', async () => {
    const { client, inject } = connect({});
    const seen: unknown[] = [];
    client.on('feed.appended', (payload) => seen.push(payload));
    inject({ kind: 'event', name: 'constructor', payload: {} });
    inject({ kind: 'event', name: 'feed.appended', payload: { items: 'none' } });
    inject('noise');
    inject({ kind: 'result', id: 99, output: {} });
    await Promise.resolve();
    expect(seen).toEqual([]);
  });

  test('is not sent to a channel that was closed', async () => {
    const { server, there } = connect({});
    let sent = 0;
    const counting: Channel = { ...there, send: () => (sent += 1) };
    server.attach(counting, openStationCaller('window', 'test'));
    counting.close();
    server.emit('feed.appended', { items: [] });
    await Promise.resolve();
    expect(sent).toBe(0);
  });
});
