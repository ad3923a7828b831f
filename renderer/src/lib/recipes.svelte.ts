import type { RequestOutput } from '../../../shared/contract/index.ts';
import type { StationConnection } from './connection/index.ts';

/** The recipes of the station, read again after every calibration. */
export class Recipes {
  #list = $state.raw<RequestOutput<'recipe.list'> | null>(null);

  constructor(connection: StationConnection) {
    const read = (): void => {
      connection.request('recipe.list', {}).then(
        (list) => {
          this.#list = list;
        },
        () => {
          // Read again when the connection is back.
        },
      );
    };
    connection.onOpen(read);
    connection.on('calibration.ended', read);
  }

  /** Null until it was read for the first time. */
  get list(): RequestOutput<'recipe.list'> | null {
    return this.#list;
  }
}
