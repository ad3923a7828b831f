import type { CalibrationProgress, RequestInput } from '../../../shared/contract/index.ts';
import { type ErrorReport, type RecipeSummary, reportOf } from '../../../shared/domain/index.ts';
import type { StationConnection } from './connection/index.ts';

/** How far a calibration got. A run that somebody else started (or that goes on after a reload) has no name here. */
export type CalibrationState =
  | { readonly kind: 'none' }
  | {
      readonly kind: 'running';
      readonly runId: string | null;
      readonly name: string | null;
      readonly progress: CalibrationProgress | null;
      readonly cancelling: boolean;
    }
  | { readonly kind: 'done'; readonly recipe: RecipeSummary }
  | { readonly kind: 'failed'; readonly name: string | null; readonly error: ErrorReport }
  | { readonly kind: 'lost' };

/** The calibration that the station runs, if any: it runs one at a time. */
export class CalibrationRun {
  readonly #connection: StationConnection;
  #state = $state.raw<CalibrationState>({ kind: 'none' });

  constructor(connection: StationConnection) {
    this.#connection = connection;
    connection.on('calibration.progress', (progress) => {
      const running = this.#state.kind === 'running' ? this.#state : null;
      const name =
        running !== null && (running.runId === null || running.runId === progress.runId) ? running.name : null;
      this.#state = {
        kind: 'running',
        runId: progress.runId,
        name,
        progress,
        cancelling: running?.cancelling ?? false,
      };
    });
    connection.on('calibration.ended', ({ recipe, error }) => {
      const name = this.#state.kind === 'running' ? this.#state.name : null;
      if (recipe !== null) this.#state = { kind: 'done', recipe };
      else if (error === null || error.code === 'calibration.cancelled') this.#state = { kind: 'none' };
      else this.#state = { kind: 'failed', name, error };
    });
    connection.onLost(() => {
      if (this.#state.kind === 'running') this.#state = { kind: 'lost' };
    });
  }

  get state(): CalibrationState {
    return this.#state;
  }

  /** @returns the error that refused the run; null where it started */
  async start(input: RequestInput<'calibration.start'>): Promise<ErrorReport | null> {
    try {
      const { runId } = await this.#connection.request('calibration.start', input);
      // Progress, and even the end, may have arrived before the answer.
      if (this.#state.kind === 'none' || this.#state.kind === 'lost') {
        this.#state = { kind: 'running', runId, name: input.recipeName, progress: null, cancelling: false };
      } else if (this.#state.kind === 'running' && this.#state.runId === runId) {
        this.#state = { ...this.#state, name: input.recipeName };
      }
      return null;
    } catch (error) {
      return reportOf(error);
    }
  }

  async cancel(): Promise<void> {
    if (this.#state.kind !== 'running' || this.#state.runId === null) return;
    const { runId } = this.#state;
    this.#state = { ...this.#state, cancelling: true };
    try {
      await this.#connection.request('calibration.cancel', { runId });
    } catch {
      // It ended at the same moment (its end is told by the event), or the connection is lost (told by the connection).
    }
  }

  /** Puts the outcome of the last run away. */
  dismiss(): void {
    if (this.#state.kind !== 'running') this.#state = { kind: 'none' };
  }
}
