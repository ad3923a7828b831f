import type { ContractServer, EventName, EventPayload, Handlers, RequestName } from '../../../shared/contract/index.ts';
import type { Logger } from '../log/index.ts';
import type { StationDatabase } from '../storage/index.ts';
import { AuditTrail } from './auditTrail.ts';
import { Conditions } from './conditions.ts';
import { Recorders } from './recorders.ts';
import { type ReadClock, StationClock } from './stationClock.ts';
import { Work } from './work.ts';

/**
 * What every feature of the engine stands on: the data folder and its database, what is wrong, who has a part in a new record, and how to tell people.
 * A feature is opened with the kernel and with the front doors of the features that it needs: `openX(kernel, needs)`.
 */
export class Kernel {
  readonly dataFolder: string;
  readonly database: StationDatabase;
  readonly log: Logger;
  readonly clock: StationClock;
  /** Who did what: every change of the station writes an entry in its own transaction. */
  readonly audit: AuditTrail;
  readonly conditions: Conditions;
  readonly recorders = new Recorders();
  readonly #changeListeners: (() => void)[] = [];
  #server: ContractServer | null = null;

  /** @param readClock for tests of wrong clocks */
  constructor({ dataFolder, database, log }: Pick<Kernel, 'dataFolder' | 'database' | 'log'>, readClock?: ReadClock) {
    this.dataFolder = dataFolder;
    this.database = database;
    this.log = log;
    this.clock = new StationClock(database, readClock);
    this.audit = new AuditTrail(database, this.clock, this.report);
    this.conditions = new Conditions(this.report, () => this.clock.now());
  }

  /** Where errors go that no request answers with. Whoever reports one also shows it, as a condition or in a record: nothing is only logged. */
  readonly report = (error: unknown): void => this.log.error({ err: error });

  /** Something changed that the status shows. Calls may come as quickly as they like. */
  readonly changed = (): void => {
    for (const listener of this.#changeListeners) listener();
  };

  onChanged(listener: () => void): void {
    this.#changeListeners.push(listener);
  }

  /** Work of one feature, which the feature stops. */
  work(): Work {
    return new Work(this.report);
  }

  /** Sends an event to every channel. Before the server is there, nobody listens. */
  readonly emit = <N extends EventName>(name: N, payload: EventPayload<N>): void => this.#server?.emit(name, payload);

  serve(server: ContractServer): void {
    this.#server = server;
  }
}

/** A part of the engine that people, cameras or machines can turn to. */
export interface Feature<N extends RequestName = never> {
  readonly handlers: Handlers<N>;
  /** Gives back what it holds. The engine has less than five seconds for all of them. */
  stop?(): void | Promise<void>;
}
