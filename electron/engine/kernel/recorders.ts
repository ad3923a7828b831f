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

/**
 * When somebody is told of a committed record. `first`: what machines are told depends on it. `machines`: a gate waits for them, and for nothing that others do with the record.
 */
const TURNS = ['first', 'machines', 'others'] as const;
type Turn = (typeof TURNS)[number];

/** Writes what one feature keeps of a new record. What it throws undoes the record, which is written again later. */
export type Recorder = (inspection: RecordedInspection) => void;

/** Everybody who has a part in a new record: some write in its transaction, others are told once it is committed. */
export class Recorders {
  readonly #recorders = new Map<RecorderName, Recorder>();
  readonly #listeners: { readonly turn: Turn; readonly listener: Recorder }[] = [];

  register(name: RecorderName, recorder: Recorder): void {
    this.#recorders.set(name, recorder);
  }

  /** To be called in the transaction that writes the record. */
  record(inspection: RecordedInspection): void {
    for (const name of ORDER) this.#recorders.get(name)?.(inspection);
  }

  onCommitted(listener: Recorder, turn: Turn = 'others'): void {
    this.#listeners.push({ turn, listener });
    this.#listeners.sort((one, other) => TURNS.indexOf(one.turn) - TURNS.indexOf(other.turn));
  }

  /**
   * Tells all of them, also where one of them throws: a machine waits for its result whatever becomes of a counter.
   *
   * @throws the first that was thrown, when all have been told
   */
  committed(record: RecordedInspection): void {
    const thrown: unknown[] = [];
    for (const { listener } of this.#listeners) {
      try {
        listener(record);
      } catch (error) {
        thrown.push(error);
      }
    }
    if (thrown.length > 0) throw thrown[0];
  }
}
