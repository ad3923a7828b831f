import type {
  ConnectionKind,
  ConnectionState,
  ErrorFact,
  LineAnswer,
  LineCommand,
  OutboxMessage,
  OutletView,
  SettingsOf,
  SourceId,
} from '../../shared/domain/index.ts';

export type { OutletView };

/** A message of the outbox, and the audit entry that it stands for, as the chain holds it. */
export interface OutboxItem {
  readonly message: OutboxMessage;
  /** Canonical JSON of the audit entry, and its SHA-256, hexadecimal. */
  readonly entry: { readonly body: string; readonly hash: string };
  /** Canonical JSON of the whole row of the record that a message of the type `record` tells of, whose SHA-256 its entry names; missing where there is no such row. */
  readonly recordText?: () => string;
}

/** The receiver has refused one message: what follows it may go on after so many tries. Any other error says that nobody took anything, and all is sent again later. */
export class MessageRefused extends Error {
  readonly sequence: number;
  readonly fact: ErrorFact;
  /** How many of the messages before it in the same call were taken. */
  readonly taken: number;

  constructor(sequence: number, fact: ErrorFact, taken: number) {
    super(fact.code);
    this.sequence = sequence;
    this.fact = fact;
    this.taken = taken;
  }
}

/** What surrounds a connection. */
export interface Surroundings<Kind extends ConnectionKind> {
  readonly name: string;
  readonly settings: SettingsOf<Kind>;
  readonly secrets: Readonly<Record<string, string>>;
  readonly station: { readonly id: string; readonly name: string };
  /** Those that the settings name, in their order, or all of the station. */
  readonly sources: readonly { readonly id: SourceId; readonly name: string }[];
  /** A folder of its own in the data folder (certificates). It exists, and only its owner reads it. */
  readonly folder: string;
  /** How it stands from now on. An error is shown with when it was. */
  readonly state: (state: Exclude<ConnectionState, 'off' | 'starting'>, error?: ErrorFact | null) => void;
  /** How it is set up, where somebody should know. */
  readonly warn: (warnings: readonly ErrorFact[]) => void;
  readonly clients: (count: number) => void;
  /** Something came that is not of the protocol: its sender was cut off, or it was answered with an error. */
  readonly garbled: () => void;
  /** Somebody was turned away: no right to come in, or no place. */
  readonly refused: () => void;
  /** Turns to the engine, which checks rights and settings. Never throws; an engine that is away is an error too. */
  readonly ask: (command: LineCommand) => Promise<LineAnswer>;
}

/** How many messages are handed over in one call: as few as that to a receiver that is slow or was away, as many to one that is quick. */
export interface AtOnce {
  readonly fewest: number;
  readonly most: number;
}

/** A connection that is open. */
export interface OpenConnection {
  /** What its machine is to read from now on, and a heartbeat that counts up every 500 ms while the engine lives. Returns at once and never throws. */
  show?(views: readonly OutletView[], heartbeat: number): void;
  /**
   * Sends messages in their order, 500 at most where `atOnce` says nothing else, and resolves once the receiver has them all for good.
   *
   * @throws MessageRefused for one of them; any other error where the receiver is away
   */
  deliver?(items: readonly OutboxItem[], signal: AbortSignal): Promise<void>;
  readonly atOnce?: AtOnce;
  /** Looks whether the receiver is there, without a message: what is wrong with it is to be known before the first one waits. @throws where it is away */
  reach?(signal: AbortSignal): Promise<void>;
  /** Tries the connection to its end, with a message of the type `test` where it sends any. @throws SigmalineError what is wrong, in words */
  test(message: OutboxMessage): Promise<void>;
  /** Cuts off clients with this certificate (PEM), and lets them in no more. Never throws. */
  refuse?(certificate: string): Promise<void>;
  close(): Promise<void>;
}

/** Opens connections of one kind. @throws SigmalineError why it cannot be opened at all; it is tried again, later each time */
export type Driver<Kind extends ConnectionKind> = (surroundings: Surroundings<Kind>) => Promise<OpenConnection>;

export type Drivers = { readonly [Kind in ConnectionKind]: () => Promise<Driver<Kind>> };
