import type { ByteReader } from './byteReader.ts';

/** The header names the size of the file; where a writer left it out, it follows from the size of the image. */
export async function isBmpComplete(reader: ByteReader): Promise<boolean> {
  const header = await reader.read(0, 54);
  if (header.length < 54) return false;
  const declared = header.readUInt32LE(2);
  const pixels = header.readUInt32LE(10);
  return reader.size >= (declared > pixels ? declared : pixels + pixelBytes(header));
}

function pixelBytes(header: Buffer): number {
  const width = Math.abs(header.readInt32LE(18));
  const height = Math.abs(header.readInt32LE(22));
  const bitsPerPixel = header.readUInt16LE(28);
  const compressedBytes = header.readUInt32LE(30) === 0 ? 0 : header.readUInt32LE(34);
  return compressedBytes > 0 ? compressedBytes : Math.ceil((width * bitsPerPixel) / 32) * 4 * height;
}
