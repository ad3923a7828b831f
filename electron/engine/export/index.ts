/** Inspections as files for other programs: CSV today. */
export { writeCsv } from './csvFile.ts';
export { createExportHandlers } from './handlers.ts';
export type { RecordRange } from './inspectionReader.ts';
export { openRecords, type Records } from './records.ts';
