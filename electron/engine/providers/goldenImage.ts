import { crc32, deflateSync } from 'node:zlib';

const WIDTH_PX = 1280;
const HEIGHT_PX = 1024;
const SIGNATURE = [0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a];
const EIGHT_BIT_RGB = [8, 2, 0, 0, 0];
/** As cameras compress: quickly. */
const LEVEL = 3;

/** A PNG of the size that cameras write, shaded and with the noise of a sensor: it takes as long to decode as theirs do. */
export function goldenImageFile(): Buffer {
  const header = Buffer.alloc(13);
  header.writeUInt32BE(WIDTH_PX, 0);
  header.writeUInt32BE(HEIGHT_PX, 4);
  header.set(EIGHT_BIT_RGB, 8);
  return Buffer.concat([
    Buffer.from(SIGNATURE),
    chunk('IHDR', header),
    chunk('IDAT', deflateSync(rows(), { level: LEVEL })),
    chunk('IEND', Buffer.alloc(0)),
  ]);
}

/** Each row begins with the number of its filter: none. */
function rows(): Buffer {
  const stride = 1 + 3 * WIDTH_PX;
  const bytes = Buffer.alloc(stride * HEIGHT_PX);
  let noise = 1;
  for (let y = 0; y < HEIGHT_PX; y += 1) {
    for (let x = 0; x < WIDTH_PX; x += 1) {
      noise = (Math.imul(noise, 1664525) + 1013904223) >>> 0;
      const shade = 60 + ((x + y) >> 4) + (noise >>> 29);
      bytes.fill(shade, y * stride + 1 + 3 * x, y * stride + 4 + 3 * x);
    }
  }
  return bytes;
}

function chunk(name: string, content: Buffer): Buffer {
  const body = Buffer.concat([Buffer.from(name, 'latin1'), content]);
  const [length, checksum] = [Buffer.alloc(4), Buffer.alloc(4)];
  length.writeUInt32BE(content.length);
  checksum.writeUInt32BE(crc32(body));
  return Buffer.concat([length, body, checksum]);
}
