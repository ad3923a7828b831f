/** The feed of inspections: live, in pages, without gaps, and as much of it as a filter lets through. */
export { Feed, type FeedRows } from './feed.svelte.ts';
export { FilteredFeed, verdictsOf } from './filteredFeed.svelte.ts';
