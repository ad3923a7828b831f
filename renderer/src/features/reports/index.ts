/** Reports as PDF: making, listing, and opening them, and how the station makes them. */
export { default as ReportButton } from './ReportButton.svelte';
export { default as ReportsSection } from './ReportsSection.svelte';
