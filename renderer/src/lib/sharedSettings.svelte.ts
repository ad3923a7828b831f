import { untrack } from 'svelte';
import type { StationSettings } from '../../../shared/domain/index.ts';
import type { StationConnection } from './connection/index.ts';
import { NOT_SAVED, Refusal, type Sentence } from './sentence.ts';
import { type DraftWords, SharedDraft } from './sharedDraft.svelte.ts';

/** The station's settings as a screen follows them: what another screen changes is seen at once. */
export class SharedSettings {
  /** Null until they were read. */
  current = $state.raw<StationSettings | null>(null);
  #problem = $state<Sentence | null>(null);

  /** To be made where effects may be. */
  constructor(connection: StationConnection, mayRead: () => boolean = () => true) {
    $effect(() =>
      connection.on('settings.changed', (current) => {
        this.current = current;
      }),
    );
    // Reads at once where the connection is open, and again with every new one.
    $effect(() => {
      if (connection.state !== 'open' || !mayRead()) return;
      connection.request('settings.get', {}).then(
        (current) => {
          this.current = current;
          this.#problem = null;
        },
        (thrown: unknown) => {
          this.#problem = Refusal.of(thrown);
        },
      );
    });
  }

  /** Why they could not be read; null while they can. */
  get problem(): Sentence | null {
    return this.#problem;
  }
}

/** What a person types into a form of settings, and what became of it. */
export class SettingsDraft<Fields extends object> extends SharedDraft<StationSettings, Fields> {
  readonly #connection: StationConnection;
  #sending = $state(false);
  #problem = $state<Sentence | null>(null);
  #isSaved = $state(false);

  constructor(connection: StationConnection, known: StationSettings, words: DraftWords<StationSettings, Fields>) {
    super(known, words);
    this.#connection = connection;
  }

  get sending(): boolean {
    return this.#sending;
  }

  /** Why it was refused; null while it was not. */
  get problem(): Sentence | null {
    return this.#problem;
  }

  get isSaved(): boolean {
    return this.#isSaved;
  }

  /** Takes over what the station holds now. While this form's own change is on its way, its echo is no change of another screen. */
  follow(now: StationSettings): void {
    if (!untrack(() => this.#sending)) this.lookAt(now);
  }

  /** Says nothing more of what was sent before. */
  forget(): void {
    this.#problem = null;
    this.#isSaved = false;
  }

  /** @returns what the station holds then; null where that could not be learnt */
  async send(wish: StationSettings): Promise<StationSettings | null> {
    this.forget();
    const sent: unknown = $state.snapshot(this.typed);
    const { change, seen } = this.changeTo(wish);
    this.#sending = true;
    try {
      const settings = await this.#connection.request('settings.change', { ...change, seen });
      this.saved(settings, sent as Fields);
      this.#isSaved = true;
      return settings;
    } catch (thrown) {
      const refusal = Refusal.of(thrown);
      const isChanged = refusal.code === 'settings.changed-meanwhile';
      this.#problem = isChanged ? NOT_SAVED : refusal;
      return isChanged ? await this.#lookAgain() : null;
    } finally {
      this.#sending = false;
    }
  }

  async #lookAgain(): Promise<StationSettings | null> {
    try {
      const settings = await this.#connection.request('settings.get', {});
      this.lookAt(settings);
      return settings;
    } catch (thrown) {
      this.#problem = Refusal.of(thrown);
      return null;
    }
  }
}
