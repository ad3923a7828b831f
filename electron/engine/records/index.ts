/** What was recorded: the inspections, the files that belong to them, and the pictures that people see of them. */
export { createRecordHandlers } from './handlers.ts';
export { createImageLocator, createOriginalImageFinder } from './imageLocator.ts';
export { createRecordFiles, type RecordFiles } from './recordFiles.ts';
export { createInspectionRecords, feedItemOf, type InspectionRecords, type NewInspection } from './records.ts';
