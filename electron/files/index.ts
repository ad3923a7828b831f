/**
 * File operations for the whole product: durable writes, walking, probing, hashing, cleaning up, and the meaning of system errors.
 * Only this room writes files durably.
 */
export { atMost } from './atMost.ts';
export { readCertificate } from './certificate.ts';
export { keepNewest, removeAbandoned } from './cleaning.ts';
export {
  appendLineSync,
  copyWhole,
  flushFile,
  flushFolder,
  flushFolderSync,
  publishFileSync,
  publishFolder,
  readJsonSync,
  readLinesSync,
  removeDurablySync,
  replaceWhole,
  unfinishedName,
  writeJsonSync,
  writeWhole,
  writeWholeSync,
} from './durable.ts';
export { errnoCode, errnoReason, isDiskFull, isMissing } from './errno.ts';
export { fileSystemOf } from './fileSystem.ts';
export {
  folderError,
  folderIdentity,
  folderTrouble,
  walkFolder,
} from './folderWalk.ts';
export { type Sample, sampleOf, sampleOfFile, sha256Of, sha256OfFile } from './hash.ts';
export { makeFolderSync } from './makeFolder.ts';
export { isThere, openReleased, type Probe, probeFile } from './probe.ts';
export { isSealedText, OWNER_ONLY, sealed, unsealed } from './sealing.ts';
export { readZipDirectory, type ZipEntry, ZipFault, zipContent } from './zipReader.ts';
