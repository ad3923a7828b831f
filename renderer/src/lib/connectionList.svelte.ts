import type { Connection, RequestInput, RequestName } from '../../../shared/contract/index.ts';
import type { StationConnection } from './connection/index.ts';
import { Refusal, type Sentence } from './sentence.ts';

const READ_EVERY_MS = 1000;

/** The connections of the station, read again and again while somebody looks. */
export class ConnectionList {
  readonly #station: StationConnection;
  #connections = $state.raw<readonly Connection[] | null>(null);
  /** Of reading, which ends with the next good answer, and of what somebody did, which stays until something is done again. */
  #unread = $state<Sentence | null>(null);
  #refused = $state<Sentence | null>(null);
  /** Answers that were asked for before a change may come after it. */
  #changes = 0;

  /** To be made where effects may be. */
  constructor(station: StationConnection, mayRead: () => boolean) {
    this.#station = station;
    $effect(() => {
      if (station.state !== 'open' || !mayRead()) return;
      void this.read();
      const reading = setInterval(() => void this.read(), READ_EVERY_MS);
      return () => clearInterval(reading);
    });
  }

  /** Null until they were read. */
  get all(): readonly Connection[] | null {
    return this.#connections;
  }

  get problem(): Sentence | null {
    return this.#refused ?? this.#unread;
  }

  async read(): Promise<void> {
    const changes = this.#changes;
    try {
      const read = await this.#station.request('connection.list', {});
      if (changes === this.#changes) this.#connections = read;
      this.#unread = null;
    } catch (thrown) {
      this.#unread = Refusal.of(thrown);
    }
  }

  /** @param shown as the screen showed it */
  switch({ id, isOn }: Connection, wanted: boolean): Promise<void> {
    return this.#do('connection.change', { id, isOn: wanted, seen: { isOn } });
  }

  /** @param shown as the screen showed it: where it is another now, it stays */
  remove({ id, name, isOn, settings }: Connection): Promise<void> {
    return this.#do('connection.remove', { id, seen: { name, isOn, settings } });
  }

  async #do<N extends RequestName>(name: N, input: RequestInput<N>): Promise<void> {
    this.#changes += 1;
    this.#refused = await this.#station.refusalOf(name, input);
    await this.read();
  }
}
