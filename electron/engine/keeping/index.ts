/**
 * What the station keeps and for how long: rules that remove image copies, maps, thumbnails, exports and reports, and holds that keep them from it.
 * Records are never removed.
 */
export { Holds } from './holds.ts';
export { Keeping, type KeepingTimings } from './keeping.ts';
export { RemovedFiles } from './removedFiles.ts';
export { surveyFiles } from './survey.ts';
