import { isIP } from 'node:net';
import { type Detail, type ErrorCode, messageOf, SigmalineError } from '../../shared/domain/index.ts';
import { errnoCode, errnoReason } from '../files/index.ts';

/** What Node and OpenSSL say where the other end's certificate is not trusted. */
const UNTRUSTED =
  /^(DEPTH_ZERO_SELF_SIGNED_CERT|SELF_SIGNED_CERT_IN_CHAIN|UNABLE_TO_(VERIFY_LEAF_SIGNATURE|GET_ISSUER_CERT(_LOCALLY)?)|CERT_\w+|INVALID_CA|HOSTNAME_MISMATCH|ERR_TLS_CERT_ALTNAME_INVALID)$/;
/** What they say of a certificate or a key of our own: it is no PEM text, the two do not belong together, or the other end wants another one. */
const UNUSABLE =
  /^ERR_OSSL_(PEM|X509|ASN1|EVP|UNSUPPORTED|CRYPTO|RSA|EC|DECODER)\w*$|KEY_VALUES_MISMATCH$|^ERR_SSL_\w*ALERT\w*(CERTIFICATE|UNKNOWN_CA)\w*$/;

/** The other end answered, and not as TLS does; PostgreSQL's client says so in words alone. */
const NOT_TLS =
  /^(EPROTO|ERR_SSL_(WRONG_VERSION_NUMBER|PACKET_LENGTH_TOO_LONG|TLSV1_ALERT_PROTOCOL_VERSION))$|does not support SSL|establishing an SSL connection|before secure TLS connection|wrong version number/;

/** What the system says, for people. */
const NETWORK: Readonly<Record<string, ErrorCode>> = {
  ECONNREFUSED: 'connection.reason-nobody',
  ...{ ENOTFOUND: 'connection.reason-no-name', EAI_AGAIN: 'connection.reason-no-name' },
  ETIMEDOUT: 'connection.reason-silent',
  ...{ EHOSTUNREACH: 'connection.reason-no-way', ENETUNREACH: 'connection.reason-no-way' },
  ...{ ECONNRESET: 'connection.reason-ended', EPIPE: 'connection.reason-ended' },
};
const LISTENING: Readonly<Record<string, ErrorCode>> = {
  EADDRNOTAVAIL: 'connection.reason-no-card',
  ...{ ENOTFOUND: 'connection.reason-no-name', EAI_AGAIN: 'connection.reason-no-name' },
  EACCES: 'connection.reason-administrators',
};
const FOLDER: Readonly<Record<string, ErrorCode>> = {
  ...{ ENOENT: 'connection.reason-no-folder', ENOTDIR: 'connection.reason-no-folder' },
  ...{ EACCES: 'connection.reason-no-right', EPERM: 'connection.reason-no-right' },
  EROFS: 'connection.reason-read-only',
};

/** Why the station cannot listen there. */
export function listeningReason(thrown: unknown): Detail {
  return inWords(LISTENING, thrown) ?? errnoReason(thrown);
}

/** Why nothing can be written to a folder. */
export function folderReason(thrown: unknown): Detail {
  return inWords(FOLDER, thrown) ?? errnoReason(thrown);
}

/**
 * What a failure on the way to another machine means for a person.
 *
 * @param where the receiver as people know it: its address, never a password
 */
export function networkError(where: string, thrown: unknown): SigmalineError {
  if (thrown instanceof SigmalineError) return thrown as SigmalineError;
  const { code = '' } = thrown as { readonly code?: string };
  const reason = reasonOf(thrown);
  if ([code, messageOf(thrown)].some((said) => NOT_TLS.test(said)))
    return new SigmalineError('connection.not-tls', { where, reason }, thrown);
  if (UNTRUSTED.test(code)) return new SigmalineError('connection.certificate', { where, reason }, thrown);
  if (UNUSABLE.test(code)) return new SigmalineError('connection.own-certificate', { reason }, thrown);
  return new SigmalineError('connection.unreachable', { where, reason }, thrown);
}

/** An error of several addresses says nothing itself; the first of them does. */
function reasonOf(thrown: unknown): Detail {
  const inner = thrown instanceof AggregateError ? (thrown.errors[0] as unknown) : undefined;
  const { code } = thrown as { readonly code?: string };
  return inWords(NETWORK, inner ?? thrown) ?? (shortened(messageOf(inner ?? thrown)) || code || 'no reason given');
}

/** Without what Node says to its programmers, and without the places in OpenSSL's sources. */
function shortened(message: string): string {
  const [, library, said] = /error:[0-9A-F]+:([^:]*):[^:]*:([^:]+)/.exec(message) ?? [];
  return said === undefined ? message.replace(/; if the root CA is installed locally.*$/s, '') : `${library}: ${said}`;
}

function inWords(known: Readonly<Record<string, ErrorCode>>, thrown: unknown): Detail | null {
  const system = errnoCode(thrown) ?? '';
  const code = known[system];
  return code === undefined ? null : { code, details: { code: system } };
}

/** Whether what goes to this host stays on this machine, where nobody in the network can read it. */
export function isThisMachine(host: string): boolean {
  const bare = host.replace(/^\[|\]$/g, '');
  return bare === 'localhost' || bare === '::1' || (isIP(bare) === 4 && bare.startsWith('127.'));
}
