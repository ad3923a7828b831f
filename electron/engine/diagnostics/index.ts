/** What support is given: versions, settings, logs and counters, without the names of people and parts unless that was chosen. */
export { collectDiagnostics } from './bundle.ts';
export { Diagnostics } from './diagnostics.ts';
