import { TiffReader } from './tiff/reader.ts';

const MARK = Buffer.from('MPF\0');
/** The list of pictures: sixteen bytes each, which begin with what kind of picture it is. */
const ENTRIES = 0xb002;
const ENTRY_BYTES = 16;
/** Panorama, stereo pair or several angles. Other classes are previews and maps that belong to the one picture. */
const MULTI_FRAME = 2;

/**
 * Whether an APP2 segment of a JPEG says that the file holds several pictures of equal rank (CIPA DC-007, Multi-Picture Format): a decoder sees the
 * first only.
 *
 * @param data of the segment, behind its length
 */
export function namesSeveralPictures(data: Buffer): boolean {
  if (!data.subarray(0, MARK.length).equals(MARK)) return false;
  const block = data.subarray(MARK.length);
  const reader = new TiffReader(block);
  if (block.length < reader.headerBytes) return false;
  const directory = reader.directory(reader.firstDirectory());
  if (directory === null) return false;
  // The class is the third byte of a number of four, counted from its low end.
  const classByte = block[0] === 0x49 ? 2 : 1;
  const count = directory.count(ENTRIES);
  for (let entry = 0; entry + ENTRY_BYTES <= count; entry += ENTRY_BYTES) {
    if (directory.value(ENTRIES, 0, entry + classByte) === MULTI_FRAME) return true;
  }
  return false;
}
