/** The feed of inspections: live, in pages, and without gaps. */
export { Feed } from './feed.svelte.ts';
