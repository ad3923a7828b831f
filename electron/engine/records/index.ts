/** The records: inspections, their files, and the pictures that people see of them. */

export {
  type CountedRecord,
  type CountedRecords,
  type CountedSpan,
  countedMs,
  type DispositionCounts,
  isBypassed,
  isCounted,
  isLate,
  type MadeDisposition,
  NOTHING_COUNTED,
  type PartChange,
} from './counting.ts';
export { inspectionOf, linksOf, openInspectionRecords } from './handlers.ts';
export {
  createBrowserPictures,
  createOriginalImageFinder,
  mediaTypeForBrowsers,
  type OriginalImageFinder,
  type OriginalImageNeeds,
} from './imageLocator.ts';
export { type MeasureSum, MeasureSums } from './measureSums.ts';
export { type RecordQueries, recordQueries } from './queries.ts';
export { type QueryAnswer, type QueryRequest, type Reader, ReaderThread } from './reader.ts';
export { createRecordFiles, type RecordFiles } from './recordFiles.ts';
export { RecordSums } from './recordSums.ts';
export {
  createInspectionRecords,
  feedItemOf,
  type InspectionRecords,
  type NewInspection,
} from './records.ts';
export { type ReleasedRecord, releasedRecords } from './releasedRecords.ts';
