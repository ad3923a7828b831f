import type { ExportState } from '../../../../shared/contract/index.ts';
import type { ExportContents, RecordFilter } from '../../../../shared/domain/index.ts';
import type { StationConnection } from '../../lib/connection/index.ts';
import { Refusal, type Sentence } from '../../lib/sentence.ts';

/** The exports of the station, as they go on. */
export class ExportList {
  readonly #connection: StationConnection;
  #states = $state.raw<readonly ExportState[]>([]);
  #problem = $state<Sentence | null>(null);

  /** To be made where effects may be. */
  constructor(connection: StationConnection, mayList: () => boolean) {
    this.#connection = connection;
    $effect(() => connection.on('export.changed', (state) => this.#take(state)));
    $effect(() => {
      if (connection.state === 'open' && mayList()) void this.#answer(connection.request('export.list', {}));
    });
  }

  /** The newest first. */
  get states(): readonly ExportState[] {
    return this.#states;
  }

  /** Why something could not be done; null while all could. */
  get problem(): Sentence | null {
    return this.#problem;
  }

  /** @returns the id of the export that has begun; null where it could not */
  async start(filter: RecordFilter, contents: ExportContents): Promise<string | null> {
    this.#problem = null;
    try {
      const state = await this.#connection.request('export.start', { filter, contents });
      this.#take(state);
      return state.id;
    } catch (thrown) {
      this.#problem = Refusal.of(thrown);
      return null;
    }
  }

  cancel(id: string): Promise<void> {
    return this.#answer(this.#connection.request('export.cancel', { id }));
  }

  #take(state: ExportState): void {
    const isKnown = this.#states.some(({ id }) => id === state.id);
    this.#states = isKnown
      ? this.#states.map((known) => (known.id === state.id ? newer(known, state) : known))
      : [state, ...this.#states];
  }

  async #answer(asked: Promise<readonly ExportState[]>): Promise<void> {
    try {
      this.#states = await asked;
      this.#problem = null;
    } catch (thrown) {
      this.#problem = Refusal.of(thrown);
    }
  }
}

/** The answer to a request may come behind the event of its end. */
function newer(known: ExportState, told: ExportState): ExportState {
  return known.state !== 'running' && told.state === 'running' ? known : told;
}
