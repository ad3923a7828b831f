/** Inspections as files for other programs: CSV today. */
export { writeCsv } from './csvFile.ts';
export { createExportHandlers, type RecordRange } from './handlers.ts';
