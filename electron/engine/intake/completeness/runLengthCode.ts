import type { ByteReader } from './byteReader.ts';

const WINDOW_BYTES = 64 * 1024;
const END_OF_BITMAP = Buffer.from([0, 1]);
/** Writers fill the code up to four bytes. */
const MOST_FILLING_BYTES = 3;

interface RunLengthCode {
  readonly codeStart: number;
  /** 0 where the writer left it out. */
  readonly compressedBytes: number;
  readonly bitsPerPixel: number;
}

/** Whether the code of a bitmap (RLE8, RLE4) is there up to its end mark. Where its length is not named, it is read through. */
export async function runLengthCodeEnds(reader: ByteReader, code: RunLengthCode): Promise<boolean> {
  if (code.compressedBytes === 0) return codeReachesEnd(reader, code);
  const end = code.codeStart + code.compressedBytes;
  if (end > reader.size) return false;
  const tailBytes = Math.min(code.compressedBytes, END_OF_BITMAP.length + MOST_FILLING_BYTES);
  return (await reader.read(end - tailBytes, tailBytes)).includes(END_OF_BITMAP);
}

async function codeReachesEnd(reader: ByteReader, { codeStart, bitsPerPixel }: RunLengthCode): Promise<boolean> {
  let position = codeStart;
  while (position + 2 <= reader.size) {
    const window = await reader.read(position, WINDOW_BYTES);
    if (window.length < 2) return false;
    let index = 0;
    while (index + 2 <= window.length) {
      const [count = 0, value = 0] = window.subarray(index, index + 2);
      if (count === 0 && value === 1) return true;
      index += 2 + (count === 0 ? bytesAfterEscape(value, bitsPerPixel) : 0);
    }
    position += index;
  }
  return false;
}

/** A jump is followed by two bytes, a literal run by its samples, filled up to an even number of bytes. */
function bytesAfterEscape(value: number, bitsPerPixel: number): number {
  if (value === 0) return 0;
  if (value === 2) return 2;
  return Math.ceil((value * bitsPerPixel) / 16) * 2;
}
