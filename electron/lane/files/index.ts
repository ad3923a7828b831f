/** How the lane leaves files behind: whole or not at all. */
export { type WriteOptions, writeWhole } from './writeWhole.ts';
