/** Inspections as files for other programs: CSV today. */
export { writeCsv } from './csvFile.ts';
export { createExportHandlers } from './handlers.ts';
export { openRecords, type Records } from './records.ts';
