/**
 * The contract between the engine and its clients: one table of requests and events, with one file per feature.
 * The typed client, the server's dispatch and validation, and the preload's allow-list are derived from it.
 */

export type { AccessState } from './access.ts';
export { type AuditFilter, type AuditItem, type AuditState, auditFaultSchema } from './audit.ts';
export {
  BENCH_STEPS,
  type BenchDraft,
  type BenchImage,
  type BenchPlacement,
  type BenchStep,
  benchDraftSchema,
} from './bench.ts';
export type { LastingBypass } from './bypass.ts';
export { type CalibrationAnalysis, type CalibrationProgress, calibrationProgressSchema } from './calibration.ts';
export { ContractClient } from './client.ts';
export type { ComparedRecord, Comparison } from './comparisons.ts';
export type { Certificates, ClientCertificate, Connection, SetAside, Trust } from './connections.ts';
export {
  type Caller,
  type ChannelKind,
  type Credentials,
  openStationCaller,
  type Visitor,
} from './define.ts';
export { type ExportFile, type ExportState, exportFileSchema, exportStateSchema } from './exports.ts';
export type { Arrival } from './feed.ts';
export { type Channel, type Frame, ListenedChannel } from './frames.ts';
export type { WaitingNote } from './handover.ts';
export { type ImageKind, imageKindSchema } from './inspection.ts';
export {
  type BackupAccount,
  backupAccountSchema,
  type DiagnosticsOptions,
  type DiagnosticsPart,
  diagnosticsOptionsSchema,
  diagnosticsPartSchema,
  type Hold,
  type KeepingRun,
  type KeepingState,
  type ListedBackup,
  type RulePreview,
  restoredSchema,
  rulePreviewSchema,
} from './keeping.ts';
export { isAction, rightOf, rolesOf } from './permission.ts';
export type { PackageFacts, VersionDifferences } from './recipeLife.ts';
export type { Decided, FoundRecord, RecordDetail, SavedFilter, TrendPoint } from './records.ts';
export type { Claim, QueuedPart, WaitingParts } from './review.ts';
export { ContractServer } from './server.ts';
export type { SourceStatus, StationStatus } from './station.ts';
export type {
  EventName,
  EventPayload,
  Handlers,
  RequestInput,
  RequestName,
  RequestOutput,
} from './table.ts';
