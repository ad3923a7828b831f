import type { PackageFacts } from '../../../../shared/contract/index.ts';
import { SigmalineError } from '../../../../shared/domain/index.ts';
import type { StationConnection } from '../../lib/connection/index.ts';

/** A piece in Base64 fits into one frame, and is a multiple of three, so that only the last one is padded. */
const PIECE_BYTES = 480_000;

/**
 * Sends the file of a recipe in pieces.
 *
 * @returns what it says of itself, which the station has checked
 * @throws SigmalineError `package.*`
 */
export async function sendFile(
  connection: StationConnection,
  file: File,
  onProgress: (share: number) => void,
): Promise<{ readonly upload: string; readonly facts: PackageFacts }> {
  const upload = newId();
  for (let offset = 0; ; offset += PIECE_BYTES) {
    const piece = new Uint8Array(await file.slice(offset, offset + PIECE_BYTES).arrayBuffer());
    const isLast = offset + piece.length >= file.size;
    const { facts } = await connection.request('recipe.upload', { upload, offset, content: base64Of(piece), isLast });
    onProgress(file.size === 0 ? 1 : (offset + piece.length) / file.size);
    if (!isLast) continue;
    if (facts === null) throw new SigmalineError('package.upload', { reason: 'the station has not read it' });
    return { upload, facts };
  }
}

/** `crypto.randomUUID` is not there over plain HTTP. */
function newId(): string {
  const bytes = crypto.getRandomValues(new Uint8Array(16));
  const hex = Array.from(bytes, (byte) => byte.toString(16).padStart(2, '0')).join('');
  const at = (from: number, to: number): string => hex.slice(from, to);
  return `${at(0, 8)}-${at(8, 12)}-4${at(13, 16)}-a${at(17, 20)}-${at(20, 32)}`;
}

function base64Of(bytes: Uint8Array): string {
  let text = '';
  for (let at = 0; at < bytes.length; at += 8192) text += String.fromCharCode(...bytes.subarray(at, at + 8192));
  return btoa(text);
}
