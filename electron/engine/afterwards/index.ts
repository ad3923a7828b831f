/**
 * What becomes of image files once their records are committed: they stay, are moved to an archive, or are deleted after a time. Nothing in here can
 * be called for a file without a record.
 */
export { type Afterwards, type AfterwardsTimings, createAfterwards } from './afterwards.ts';
export { type ArchivedContents, createArchivedContents } from './archivedContents.ts';
export { startArchiveSearch } from './archiveSearch.ts';
export { createDuties, type Duties } from './duties.ts';
export { diskActions } from './fileActions.ts';
