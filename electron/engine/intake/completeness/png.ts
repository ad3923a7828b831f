import type { ByteReader } from './byteReader.ts';

/** The IEND chunk: no data, and therefore always the same twelve bytes. */
const IEND = Buffer.from([0, 0, 0, 0, 0x49, 0x45, 0x4e, 0x44, 0xae, 0x42, 0x60, 0x82]);
/** Some writers put a few bytes of their own behind the end. */
const TAIL_BYTES = 4096;

export async function isPngComplete(reader: ByteReader): Promise<boolean> {
  const tail = await reader.read(Math.max(0, reader.size - TAIL_BYTES), TAIL_BYTES);
  return tail.includes(IEND);
}
