import type { CalibrationProgress, EventPayload, RequestInput } from '../../../shared/contract/index.ts';
import type { RecipeSummary } from '../../../shared/domain/index.ts';
import type { StationConnection } from './connection/index.ts';
import { Refusal } from './sentence.ts';

/** How far a calibration got. `asked` is null for a run that was not started here: by the demo line, or before a reload. */
interface Running {
  readonly kind: 'running';
  readonly runId: string;
  readonly asked: CalibrationInput | null;
  readonly progress: CalibrationProgress | null;
  readonly cancelling: boolean;
}

type CalibrationInput = RequestInput<'calibration.start'>;

export type CalibrationState =
  | { readonly kind: 'none' }
  | Running
  | { readonly kind: 'done'; readonly recipe: RecipeSummary; readonly asked: CalibrationInput }
  | { readonly kind: 'failed'; readonly error: Refusal; readonly asked: CalibrationInput | null }
  | { readonly kind: 'lost' };

type CalibrationEnd = EventPayload<'calibration.ended'>;

/** The calibration that the station runs, if any: it runs one at a time. */
export class CalibrationRun {
  readonly #connection: StationConnection;
  #state = $state.raw<CalibrationState>({ kind: 'none' });
  #lastEnd: CalibrationEnd | null = null;

  constructor(connection: StationConnection) {
    this.#connection = connection;
    connection.on('calibration.progress', (progress) => {
      this.#run(progress.runId, { progress });
    });
    connection.on('calibration.ended', (end) => {
      this.#lastEnd = end;
      const asked = this.#state.kind === 'running' ? this.#state.asked : null;
      this.#end(end, asked);
    });
    connection.onLost(() => {
      if (this.#state.kind === 'running') this.#state = { kind: 'lost' };
    });
  }

  get state(): CalibrationState {
    return this.#state;
  }

  /** @returns the error that refused the run; null where it started */
  async start(input: CalibrationInput): Promise<Refusal | null> {
    try {
      const { runId } = await this.#connection.request('calibration.start', input);
      // Its progress, and even its end, may have arrived before this answer.
      if (this.#lastEnd?.runId === runId) {
        this.#end(this.#lastEnd, input);
      } else {
        this.#run(runId, { asked: input });
      }
      return null;
    } catch (error) {
      return Refusal.of(error);
    }
  }

  async cancel(): Promise<void> {
    if (this.#state.kind !== 'running') return;
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

  /** What is not told of it is as it was. */
  #run(runId: string, told: Partial<Running>): void {
    const known = this.#state.kind === 'running' && this.#state.runId === runId ? this.#state : null;
    this.#state = { kind: 'running', runId, asked: null, progress: null, cancelling: false, ...known, ...told };
  }

  /** The outcome of a run that nobody started here is in the list of recipes; only its failure needs words. */
  #end({ recipe, error }: CalibrationEnd, asked: CalibrationInput | null): void {
    if (recipe !== null) this.#state = asked !== null ? { kind: 'done', recipe, asked } : { kind: 'none' };
    else if (error === null || error.code === 'calibration.cancelled') this.#state = { kind: 'none' };
    else this.#state = { kind: 'failed', error: new Refusal(error), asked };
  }
}
