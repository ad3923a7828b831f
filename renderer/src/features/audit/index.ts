export { default as AuditSection } from './AuditSection.svelte';
