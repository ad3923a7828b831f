import type { RequestOutput, StationStatus } from '../../../shared/contract/index.ts';
import type { StationConnection } from './connection/index.ts';

/** What the station last said of itself. */
export class StationStatusStore {
  #status = $state.raw<StationStatus | null>(null);

  constructor(connection: StationConnection) {
    const read = (): void => {
      connection.request('station.status', {}).then(
        (status) => {
          this.#status = status;
        },
        () => {
          // The connection shows its own loss, and every opening reads again.
        },
      );
    };
    connection.onOpen(read);
    connection.on('station.changed', (status) => {
      this.#status = status;
    });
  }

  get current(): StationStatus | null {
    return this.#status;
  }
}

/** The recipes of the station, read again after every calibration and while somebody looks: versions also come by the command line. */
export class Recipes {
  readonly #connection: StationConnection;
  #list = $state.raw<RequestOutput<'recipe.list'> | null>(null);

  constructor(connection: StationConnection) {
    this.#connection = connection;
    connection.onOpen(() => void this.read());
    connection.on('calibration.ended', () => void this.read());
  }

  async read(): Promise<void> {
    try {
      const list = await this.#connection.request('recipe.list', {});
      if (JSON.stringify(list) !== JSON.stringify(this.#list)) this.#list = list;
    } catch {
      // Read again when the connection is back.
    }
  }

  /** Null until it was read for the first time. */
  get list(): RequestOutput<'recipe.list'> | null {
    return this.#list;
  }
}

/** The time of day, renewed every second, for everything that shows how long ago something was. */
export class Clock {
  #now = $state(Date.now());

  constructor() {
    setInterval(() => {
      this.#now = Date.now();
    }, 1000);
  }

  get now(): number {
    return this.#now;
  }
}
