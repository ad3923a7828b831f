import type { ByteReader } from './byteReader.ts';

/** A WebP file is one RIFF chunk: its size stands behind the mark and does not count the eight bytes before it. */
export async function isWebpComplete(reader: ByteReader): Promise<boolean> {
  const header = await reader.read(0, 8);
  return reader.size >= header.readUInt32LE(4) + 8;
}
