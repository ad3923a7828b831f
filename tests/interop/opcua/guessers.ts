import assert from 'node:assert/strict';
import { sign } from 'node:crypto';
import { setTimeout as delay } from 'node:timers/promises';
import { MOST_KNOCKED } from '../../../electron/connectors/opcua/certificates.ts';
import type { Certificates } from '../../../shared/contract/index.ts';
import { SecureChannel } from './secureChannel.ts';
import { endpointsOf, type Identity, identityOf, SpecificationClient, type User } from './specificationClient.ts';
import { PASSWORD, type Station } from './station.ts';

const ACCESS_DENIED = /0x801F0000/;
const TOKEN_INVALID = /0x80200000/;
const CHECKS_FAILED = /0x80(13|14)0000/;
const ABANDONED = 70;
/** Where the serial number stands in a certificate of OpenSSL: behind the heads of two sequences, the version and its own. */
const SERIAL_AT = 16;
const HEAD_BYTES = 4;

/** Who must not come in: told, counted, slowed down; and who leaves without a word takes no place. */
export async function tryGuessers({ url, fixture }: Station, identity: Identity, nobody: Identity): Promise<void> {
  const signIn = (user: User): Promise<SpecificationClient> =>
    SpecificationClient.signIn(url, 'Basic256Sha256', identity, user);
  await assert.rejects(signIn({ kind: 'anonymous' }), TOKEN_INVALID, 'nobody');
  await assert.rejects(signIn({ kind: 'certificate', identity: nobody }), TOKEN_INVALID, 'a certificate of its own');
  await assert.rejects(signIn({ kind: 'certificate', identity }), TOKEN_INVALID, 'the trusted one as a user');
  for (const name of [null, '']) await assert.rejects(signIn({ ...PASSWORD, name }), TOKEN_INVALID, 'no name');

  const { refused } = fixture;
  const began = performance.now();
  for (const password of ['', 'guess', 'Secret'])
    await assert.rejects(signIn({ ...PASSWORD, password }), ACCESS_DENIED);
  const seconds = (performance.now() - began) / 1000;
  assert.ok(seconds > 2.9, `three guesses took ${seconds.toFixed(1)} s`);
  assert.equal(fixture.refused - refused, 3);
  const said = fixture.states.at(-1)?.error;
  assert.deepEqual([said?.code, said?.details?.count], ['connection.client-sign-in', 3]);
  await (await signIn(PASSWORD)).close();
  console.log(`three guessed passwords took ${seconds.toFixed(1)} s; other tokens and no name are refused`);

  const witness = await signIn(PASSWORD);
  for (let time = 0; time < ABANDONED; time += 1) (await signIn(PASSWORD)).channel.close();
  assert.equal((await witness.read([{ namespace: 0, id: 2256 }]))[0]?.status, 0);
  await (await signIn(PASSWORD)).close();
  await witness.close();
  console.log(`${ABANDONED} sessions were left behind: others still find a place`);
}

/** The same certificate with another serial number, and so another thumbprint, signed anew. */
function numbered({ certificate, key }: Identity, number: number): Buffer {
  const copy = Buffer.from(certificate);
  copy.writeUInt32BE(number, SERIAL_AT);
  const signed = copy.subarray(HEAD_BYTES, 2 * HEAD_BYTES + copy.readUInt16BE(HEAD_BYTES + 2));
  const signature = sign('sha256', signed, key);
  signature.copy(copy, copy.length - signature.length);
  return copy;
}

/** Strangers knock with more certificates than are kept: the newest are there, and how many were dropped is told. */
export async function tryFlood(
  { url, fixture }: Station,
  { folder, made, certificates }: { folder: string; made: number; certificates: () => Certificates },
): Promise<void> {
  const { refused } = fixture;
  const one = identityOf(folder, 'flood');
  const [offered] = await endpointsOf(url);
  assert.ok(offered);
  const began = performance.now();
  for (let number = 0; number < made; number += 1) {
    const certificate = numbered(one, number);
    const security = { policy: 'Basic256Sha256', certificate, key: one.key } as const;
    const refused = SecureChannel.open(url, { ...security, serverCertificate: offered.certificate });
    await assert.rejects(refused, CHECKS_FAILED, 'a stranger');
  }
  const seconds = (performance.now() - began) / 1000;
  assert.equal(fixture.refused - refused, made);
  const waiting = (): number => certificates().clients.filter(({ trust }) => trust === 'waiting').length;
  // Nobody looks through them before the store has seen them.
  for (let time = 0; (certificates().dropped?.count ?? 0) < made - MOST_KNOCKED && time < 200; time += 1)
    await delay(100);
  assert.ok(waiting() <= MOST_KNOCKED, `${waiting()} wait`);
  const dropped = certificates().dropped?.count ?? 0;
  assert.ok(dropped >= made - MOST_KNOCKED, `${dropped} dropped`);
  console.log(`${made} strangers in ${seconds.toFixed(1)} s: ${waiting()} certificates are kept, ${dropped} dropped`);
}
