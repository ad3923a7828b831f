import type { IntakeTimings } from '../../../electron/engine/intake/index.ts';

/** How an engine under torture is started. */
export interface EngineSettings {
  readonly dataFolder: string;
  /** Real lanes decode and judge; test lanes give a score that follows from the bytes, and are quicker. */
  readonly lanes: 'real' | 'test';
  /** How long an image whose name begins with "slow" takes a test lane. */
  readonly slowMs?: number;
  readonly timings: Partial<IntakeTimings>;
  /** The room that the engine is told there is on the disk; null lets it measure. */
  readonly freeBytes?: number | null;
  /** By how much the clock of the engine is wrong. */
  readonly clockErrorMs?: number;
  /** Between two looks for images that are to be archived or deleted. */
  readonly retentionEveryMs?: number;
  /** Where given, the records are backed up as soon as they lie in no backup; it is asked so often. */
  readonly backupLookEveryMs?: number;
}

/** Messages from the torture to the engine's process, beside the frames of the contract. */
export type ToEngine =
  | ({ readonly kind: 'begin' } & EngineSettings)
  | { readonly kind: 'room'; readonly freeBytes: number }
  | { readonly kind: 'clock'; readonly errorMs: number }
  | { readonly kind: 'end' };

/** Messages from the engine's process, beside the frames of the contract. */
export type FromEngine =
  | { readonly kind: 'ready' }
  | { readonly kind: 'begun' }
  | { readonly kind: 'refused'; readonly message: string }
  | { readonly kind: 'lane'; readonly pid: number; readonly runs: boolean }
  | { readonly kind: 'heap'; readonly pid: number; readonly bytes: number }
  | { readonly kind: 'ended' };
