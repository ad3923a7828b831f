import { describe, expect, test } from 'vitest';
import { SigmalineError } from '../domain/index.ts';
import { type Channel, createClient, createServer, type Handlers, type Role } from './index.ts';

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

function connect(handlers: Partial<Handlers>, role: Role = 'engineer') {
  const unforeseen: unknown[] = [];
  const pair = channelPair();
  const server = createServer(handlers as Handlers, (error) => unforeseen.push(error));
  server.attach(pair.there, role);
  return { client: createClient(pair.here), server, unforeseen, ...pair };
}

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

  test('needs the role that the table names', async () => {
    const handlers: Partial<Handlers> = { 'demo.stop': () => ({}) };
    expect(await codeOf(connect(handlers, 'operator').client.request('demo.stop', {}))).toBe('request.forbidden');
    expect(await codeOf(connect(handlers, 'engineer').client.request('demo.stop', {}))).toBe('no error');
    const locate = { id: crypto.randomUUID() };
    expect(await codeOf(connect({}, 'engineer').client.request('export.locate', locate))).toBe('request.forbidden');
  });

  test('brings back the code and the details of an error', async () => {
    const { client, unforeseen } = connect({
      'demo.start': () => {
        throw new SigmalineError('recipe.not-found', { recipe: 'x', known: 'none yet' });
      },
    });
    const error: unknown = await client.request('demo.start', {}).catch((thrown: unknown) => thrown);
    expect(error).toMatchObject({ code: 'recipe.not-found', details: { recipe: 'x' } });
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
    server.attach(counting, 'operator');
    counting.close();
    server.emit('feed.appended', { items: [] });
    await Promise.resolve();
    expect(sent).toBe(0);
  });
});
