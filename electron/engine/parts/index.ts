/** Parts of several views: which records show one part, and its verdict. */
export { Parts } from './parts.ts';
