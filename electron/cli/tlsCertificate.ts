import { randomBytes, webcrypto, X509Certificate } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { isIP } from 'node:net';
import { hostname, networkInterfaces } from 'node:os';
import { join } from 'node:path';
import { messageOf, SigmalineError } from '../../shared/domain/index.ts';
import type { TlsFiles } from '../../shared/processes/engine.ts';
import { isMissing, makeFolderSync, writeWholeSync } from '../files/index.ts';

/** What Apple's systems accept for a certificate that people trust by hand (support.apple.com/103769): longer ones are refused. */
const VALID_DAYS = 825;
const RENEWED_BEFORE_DAYS = 30;
const DAY_MS = 24 * 60 * 60 * 1000;
const OWNER_ONLY = 0o600;
/** RFC 5280, 4.1.2.2 allows 20 at most. */
const SERIAL_NUMBER_BYTES = 16;

const OID = {
  commonName: '2.5.4.3',
  subjectAlternativeName: '2.5.29.17',
  keyUsage: '2.5.29.15',
  extendedKeyUsage: '2.5.29.37',
  basicConstraints: '2.5.29.19',
  serverAuthentication: '1.3.6.1.5.5.7.3.1',
};
/** RFC 5280, 4.2.1.6. */
const NAME_TYPE = { dns: 2, address: 7 } as const;

/** @throws SigmalineError `station.tls` where a file cannot be read */
export function tlsFilesAt(certificateFile: string, keyFile: string): TlsFiles {
  const read = (file: string): string => {
    try {
      return readFileSync(file, 'utf8');
    } catch (thrown) {
      throw new SigmalineError('station.tls', { reason: messageOf(thrown) }, thrown);
    }
  };
  return { certificate: read(certificateFile), key: read(keyFile) };
}

/** The SHA-256 of a certificate, by which people compare it with what their browser shows. @throws SigmalineError `station.tls` */
export function fingerprintOf({ certificate }: TlsFiles): string {
  try {
    return new X509Certificate(certificate).fingerprint256;
  } catch (thrown) {
    throw new SigmalineError('station.tls', { reason: messageOf(thrown) }, thrown);
  }
}

/**
 * The station's own certificate, which is kept in the data folder so that its fingerprint stays. One that ends soon, or that does not name this machine
 * any more, is replaced.
 *
 * @param address where the station is served
 */
export async function selfSigned(dataFolder: string, address: string, now = new Date()): Promise<TlsFiles> {
  const files = { certificate: join(dataFolder, 'tls.certificate.pem'), key: join(dataFolder, 'tls.key.pem') };
  const names = namesOfMachine(address);
  const kept = keptAt(files);
  if (kept !== null && isUsable(kept, names, now)) return kept;
  const made = await makeCertificate(names, now);
  try {
    makeFolderSync(dataFolder);
    writeWholeSync(files.key, made.key, true, OWNER_ONLY);
    writeWholeSync(files.certificate, made.certificate, true);
  } catch (thrown) {
    throw new SigmalineError('station.data-folder', { folder: dataFolder, reason: messageOf(thrown) }, thrown);
  }
  return made;
}

function keptAt({ certificate, key }: { readonly certificate: string; readonly key: string }): TlsFiles | null {
  try {
    return { certificate: readFileSync(certificate, 'utf8'), key: readFileSync(key, 'utf8') };
  } catch (thrown) {
    if (isMissing(thrown)) return null;
    throw new SigmalineError('station.tls', { reason: messageOf(thrown) }, thrown);
  }
}

function isUsable({ certificate }: TlsFiles, names: readonly string[], now: Date): boolean {
  try {
    const found = new X509Certificate(certificate);
    const namesAll = names.every((name) => (isIP(name) === 0 ? found.checkHost(name) : found.checkIP(name)));
    return namesAll && Date.parse(found.validTo) - now.getTime() > RENEWED_BEFORE_DAYS * DAY_MS;
  } catch {
    return false;
  }
}

/** Its name, its addresses in the network that keep, and this machine itself. */
function namesOfMachine(address: string): string[] {
  const served = ['0.0.0.0', '::'].includes(address)
    ? Object.values(networkInterfaces()).flatMap((own = []) => own.map((one) => one.address))
    : [address];
  const lasting = served.filter((name) => !name.toLowerCase().startsWith('fe80:'));
  return [...new Set([hostname().toLowerCase(), 'localhost', '127.0.0.1', ...lasting])].sort();
}

/** A certificate that signs itself (RFC 5280), with a key on P-256. */
export async function makeCertificate(names: readonly string[], now: Date): Promise<TlsFiles> {
  // Loaded by nobody who does not need it.
  const asn1 = await import('asn1js');
  const pki = await import('pkijs');
  // The package's types are those of a browser's keys, which are the same things.
  const engine = new pki.CryptoEngine({ name: 'node', crypto: webcrypto as never });
  const keys = await webcrypto.subtle.generateKey({ name: 'ECDSA', namedCurve: 'P-256' }, true, ['sign', 'verify']);
  const extension = (oid: string, critical: boolean, value: { toBER(): ArrayBuffer }) =>
    new pki.Extension({ extnID: oid, critical, extnValue: value.toBER() });
  const alternativeNames = names.map((name) =>
    isIP(name) === 0
      ? new pki.GeneralName({ type: NAME_TYPE.dns, value: name })
      : new pki.GeneralName({
          type: NAME_TYPE.address,
          value: new asn1.OctetString({ valueHex: addressBytes(name) }),
        }),
  );
  const certificate = new pki.Certificate();
  certificate.version = 2;
  certificate.serialNumber = new asn1.Integer({ valueHex: positiveInteger(SERIAL_NUMBER_BYTES) });
  for (const name of [certificate.subject, certificate.issuer]) {
    name.typesAndValues.push(
      new pki.AttributeTypeAndValue({
        type: OID.commonName,
        value: new asn1.Utf8String({ value: `Sigmaline at ${hostname()}`.slice(0, 64) }),
      }),
    );
  }
  // A clock that is a little behind takes it too.
  certificate.notBefore.value = new Date(now.getTime() - DAY_MS);
  certificate.notAfter.value = new Date(now.getTime() + (VALID_DAYS - 1) * DAY_MS);
  certificate.extensions = [
    extension(OID.basicConstraints, true, new pki.BasicConstraints({ cA: false }).toSchema()),
    // digitalSignature alone.
    extension(OID.keyUsage, true, new asn1.BitString({ valueHex: Uint8Array.of(0x80).buffer, unusedBits: 7 })),
    extension(OID.extendedKeyUsage, false, new pki.ExtKeyUsage({ keyPurposes: [OID.serverAuthentication] }).toSchema()),
    extension(OID.subjectAlternativeName, false, new pki.GeneralNames({ names: alternativeNames }).toSchema()),
  ];
  await certificate.subjectPublicKeyInfo.importKey(keys.publicKey as never, engine);
  await certificate.sign(keys.privateKey as never, 'SHA-256', engine);
  const key = await webcrypto.subtle.exportKey('pkcs8', keys.privateKey);
  return { certificate: pem('CERTIFICATE', certificate.toSchema(true).toBER()), key: pem('PRIVATE KEY', key) };
}

/** A random number of so many bytes as ASN.1 writes it: the first bit 0, the second 1. */
export function positiveInteger(byteCount: number): ArrayBuffer {
  const bytes = new Uint8Array(randomBytes(byteCount));
  bytes[0] = ((bytes[0] ?? 0) & 0x7f) | 0x40;
  return bytes.buffer;
}

/** The bytes of an address as a certificate holds them: 4, or 16. */
function addressBytes(address: string): ArrayBuffer {
  if (isIP(address) === 4) return Uint8Array.from(address.split('.').map(Number)).buffer;
  // The parser of addresses writes every form of one in the same way.
  const text = new URL(`http://[${address}]`).hostname.slice(1, -1);
  const [head = '', tail] = text.split('::');
  const groups = (part: string | undefined): string[] => (part === undefined || part === '' ? [] : part.split(':'));
  const [before, after] = [groups(head), groups(tail)];
  const all = [...before, ...Array<string>(8 - before.length - after.length).fill('0'), ...after];
  return Uint8Array.from(all.flatMap((group) => [Number.parseInt(group, 16) >> 8, Number.parseInt(group, 16) & 0xff]))
    .buffer;
}

function pem(label: string, bytes: ArrayBuffer): string {
  const lines =
    Buffer.from(bytes)
      .toString('base64')
      .match(/.{1,64}/g) ?? [];
  return `-----BEGIN ${label}-----\n${lines.join('\n')}\n-----END ${label}-----\n`;
}
