import * as crypto from 'node:crypto';

/** SHA-256. A string is hashed as UTF-8. */
export function sha256(content: string | Uint8Array): Buffer {
  return oneShot('sha256', content, 'buffer');
}

export function sha256Hex(content: string | Uint8Array): string {
  return oneShot('sha256', content, 'hex');
}

// For what is short, three times as fast as an object that hashes. Node has it since 20.12.
const given: typeof crypto.hash | undefined = crypto.hash;
const oneShot =
  given ??
  ((name, content, form) =>
    crypto
      .createHash(name)
      .update(content)
      .digest(form as 'hex'));
