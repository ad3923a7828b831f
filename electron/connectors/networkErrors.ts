import { isIP } from 'node:net';
import { messageOf, SigmalineError } from '../../shared/domain/index.ts';

/** What Node and OpenSSL say where the other end's certificate is not trusted. */
const UNTRUSTED =
  /^(DEPTH_ZERO_SELF_SIGNED_CERT|SELF_SIGNED_CERT_IN_CHAIN|UNABLE_TO_(VERIFY_LEAF_SIGNATURE|GET_ISSUER_CERT(_LOCALLY)?)|CERT_\w+|INVALID_CA|HOSTNAME_MISMATCH|ERR_TLS_CERT_ALTNAME_INVALID)$/;
/** What they say of a certificate or a key of our own: it is no PEM text, the two do not belong together, or the other end wants another one. */
const UNUSABLE =
  /^ERR_OSSL_(PEM|X509|ASN1|EVP|UNSUPPORTED|CRYPTO|RSA|EC|DECODER)\w*$|KEY_VALUES_MISMATCH$|^ERR_SSL_\w*ALERT\w*(CERTIFICATE|UNKNOWN_CA)\w*$/;

/**
 * What a failure on the way to another machine means for a person.
 *
 * @param where the receiver as people know it: its address, never a password
 */
export function networkError(where: string, thrown: unknown): SigmalineError {
  if (thrown instanceof SigmalineError) return thrown as SigmalineError;
  const { code = '' } = thrown as { readonly code?: string };
  const reason = reasonOf(thrown);
  if (UNTRUSTED.test(code)) return new SigmalineError('connection.certificate', { where, reason }, thrown);
  if (UNUSABLE.test(code)) return new SigmalineError('connection.own-certificate', { reason }, thrown);
  return new SigmalineError('connection.unreachable', { where, reason }, thrown);
}

/** An error of several addresses says nothing itself; the first of them does. */
function reasonOf(thrown: unknown): string {
  const inner = thrown instanceof AggregateError ? (thrown.errors[0] as unknown) : undefined;
  const { code } = thrown as { readonly code?: string };
  return messageOf(inner ?? thrown) || code || 'no reason given';
}

/** Whether what goes to this host stays on this machine, where nobody in the network can read it. */
export function isThisMachine(host: string): boolean {
  const bare = host.replace(/^\[|\]$/g, '');
  return bare === 'localhost' || bare === '::1' || (isIP(bare) === 4 && bare.startsWith('127.'));
}
