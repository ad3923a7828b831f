/** What keeps the records safe: the room on the disk, whether they can be written, and their backups. */
export { Backups, type BackupTimings } from './backups.ts';
export { type Disk, type DiskSpace, measureDiskSpace, openDisk } from './disk.ts';
export { RecordStorage } from './recordStorage.ts';
