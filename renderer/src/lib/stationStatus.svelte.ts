import type { StationStatus } from '../../../shared/contract/index.ts';
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
