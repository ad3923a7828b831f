/** What keeps the records safe: the room on the disk, whether they can be written, and their backups. */
export type { Backups } from './backups.ts';
export type { Disk } from './disk.ts';
export { openSafety, type Safety, type SafetyOptions } from './safety.ts';
