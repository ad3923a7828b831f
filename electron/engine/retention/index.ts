/**
 * What happens to image files after their records are committed: they stay, move to an archive or are deleted later.
 * No function here accepts a file without a record.
 */
export { type ArchivedContents, createArchivedContents } from './archivedContents.ts';
export { openArchiveSearch } from './archiveSearch.ts';
export { createDuties, type Duties } from './duties.ts';
export { diskActions } from './fileActions.ts';
export { Neighbours } from './neighbours.ts';
export { openRetention, type RetentionTimings } from './retention.ts';
export { storedOriginals } from './storedOriginals.ts';
