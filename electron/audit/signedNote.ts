import { createPrivateKey, createPublicKey, generateKeyPairSync, type KeyObject, sign, verify } from 'node:crypto';
import { sha256Hex } from './sha256.ts';

/** C2SP signed notes with Ed25519 keys (https://c2sp.org/signed-note): a text, an empty line, and a line for each signature. */
const ED25519 = 1;
const KEY_ID_BYTES = 4;
const KEY_BYTES = 32;
const DASH = '\u2014';
/** What stands before the 32 bytes of an Ed25519 key in DER (RFC 8410). */
const PUBLIC_KEY_HEADER = Buffer.from('302a300506032b6570032100', 'hex');

/** A public key and the name that it signs under. */
export interface PublicKey {
  readonly name: string;
  /** The first 4 bytes of a hash of name and key, by which a signature names its key; hexadecimal. */
  readonly id: string;
  readonly key: KeyObject;
  /** `name+id+base64`: what people are given. */
  readonly text: string;
}

export interface SigningKey extends PublicKey {
  readonly privateKey: KeyObject;
}

/** A new Ed25519 key, as PEM (PKCS #8). */
export function generateKeyPem(): string {
  return generateKeyPairSync('ed25519').privateKey.export({ type: 'pkcs8', format: 'pem' }) as string;
}

/** @throws Error where the text holds no Ed25519 key */
export function signingKey(pem: string, name: string): SigningKey {
  const privateKey = createPrivateKey(pem);
  if (privateKey.asymmetricKeyType !== 'ed25519') throw new Error('This is not an Ed25519 key.');
  return { ...publicKeyOf(createPublicKey(privateKey), name), privateKey };
}

/** Reads `name+id+base64`. @returns null for what is not such a text, or whose id is not that of the key */
export function parsePublicKey(text: string): PublicKey | null {
  const [, name, bytes] = /^([^\s+]+)\+[0-9a-f]{8}\+([A-Za-z0-9+/]+=*)$/.exec(text.trim()) ?? [];
  const raw = Buffer.from(bytes ?? '', 'base64');
  if (name === undefined || raw.length !== 1 + KEY_BYTES || raw[0] !== ED25519) return null;
  const der = Buffer.concat([PUBLIC_KEY_HEADER, raw.subarray(1)]);
  const parsed = publicKeyOf(createPublicKey({ key: der, format: 'der', type: 'spki' }), name);
  return parsed.text === text.trim() ? parsed : null;
}

function publicKeyOf(key: KeyObject, name: string): PublicKey {
  if (!/^[^\s+]+$/.test(name)) throw new Error(`"${name}" cannot be the name of a key.`);
  const raw = key.export({ type: 'spki', format: 'der' }).subarray(-KEY_BYTES);
  const typed = Buffer.concat([Buffer.of(ED25519), raw]);
  const id = sha256Hex(Buffer.concat([Buffer.from(`${name}\n`), typed])).slice(0, 2 * KEY_ID_BYTES);
  return { name, id, key, text: `${name}+${id}+${typed.toString('base64')}` };
}

export interface NoteSignature {
  readonly name: string;
  readonly id: string;
  readonly signature: Buffer;
}

export interface SignedNote {
  /** Ends with a line feed. */
  readonly text: string;
  readonly signatures: readonly NoteSignature[];
}

/** @param text ends with a line feed @returns the whole note */
export function signNote(text: string, { name, id, privateKey }: SigningKey): string {
  const signature = sign(null, Buffer.from(text), privateKey);
  return `${text}\n${DASH} ${name} ${Buffer.concat([Buffer.from(id, 'hex'), signature]).toString('base64')}\n`;
}

/** @returns null for what is not a signed note */
export function parseNote(note: string): SignedNote | null {
  const end = note.lastIndexOf('\n\n');
  if (end < 0 || !note.endsWith('\n')) return null;
  const lines = note.slice(end + 2, -1).split('\n');
  const signatures = lines.flatMap((line) => parseSignature(line) ?? []);
  return signatures.length === lines.length ? { text: note.slice(0, end + 1), signatures } : null;
}

function parseSignature(line: string): NoteSignature | null {
  const [, name, base64] = new RegExp(`^${DASH} ([^\\s+]+) ([A-Za-z0-9+/]+=*)$`).exec(line) ?? [];
  const bytes = Buffer.from(base64 ?? '', 'base64');
  if (name === undefined || bytes.length <= KEY_ID_BYTES) return null;
  return { name, id: bytes.subarray(0, KEY_ID_BYTES).toString('hex'), signature: bytes.subarray(KEY_ID_BYTES) };
}

/** What a note's signatures say about a key: signed by it, signed falsely in its name, or not signed by it at all. */
export function signatureBy(note: SignedNote, { name, id, key }: PublicKey): 'valid' | 'false' | 'none' {
  const own = note.signatures.filter((signature) => signature.name === name && signature.id === id);
  if (own.length === 0) return 'none';
  return own.every(({ signature }) => verify(null, Buffer.from(note.text), key, signature)) ? 'valid' : 'false';
}

/** The names and ids of the keys that signed a note, for people. */
export function signersOf({ signatures }: SignedNote): string {
  return signatures.map(({ name, id }) => `${name}+${id}`).join(', ');
}
