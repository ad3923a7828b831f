/** One record as people look into it: all that is known of it, whether it is still what was recorded, and judging its image once more. */
export { RecordDetails } from './recordDetails.ts';
