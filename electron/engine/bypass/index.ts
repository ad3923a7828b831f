/** Inspection that a person switched off, for a time and with a reason. */
export { Bypasses } from './bypasses.ts';
export { bypassesIn } from './bypassTable.ts';
