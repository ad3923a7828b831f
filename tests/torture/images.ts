import { createHash } from 'node:crypto';
import { crc32, deflateSync } from 'node:zlib';

const SIGNATURE = Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]);
const SIDE_PX = 8;

/** A small grey PNG that every decoder reads. Each `content` gives other bytes, and of another length: no two contents look alike from outside. */
export function tinyPng(content: number): Buffer {
  const header = Buffer.alloc(13);
  header.writeUInt32BE(SIDE_PX, 0);
  header.writeUInt32BE(SIDE_PX, 4);
  header.set([8, 0, 0, 0, 0], 8);
  const rows = Buffer.alloc(SIDE_PX * (SIDE_PX + 1));
  rows.writeUInt32BE(content, 1);
  const end = chunk('IEND', Buffer.alloc(0));
  return withRemark(
    Buffer.concat([SIGNATURE, chunk('IHDR', header), chunk('IDAT', deflateSync(rows, { level: 0 })), end]),
    content,
  );
}

/** Contents that are so far apart give files of the same length. */
export const SAME_LENGTH_EVERY = 4096;

/** The same picture as another content: a remark of its own is put in front of the end, so that bytes and length differ and pixels do not. */
export function withRemark(png: Buffer, content: number): Buffer {
  const end = png.subarray(png.length - 12);
  const text = Buffer.from(
    `part\0${String(content).padStart(12, '0')} ${'.'.repeat(content % SAME_LENGTH_EVERY)}`,
    'latin1',
  );
  return Buffer.concat([png.subarray(0, png.length - 12), chunk('tEXt', text), end]);
}

/** The same JPEG as another content: a comment of its own is put behind the start mark. */
export function withComment(jpeg: Buffer, content: number): Buffer {
  const text = Buffer.from(`part ${content}`, 'latin1');
  const head = Buffer.from([0xff, 0xfe, 0, 0]);
  head.writeUInt16BE(text.length + 2, 2);
  return Buffer.concat([jpeg.subarray(0, 2), head, text, jpeg.subarray(2)]);
}

export function sha256Of(bytes: Uint8Array): string {
  return createHash('sha256').update(bytes).digest('hex');
}

function chunk(name: string, content: Buffer): Buffer {
  const named = Buffer.concat([Buffer.from(name, 'latin1'), content]);
  const bytes = Buffer.alloc(named.length + 8);
  bytes.writeUInt32BE(content.length, 0);
  named.copy(bytes, 4);
  bytes.writeUInt32BE(crc32(named), named.length + 4);
  return bytes;
}
