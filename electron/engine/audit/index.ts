/** The audit chain at work: its beginning, adoption of older records, checkpoints, verification and reviews. Its format is `electron/audit`'s. */
export { Audit, type AuditTimings } from './audit.ts';
export { type BegunChain, openChain, tellStart, tellStop } from './beginning.ts';
export { type AuditQueries, auditQueries } from './queries.ts';
export type { CheckState } from './recordPlace.ts';
