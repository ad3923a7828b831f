import { createHmac } from 'node:crypto';
import { connectionFieldName, SigmalineError, webhookSecretDigits } from '../../../shared/domain/index.ts';

/** The bytes of a secret as it is written: `whsec_` and base64. @throws SigmalineError */
export function keyOf(secret: string | undefined): Buffer {
  if (secret === undefined)
    throw new SigmalineError('connection.secret-missing', { secret: connectionFieldName('secret') });
  return Buffer.from(webhookSecretDigits(secret), 'base64');
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
