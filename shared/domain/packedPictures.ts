/** What an address of a picture gave, beside others in one answer. */
export interface PackedPicture {
  /** As it was asked for, in ASCII: a picture names whose it is, and its place in the answer says nothing. */
  readonly address: string;
  /** As HTTP counts them, and as the address by itself gives it: 200 with the picture. */
  readonly status: number;
  /** The picture's file; with another status, the sentence that says what is missing, in UTF-8. */
  readonly content: Uint8Array;
}

/** So many pictures are asked for at once at most: their addresses stay far below what servers take as one. */
export const MOST_PACKED = 24;

/** Lengths of address (16 bits) and content (32 bits), and the status (16 bits) between them. */
const HEAD_BYTES = 8;

/**
 * Puts pictures into one answer, one after the other: the length of the address, the status and the length of the content as unsigned big-endian integers of 16, 16
 * and 32 bits, then address and content.
 */
export function packPictures(pictures: readonly PackedPicture[]): Uint8Array<ArrayBuffer> {
  const length = pictures.reduce((sum, { address, content }) => sum + HEAD_BYTES + address.length + content.length, 0);
  const bytes = new Uint8Array(length);
  const view = new DataView(bytes.buffer);
  let at = 0;
  for (const { address, status, content } of pictures) {
    view.setUint16(at, address.length);
    view.setUint16(at + 2, status);
    view.setUint32(at + 4, content.length);
    for (let index = 0; index < address.length; index += 1) bytes[at + HEAD_BYTES + index] = address.charCodeAt(index);
    bytes.set(content, at + HEAD_BYTES + address.length);
    at += HEAD_BYTES + address.length + content.length;
  }
  return bytes;
}

/** Reads what `packPictures` wrote, without copying it. Of an answer that was cut, those that are whole: half a picture is none. */
export function unpackPictures(
  bytes: Uint8Array<ArrayBuffer>,
): (PackedPicture & { content: Uint8Array<ArrayBuffer> })[] {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const pictures = [];
  for (let at = 0; at + HEAD_BYTES <= bytes.length; ) {
    const contentAt = at + HEAD_BYTES + view.getUint16(at);
    const end = contentAt + view.getUint32(at + 4);
    if (end > bytes.length) break;
    const address = String.fromCharCode(...bytes.subarray(at + HEAD_BYTES, contentAt));
    pictures.push({ address, status: view.getUint16(at + 2), content: bytes.subarray(contentAt, end) });
    at = end;
  }
  return pictures;
}
