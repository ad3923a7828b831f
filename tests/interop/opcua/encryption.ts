import assert from 'node:assert/strict';
import { viewFixture } from '../../../electron/connectors/surroundings.fixture.ts';
import { POLICIES, type PolicyName, SecureChannel, type Security } from './secureChannel.ts';
import { endpointsOf, type Identity, SpecificationClient } from './specificationClient.ts';
import { nodeOf, PASSWORD, type Station } from './station.ts';

const BAD_TCP_INTERNAL_ERROR = /0x80820000/;
const flipped = (bytes: Buffer): void => {
  bytes[3] = (bytes[3] ?? 0) ^ 1;
};

/**
 * What is encrypted is as the specification has it: a client that nobody of the server's package wrote reads the verdict by each policy, and is refused when one
 * bit of what it sends is another. Any other client is not disturbed.
 *
 * @param identity a client that is trusted
 * @param stranger one that is not
 */
export async function tryEncryption(station: Station, identity: Identity, stranger: Identity): Promise<void> {
  const { url, server } = station;
  const nodes = ['Pass', 'Score', 'Serial', 'Sequence'].map((name) => nodeOf(station, `Result/${name}`));
  server.show?.([viewFixture({ result: { sequence: 500 } })], 500);
  const valuesOf = async (client: SpecificationClient): Promise<unknown[]> =>
    (await client.read(nodes)).map(({ value, status }) => (status === 0 ? value : status));
  const signIn = (policy: PolicyName = 'Basic256Sha256'): Promise<SpecificationClient> =>
    SpecificationClient.signIn(url, policy, identity, PASSWORD);

  const witness = await signIn();
  for (const policy of Object.keys(POLICIES) as PolicyName[]) {
    const client = await signIn(policy);
    assert.deepEqual(await valuesOf(client), [true, 1.25, 'SN-0007', 500]);
    await client.channel.renew();
    assert.deepEqual(await valuesOf(client), [true, 1.25, 'SN-0007', 500], 'with the keys of the next token');

    const refused = client.read(nodes, { signature: flipped });
    await assert.rejects(refused, BAD_TCP_INTERNAL_ERROR, `${policy}: one bit of the signature is another`);
    await client.channel.closedByServer();
  }

  const changed = await signIn();
  const last = (chunk: Buffer): void => flipped(chunk.subarray(chunk.length - 20));
  await assert.rejects(changed.read(nodes, { chunk: last }), BAD_TCP_INTERNAL_ERROR, 'one bit on the way');

  const repeated = await signIn();
  const sent: Buffer[] = [];
  await repeated.read(nodes, { chunk: (chunk) => sent.push(Buffer.from(chunk)) });
  for (const chunk of sent) repeated.channel.raw(chunk);
  await repeated.channel.closedByServer();

  const [offered] = await endpointsOf(url);
  assert.ok(offered);
  const security: Security = { policy: 'Basic256Sha256', ...identity, serverCertificate: offered.certificate };
  const opened = SecureChannel.open(url, security, { signature: flipped });
  await assert.rejects(opened, BAD_TCP_INTERNAL_ERROR, 'one bit of the signature that opens the channel');
  const thief = SecureChannel.open(url, { ...security, key: stranger.key });
  await assert.rejects(thief, BAD_TCP_INTERNAL_ERROR, 'a certificate without its key');
  const known = await endpointsOf(url);
  assert.ok(
    known.every(({ mode }) => mode === 3),
    'only signed and encrypted',
  );
  assert.deepEqual([...new Set(known.flatMap(({ tokens }) => tokens.map(({ type }) => type)))], [1], 'only passwords');

  assert.deepEqual(await valuesOf(witness), [true, 1.25, 'SN-0007', 500], 'who was there all the time');
  await witness.close();
  console.log(
    `encryption, by a client written from the specification alone: ${Object.keys(POLICIES).join(', ')} read the verdict; changed, repeated and stolen messages are refused`,
  );
}
