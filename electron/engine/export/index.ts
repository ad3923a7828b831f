/** Inspections as files for other programs: CSV today. */
export { writeCsv } from './csvFile.ts';
export { createExportHandlers } from './handlers.ts';
export { type InspectionReader, inspectionsIn, type RecordRange } from './inspectionReader.ts';
