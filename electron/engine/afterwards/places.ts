import { join, posix } from 'node:path';

/** The folder of an archive for a moment: YYYY/MM/DD of the local day. */
export function dayFolder(archive: string, recordedAt: string): string {
  const time = new Date(recordedAt);
  const twoDigits = (value: number): string => String(value).padStart(2, '0');
  return join(
    archive,
    String(time.getFullYear()).padStart(4, '0'),
    twoDigits(time.getMonth() + 1),
    twoDigits(time.getDate()),
  );
}

/** The n-th name for a file whose earlier names are taken: "ring.png", "ring-2.png", "ring-3.png". */
export function numbered(path: string, number: number): string {
  if (number === 1) return path;
  const { base, ext } = posix.parse(path.replaceAll('\\', '/'));
  return `${path.slice(0, path.length - ext.length)}-${number}${base === ext ? '' : ext}`;
}
