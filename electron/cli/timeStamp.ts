import { createHash, X509Certificate } from 'node:crypto';
import { Integer, Null, ObjectIdentifier, OctetString, Sequence } from 'asn1js';
import {
  AlgorithmIdentifier,
  Certificate,
  ExtKeyUsage,
  getHashAlgorithm,
  id_ContentType_SignedData,
  id_ExtKeyUsage,
  id_eContentType_TSTInfo,
  id_sha256,
  id_sha384,
  id_sha512,
  MessageImprint,
  SignedData,
  SignedDataVerifyError,
  type SignerInfo,
  TimeStampReq,
  TimeStampResp,
  TSTInfo,
} from 'pkijs';
import { messageOf, SigmalineError } from '../../shared/domain/index.ts';
import { leadsTo, wasValid } from './authorityChain.ts';
import { positiveInteger } from './tlsCertificate.ts';

/** RFC 3161, 2.4.1: one that does not come twice; OpenSSL takes as many. */
const NONCE_BYTES = 8;
const HASHES: Readonly<Record<string, string>> = {
  [id_sha256]: 'sha256',
  [id_sha384]: 'sha384',
  [id_sha512]: 'sha512',
};
const OID = {
  contentType: '1.2.840.113549.1.9.3',
  signingCertificateV2: '1.2.840.113549.1.9.16.2.47',
  timeStamping: '1.3.6.1.5.5.7.3.8',
};
/** RFC 3161, 2.4.2: granted, and granted with modifications. */
const GRANTED: readonly number[] = [0, 1];
/** Codes of `SignedDataVerifyError`: no certificates, and not the signer's. */
const WITHOUT_CERTIFICATE: readonly number[] = [2, 3];

/** What a time stamp that holds says. */
export interface TimeStamp {
  /** When the bytes existed at the latest, UTC. */
  readonly at: string;
  readonly authority: string;
  /** The number that the authority gave it, hexadecimal. */
  readonly serial: string;
  /** SHA-256 of the authority's certificate. */
  readonly fingerprint: string;
  /** Whether that certificate leads to one that was given; without, whoever made it up could have signed. */
  readonly isTrusted: boolean;
}

/** What an authority is asked for (RFC 3161, 2.4.1): a time stamp over the SHA-256 of `bytes`, with the authority's certificate in it. DER. */
export function timeStampRequest(bytes: Uint8Array): Uint8Array {
  const messageImprint = new MessageImprint({
    hashAlgorithm: new AlgorithmIdentifier({ algorithmId: id_sha256, algorithmParams: new Null() }),
    hashedMessage: new OctetString({ valueHex: hashOf(bytes, 'sha256') }),
  });
  const nonce = new Integer({ valueHex: positiveInteger(NONCE_BYTES) });
  return new Uint8Array(new TimeStampReq({ version: 1, messageImprint, nonce, certReq: true }).toSchema().toBER());
}

/**
 * Checks an authority's answer (RFC 3161, 2.4.2, with the certificate's id of RFC 5816).
 *
 * @param stamp what people call the answer: a file
 * @param authorities certificates that are trusted; with none, the certificate in the answer is believed
 * @throws SigmalineError `stamp.*`
 */
export async function checkTimeStamp(
  bytes: Uint8Array,
  response: Uint8Array,
  stamp: string,
  authorities: readonly X509Certificate[],
): Promise<TimeStamp> {
  const { signed, info, signer, certificates } = read(response, stamp);
  const { hashAlgorithm, hashedMessage } = info.messageImprint;
  const imprint = hashOf(bytes, trustedHash(hashAlgorithm, stamp));
  if (!imprint.equals(hashedMessage.valueBlock.valueHexView)) throw new SigmalineError('stamp.other-file', { stamp });
  trustedHash(signer.digestAlgorithm, stamp);
  // Empty where the signature's algorithm leaves that to the digest's.
  if (getHashAlgorithm(signer.signatureAlgorithm) === 'SHA-1')
    throw new SigmalineError('stamp.hash', { stamp, hash: 'SHA-1' });
  const { own, certificate } = await signerOf(signed, certificates, bytes, stamp);
  const authority = certificate.subject.replaceAll('\n', ', ');
  const at = info.genTime.toISOString();
  if (!isNamedBy(signer, certificate)) throw new SigmalineError('stamp.other-certificate', { stamp });
  if (!isForTimeStamps(own)) throw new SigmalineError('stamp.purpose', { stamp, authority });
  if (!wasValid(certificate, info.genTime)) throw new SigmalineError('stamp.expired', { stamp, authority, at });
  const isTrusted =
    authorities.length > 0 && leadsTo(authorities, certificate, [...certificates.values()], info.genTime);
  if (authorities.length > 0 && !isTrusted) throw new SigmalineError('stamp.untrusted', { stamp, authority, at });
  const serial = Buffer.from(info.serialNumber.valueBlock.valueHexView).toString('hex');
  return { at, authority, serial, fingerprint: certificate.fingerprint256, isTrusted };
}

interface Answer {
  readonly signed: SignedData;
  readonly info: TSTInfo;
  readonly signer: SignerInfo;
  /** Each in the eyes of both libraries, which read the same bytes. */
  readonly certificates: ReadonlyMap<Certificate, X509Certificate>;
}

function read(response: Uint8Array, stamp: string): Answer {
  try {
    const { status, timeStampToken } = TimeStampResp.fromBER(response);
    if (!GRANTED.includes(status.status)) {
      const reason = status.statusStrings?.map((text) => text.getValue()).join(' ') || 'without a reason';
      throw new SigmalineError('stamp.refused', { stamp, status: status.status, reason });
    }
    if (timeStampToken?.contentType !== id_ContentType_SignedData) throw new Error('no time stamp in it');
    const signed = new SignedData({ schema: timeStampToken.content });
    const { eContent, eContentType } = signed.encapContentInfo;
    const [signer, ...more] = signed.signerInfos;
    if (signer === undefined || more.length > 0) throw new Error('not one signature');
    const named = signedAttribute(signer, OID.contentType);
    const isTimeStamp = named instanceof ObjectIdentifier && named.valueBlock.toString() === eContentType;
    if (!isTimeStamp || eContentType !== id_eContentType_TSTInfo || eContent === undefined)
      throw new Error('no time stamp is signed in it');
    // One that is written in pieces, which pkijs 3.4.3 reads here and cannot verify.
    const content = eContent.getValue();
    signed.encapContentInfo.eContent = new OctetString({ valueHex: content });
    const given = (signed.certificates ?? []).filter((one) => one instanceof Certificate).map(x509Of);
    const certificates = new Map(given.map((one) => [Certificate.fromBER(one.raw), one]));
    signed.certificates = [...certificates.keys()];
    return { signed, info: TSTInfo.fromBER(content), signer, certificates };
  } catch (thrown) {
    if (thrown instanceof SigmalineError) throw thrown;
    throw new SigmalineError('stamp.unreadable', { stamp, reason: messageOf(thrown) }, thrown);
  }
}

/** Whose signature it is, which is checked together with the digest of what is signed. */
async function signerOf(
  signed: SignedData,
  certificates: Answer['certificates'],
  bytes: Uint8Array,
  stamp: string,
): Promise<{ readonly own: Certificate; readonly certificate: X509Certificate }> {
  try {
    const data = Uint8Array.from(bytes).buffer;
    const { signatureVerified, signerCertificate: own } = await signed.verify({ signer: 0, data, extendedMode: true });
    const certificate = own ? certificates.get(own) : undefined;
    if (signatureVerified === true && own && certificate !== undefined) return { own, certificate };
  } catch (thrown) {
    if (thrown instanceof SignedDataVerifyError && WITHOUT_CERTIFICATE.includes(thrown.code))
      throw new SigmalineError('stamp.no-certificate', { stamp }, thrown);
    throw new SigmalineError('stamp.signature', { stamp, reason: messageOf(thrown) }, thrown);
  }
  throw new SigmalineError('stamp.signature', { stamp, reason: 'it is not that of the certificate' });
}

/** Whether what is signed names this certificate as the signer's (RFC 5816): otherwise another one with the same key could be put in its place. */
function isNamedBy(signer: SignerInfo, { raw }: X509Certificate): boolean {
  const attribute = signedAttribute(signer, OID.signingCertificateV2);
  // SigningCertificateV2: the first of its ids is that of the signer. An id is a hash's algorithm (none: SHA-256), a hash, and more.
  const [ids] = elementsOf(attribute);
  const [id] = elementsOf(ids);
  const [first, second] = elementsOf(id);
  const [algorithm, hash] = first instanceof OctetString ? [id_sha256, first] : [elementsOf(first)[0], second];
  const name = HASHES[algorithm instanceof ObjectIdentifier ? algorithm.valueBlock.toString() : String(algorithm)];
  return name !== undefined && hash instanceof OctetString && hashOf(raw, name).equals(hash.valueBlock.valueHexView);
}

function elementsOf(block: unknown): readonly unknown[] {
  return block instanceof Sequence ? block.valueBlock.value : [];
}

/** The only value of a signed attribute; undefined where there is none, or several. */
function signedAttribute({ signedAttrs }: SignerInfo, oid: string): unknown {
  const values = (signedAttrs?.attributes ?? [])
    .filter(({ type }) => type === oid)
    .flatMap(({ values }): unknown[] => values);
  return values.length === 1 ? values[0] : undefined;
}

/** RFC 3161, 2.3: for time stamps, for nothing else, and marked as critical. */
function isForTimeStamps({ extensions = [] }: Certificate): boolean {
  const usages = extensions.filter(({ extnID }) => extnID === id_ExtKeyUsage);
  return (
    usages.length === 1 &&
    usages.every(
      ({ critical, parsedValue }) =>
        critical && parsedValue instanceof ExtKeyUsage && parsedValue.keyPurposes.join() === OID.timeStamping,
    )
  );
}

/** @throws SigmalineError `stamp.hash` */
function trustedHash({ algorithmId }: AlgorithmIdentifier, stamp: string): string {
  const name = HASHES[algorithmId];
  if (name === undefined) throw new SigmalineError('stamp.hash', { stamp, hash: algorithmId });
  return name;
}

function x509Of(certificate: Certificate): X509Certificate {
  return new X509Certificate(Buffer.from(certificate.toSchema().toBER()));
}

function hashOf(bytes: Uint8Array, name: string): Buffer {
  return createHash(name).update(bytes).digest();
}
