import { createCipheriv, createDecipheriv, randomBytes } from 'node:crypto';
import { z } from 'zod';

/** The mode of a file that only its owner may read. */
export const OWNER_ONLY = 0o600;
const CIPHER = 'aes-256-gcm';
const IV_BYTES = 12;

const base64 = z.base64();
const sealedSchema = z.object({ cipher: z.literal(CIPHER), iv: base64, tag: base64, data: base64 });

/** Encrypts a text (AES-256-GCM), so that a file of it is of no use without the secret. @param secret 32 bytes */
export function sealed(text: string, secret: Uint8Array): string {
  const iv = randomBytes(IV_BYTES);
  const cipher = createCipheriv(CIPHER, secret, iv);
  const data = Buffer.concat([cipher.update(text, 'utf8'), cipher.final()]).toString('base64');
  const parts = { cipher: CIPHER, iv: iv.toString('base64'), tag: cipher.getAuthTag().toString('base64'), data };
  return `${JSON.stringify(parts)}\n`;
}

/** Whether a text was sealed: what is sealed itself must not begin with a brace. */
export function isSealedText(text: string): boolean {
  return text.startsWith('{');
}

/** @throws Error where it was sealed by another secret, or changed since */
export function unsealed(text: string, secret: Uint8Array): string {
  const { iv, tag, data } = sealedSchema.parse(JSON.parse(text));
  const decipher = createDecipheriv(CIPHER, secret, Buffer.from(iv, 'base64'));
  decipher.setAuthTag(Buffer.from(tag, 'base64'));
  return Buffer.concat([decipher.update(Buffer.from(data, 'base64')), decipher.final()]).toString('utf8');
}
