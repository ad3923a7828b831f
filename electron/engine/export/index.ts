/** Writes recorded inspections to files that other programs read (CSV). */
export { writeCsv } from './csvFile.ts';
export { createExportHandlers } from './handlers.ts';
export { openRecords, type Records } from './records.ts';
