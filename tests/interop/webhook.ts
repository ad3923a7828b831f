/** Runs the receiver of `docs/connections/webhook.md`, sends messages to it, and verifies signatures with OpenSSL and curl: `npm run test:interop`. */
import assert from 'node:assert/strict';
import { type ChildProcess, execFileSync, spawn } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createServer as createTlsServer } from 'node:https';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { itemsFixture, surroundingsFixture } from '../../electron/connectors/surroundings.fixture.ts';
import { openWebhook } from '../../electron/connectors/webhook/index.ts';

const never = new AbortController().signal;
const folder = mkdtempSync(join(tmpdir(), 'sigmaline-webhook-'));
const key = randomBytes(32);
const secret = `whsec_${key.toString('base64')}`;
const port = await freePort();
const example = /```js\n([\s\S]*?)```/.exec(readFileSync('docs/connections/webhook.md', 'utf8'))?.[1] ?? '';
writeFileSync(join(folder, 'receiver.mjs'), example);
let said = '';
const receiver: ChildProcess = spawn('node', [join(folder, 'receiver.mjs'), String(port)], {
  env: { ...process.env, WEBHOOK_SECRET: secret },
});
receiver.stdout?.on('data', (chunk: Buffer) => {
  said += chunk.toString();
});

function freePort(): Promise<number> {
  return new Promise((resolve) => {
    const server = createServer().listen(0, '127.0.0.1', () => {
      const address = server.address();
      server.close(() => resolve(typeof address === 'object' && address !== null ? address.port : 0));
    });
  });
}

const openssl = (...given: string[]): Buffer => execFileSync('openssl', given, { stdio: ['pipe', 'pipe', 'ignore'] });

function signedByOpenssl(text: string): string {
  const options = ['dgst', '-sha256', '-mac', 'HMAC', '-macopt', `hexkey:${key.toString('hex')}`, '-binary'];
  return `v1,${execFileSync('openssl', options, { input: text }).toString('base64')}`;
}

/** @returns the status of the answer */
function curl(id: string, seconds: number, signature: string, body: string): string {
  const headers = [`webhook-id: ${id}`, `webhook-timestamp: ${seconds}`, `webhook-signature: ${signature}`];
  const given = [
    '-s',
    '-o',
    '/dev/null',
    '-w',
    '%{http_code}',
    '-d',
    body,
    ...headers.flatMap((header) => ['-H', header]),
  ];
  return execFileSync('curl', [...given, `http://127.0.0.1:${port}/`], { encoding: 'utf8' });
}

async function overTls(): Promise<void> {
  const files = ['-keyout', join(folder, 'key.pem'), '-out', join(folder, 'certificate.pem')];
  const subject = ['-subj', '/CN=mes', '-addext', 'subjectAltName=DNS:localhost'];
  openssl('req', '-x509', '-newkey', 'rsa:2048', '-nodes', '-days', '2', ...subject, ...files);
  const authority = readFileSync(join(folder, 'certificate.pem'), 'utf8');
  const heard: { readonly id: string; readonly signature: string; readonly text: string }[] = [];
  const server = createTlsServer(
    { key: readFileSync(join(folder, 'key.pem')), cert: authority },
    (request, response) => {
      let body = '';
      request.on('data', (chunk: Buffer) => {
        body += chunk.toString();
      });
      request.on('end', () => {
        const { 'webhook-id': id, 'webhook-timestamp': seconds, 'webhook-signature': signature } = request.headers;
        heard.push({ id: String(id), signature: String(signature), text: `${String(id)}.${String(seconds)}.${body}` });
        response.writeHead(200).end();
      });
    },
  );
  const tlsPort = await freePort();
  await new Promise<void>((resolve) => server.listen(tlsPort, '127.0.0.1', resolve));
  const url = `https://localhost:${tlsPort}/`;
  const trusted = await openWebhook(
    surroundingsFixture({ kind: 'webhook', url, authority, batch: 10 }, { secret }).surroundings,
  );
  await trusted.deliver?.(itemsFixture(25), never);
  assert.equal(heard.length, 3);
  for (const { signature, text } of heard) assert.equal(signature, signedByOpenssl(text));
  const untrusted = await openWebhook(surroundingsFixture({ kind: 'webhook', url }, { secret }).surroundings);
  await assert.rejects(untrusted.deliver?.(itemsFixture(1), never) ?? Promise.resolve(), {
    code: 'connection.certificate',
  });
  await trusted.close();
  await untrusted.close();
  server.close();
  console.log('ok    over TLS with an authority of its own; OpenSSL computes the same signatures');
}

try {
  assert(example.split('\n').length <= 36, 'The example is short.');
  const url = `http://127.0.0.1:${port}/`;
  const connection = await openWebhook(
    surroundingsFixture({ kind: 'webhook', url, batch: 50 }, { secret }).surroundings,
  );
  const isSent = async (): Promise<boolean> => {
    await connection.deliver?.(itemsFixture(500), never);
    return true;
  };
  for (let tries = 0; tries < 50 && !(await isSent().catch(() => false)); tries += 1) await delay(100);
  // Again, as after a lost answer.
  await connection.deliver?.(itemsFixture(500), never);
  await delay(200);
  assert.deepEqual(
    said
      .trim()
      .split('\n')
      .map((line) => Number(line.split(' ')[1])),
    Array.from({ length: 500 }, (_, index) => index + 1),
  );
  console.log('ok    the receiver of the docs has 500 messages once each, in order, though they were sent twice');
  const wrong = await openWebhook(
    surroundingsFixture({ kind: 'webhook', url }, { secret: `whsec_${randomBytes(32).toString('base64')}` })
      .surroundings,
  );
  await assert.rejects(wrong.deliver?.(itemsFixture(1), never) ?? Promise.resolve(), { code: 'connection.refused' });
  await wrong.close();
  await connection.close();
  const body = '{"id":"test","type":"test","sequence":0}';
  const seconds = Math.floor(Date.now() / 1000);
  const signature = signedByOpenssl(`test.${seconds}.${body}`);
  assert.equal(curl('test', seconds, signature, body), '204');
  assert.equal(curl('test', seconds, signature, body.replace('0', '1')), '401');
  assert.equal(curl('tesu', seconds, signature, body), '401');
  const old = seconds - 3600;
  assert.equal(curl('test', old, signedByOpenssl(`test.${old}.${body}`), body), '401');
  console.log('ok    curl: signed by OpenSSL 204; forged body, forged id and an old time 401');
  await overTls();
} finally {
  receiver.kill();
  rmSync(folder, { recursive: true, force: true });
}
