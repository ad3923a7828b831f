import type { RecordedInspection } from '../storage/index.ts';

/** What is written in the record's own transaction besides the record, in this order. */
const ORDER = [
  'audit',
  'parts',
  'duties',
  'outbox',
  'sums',
  'statistics',
  'measures',
  'recipe-changes',
  'bypass',
] as const;
export type RecorderName = (typeof ORDER)[number];

/** Writes what one feature keeps of a new record. What it throws undoes the record, which is written again later. */
export type Recorder = (inspection: RecordedInspection) => void;

/** Everybody who has a part in a new record: some write in its transaction, others are told once it is committed. */
export class Recorders {
  readonly #recorders = new Map<RecorderName, Recorder>();
  readonly #listeners: ((record: RecordedInspection) => void)[] = [];

  register(name: RecorderName, recorder: Recorder): void {
    this.#recorders.set(name, recorder);
  }

  /** To be called in the transaction that writes the record. */
  record(inspection: RecordedInspection): void {
    for (const name of ORDER) this.#recorders.get(name)?.(inspection);
  }

  onCommitted(listener: (record: RecordedInspection) => void): void {
    this.#listeners.push(listener);
  }

  committed(record: RecordedInspection): void {
    for (const listener of this.#listeners) listener(record);
  }
}
