import type { RequestOutput, StationStatus } from '../../../shared/contract/index.ts';
import type { RecipeId, SignatureInput } from '../../../shared/domain/index.ts';
import type { StationConnection } from './connection/index.ts';
import { Refusal } from './sentence.ts';

/** What the station last said of itself. */
export class StationStatusStore {
  #status = $state.raw<StationStatus | null>(null);

  /** @param onStatus hears of each */
  constructor(connection: StationConnection, onStatus: (status: StationStatus) => void) {
    const keep = (status: StationStatus): void => {
      this.#status = status;
      onStatus(status);
    };
    const read = (): void => {
      connection.request('station.status', {}).then(keep, () => {
        // The connection shows its own loss, and every opening reads again.
      });
    };
    connection.onOpen(read);
    connection.on('station.changed', keep);
  }

  get current(): StationStatus | null {
    return this.#status;
  }
}

type Backbones = RequestOutput<'backbone.list'>['backbones'];

/** The recipes of the station, read again after every calibration and while somebody looks: versions also come by the command line. */
export class Recipes {
  readonly #connection: StationConnection;
  #list = $state.raw<RequestOutput<'recipe.list'> | null>(null);
  #backbones = $state.raw<Backbones>([]);

  constructor(connection: StationConnection) {
    this.#connection = connection;
    connection.onOpen(() => {
      void this.read();
      void this.readBackbones();
    });
    connection.on('calibration.ended', () => void this.read());
    connection.on('recipe.changed', () => void this.read());
  }

  async read(): Promise<void> {
    try {
      const list = await this.#connection.request('recipe.list', {});
      if (JSON.stringify(list) !== JSON.stringify(this.#list)) this.#list = list;
    } catch {
      // Read again when the connection is back.
    }
  }

  /** The command line adds backbones. */
  async readBackbones(): Promise<void> {
    try {
      this.#backbones = (await this.#connection.request('backbone.list', {})).backbones;
    } catch {
      // Read again when the connection is back.
    }
  }

  /** What recipes can be calibrated with; empty until it was read. */
  get backbones(): Backbones {
    return this.#backbones;
  }

  /**
   * @param seen the version that was shown as the one in use
   * @param signature given where the policies ask for one
   * @param reason why, as where a version of before is used again
   * @returns the error that refused it; null where the version is in use now
   */
  async use(
    id: RecipeId,
    version: number,
    seen: number,
    signature?: SignatureInput,
    reason?: string,
  ): Promise<Refusal | null> {
    try {
      await this.#connection.request('recipe.use', { id, version, seen, draft: true, signature, reason });
      return null;
    } catch (error) {
      return Refusal.of(error);
    } finally {
      await this.read();
    }
  }

  /** Null until it was read for the first time. */
  get list(): RequestOutput<'recipe.list'> | null {
    return this.#list;
  }

  /** What people call a recipe: the id of one that is gone, or while the names are not known. */
  readonly nameOf = (id: RecipeId): string => this.#list?.recipes.find((recipe) => recipe.id === id)?.name ?? id;

  /** The same of a backbone. */
  readonly backboneName = (id: string): string => this.#backbones.find((backbone) => backbone.id === id)?.name ?? id;
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
