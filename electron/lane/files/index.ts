/** How the lane leaves files behind: whole or not at all. */
export { writeWhole } from './writeWhole.ts';
