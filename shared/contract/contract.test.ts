import { describe, expect, test } from 'vitest';
import { recipeIdSchema, roleSchema, SigmalineError, storedStationSettingsSchema } from '../domain/index.ts';
import { ERROR_CODES, type ErrorCode } from '../i18n/errors.ts';
import { type Caller, COMMON_ERRORS, type RequestDefinition, type Role } from './define.ts';
import { EXAMPLES } from './examples.fixture.ts';
import {
  type Channel,
  ContractClient,
  ContractServer,
  type Credentials,
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
  server.attach(pair.there, { caller: () => ({ ...openStationCaller('window', 'test'), ...who }) });
  return { client: new ContractClient(pair.here), server, unforeseen, ...pair };
}

test('a request that is signed lists whatever a signature can be refused for', () => {
  const codes: readonly ErrorCode[] = ['signature.needed', 'signature.both', 'signature.other-person'];
  const signed = Object.values<RequestDefinition>(requests).filter(({ errors }) =>
    codes.some((code) => errors.includes(code)),
  );
  expect(signed.length).toBeGreaterThan(2);
  for (const { errors } of signed) expect(errors).toEqual(expect.arrayContaining([...codes]));
});

/** Somebody who is signed in at a protected station, with every right. */
const personAs = (role: Role | null, channel: Caller['channel'] = 'window'): Caller => ({
  ...openStationCaller(channel, 'test'),
  station: 'protected',
  person: role === null ? null : 'kim',
  role,
});

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
      'export.locate': () => ({ path: '', fileName: '', mediaType: '' }),
    };
    expect(await codeOf(connect(handlers, personAs('operator')).client.request('demo.stop', {}))).toBe(
      'request.forbidden',
    );
    expect(await codeOf(connect(handlers, personAs('engineer')).client.request('demo.stop', {}))).toBe('no error');
    const use = { id: recipeIdSchema.parse('ring'), version: 2 };
    for (const role of ['operator', 'quality', 'auditor'] as const) {
      expect(await codeOf(connect({}, personAs(role)).client.request('recipe.use', use))).toBe('request.forbidden');
    }
    const locate = { id: crypto.randomUUID(), place: 0 };
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
    expect(callers).toMatchObject([{ person: null, role: 'engineer', session: 'test', channel: 'window' }]);
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
  /** Made once: each request meets them all, and what an error costs is its stack. */
  const failures = Object.fromEntries(
    ERROR_CODES.map((code) => [code, new SigmalineError({ code, details: {} })]),
  ) as Record<ErrorCode, SigmalineError>;

  /** What a server whose handler fails with each of these codes answers, and how often it reports. */
  async function failing(name: RequestName, codes: readonly ErrorCode[]) {
    const unforeseen: unknown[] = [];
    let code: ErrorCode;
    const fail = () => Promise.reject(failures[code]);
    const server = new ContractServer({ [name]: fail } as unknown as Handlers, (error) => unforeseen.push(error));
    const definition: RequestDefinition = requests[name];
    const [role = 'operator'] = definition.roles;
    const caller = personAs(role, definition.channel);
    const answers: { code: ErrorCode; answer: unknown; reports: number }[] = [];
    for (code of codes) {
      unforeseen.length = 0;
      const answer = await codeOf(server.ask(name, EXAMPLES[name] ?? {}, caller));
      answers.push({ code, answer, reports: unforeseen.length });
    }
    return answers;
  }

  test.each(names)('%s answers with those that are listed, and all others are internal and reported', async (name) => {
    const listed = new Set<ErrorCode>([...COMMON_ERRORS, ...requests[name].errors]);
    const isListed = (code: ErrorCode) => ({ code, answer: code, reports: 0 });
    const isInternal = (code: ErrorCode) => ({ code, answer: 'internal', reports: 1 });
    const expected = ERROR_CODES.map((code) => (listed.has(code) ? isListed(code) : isInternal(code)));
    expect(await failing(name, ERROR_CODES)).toEqual(expected);
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
    expect(await failing(name, [code])).toEqual([{ code, answer: code, reports: 0 }]);
  });

  const answerTo = (name: RequestName, who: Partial<Caller>): Promise<unknown> => {
    const { channel = 'window' }: RequestDefinition = requests[name];
    const server = new ContractServer({} as Handlers, () => undefined);
    return codeOf(server.ask(name, null as never, { ...personAs('engineer', channel), ...who }));
  };
  /** No input of that kind is ever valid, so whoever may ask is told so. */
  const MAY = 'request.invalid';

  test('of a role that may not ask come before its handler', async () => {
    for (const name of names) {
      const { roles: allowed, signedOut }: RequestDefinition = requests[name];
      for (const role of roleSchema.options) {
        const may = signedOut !== undefined || allowed.includes(role);
        expect([name, role, await answerTo(name, { role })]).toEqual([name, role, may ? MAY : 'request.forbidden']);
      }
    }
  });

  test("come before its handler where nobody is signed in: only the operator's screen may be looked at, if the policies say so", async () => {
    for (const name of names) {
      const { signedOut }: RequestDefinition = requests[name];
      const refused = (may: boolean): string => (may ? MAY : 'access.signed-out');
      const views = await answerTo(name, { role: null, rights: ['view'] });
      const dark = await answerTo(name, { role: null, rights: [] });
      expect([name, views, dark]).toEqual([name, refused(signedOut !== undefined), refused(signedOut === 'may')]);
    }
  });

  test('come before its handler while a secret is to be changed or shown, and where a right is lacking', async () => {
    for (const name of names) {
      const { signedOut, right, roles }: RequestDefinition = requests[name];
      const [role = 'operator'] = roles;
      const change = await answerTo(name, { role, due: 'change-secret' });
      const secret = await answerTo(name, { role, due: 'secret' });
      const without = await answerTo(name, { role, rights: [] });
      const free = signedOut === 'may' || signedOut === 'view';
      expect([name, change, secret, without]).toEqual([
        name,
        free ? MAY : 'access.change-due',
        free ? MAY : 'access.secret-due',
        right === undefined ? MAY : 'access.no-right',
      ]);
    }
  });

  test('keep files of records from whoever may take nothing out', async () => {
    for (const name of ['export.locate', 'report.locate', 'report.cancel'] as const) {
      expect([name, await answerTo(name, { role: 'operator', rights: ['view', 'dispose'] })]).toEqual([
        name,
        'access.no-right',
      ]);
    }
  });

  test('come before its handler at an open station only where there have to be people', async () => {
    for (const name of names) {
      const { needsPerson }: RequestDefinition = requests[name];
      const answer = await answerTo(name, { station: 'open', person: null });
      expect([name, answer]).toEqual([name, needsPerson === true ? 'access.open' : MAY]);
    }
  });

  test('are those of whoever shows id and secret with it, for this request alone', async () => {
    const server = new ContractServer({ 'demo.stop': () => ({}) } as Partial<Handlers> as Handlers, () => undefined);
    const pair = channelPair();
    const shown: Credentials[] = [];
    server.attach(pair.there, {
      caller: () => personAs(null),
      actAs: async (credentials) => {
        shown.push(credentials);
        if (credentials.secret !== 'right') throw new SigmalineError('access.refused');
        return personAs('engineer');
      },
    });
    const client = new ContractClient(pair.here);
    expect(await codeOf(client.request('demo.stop', {}))).toBe('access.signed-out');
    expect(await codeOf(client.request('demo.stop', {}, { id: 'kim', secret: 'wrong' }))).toBe('access.refused');
    expect(await codeOf(client.request('demo.stop', {}, { id: 'kim', secret: 'right' }))).toBe('no error');
    expect(await codeOf(client.request('demo.stop', {}))).toBe('access.signed-out');
    expect(shown).toHaveLength(2);
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
  test('reaches only those who may ask for what it tells', async () => {
    const heard: string[] = [];
    const server = new ContractServer({} as Handlers, () => undefined);
    const listen = (caller: Caller, name: string): void => {
      const pair = channelPair();
      server.attach(pair.there, { caller: () => caller });
      const client = new ContractClient(pair.here);
      client.on('feed.appended', () => heard.push(`feed ${name}`));
      client.on('settings.changed', () => heard.push(`settings ${name}`));
    };
    listen({ ...personAs(null), rights: [] }, 'nobody');
    listen({ ...personAs(null), rights: ['view'] }, 'viewer');
    listen(personAs('auditor'), 'auditor');
    server.emit('feed.appended', { items: [] });
    server.emit('settings.changed', storedStationSettingsSchema.parse({}));
    await Promise.resolve();
    expect(heard).toEqual(['feed viewer', 'feed auditor', 'settings auditor']);
  });

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
    server.attach(counting, { caller: () => openStationCaller('window', 'test') });
    counting.close();
    server.emit('feed.appended', { items: [] });
    await Promise.resolve();
    expect(sent).toBe(0);
  });
});
