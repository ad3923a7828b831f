/** The life of a recipe's versions: what differs, approval, planned use, the end, and the way to other stations. */
export { default as ApproveForm } from './ApproveForm.svelte';
export { default as ImportDialog } from './ImportDialog.svelte';
export { default as LifeBadge } from './LifeBadge.svelte';
export { lifeWords, plannedWords } from './lifeWords.ts';
export { default as RenameDialog } from './RenameDialog.svelte';
export { default as VersionChanges } from './VersionChanges.svelte';
export { default as VersionDialog } from './VersionDialog.svelte';
