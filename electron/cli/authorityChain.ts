import type { X509Certificate } from 'node:crypto';
import {
  BasicConstraints,
  Certificate,
  id_BasicConstraints,
  id_CertificatePolicies,
  id_ExtKeyUsage,
  id_KeyUsage,
} from 'pkijs';

/** What an issuer may mark as critical; RFC 5280, 6.1.4 (o) refuses whatever else is, as nothing here processes it. */
const PROCESSED: readonly string[] = [id_BasicConstraints, id_KeyUsage, id_ExtKeyUsage, id_CertificatePolicies];

/**
 * Whether certificates lead from a signer to an authority, as RFC 5280 asks for names, keys, signatures, times, path lengths and critical extensions.
 * Revocation is not looked at: a station has no network for it. The library's own search is not used, as two certificates that sign each other keep it
 * searching until memory ends (pkijs 3.4.3).
 *
 * @param others certificates that came with the signature, and are trusted only as links
 * @param at when each of them had to be valid
 */
export function leadsTo(
  authorities: readonly X509Certificate[],
  signer: X509Certificate,
  others: readonly X509Certificate[],
  at: Date,
): boolean {
  // Nearest first, so that each is reached with as few certificates below it as possible.
  const reached = [{ certificate: signer, below: 0 }];
  for (const { certificate, below } of reached) {
    if (authorities.some(({ raw }) => raw.equals(certificate.raw))) return true;
    const issuers = [...authorities, ...others].filter(
      (other) =>
        !reached.some((before) => before.certificate.raw.equals(other.raw)) &&
        isIssuedBy(certificate, other) &&
        wasValid(other, at) &&
        mayIssue(other, below),
    );
    reached.push(...issuers.map((issuer) => ({ certificate: issuer, below: below + 1 })));
  }
  return false;
}

function isIssuedBy(certificate: X509Certificate, other: X509Certificate): boolean {
  try {
    return certificate.checkIssued(other) && certificate.verify(other.publicKey);
  } catch {
    // A key of a kind that OpenSSL does not know.
    return false;
  }
}

export function wasValid({ validFromDate, validToDate }: X509Certificate, at: Date): boolean {
  return validFromDate <= at && at <= validToDate;
}

function mayIssue({ ca, raw }: X509Certificate, below: number): boolean {
  const { extensions = [] } = Certificate.fromBER(raw);
  const constraints: unknown = extensions.find(({ extnID }) => extnID === id_BasicConstraints)?.parsedValue;
  const longest = constraints instanceof BasicConstraints ? constraints.pathLenConstraint : undefined;
  return (
    ca &&
    (typeof longest !== 'number' || below <= longest) &&
    extensions.every(({ critical, extnID }) => !critical || PROCESSED.includes(extnID))
  );
}
