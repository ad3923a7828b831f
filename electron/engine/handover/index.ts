/** What one shift tells the next: notes that are shown until somebody has read them. */
export { Handover } from './handover.ts';
export { notesIn } from './noteTable.ts';
