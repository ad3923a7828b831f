/**
 * An OPC UA client written from the specification alone (OPC 10000-4 and -6), for the part that no other stack at hand has: encryption. Nothing of it is shared
 * with the server's package, so that both agree only where both are as the specification has it.
 */
import { execFileSync } from 'node:child_process';
import { createPrivateKey, type KeyObject, randomBytes, X509Certificate } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { type DataValue, type NodeId, type Reader, type Variant, Writer } from './binary.ts';
import {
  type Falsified,
  POLICIES,
  POLICY_URI,
  type PolicyName,
  SecureChannel,
  type Security,
  type Unusual,
} from './secureChannel.ts';

const REQUEST = { endpoints: 428, createSession: 461, activateSession: 467, read: 631, call: 712, close: 473 } as const;
/** Numbers of encodings, and of kinds of tokens (OPC 10000-4, 7.40). */
const TOKENS = { anonymous: [321, 0], name: [324, 1], certificate: [327, 2] } as const;
const VALUE = 13;

/** What an endpoint says of itself. */
export interface Endpoint {
  readonly url: string | null;
  readonly certificate: Buffer;
  readonly mode: number;
  readonly policy: string | null;
  readonly tokens: readonly { readonly id: string | null; readonly type: number; readonly policy: string | null }[];
}

/** A client's certificate (DER) and its key. */
export interface Identity extends Unusual {
  readonly uri: string;
  readonly certificate: Buffer;
  readonly key: KeyObject;
}

/** Who somebody says to be: by name and password, by a certificate of their own, or nobody. */
export type User =
  | { readonly kind: 'name'; readonly name: string | null; readonly password: string }
  | { readonly kind: 'certificate'; readonly identity: Identity }
  | { readonly kind: 'anonymous' };

interface CallResult {
  readonly status: number;
  readonly output: readonly unknown[];
}

/** A certificate made by OpenSSL. @param days less than none is over already */
export function identityOf(folder: string, name: string, { days = 365, bits = 2048 } = {}): Identity {
  const [key, certificate] = [join(folder, `${name}.key`), join(folder, `${name}.pem`)];
  const uri = `urn:interop:${name}`;
  const extensions = [
    ...['-addext', `subjectAltName=URI:${uri},DNS:localhost`, '-addext', 'basicConstraints=critical,CA:FALSE'],
    '-addext',
    'keyUsage=critical,digitalSignature,nonRepudiation,keyEncipherment,dataEncipherment',
    ...['-addext', 'extendedKeyUsage=serverAuth,clientAuth'],
  ];
  const made = ['req', '-x509', '-newkey', `rsa:${bits}`, '-nodes', '-sha256', '-subj', `/CN=${name}`];
  // The server's package sets this to the text "undefined".
  const { OPENSSL_CONF: _, ...env } = process.env;
  const files = ['-keyout', key, '-out', certificate, '-days', String(days)];
  execFileSync('openssl', [...made, ...files, ...extensions], { env, stdio: 'pipe' });
  return {
    uri,
    certificate: new X509Certificate(readFileSync(certificate)).raw,
    key: createPrivateKey(readFileSync(key)),
  };
}

/** What a server offers, asked without security. */
export async function endpointsOf(url: string): Promise<Endpoint[]> {
  const channel = await SecureChannel.open(url, null);
  const fields = new Writer().string(url).int32(-1).int32(-1).bytes();
  const answer = await channel.ask(REQUEST.endpoints, null, fields);
  channel.close();
  return answer.array(() => endpointFrom(answer));
}

/** A session in an encrypted channel. */
export class SpecificationClient {
  readonly channel: SecureChannel;
  readonly #token: Buffer;

  private constructor(channel: SecureChannel, token: Buffer) {
    this.channel = channel;
    this.#token = token;
  }

  /** @throws Error the status of the server as a hexadecimal number */
  static async signIn(url: string, policy: PolicyName, identity: Identity, user: User): Promise<SpecificationClient> {
    const offered = (await endpointsOf(url)).find((endpoint) => endpoint.policy === POLICY_URI + policy);
    if (offered === undefined) throw new Error(`The server does not offer ${policy}.`);
    const security: Security = { policy, ...identity, serverCertificate: offered.certificate };
    const channel = await SecureChannel.open(url, security);
    try {
      return await SpecificationClient.#activated(channel, url, identity, user);
    } catch (thrown) {
      channel.close();
      throw thrown;
    }
  }

  static async #activated(channel: SecureChannel, url: string, { uri, certificate }: Identity, user: User) {
    const { policy, serverCertificate } = channel.security as Security;
    const nonce = randomBytes(32);
    const described = new Writer().string(uri).string('urn:interop').byte(2).string('interop').uint32(1);
    const application = described.string(null).string(null).int32(-1).bytes();
    const wanted = new Writer().raw(application).string(null).string(url).string('interop').byteString(nonce);
    const fields = wanted.byteString(certificate).double(60_000).uint32(0).bytes();
    const created = await channel.ask(REQUEST.createSession, null, fields);
    created.nodeId();
    const token = new Writer().nodeId(created.nodeId()).bytes();
    created.double();
    const serverNonce = created.byteString() ?? Buffer.alloc(0);
    if (created.byteString()?.equals(serverCertificate) !== true) throw new Error('The session is of another server.');
    const endpoints = created.array(() => endpointFrom(created));
    created.array(() => [created.byteString(), created.byteString()]);
    const signature = signatureFrom(created);
    if (signature === null || !channel.isSignedByServer(Buffer.concat([certificate, nonce]), signature))
      throw new Error('The server does not own its certificate.');
    const offered = endpoints.find((endpoint) => endpoint.policy === POLICY_URI + policy);
    const told = tokenOf(user, channel, { serverCertificate, serverNonce, offered });
    const proof = channel.signed(Buffer.concat([serverCertificate, serverNonce]));
    const activation = new Writer().string(POLICIES[policy].signatureUri).byteString(proof).int32(0).int32(0);
    activation.structure({ type: { namespace: 0, id: TOKENS[user.kind][0] }, body: told.token });
    activation.string(told.signature === null ? null : POLICIES[policy].signatureUri).byteString(told.signature);
    await channel.ask(REQUEST.activateSession, token, activation.bytes());
    return new SpecificationClient(channel, token);
  }

  async read(nodes: readonly NodeId[], falsified: Falsified = {}): Promise<DataValue[]> {
    const fields = new Writer().double(0).uint32(3);
    fields.array(nodes, (node) => fields.nodeId(node).uint32(VALUE).string(null).uint16(0).string(null));
    const answer = await this.channel.ask(REQUEST.read, this.#token, fields.bytes(), falsified);
    return answer.array(() => answer.dataValue());
  }

  async call(object: NodeId, method: NodeId, input: readonly Variant[]): Promise<CallResult> {
    const fields = new Writer().int32(1).nodeId(object).nodeId(method);
    fields.array(input, (each) => fields.variant(each));
    const answer = await this.channel.ask(REQUEST.call, this.#token, fields.bytes());
    const results = answer.array(() => {
      const status = answer.uint32();
      answer.array(() => answer.uint32());
      answer.array(() => answer.diagnostics());
      return { status, output: answer.array(() => answer.variant()) };
    });
    return results[0] as CallResult;
  }

  async close(): Promise<void> {
    await this.channel.ask(REQUEST.close, this.#token, Buffer.of(1));
    this.channel.close();
  }
}

interface Asked {
  readonly serverCertificate: Buffer;
  readonly serverNonce: Buffer;
  readonly offered: Endpoint | undefined;
}

/** A user's token, and the proof that it is theirs where it needs one. Where the server offers no such token, it is sent all the same. */
function tokenOf(
  user: User,
  channel: SecureChannel,
  { serverCertificate, serverNonce, offered }: Asked,
): { readonly token: Buffer; readonly signature: Buffer | null } {
  const { policy } = channel.security as Security;
  const [, type] = TOKENS[user.kind];
  const policyId = offered?.tokens.find((token) => token.type === type)?.id ?? `${user.kind}_${policy}`;
  const token = new Writer().string(policyId);
  switch (user.kind) {
    case 'anonymous':
      return { token: token.bytes(), signature: null };
    case 'name': {
      const secret = Buffer.concat([Buffer.from(user.password), serverNonce]);
      const encrypted = channel.encryptedForServer(new Writer().uint32(secret.length).raw(secret).bytes());
      token.string(user.name).byteString(encrypted).string(POLICIES[policy].encryptionUri);
      return { token: token.bytes(), signature: null };
    }
    case 'certificate': {
      const { certificate, key } = user.identity;
      const signature = channel.signed(Buffer.concat([serverCertificate, serverNonce]), key);
      return { token: token.byteString(certificate).bytes(), signature };
    }
  }
}

function endpointFrom(answer: Reader): Endpoint {
  const url = answer.string();
  // Who serves it: not looked at.
  answer.string();
  answer.string();
  answer.localizedText();
  answer.uint32();
  answer.string();
  answer.string();
  answer.array(() => answer.string());
  const [certificate, mode, policy] = [answer.byteString() ?? Buffer.alloc(0), answer.uint32(), answer.string()];
  const tokens = answer.array(() => {
    const [id, type] = [answer.string(), answer.uint32()];
    answer.string();
    answer.string();
    return { id, type, policy: answer.string() };
  });
  answer.string();
  answer.byte();
  return { url, certificate, mode, policy, tokens };
}

function signatureFrom(answer: Reader): Buffer | null {
  answer.string();
  return answer.byteString();
}
