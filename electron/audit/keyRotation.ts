import { type PublicKey, parseNote, parsePublicKey, type SigningKey, signatureBy, signNote } from './signedNote.ts';

const TITLE = 'sigmaline key rotation';

/** What an old key signs to hand over to a new one: the `note` in the entry `key.rotated`, beside the `key`. */
export function writeRotation(oldKey: SigningKey, newKey: PublicKey): string {
  return signNote(`${TITLE}\n${oldKey.name}\n${newKey.text}\n`, oldKey);
}

/** The key that an old one hands over to; null where the old one signed nothing of the kind. */
export function rotatedKey(text: string, oldKey: PublicKey): PublicKey | null {
  const note = parseNote(text);
  const [title, origin, key] = note?.text.split('\n') ?? [];
  const isSigned = note !== null && signatureBy(note, oldKey) === 'valid';
  return isSigned && title === TITLE && origin === oldKey.name ? parsePublicKey(key ?? '') : null;
}
