/**
 * The contract between the engine and everything that talks to it: one table of requests and events, each feature's part in a file of its own.
 * From it come the typed client, the server's dispatch and validation, and the preload's allow-list.
 */
export { type CalibrationProgress, calibrationProgressSchema } from './calibration.ts';
export { type ContractClient, createClient } from './client.ts';
export { openStationCaller } from './define.ts';
export type { Arrival } from './feed.ts';
export type { Channel, Frame } from './frames.ts';
export { type ImageKind, imageKindSchema } from './inspection.ts';
export { type ContractServer, createServer } from './server.ts';
export type { SourceStatus, StationStatus } from './station.ts';
export type {
  EventName,
  EventPayload,
  Handlers,
  RequestInput,
  RequestName,
  RequestOutput,
} from './table.ts';
