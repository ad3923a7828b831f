/** Writes exports: tables, canonical lines, Q-DAS files, pictures, and the manifest that says what is in them. Runs in a task, or in the command line. */
export { createExportBounds } from './exportRows.ts';
export { openRecords, type Records } from './records.ts';
export { writeExport } from './writeExport.ts';
