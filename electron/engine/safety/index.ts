/** Protects the records: watches disk space, checks that the database can be written, and makes backups. */
export type { Backups } from './backups.ts';
export { type Disk, spareBytesIn } from './disk.ts';
export { openSafety, type Safety, type SafetyOptions } from './safety.ts';
