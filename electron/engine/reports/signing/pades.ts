import { createHash, createPrivateKey, webcrypto, X509Certificate } from 'node:crypto';
import { open } from 'node:fs/promises';
import { ObjectIdentifier, OctetString, Sequence } from 'asn1js';
import * as pki from 'pkijs';
import { SigmalineError } from '../../../../shared/domain/index.ts';
import { flushFile } from '../../../files/index.ts';
import type { SigningKeyFile } from './pkcs12.ts';

export type { SigningKeyFile };

/** Bytes that a signature with its certificates takes: those of a plant's authority have three, of 2 KB at most. */
export const SIGNATURE_BYTES = 16_384;
/** As long as a number in a byte range gets: files of up to 10 GB. */
export const RANGE_PLACEHOLDER = '**********';

const OID = {
  contentType: '1.2.840.113549.1.9.3',
  messageDigest: '1.2.840.113549.1.9.4',
  signingCertificateV2: '1.2.840.113549.1.9.16.2.47',
  data: '1.2.840.113549.1.7.1',
};

/** How a key signs: SHA-256 for RSA and P-256, and what matches the strength of larger curves. */
interface Scheme {
  readonly hash: 'SHA-256' | 'SHA-384' | 'SHA-512';
  readonly algorithm: webcrypto.RsaHashedImportParams | webcrypto.EcKeyImportParams;
}

const CURVES: Readonly<Record<string, { readonly namedCurve: string; readonly hash: Scheme['hash'] }>> = {
  prime256v1: { namedCurve: 'P-256', hash: 'SHA-256' },
  secp384r1: { namedCurve: 'P-384', hash: 'SHA-384' },
  secp521r1: { namedCurve: 'P-521', hash: 'SHA-512' },
};
const LEAST_RSA_BITS = 2048;

/** @throws SigmalineError `report.signer-kind` */
export function schemeOf(keyPem: string): Scheme {
  const { asymmetricKeyType: kind, asymmetricKeyDetails: details } = createPrivateKey(keyPem);
  const curve = CURVES[details?.namedCurve ?? ''];
  if (kind === 'ec' && curve !== undefined) {
    return { hash: curve.hash, algorithm: { name: 'ECDSA', namedCurve: curve.namedCurve } };
  }
  if (kind === 'rsa' && (details?.modulusLength ?? 0) >= LEAST_RSA_BITS) {
    return { hash: 'SHA-256', algorithm: { name: 'RSASSA-PKCS1-v1_5', hash: 'SHA-256' } };
  }
  const size = details?.modulusLength === undefined ? (details?.namedCurve ?? '') : `${details.modulusLength} bits`;
  throw new SigmalineError('report.signer-kind', { kind: `${kind} ${size}`.trim() });
}

/**
 * Signs a PDF that holds a signature's dictionary with room for it (PAdES baseline B: ETSI EN 319 142-1, level B-B). What is signed are all bytes but
 * that room: the file has no earlier revision.
 */
export async function signPdf(path: string, signer: SigningKeyFile): Promise<void> {
  const file = await open(path, 'r+');
  try {
    const bytes = await file.readFile();
    const start = bytes.indexOf(`<${'0'.repeat(2 * SIGNATURE_BYTES)}>`);
    const end = start + 2 * SIGNATURE_BYTES + 2;
    if (start < 0) throw new Error('the PDF has no room for a signature');
    const range = [0, start, end, bytes.length - end];
    const placeholder = Buffer.from(rangeText([0, ...Array.from({ length: 3 }, () => `/${RANGE_PLACEHOLDER}`)]));
    const at = bytes.indexOf(placeholder);
    if (at < 0) throw new Error('the PDF has no byte range');
    const said = Buffer.from(rangeText(range).padEnd(placeholder.length));
    said.copy(bytes, at);
    const signature = await cmsOf([bytes.subarray(0, start), bytes.subarray(end)], signer);
    if (signature.length > SIGNATURE_BYTES) throw new Error('the certificates take more room than a signature has');
    await file.write(said, 0, said.length, at);
    await file.write(Buffer.from(signature.toString('hex')), 0, 2 * signature.length, start + 1);
  } finally {
    await file.close();
  }
  await flushFile(path);
}

function rangeText(range: readonly (number | string)[]): string {
  return `[${range.join(' ')}]`;
}

/** A detached CMS signature (ETSI.CAdES.detached), DER: with the signer's certificate in it by hash (ESSCertIDv2), and without a time, which PAdES keeps in the dictionary. */
async function cmsOf(pieces: readonly Uint8Array[], { key, certificates }: SigningKeyFile): Promise<Buffer> {
  const { hash, algorithm } = schemeOf(key);
  const chain = certificates.map((pem) => pki.Certificate.fromBER(new X509Certificate(pem).raw));
  const [own] = chain;
  if (own === undefined) throw new SigmalineError('report.signer-no-key');
  const digest = createHash(hash.replace('-', ''));
  for (const piece of pieces) digest.update(piece);
  const attribute = (type: string, value: unknown): pki.Attribute => new pki.Attribute({ type, values: [value] });
  // Without an algorithm a hash is SHA-256.
  const ownHash = createHash('sha256').update(Buffer.from(own.toSchema().toBER())).digest();
  const id = new Sequence({ value: [new OctetString({ valueHex: ownHash })] });
  const attributes = [
    attribute(OID.contentType, new ObjectIdentifier({ value: OID.data })),
    attribute(OID.messageDigest, new OctetString({ valueHex: digest.digest() })),
    attribute(OID.signingCertificateV2, new Sequence({ value: [new Sequence({ value: [id] })] })),
  ];
  const signed = new pki.SignedData({
    version: 1,
    encapContentInfo: new pki.EncapsulatedContentInfo({ eContentType: OID.data }),
    certificates: chain,
    signerInfos: [
      new pki.SignerInfo({
        version: 1,
        sid: new pki.IssuerAndSerialNumber({ issuer: own.issuer, serialNumber: own.serialNumber }),
        signedAttrs: new pki.SignedAndUnsignedAttributes({ type: 0, attributes: inDerOrder(attributes) }),
      }),
    ],
  });
  const pkcs8 = createPrivateKey(key).export({ type: 'pkcs8', format: 'der' });
  const cryptoKey = await webcrypto.subtle.importKey('pkcs8', pkcs8, algorithm, false, ['sign']);
  // The package's types are those of a browser's keys, which are the same things.
  await signed.sign(cryptoKey as never, 0, hash);
  const content = new pki.ContentInfo({ contentType: pki.id_ContentType_SignedData, content: signed.toSchema(true) });
  return Buffer.from(content.toSchema().toBER());
}

/** DER writes the members of a set in the order of their bytes. */
function inDerOrder(attributes: readonly pki.Attribute[]): pki.Attribute[] {
  const bytesOf = (attribute: pki.Attribute): Buffer => Buffer.from(attribute.toSchema().toBER());
  return attributes.toSorted((a, b) => Buffer.compare(bytesOf(a), bytesOf(b)));
}
