import { open } from 'node:fs/promises';

/** PNG: signature, IHDR's length and name, width, height, then the bits of a sample. */
const PNG_BIT_DEPTH_AT = 24;
const HEAD_BYTES = 32;

/**
 * The media type of a picture that every browser shows as it is, told by its content; null for anything else, such as TIFF or 16 bits a sample,
 * of which a browser would show nothing or not what was judged.
 *
 * @throws the file system's error
 */
export async function browserMediaType(path: string): Promise<string | null> {
  const handle = await open(path, 'r');
  try {
    const { buffer, bytesRead } = await handle.read(Buffer.alloc(HEAD_BYTES), 0, HEAD_BYTES, 0);
    return mediaTypeOf(buffer.subarray(0, bytesRead));
  } finally {
    await handle.close();
  }
}

function mediaTypeOf(head: Buffer): string | null {
  const text = head.toString('latin1');
  if (text.startsWith('\x89PNG\r\n\x1a\n')) return (head[PNG_BIT_DEPTH_AT] ?? 16) <= 8 ? 'image/png' : null;
  if (text.startsWith('\xff\xd8\xff')) return 'image/jpeg';
  if (text.startsWith('RIFF') && text.slice(8, 12) === 'WEBP') return 'image/webp';
  if (text.startsWith('BM')) return 'image/bmp';
  return null;
}
