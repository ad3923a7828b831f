import { createHash, randomBytes, webcrypto } from 'node:crypto';
import { Integer, Null, ObjectIdentifier, OctetString, Sequence, Utf8String } from 'asn1js';
import * as pki from 'pkijs';

const YEAR_MS = 365 * 24 * 60 * 60 * 1000;
const TIME_STAMPING = '1.3.6.1.5.5.7.3.8';
const ATTRIBUTE = {
  contentType: '1.2.840.113549.1.9.3',
  messageDigest: '1.2.840.113549.1.9.4',
  signingCertificateV2: '1.2.840.113549.1.9.16.2.47',
};

/** A certificate and the key that it is for. */
export interface Holder {
  readonly certificate: pki.Certificate;
  readonly keys: webcrypto.CryptoKeyPair;
}

interface CertificateOptions {
  readonly issuer?: Holder;
  readonly isAuthority?: boolean;
  readonly pathLength?: number;
  readonly purposes?: readonly string[];
  readonly isPurposeCritical?: boolean;
  readonly notBefore?: Date;
  readonly notAfter?: Date;
  /** Otherwise new ones. */
  readonly keys?: webcrypto.CryptoKeyPair;
  readonly extra?: readonly pki.Extension[];
}

const serialNumber = () => new Integer({ valueHex: Uint8Array.from([0x40, ...randomBytes(15)]).buffer });
const sha256 = (bytes: Uint8Array | ArrayBuffer) => createHash('sha256').update(new Uint8Array(bytes)).digest();

/** A certificate for `name`: signed by itself where no issuer is given. */
export async function holder(name: string, at: Date, options: CertificateOptions = {}): Promise<Holder> {
  const { isAuthority = false, pathLength, purposes = [], isPurposeCritical = true } = options;
  const keys =
    options.keys ??
    (await webcrypto.subtle.generateKey({ name: 'ECDSA', namedCurve: 'P-256' }, true, ['sign', 'verify']));
  const certificate = new pki.Certificate({ version: 2, serialNumber: serialNumber() });
  const named = new pki.AttributeTypeAndValue({ type: '2.5.4.3', value: new Utf8String({ value: name }) });
  certificate.subject.typesAndValues.push(named);
  certificate.issuer = options.issuer?.certificate.subject ?? certificate.subject;
  certificate.notBefore.value = options.notBefore ?? new Date(at.getTime() - YEAR_MS);
  certificate.notAfter.value = options.notAfter ?? new Date(at.getTime() + YEAR_MS);
  const constraints = new pki.BasicConstraints({
    cA: isAuthority,
    ...(pathLength !== undefined && { pathLenConstraint: pathLength }),
  });
  const usage = new pki.ExtKeyUsage({ keyPurposes: [...purposes] });
  certificate.extensions = [
    new pki.Extension({
      extnID: pki.id_BasicConstraints,
      critical: true,
      extnValue: constraints.toSchema().toBER(),
    }),
    ...(purposes.length === 0
      ? []
      : [
          new pki.Extension({
            extnID: pki.id_ExtKeyUsage,
            critical: isPurposeCritical,
            extnValue: usage.toSchema().toBER(),
          }),
        ]),
    ...(options.extra ?? []),
  ];
  // The package's types are those of a browser's keys, which are the same things.
  await certificate.subjectPublicKeyInfo.importKey(keys.publicKey as never);
  await certificate.sign((options.issuer?.keys ?? keys).privateKey as never, 'SHA-256');
  return { certificate, keys };
}

/** A holder that signs time stamps. */
export const stamper = (at: Date, options: CertificateOptions) =>
  holder('Stamps of the plant', at, { purposes: [TIME_STAMPING], ...options });

export function pemOf({ certificate }: Holder): string {
  const lines = certificate.toString('base64').match(/.{1,64}/g) ?? [];
  return `-----BEGIN CERTIFICATE-----\n${lines.join('\n')}\n-----END CERTIFICATE-----\n`;
}

export interface StampOptions {
  readonly signer: Holder;
  readonly at: Date;
  /** What comes along besides the signer's certificate. */
  readonly others?: readonly Holder[];
  readonly isWithoutCertificates?: boolean;
  /** Whom the signature names, where that is not the signer. */
  readonly named?: Holder;
  readonly contentType?: string;
  readonly digest?: 'SHA-1' | 'SHA-256';
}

/** An authority's answer to a request, as RFC 3161 and RFC 5816 have it. */
export async function answer(request: Uint8Array, options: StampOptions): Promise<Uint8Array> {
  const {
    signer,
    at,
    others = [],
    named = signer,
    contentType = pki.id_eContentType_TSTInfo,
    digest = 'SHA-256',
  } = options;
  const { messageImprint, nonce } = pki.TimeStampReq.fromBER(request);
  const info = new pki.TSTInfo({
    version: 1,
    policy: '1.2.3.4',
    messageImprint,
    serialNumber: new Integer({ value: 42 }),
    genTime: at,
    ...(nonce !== undefined && { nonce }),
  })
    .toSchema()
    .toBER();
  const attribute = (type: string, value: unknown) => new pki.Attribute({ type, values: [value] });
  const hash = createHash(digest.replace('-', '')).update(new Uint8Array(info)).digest();
  const certificateId = new Sequence({
    value: [new OctetString({ valueHex: sha256(named.certificate.toSchema().toBER()) })],
  });
  const signed = new pki.SignedData({
    version: 3,
    encapContentInfo: new pki.EncapsulatedContentInfo({
      eContentType: pki.id_eContentType_TSTInfo,
      eContent: new OctetString({ valueHex: info }),
    }),
    certificates: options.isWithoutCertificates === true ? [] : [signer, ...others].map((one) => one.certificate),
    signerInfos: [
      new pki.SignerInfo({
        version: 1,
        sid: new pki.IssuerAndSerialNumber({
          issuer: signer.certificate.issuer,
          serialNumber: signer.certificate.serialNumber,
        }),
        signedAttrs: new pki.SignedAndUnsignedAttributes({
          type: 0,
          attributes: [
            attribute(ATTRIBUTE.contentType, new ObjectIdentifier({ value: contentType })),
            attribute(ATTRIBUTE.messageDigest, new OctetString({ valueHex: hash })),
            attribute(
              ATTRIBUTE.signingCertificateV2,
              new Sequence({ value: [new Sequence({ value: [certificateId] })] }),
            ),
          ],
        }),
      }),
    ],
  });
  await signed.sign(signer.keys.privateKey as never, 0, digest);
  const token = new pki.ContentInfo({ contentType: pki.id_ContentType_SignedData, content: signed.toSchema(true) });
  const status = new pki.PKIStatusInfo({ status: pki.PKIStatus.granted });
  return new Uint8Array(new pki.TimeStampResp({ status, timeStampToken: token }).toSchema().toBER());
}

/** An authority's refusal. */
export function refusal(reason: string): Uint8Array {
  const status = new pki.PKIStatusInfo({
    status: pki.PKIStatus.rejection,
    statusStrings: [new Utf8String({ value: reason })],
  });
  return new Uint8Array(new pki.TimeStampResp({ status }).toSchema().toBER());
}

/** An extension that nothing here knows. */
export const unknownCritical = new pki.Extension({
  extnID: '1.2.3.4.5',
  critical: true,
  extnValue: new Null().toBER(),
});
