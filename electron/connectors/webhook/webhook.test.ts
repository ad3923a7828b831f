import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { connectionSettingsSchema } from '../../../shared/domain/index.ts';
import { MessageRefused, type OpenConnection, type OutboxItem } from '../driver.ts';
import { testMessage } from '../outboxReader.ts';
import { itemsFixture, type SurroundingsFixture, surroundingsFixture } from '../surroundings.fixture.ts';
import { openWebhook } from './index.ts';
import { keyOf, signatureOf } from './signature.ts';

const SECRET = `whsec_${Buffer.alloc(32, 7).toString('base64')}`;
const never = new AbortController().signal;

interface Call {
  readonly headers: IncomingMessage['headers'];
  readonly body: string;
}
let server: Server;
let calls: Call[];
let port: number;
let fixture: SurroundingsFixture<'webhook'> | undefined;
let connection: OpenConnection | undefined;
/** What the receiver answers. */
let answer: (call: Call, response: ServerResponse) => void;

beforeEach(async () => {
  calls = [];
  answer = (_, response) => response.writeHead(204).end();
  server = createServer((request, response) => {
    let body = '';
    request.on('data', (chunk: Buffer) => {
      body += chunk.toString();
    });
    request.on('end', () => {
      const call = { headers: request.headers, body };
      calls.push(call);
      answer(call, response);
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  port = typeof address === 'object' && address !== null ? address.port : 0;
});
afterEach(async () => {
  await connection?.close();
  connection = undefined;
  fixture?.remove();
  server.closeAllConnections();
  await new Promise((resolve) => server.close(resolve));
});

async function open(
  settings: Readonly<Record<string, unknown>> = {},
  secret: string | undefined = SECRET,
): Promise<OpenConnection> {
  const url = `http://127.0.0.1:${port}/hook?key=of-the-receiver`;
  fixture = surroundingsFixture({ kind: 'webhook', url, ...settings }, { secret });
  connection = await openWebhook(fixture.surroundings);
  return connection;
}
const deliver = async (items: readonly OutboxItem[], signal = never) => connection?.deliver?.(items, signal);
const status = (code: number, headers: Readonly<Record<string, string>> = {}) => {
  answer = (_, response) => response.writeHead(code, headers).end('no  thanks');
};

test('signs as the example of the specification is signed', () => {
  // From the tests of the reference libraries of Standard Webhooks.
  const key = keyOf('whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw');
  expect(signatureOf(key, 'msg_p5jXN8AQM9LWM0D4loKWxJek', 1_614_265_330, '{"test": 2432232314}')).toBe(
    'v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=',
  );
});

test('each message is a call with its own id, time and signature', async () => {
  await open();
  await deliver(itemsFixture(3));
  expect(calls).toHaveLength(3);
  for (const [index, { headers, body }] of calls.entries()) {
    const id = String(headers['webhook-id']);
    const seconds = Number(headers['webhook-timestamp']);
    expect(JSON.parse(body)).toMatchObject({ id, sequence: index + 1, schema: 'sigmaline.message/1' });
    expect(headers['webhook-signature']).toBe(signatureOf(keyOf(SECRET), id, seconds, body));
    expect(Math.abs(seconds - Date.now() / 1000)).toBeLessThan(30);
  }
});

test('of a batch that is refused the message is found that the receiver does not want; those before it are taken', async () => {
  await open({ batch: 100 });
  answer = ({ body }, response) => {
    const refused = (JSON.parse(body) as { sequence: number }[]).some(({ sequence }) => sequence === 37);
    response.writeHead(refused ? 422 : 200).end('not  37');
  };
  const thrown = await deliver(itemsFixture(80)).catch((error: unknown) => error);
  expect(thrown).toBeInstanceOf(MessageRefused);
  expect(thrown).toMatchObject({ sequence: 37, taken: 36 });
  expect((thrown as MessageRefused).fact).toEqual({
    code: 'connection.refused',
    details: { where: `http://127.0.0.1:${port}/hook`, reason: 'HTTP 422: not 37' },
  });
});

test.each([301, 401, 403, 404, 410, 429, 500, 503])(
  '%i is about the receiver and not about a message: everything waits',
  async (code) => {
    await open();
    status(code, { location: 'http://elsewhere.example/' });
    await expect(deliver(itemsFixture(2))).rejects.toMatchObject({ code: 'connection.refused' });
    expect(calls).toHaveLength(1);
  },
);

test('a receiver that says when it wants to be asked again is not asked before', async () => {
  await open();
  status(503, { 'retry-after': '1' });
  await expect(deliver(itemsFixture(1))).rejects.toMatchObject({ code: 'connection.refused' });
  answer = (_, response) => response.writeHead(200).end();
  await expect(deliver(itemsFixture(1))).rejects.toMatchObject({ code: 'connection.refused' });
  expect(calls).toHaveLength(1);
  await new Promise((resolve) => setTimeout(resolve, 1050));
  await deliver(itemsFixture(1));
  expect(calls).toHaveLength(2);
});

test('a receiver that takes a few at a time comes to the end, and gets none of them twice', async () => {
  await open();
  const taken: number[] = [];
  answer = ({ body }, response) => {
    const isFull = calls.length % 4 === 0;
    if (!isFull) taken.push((JSON.parse(body) as { sequence: number }).sequence);
    response.writeHead(isFull ? 429 : 200).end();
  };
  const items = itemsFixture(20);
  for (let tries = 0; tries < 10 && taken.length < 20; tries += 1) await deliver(items).catch(() => undefined);
  expect(taken).toEqual(items.map(({ message }) => message.sequence));
});

test('a receiver that says nothing is left after the time for it, and at once where the delivery is ended', async () => {
  await open({ timeoutSeconds: 1 });
  answer = () => undefined;
  await expect(deliver(itemsFixture(1))).rejects.toMatchObject({ code: 'connection.timeout', details: { seconds: 1 } });
  const ending = new AbortController();
  setTimeout(() => ending.abort(), 30);
  await expect(deliver(itemsFixture(1), ending.signal)).rejects.toThrow();
});

test('an answer without an end does not hold the line, and a test says that it is one', async () => {
  await open();
  answer = (_, response) => {
    response.writeHead(200);
    response.write(Buffer.alloc(200_000, 'x'));
  };
  await connection?.test(testMessage(fixture?.surroundings.station ?? { id: 's', name: 'S' }, new Date()));
  expect(JSON.parse(calls[0]?.body ?? '')).toMatchObject({ type: 'test', sequence: 0, record: null });
});

test('a secret that is missing or of another form is named with how to make one', async () => {
  fixture = surroundingsFixture({ kind: 'webhook', url: 'http://127.0.0.1:1/' });
  await expect(openWebhook(fixture.surroundings)).rejects.toMatchObject({ code: 'connection.secret-missing' });
  for (const secret of ['whsec_c2hvcnQ=', 'secret', `whsec_${'*'.repeat(40)}`])
    expect(() => keyOf(secret)).toThrow(expect.objectContaining({ code: 'connection.secret-form' }));
});

test('an address with a password in it is not taken into the settings', () => {
  const settings = (url: string) => connectionSettingsSchema.safeParse({ kind: 'webhook', url }).success;
  expect(settings('https://mes.example/hook?a=b@c')).toBe(true);
  expect(settings('https://user:word@mes.example/hook')).toBe(false);
});
