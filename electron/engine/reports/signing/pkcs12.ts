import { createDecipheriv, createHash, createHmac, createPrivateKey, pbkdf2Sync, X509Certificate } from 'node:crypto';
import { fromBER, Integer, OctetString, Sequence } from 'asn1js';
import {
  type AlgorithmIdentifier,
  AuthenticatedSafe,
  CertBag,
  type Certificate,
  type ContentInfo,
  EncryptedData,
  PBES2Params,
  PBKDF2Params,
  PFX,
  PKCS8ShroudedKeyBag,
  PrivateKeyInfo,
  type SafeBag,
  SafeContents,
} from 'pkijs';
import { messageOf, SigmalineError } from '../../../../shared/domain/index.ts';

/** A certificate with its key, and what leads from it to its authority. */
export interface SigningKeyFile {
  /** PKCS#8 as PEM. */
  readonly key: string;
  /** PEM; the signer's first. */
  readonly certificates: readonly string[];
}

const OID = {
  data: '1.2.840.113549.1.7.1',
  encrypted: '1.2.840.113549.1.7.6',
  keyBag: '1.2.840.113549.1.12.10.1.1',
  shroudedKeyBag: '1.2.840.113549.1.12.10.1.2',
  certificateBag: '1.2.840.113549.1.12.10.1.3',
  pbes2: '1.2.840.113549.1.5.13',
  tripleDes: '1.2.840.113549.1.12.1.3',
};
const HASHES: Readonly<Record<string, string>> = {
  '1.3.14.3.2.26': 'sha1',
  '2.16.840.1.101.3.4.2.1': 'sha256',
  '2.16.840.1.101.3.4.2.2': 'sha384',
  '2.16.840.1.101.3.4.2.3': 'sha512',
};
const PSEUDO_RANDOM: Readonly<Record<string, string>> = {
  '1.2.840.113549.2.7': 'sha1',
  '1.2.840.113549.2.9': 'sha256',
  '1.2.840.113549.2.10': 'sha384',
  '1.2.840.113549.2.11': 'sha512',
};
const CIPHERS: Readonly<Record<string, { readonly name: string; readonly keyBytes: number }>> = {
  '2.16.840.1.101.3.4.1.2': { name: 'aes-128-cbc', keyBytes: 16 },
  '2.16.840.1.101.3.4.1.22': { name: 'aes-192-cbc', keyBytes: 24 },
  '2.16.840.1.101.3.4.1.42': { name: 'aes-256-cbc', keyBytes: 32 },
  '1.2.840.113549.3.7': { name: 'des-ede3-cbc', keyBytes: 24 },
};
/** More would keep the station busy for whoever sends such a file. */
const MOST_ITERATIONS = 5_000_000;
/** What the salts of PKCS#12's own derivation are for (RFC 7292, B.3). */
const PURPOSE = { key: 1, iv: 2, mac: 3 } as const;

/**
 * Reads a PKCS#12 file (RFC 7292) as plants get it: PBES2 with AES, or the older SHA-1 with three-key triple DES.
 *
 * @throws SigmalineError `report.signer-unreadable`, `report.signer-passphrase`, `report.signer-no-key`
 */
export function readPkcs12(file: Uint8Array, passphrase: string): SigningKeyFile {
  const pfx = guarded(() => PFX.fromBER(Uint8Array.from(file).buffer));
  const content = guarded(() => octets(pfx.authSafe.content));
  requireMac(pfx, content, passphrase);
  const bags = guarded(() => bagsIn(content, passphrase));
  const certificates = bags.flatMap((bag) => (bag.bagId === OID.certificateBag ? certificateIn(bag) : []));
  const keys = bags.flatMap((bag) => keyIn(bag, passphrase));
  for (const key of keys) {
    const own = certificates.find((certificate) => certificate.checkPrivateKey(key));
    if (own === undefined) continue;
    const others = certificates.filter((certificate) => certificate !== own);
    const pem = key.export({ type: 'pkcs8', format: 'pem' }).toString();
    return { key: pem, certificates: [own, ...others].map((certificate) => certificate.toString()) };
  }
  throw new SigmalineError('report.signer-no-key');
}

/** Whatever a parser says of bytes that are none of ours. */
function guarded<Result>(read: () => Result): Result {
  try {
    return read();
  } catch (thrown) {
    if (thrown instanceof SigmalineError) throw thrown;
    throw new SigmalineError('report.signer-unreadable', { reason: messageOf(thrown) }, thrown);
  }
}

/** The file's own check value tells a wrong passphrase from a damaged file. */
function requireMac({ macData }: PFX, content: Buffer, passphrase: string): void {
  if (macData === undefined) throw new SigmalineError('report.signer-unreadable', { reason: 'it has no check value' });
  const { mac, macSalt, iterations = 1 } = macData;
  const hash = HASHES[mac.digestAlgorithm.algorithmId];
  if (hash === undefined) throw unsupported(mac.digestAlgorithm);
  const salt = Buffer.from(macSalt.valueBlock.valueHexView);
  const size = createHash(hash).digest().length;
  const key = derived({ hash, salt, iterations, passphrase, purpose: PURPOSE.mac, size });
  const found = createHmac(hash, key).update(content).digest();
  if (!found.equals(Buffer.from(mac.digest.valueBlock.valueHexView)))
    throw new SigmalineError('report.signer-passphrase');
}

function bagsIn(content: Buffer, passphrase: string): SafeBag[] {
  const { safeContents } = AuthenticatedSafe.fromBER(Uint8Array.from(content).buffer);
  return safeContents.flatMap((info: ContentInfo) => {
    const bytes = info.contentType === OID.data ? octets(info.content) : decryptedContent(info, passphrase);
    return SafeContents.fromBER(Uint8Array.from(bytes).buffer).safeBags;
  });
}

function decryptedContent(info: ContentInfo, passphrase: string): Buffer {
  if (info.contentType !== OID.encrypted) throw new Error('its content is of another kind');
  const { encryptedContentInfo } = new EncryptedData({ schema: info.content });
  const encrypted = encryptedContentInfo.encryptedContent;
  if (encrypted === undefined) throw new Error('its content is missing');
  return decrypted(encryptedContentInfo.contentEncryptionAlgorithm, octets(encrypted), passphrase);
}

function certificateIn({ bagValue }: SafeBag): X509Certificate[] {
  if (!(bagValue instanceof CertBag)) return [];
  return guarded(() => {
    const certificate = bagValue.parsedValue as Certificate | undefined;
    const bytes = certificate === undefined ? octets(bagValue.certValue) : certificate.toSchema().toBER();
    return [new X509Certificate(Buffer.from(bytes as ArrayBuffer))];
  });
}

function keyIn({ bagId, bagValue }: SafeBag, passphrase: string) {
  return guarded(() => {
    if (bagId === OID.keyBag && bagValue instanceof PrivateKeyInfo) return [pkcs8(bagValue.toSchema().toBER())];
    if (bagId !== OID.shroudedKeyBag || !(bagValue instanceof PKCS8ShroudedKeyBag)) return [];
    return [pkcs8(decrypted(bagValue.encryptionAlgorithm, octets(bagValue.encryptedData), passphrase))];
  });
}

function pkcs8(bytes: ArrayBuffer | Buffer) {
  return createPrivateKey({ key: Buffer.from(bytes as ArrayBuffer), format: 'der', type: 'pkcs8' });
}

function decrypted(algorithm: AlgorithmIdentifier, bytes: Buffer, passphrase: string): Buffer {
  const { cipher, key, iv } =
    algorithm.algorithmId === OID.pbes2 ? pbes2(algorithm, passphrase) : olderPbe(algorithm, passphrase);
  const decipher = createDecipheriv(cipher, key, iv);
  return Buffer.concat([decipher.update(bytes), decipher.final()]);
}

interface Opened {
  readonly cipher: string;
  readonly key: Buffer;
  readonly iv: Buffer;
}

/** RFC 8018, 6.2. */
function pbes2(algorithm: AlgorithmIdentifier, passphrase: string): Opened {
  const { keyDerivationFunc, encryptionScheme } = new PBES2Params({ schema: algorithm.algorithmParams as unknown });
  const derivation = new PBKDF2Params({ schema: keyDerivationFunc.algorithmParams as unknown });
  const { iterationCount, prf } = derivation;
  const salt = octets(derivation.salt as unknown);
  const cipher = CIPHERS[encryptionScheme.algorithmId];
  const hash = prf === undefined ? 'sha1' : PSEUDO_RANDOM[prf.algorithmId];
  if (cipher === undefined || hash === undefined) throw unsupported(encryptionScheme);
  requireIterations(iterationCount);
  const key = pbkdf2Sync(passphrase, salt, iterationCount, cipher.keyBytes, hash);
  return { cipher: cipher.name, key, iv: octets(encryptionScheme.algorithmParams) };
}

/** RFC 7292, C: as Windows writes it. Its forty-bit RC2 is not among what can be read. */
function olderPbe(algorithm: AlgorithmIdentifier, passphrase: string): Opened {
  if (algorithm.algorithmId !== OID.tripleDes) throw unsupported(algorithm);
  const parameters: unknown = algorithm.algorithmParams;
  const [saltBlock, count] = parameters instanceof Sequence ? parameters.valueBlock.value : [];
  if (!(count instanceof Integer)) throw new Error('its parameters are missing');
  const salt = octets(saltBlock);
  const iterations = count.valueBlock.valueDec;
  const of = (purpose: number, size: number): Buffer =>
    derived({ hash: 'sha1', salt, iterations, passphrase, purpose, size });
  return { cipher: 'des-ede3-cbc', key: of(PURPOSE.key, 24), iv: of(PURPOSE.iv, 8) };
}

function unsupported({ algorithmId }: AlgorithmIdentifier): SigmalineError {
  const reason = `it is encrypted with ${algorithmId}, which is not supported; export it with AES-256`;
  return new SigmalineError('report.signer-unreadable', { reason });
}

function requireIterations(count: number): void {
  if (!(count >= 1 && count <= MOST_ITERATIONS)) throw new Error('its number of iterations is absurd');
}

interface Derivation {
  readonly hash: string;
  readonly salt: Buffer;
  readonly iterations: number;
  readonly passphrase: string;
  readonly purpose: number;
  readonly size: number;
}

/** A key, an initial vector or a MAC's key from a passphrase (RFC 7292, B.2). */
function derived({ hash, salt, iterations, passphrase, purpose, size }: Derivation): Buffer {
  requireIterations(iterations);
  // Bytes of a block of SHA-1 and SHA-256 on the one hand, of SHA-384 and SHA-512 on the other.
  const block = hash === 'sha1' || hash === 'sha256' ? 64 : 128;
  const filled = (bytes: Buffer): Buffer => Buffer.alloc(Math.ceil(bytes.length / block) * block, bytes);
  const secret = Buffer.from(`${passphrase}\0`, 'utf16le').swap16();
  const input = Buffer.concat([salt.length === 0 ? salt : filled(salt), filled(secret)]);
  const pieces: Buffer[] = [];
  for (let length = 0; length < size; length += pieces.at(-1)?.length ?? size) {
    let piece: Buffer = createHash(hash).update(Buffer.alloc(block, purpose)).update(input).digest();
    for (let round = 1; round < iterations; round += 1) piece = createHash(hash).update(piece).digest();
    pieces.push(piece);
    addOneAnd(input, Buffer.alloc(block, piece));
  }
  return Buffer.concat(pieces).subarray(0, size);
}

/** Each block of the input becomes itself + 1 + another block, as numbers that wrap around. */
function addOneAnd(input: Buffer, other: Buffer): void {
  for (let start = 0; start < input.length; start += other.length) {
    let carry = 1;
    for (let at = other.length - 1; at >= 0; at -= 1) {
      carry += (input[start + at] ?? 0) + (other[at] ?? 0);
      input[start + at] = carry & 0xff;
      carry >>= 8;
    }
  }
}

/** The bytes of an octet string, which may come in pieces. */
function octets(block: unknown): Buffer {
  const string = block instanceof OctetString ? block : fromBER((block as { toBER(): ArrayBuffer }).toBER()).result;
  if (!(string instanceof OctetString)) throw new Error('an octet string is missing');
  return Buffer.from(string.getValue());
}
