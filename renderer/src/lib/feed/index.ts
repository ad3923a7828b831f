/** The feed of inspections: live, paged, complete. */
export { Feed } from './feed.svelte.ts';
