/** The exports of a station: those that people ask for, and those that are written on a schedule. */
export { Exports } from './exports.ts';
export { ExportSchedule } from './schedule.ts';
