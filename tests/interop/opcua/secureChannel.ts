/** A secure channel over TCP (OPC 10000-6, 6.7 and 7.1), with `node:crypto` and nothing else. */
import {
  constants,
  createCipheriv,
  createDecipheriv,
  createHash,
  createHmac,
  createPublicKey,
  type KeyObject,
  privateDecrypt,
  publicEncrypt,
  randomBytes,
  sign,
  timingSafeEqual,
  verify,
  X509Certificate,
} from 'node:crypto';
import { connect, type Socket } from 'node:net';
import { Reader, Writer } from './binary.ts';

/** What differs between the security policies (OPC 10000-7, 6.6). */
interface Policy {
  readonly oaepHash: 'sha1' | 'sha256';
  readonly padding: number;
  readonly aesBytes: 16 | 32;
  readonly signatureUri: string;
  readonly encryptionUri: string;
}

const RSA_SHA256 = 'http://www.w3.org/2001/04/xmldsig-more#rsa-sha256';
const OAEP = 'http://www.w3.org/2001/04/xmlenc#rsa-oaep';
export const POLICIES = {
  Basic256Sha256: {
    ...{ oaepHash: 'sha1', padding: constants.RSA_PKCS1_PADDING, aesBytes: 32 },
    ...{ signatureUri: RSA_SHA256, encryptionUri: OAEP },
  },
  Aes128_Sha256_RsaOaep: {
    ...{ oaepHash: 'sha1', padding: constants.RSA_PKCS1_PADDING, aesBytes: 16 },
    ...{ signatureUri: RSA_SHA256, encryptionUri: OAEP },
  },
  Aes256_Sha256_RsaPss: {
    ...{ oaepHash: 'sha256', padding: constants.RSA_PKCS1_PSS_PADDING, aesBytes: 32 },
    signatureUri: 'http://opcfoundation.org/UA/security/rsa-pss-sha2-256',
    encryptionUri: 'http://opcfoundation.org/UA/security/rsa-oaep-sha2-256',
  },
} as const satisfies Readonly<Record<string, Policy>>;
export type PolicyName = keyof typeof POLICIES;
export const POLICY_URI = 'http://opcfoundation.org/UA/SecurityPolicy#';

/** What is unusual about a client: the address that it comes from, and how far its clock is ahead (ms). */
export interface Unusual {
  readonly localAddress?: string;
  readonly clockAheadMs?: number;
}

/** Both ends of an encrypted channel. Certificates are DER. */
export interface Security extends Unusual {
  readonly policy: PolicyName;
  readonly certificate: Buffer;
  readonly key: KeyObject;
  readonly serverCertificate: Buffer;
}

interface SymmetricKeys {
  readonly signing: Buffer;
  readonly encrypting: Buffer;
  readonly vector: Buffer;
}

/** What a test changes of what is sent: the signature before it is encrypted, or the whole chunk after that. */
export interface Falsified {
  readonly signature?: (signature: Buffer) => void;
  readonly chunk?: (chunk: Buffer) => void;
}

const HEADER_BYTES = 12;
const NONCE_BYTES = 32;
const HMAC_BYTES = 32;
const AES_BLOCK_BYTES = 16;
const ANSWER_MS = 10_000;
const LIFETIME_MS = 600_000;
const OPEN_REQUEST = 446;
const OPEN_RESPONSE = 449;
const NO_SECURITY = 1;
const SIGN_AND_ENCRYPT = 3;

/** P_SHA256 of TLS 1.2 (RFC 5246, section 5), as the specification takes it (6.7.5). */
function pSha256(secret: Buffer, seed: Buffer, length: number): Buffer {
  const hmac = (bytes: Buffer): Buffer => createHmac('sha256', secret).update(bytes).digest();
  const parts: Buffer[] = [];
  let chained = seed;
  for (let made = 0; made < length; made += HMAC_BYTES) {
    chained = hmac(chained);
    parts.push(hmac(Buffer.concat([chained, seed])));
  }
  return Buffer.concat(parts).subarray(0, length);
}

export class SecureChannel {
  readonly #socket: Socket;
  readonly #security: Security | null;
  readonly #serverKey: KeyObject | null;
  readonly #waiting = new Map<number, (answer: Buffer | Error) => void>();
  readonly #parts = new Map<number, Buffer[]>();
  /** Those of the token of before stay until its successor is used (6.7.4). */
  readonly #keys = new Map<number, { readonly sent: SymmetricKeys; readonly received: SymmetricKeys }>();
  #rest = Buffer.alloc(0);
  #channelId = 0;
  #tokenId = 0;
  #sequence = 0;
  #received = 0;
  #requests = 0;
  #acknowledged: (thrown?: Error) => void = () => undefined;
  #ended: Error | null = null;

  private constructor(socket: Socket, security: Security | null) {
    this.#socket = socket;
    this.#security = security;
    this.#serverKey = security === null ? null : new X509Certificate(security.serverCertificate).publicKey;
    socket.on('data', (bytes) => {
      try {
        this.#receive(bytes);
      } catch (thrown) {
        this.#end(thrown as Error);
        socket.destroy();
      }
    });
    socket.on('error', (error) => this.#end(error));
    socket.on('close', () => this.#end(new Error('The server closed the connection.')));
  }

  /** @throws Error what the server said when it refused, or that it closed the connection */
  static async open(url: string, security: Security | null, falsified: Falsified = {}): Promise<SecureChannel> {
    const { hostname, port } = new URL(url);
    const channel = new SecureChannel(
      connect({ port: Number(port), host: hostname, localAddress: security?.localAddress }),
      security,
    );
    const hello = new Writer().uint32(0).uint32(65_535).uint32(65_535).uint32(0).uint32(0).string(url).bytes();
    const acknowledged = new Promise<void>((resolve, reject) => {
      channel.#acknowledged = (thrown) => (thrown === undefined ? resolve() : reject(thrown));
    });
    channel.#socket.write(framed('HELF', hello));
    await acknowledged;
    await channel.renew(0, falsified);
    return channel;
  }

  get security(): Security | null {
    return this.#security;
  }

  /** Where the station is asked under another token from now on. @param kind 0 to open, 1 to renew */
  async renew(kind: 0 | 1 = 1, falsified: Falsified = {}): Promise<void> {
    const nonce = randomBytes(NONCE_BYTES);
    const mode = this.#security === null ? NO_SECURITY : SIGN_AND_ENCRYPT;
    const body = new Writer().uint32(0).uint32(kind).uint32(mode);
    const request = body.byteString(this.#security === null ? null : nonce).uint32(LIFETIME_MS);
    const answer = new Reader(
      await this.#send('OPN', this.#withHeader(OPEN_REQUEST, null, request.bytes()), falsified),
    );
    responseHeader(answer, OPEN_RESPONSE);
    answer.uint32();
    this.#channelId = answer.uint32();
    this.#tokenId = answer.uint32();
    answer.date();
    answer.uint32();
    const serverNonce = answer.byteString() ?? Buffer.alloc(0);
    if (this.#security === null) return;
    if (serverNonce.length !== NONCE_BYTES) throw new Error(`The server's nonce has ${serverNonce.length} bytes.`);
    this.#keys.set(this.#tokenId, {
      sent: this.#derived(serverNonce, nonce),
      received: this.#derived(nonce, serverNonce),
    });
  }

  /** @returns the answer's bytes behind the type and the header of its message. @throws Error a fault by its number */
  async ask(request: number, token: Buffer | null, fields: Buffer, falsified: Falsified = {}): Promise<Reader> {
    const answer = new Reader(await this.#send('MSG', this.#withHeader(request, token, fields), falsified));
    responseHeader(answer, request + 3);
    return answer;
  }

  #withHeader(request: number, token: Buffer | null, fields: Buffer): Buffer {
    const header = new Writer()
      .nodeId({ namespace: 0, id: request })
      .raw(token ?? Buffer.of(0, 0))
      .date(new Date(Date.now() + (this.#security?.clockAheadMs ?? 0)));
    return header
      .uint32(1)
      .uint32(0)
      .string(null)
      .uint32(ANSWER_MS)
      .nodeId({ namespace: 0, id: 0 })
      .byte(0)
      .raw(fields)
      .bytes();
  }

  /** Sends bytes as they are. */
  raw(bytes: Buffer): void {
    this.#socket.write(bytes);
  }

  /** Resolves once the server has closed the connection. @throws Error where it does not */
  async closedByServer(): Promise<void> {
    for (let waited = 0; this.#ended === null; waited += 20) {
      if (waited > ANSWER_MS) throw new Error('The server did not close the connection.');
      await new Promise((resolve) => setTimeout(resolve, 20));
    }
  }

  close(): void {
    this.#socket.destroy();
  }

  /** What the owner of a private key says of bytes. @param key another than that of the client */
  signed(bytes: Buffer, key = this.#secured().key): Buffer {
    const { padding } = POLICIES[this.#secured().policy];
    return sign('sha256', bytes, { key, padding, saltLength: constants.RSA_PSS_SALTLEN_DIGEST });
  }

  /** Whether the server signed these bytes. */
  isSignedByServer(bytes: Buffer, signature: Buffer): boolean {
    const { policy } = this.#secured();
    const key = this.#serverKey as KeyObject;
    const { padding } = POLICIES[policy];
    return verify('sha256', bytes, { key, padding, saltLength: constants.RSA_PSS_SALTLEN_DIGEST }, signature);
  }

  /** Block by block for the server alone. */
  encryptedForServer(bytes: Buffer): Buffer {
    const { policy } = this.#secured();
    const blocks = blocksOf(bytes, plainBlockBytes(this.#serverKey as KeyObject, policy));
    return Buffer.concat(blocks.map((block) => publicEncrypt(oaep(this.#serverKey as KeyObject, policy), block)));
  }

  #secured(): Security {
    if (this.#security === null) throw new Error('This channel is not encrypted.');
    return this.#security;
  }

  #derived(secret: Buffer, seed: Buffer): SymmetricKeys {
    const { aesBytes } = POLICIES[this.#secured().policy];
    const bytes = pSha256(secret, seed, HMAC_BYTES + aesBytes + AES_BLOCK_BYTES);
    return {
      signing: bytes.subarray(0, HMAC_BYTES),
      encrypting: bytes.subarray(HMAC_BYTES, HMAC_BYTES + aesBytes),
      vector: bytes.subarray(HMAC_BYTES + aesBytes),
    };
  }

  #send(kind: 'OPN' | 'MSG', body: Buffer, { signature, chunk: change }: Falsified): Promise<Buffer> {
    this.#requests += 1;
    this.#sequence += 1;
    const inside = new Writer().uint32(this.#sequence).uint32(this.#requests).raw(body).bytes();
    const chunk = kind === 'OPN' ? this.#asymmetric(inside, signature) : this.#symmetric(inside, signature);
    change?.(chunk);
    const request = this.#requests;
    return new Promise<Buffer>((resolve, reject) => {
      if (this.#ended !== null) return reject(this.#ended);
      const late = setTimeout(() => reject(new Error('No answer.')), ANSWER_MS);
      this.#waiting.set(request, (answer) => {
        clearTimeout(late);
        this.#waiting.delete(request);
        if (answer instanceof Error) reject(answer);
        else resolve(answer);
      });
      this.#socket.write(chunk);
    });
  }

  /** Signed by our key, encrypted for the server's (6.7.2). */
  #asymmetric(inside: Buffer, change: Falsified['signature']): Buffer {
    const security = this.#security;
    if (security === null) {
      const header = new Writer().string(`${POLICY_URI}None`).byteString(null).byteString(null).bytes();
      return framed('OPNF', Buffer.concat([header, inside]), this.#channelId);
    }
    const thumbprint = createHash('sha1').update(security.serverCertificate).digest();
    const uri = POLICY_URI + security.policy;
    const header = new Writer().string(uri).byteString(security.certificate).byteString(thumbprint).bytes();
    const serverKey = this.#serverKey as KeyObject;
    const blockBytes = plainBlockBytes(serverKey, security.policy);
    const padded = withPadding(inside, modulusBytes(security.key), blockBytes, modulusBytes(serverKey));
    const blocks = (padded.length + modulusBytes(security.key)) / blockBytes;
    const whole = framed('OPNF', Buffer.concat([header, padded]), this.#channelId);
    whole.writeUInt32LE(HEADER_BYTES + header.length + blocks * modulusBytes(serverKey), 4);
    const signature = this.signed(whole);
    change?.(signature);
    const secret = this.encryptedForServer(Buffer.concat([padded, signature]));
    return Buffer.concat([whole.subarray(0, HEADER_BYTES), header, secret]);
  }

  #symmetric(inside: Buffer, change: Falsified['signature']): Buffer {
    const token = new Writer().uint32(this.#tokenId).bytes();
    if (this.#security === null) return framed('MSGF', Buffer.concat([token, inside]), this.#channelId);
    const { signing, encrypting, vector } = this.#keysOf(this.#tokenId).sent;
    const padded = withPadding(inside, HMAC_BYTES, AES_BLOCK_BYTES, 0);
    const whole = framed('MSGF', Buffer.concat([token, padded]), this.#channelId);
    // Encrypted, it is as long as before.
    whole.writeUInt32LE(whole.length + HMAC_BYTES, 4);
    const signature = createHmac('sha256', signing).update(whole).digest();
    change?.(signature);
    const cipher = createCipheriv(this.#cipher(), encrypting, vector).setAutoPadding(false);
    const secret = Buffer.concat([cipher.update(Buffer.concat([padded, signature])), cipher.final()]);
    return Buffer.concat([whole.subarray(0, HEADER_BYTES), token, secret]);
  }

  #cipher(): string {
    return `aes-${POLICIES[this.#secured().policy].aesBytes * 8}-cbc`;
  }

  #keysOf(token: number): { readonly sent: SymmetricKeys; readonly received: SymmetricKeys } {
    const keys = this.#keys.get(token);
    if (keys === undefined) throw new Error(`The server speaks of the token ${token}, which it never gave.`);
    return keys;
  }

  #receive(bytes: Buffer): void {
    this.#rest = Buffer.concat([this.#rest, bytes]);
    while (this.#rest.length >= 8 && this.#rest.length >= this.#rest.readUInt32LE(4)) {
      const chunk = this.#rest.subarray(0, this.#rest.readUInt32LE(4));
      this.#rest = this.#rest.subarray(chunk.length);
      const kind = chunk.toString('latin1', 0, 3);
      if (kind === 'ACK') this.#acknowledged();
      else if (kind === 'ERR') this.#end(faultOf(chunk.readUInt32LE(8)));
      else this.#answer(chunk, kind === 'OPN' ? this.#openedAsymmetric(chunk) : this.#openedSymmetric(chunk));
    }
  }

  #answer(chunk: Buffer, inside: Reader): void {
    const sequence = inside.uint32();
    if (sequence <= this.#received) throw new Error(`The server numbered ${sequence} after ${this.#received}.`);
    this.#received = sequence;
    const request = inside.uint32();
    const parts = [...(this.#parts.get(request) ?? []), inside.rest()];
    this.#parts.set(request, parts);
    if (chunk.toString('latin1', 3, 4) !== 'F') return;
    this.#parts.delete(request);
    this.#waiting.get(request)?.(Buffer.concat(parts));
  }

  #openedAsymmetric(chunk: Buffer): Reader {
    const header = new Reader(chunk.subarray(HEADER_BYTES));
    const [uri, sender, thumbprint] = [header.string(), header.byteString(), header.byteString()];
    const secret = header.rest();
    const security = this.#security;
    if (security === null) return new Reader(secret);
    if (uri !== POLICY_URI + security.policy) throw new Error(`The server answers by the policy ${uri}.`);
    if (sender === null || !sender.equals(security.serverCertificate)) throw new Error('Another server answers.');
    if (thumbprint?.equals(createHash('sha1').update(security.certificate).digest()) !== true)
      throw new Error('The server answers another client.');
    const blocks = blocksOf(secret, modulusBytes(security.key));
    const clear = Buffer.concat(blocks.map((block) => privateDecrypt(oaep(security.key, security.policy), block)));
    const signatureBytes = modulusBytes(this.#serverKey as KeyObject);
    const signature = clear.subarray(clear.length - signatureBytes);
    const padded = clear.subarray(0, clear.length - signatureBytes);
    const signedBytes = Buffer.concat([chunk.subarray(0, chunk.length - secret.length), padded]);
    if (!this.isSignedByServer(signedBytes, signature)) throw new Error('The signature of the server is wrong.');
    return new Reader(withoutPadding(padded, modulusBytes(security.key) > 256));
  }

  #openedSymmetric(chunk: Buffer): Reader {
    const start = HEADER_BYTES + 4;
    if (this.#security === null) return new Reader(chunk.subarray(start));
    const { signing, encrypting, vector } = this.#keysOf(chunk.readUInt32LE(HEADER_BYTES)).received;
    const decipher = createDecipheriv(this.#cipher(), encrypting, vector).setAutoPadding(false);
    const clear = Buffer.concat([decipher.update(chunk.subarray(start)), decipher.final()]);
    const padded = clear.subarray(0, clear.length - HMAC_BYTES);
    const expected = createHmac('sha256', signing).update(chunk.subarray(0, start)).update(padded).digest();
    if (!timingSafeEqual(expected, clear.subarray(clear.length - HMAC_BYTES)))
      throw new Error('The signature of the server is wrong.');
    return new Reader(withoutPadding(padded, false));
  }

  #end(thrown: Error): void {
    this.#ended ??= thrown;
    this.#acknowledged(this.#ended);
    for (const answer of [...this.#waiting.values()]) answer(this.#ended);
  }
}

/** A request with its header (OPC 10000-4, 7.32). @param token of the session */

function responseHeader(answer: Reader, expected: number): void {
  const { id } = answer.nodeId();
  answer.date();
  answer.uint32();
  const status = answer.uint32();
  answer.diagnostics();
  answer.array(() => answer.string());
  answer.structure();
  if (status !== 0) throw faultOf(status);
  if (id !== expected) throw new Error(`The server answers ${String(id)} instead of ${expected}.`);
}

function faultOf(status: number): Error {
  return new Error(`0x${status.toString(16).toUpperCase().padStart(8, '0')}`);
}

function framed(kind: string, body: Buffer, channel: number | null = null): Buffer {
  const head = new Writer().raw(Buffer.from(kind, 'latin1')).uint32(0);
  if (channel !== null) head.uint32(channel);
  const bytes = head.raw(body).bytes();
  bytes.writeUInt32LE(bytes.length, 4);
  return bytes;
}

/** Filled up so that with its signature it is a number of whole blocks; a key of more than 2048 bits needs a second byte of length. */
function withPadding(inside: Buffer, signatureBytes: number, blockBytes: number, keyBytes: number): Buffer {
  const sizeBytes = keyBytes > 256 ? 2 : 1;
  const over = (inside.length + sizeBytes + signatureBytes) % blockBytes;
  const count = over === 0 ? 0 : blockBytes - over;
  const fill = Buffer.alloc(count + 1, count & 0xff);
  return Buffer.concat([inside, fill, ...(sizeBytes === 2 ? [Buffer.of(count >> 8)] : [])]);
}

function withoutPadding(padded: Buffer, hasSecondByte: boolean): Buffer {
  const end = padded.length - (hasSecondByte ? 1 : 0);
  const high = hasSecondByte ? (padded.at(-1) ?? 0) : 0;
  const low = padded[end - 1] ?? 0;
  const start = end - 1 - ((high << 8) | low);
  if (padded.subarray(start, end).some((byte) => byte !== low)) throw new Error('The padding of the server is wrong.');
  return padded.subarray(0, start);
}

function blocksOf(bytes: Buffer, length: number): Buffer[] {
  return Array.from({ length: Math.ceil(bytes.length / length) }, (_, place) =>
    bytes.subarray(place * length, (place + 1) * length),
  );
}

function oaep(key: KeyObject, policy: PolicyName): { key: KeyObject; padding: number; oaepHash: string } {
  return { key, padding: constants.RSA_PKCS1_OAEP_PADDING, oaepHash: POLICIES[policy].oaepHash };
}

function plainBlockBytes(key: KeyObject, policy: PolicyName): number {
  return modulusBytes(key) - 2 * (POLICIES[policy].oaepHash === 'sha1' ? 20 : 32) - 2;
}

function modulusBytes(key: KeyObject): number {
  const { modulusLength = 0 } = (key.type === 'private' ? createPublicKey(key) : key).asymmetricKeyDetails ?? {};
  return modulusLength / 8;
}
