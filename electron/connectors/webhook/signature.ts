import { createHmac } from 'node:crypto';
import { connectionFieldName, SigmalineError } from '../../../shared/domain/index.ts';

const PREFIX = 'whsec_';
/** What the specification says of a key, bytes. */
const KEY_BYTES = { least: 24, most: 64 };

/** The bytes of a secret as it is written: `whsec_` and base64. @throws SigmalineError */
export function keyOf(secret: string | undefined): Buffer {
  if (secret === undefined)
    throw new SigmalineError('connection.secret-missing', { secret: connectionFieldName('secret') });
  const text = secret.trim();
  const digits = text.startsWith(PREFIX) ? text.slice(PREFIX.length) : '';
  const key = Buffer.from(digits, 'base64');
  const isBase64 = key.toString('base64').replace(/=+$/, '') === digits.replace(/=+$/, '');
  if (!isBase64 || key.length < KEY_BYTES.least || key.length > KEY_BYTES.most)
    throw new SigmalineError('connection.secret-form', {
      secret: connectionFieldName('secret'),
      form: `whsec_ + base64 (${KEY_BYTES.least}-${KEY_BYTES.most} bytes)`,
      command: 'echo "whsec_$(openssl rand -base64 32)"',
    });
  return key;
}

/**
 * The signature of a call: HMAC-SHA256 of `id.timestamp.body`, base64, behind its version.
 * Source: Standard Webhooks specification, "Signature scheme".
 *
 * @param seconds since 1970, when the call is made
 */
export function signatureOf(key: Uint8Array, id: string, seconds: number, body: string): string {
  return `v1,${createHmac('sha256', key).update(`${id}.${seconds}.${body}`).digest('base64')}`;
}
