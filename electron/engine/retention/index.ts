/**
 * What becomes of image files once their records are committed: they stay, are moved to an archive, or are deleted after a time. Nothing in here can
 * be called for a file without a record.
 */
export { type ArchivedContents, createArchivedContents } from './archivedContents.ts';
export { openArchiveSearch } from './archiveSearch.ts';
export { createDuties, type Duties } from './duties.ts';
export { diskActions } from './fileActions.ts';
export { openRetention, type RetentionTimings } from './retention.ts';
