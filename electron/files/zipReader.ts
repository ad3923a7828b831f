import type { FileHandle } from 'node:fs/promises';
import { Readable } from 'node:stream';
import { createInflateRaw } from 'node:zlib';

/** A file in a ZIP, as its directory tells of it. */
export interface ZipEntry {
  readonly name: string;
  /** Unpacked, as it says. */
  readonly bytes: number;
  readonly packedBytes: number;
  readonly isPacked: boolean;
  /** Where its content begins. */
  readonly start: number;
}

/** What somebody made of a file that is no ZIP, or none that is read here. */
export class ZipFault extends Error {}

const END = 0x06054b50;
const END_BYTES = 22;
const LONGEST_COMMENT = 65_535;
const CENTRAL = 0x02014b50;
const CENTRAL_BYTES = 46;
const LOCAL = 0x04034b50;
const LOCAL_BYTES = 30;
const MOST_DIRECTORY_BYTES = 1_000_000;
const ENCRYPTED = 1;
const STORED = 0;
const DEFLATED = 8;
const ZIP64 = 0xffffffff;

/**
 * The files of a ZIP by its directory at the end, each with where its content lies (APPNOTE.TXT of PKWARE, 4.3). Nothing of them is unpacked, and no name is
 * trusted. ZIP64, encryption and anything but "stored" and "deflated" are refused.
 *
 * @throws ZipFault with the reason, for people
 */
export async function readZipDirectory(file: FileHandle): Promise<readonly ZipEntry[]> {
  const { size } = await file.stat();
  const end = await endOf(file, size);
  const count = end.readUInt16LE(10);
  const [bytes, start] = [end.readUInt32LE(12), end.readUInt32LE(16)];
  if (start === ZIP64 || bytes === ZIP64) throw new ZipFault('it is larger than 4 GB');
  if (bytes > MOST_DIRECTORY_BYTES || start + bytes > size) throw new ZipFault('its directory is not where it says');
  const directory = await readExactly(file, start, bytes);
  const entries: ZipEntry[] = [];
  for (let at = 0; at < bytes; ) {
    if (at + CENTRAL_BYTES > bytes || directory.readUInt32LE(at) !== CENTRAL)
      throw new ZipFault('its directory is cut');
    const [nameBytes, extraBytes, commentBytes] = [28, 30, 32].map((place) => directory.readUInt16LE(at + place));
    const nameEnd = at + CENTRAL_BYTES + (nameBytes ?? 0);
    entries.push(await entryAt(file, directory.subarray(at, nameEnd), start));
    at = nameEnd + (extraBytes ?? 0) + (commentBytes ?? 0);
  }
  if (entries.length !== count) throw new ZipFault('its directory is cut');
  return entries;
}

/** The content of a file in a ZIP. It may be longer than it says: whoever reads it counts. */
export function zipContent(file: FileHandle, { start, packedBytes, isPacked }: ZipEntry): Readable {
  if (packedBytes === 0) return Readable.from([]);
  const stored = file.createReadStream({ start, end: start + packedBytes - 1, autoClose: false });
  if (!isPacked) return stored;
  const inflated = createInflateRaw();
  stored.on('error', (error) => inflated.destroy(error));
  return stored.pipe(inflated);
}

async function endOf(file: FileHandle, size: number): Promise<Buffer> {
  const length = Math.min(size, END_BYTES + LONGEST_COMMENT);
  const tail = await readExactly(file, size - length, length);
  for (let at = tail.length - END_BYTES; at >= 0; at--) {
    const isEnd = tail.readUInt32LE(at) === END && at + END_BYTES + tail.readUInt16LE(at + 20) === tail.length;
    if (isEnd) return tail.subarray(at);
  }
  throw new ZipFault('its end is missing');
}

/** @param said its entry in the directory, up to its name @param limit where the directory begins */
async function entryAt(file: FileHandle, said: Buffer, limit: number): Promise<ZipEntry> {
  const method = said.readUInt16LE(10);
  if ((said.readUInt16LE(8) & ENCRYPTED) !== 0) throw new ZipFault('it is encrypted');
  if (method !== STORED && method !== DEFLATED)
    throw new ZipFault(`it is packed in a way that is not known (${method})`);
  const [packedBytes, bytes, header] = [said.readUInt32LE(20), said.readUInt32LE(24), said.readUInt32LE(42)];
  const name = said.subarray(CENTRAL_BYTES);
  if (header + LOCAL_BYTES + name.length > limit) throw new ZipFault('a file in it is not where it says');
  const local = await readExactly(file, header, LOCAL_BYTES + name.length);
  const isSame = local.readUInt32LE(0) === LOCAL && local.subarray(LOCAL_BYTES).equals(name);
  const start = header + LOCAL_BYTES + local.readUInt16LE(26) + local.readUInt16LE(28);
  if (!isSame || start + packedBytes > limit) throw new ZipFault('a file in it is not where it says');
  return { name: name.toString('utf8'), bytes, packedBytes, isPacked: method === DEFLATED, start };
}

async function readExactly(file: FileHandle, position: number, length: number): Promise<Buffer> {
  const { buffer, bytesRead } = await file.read(Buffer.alloc(length), 0, length, position);
  if (bytesRead !== length) throw new ZipFault('it is cut');
  return buffer;
}
