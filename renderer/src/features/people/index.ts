export { default as PeopleSection } from './PeopleSection.svelte';
