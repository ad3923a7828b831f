/** What the engine's stores share on disk: hashes of files, caches that stay small, and names that appear only when their content is on the disk. */
export { sha256OfFile } from './fileHash.ts';
export { keepNewest } from './keepNewest.ts';
export { flushFile, flushFolder, publishFolder } from './publishFolder.ts';
export { writeWhole } from './writeWhole.ts';
