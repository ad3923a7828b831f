import { Socket } from 'node:net';
import pg from 'pg';
import { connectionFieldName, messageOf, type SettingsOf, SigmalineError } from '../../../shared/domain/index.ts';
import { networkError } from '../networkErrors.ts';

export type PlantAddress = Pick<
  SettingsOf<'postgres'>,
  'host' | 'port' | 'database' | 'user' | 'tls' | 'authority' | 'schema'
>;

const CONNECT_SECONDS = 10;
const STATEMENT_SECONDS = 30;
/** The server ends a statement by itself; a network that swallows its answer does not. */
const SILENT_SECONDS = STATEMENT_SECONDS + 10;
/** PostgreSQL cuts longer names. */
const LONGEST_NAME = 63;

/** A connection to the database of the plant, made when it is needed and anew after it broke. */
export class PlantDatabase {
  readonly where: string;
  readonly #settings: PlantAddress;
  readonly #password: string;
  readonly #program: string;
  readonly #prepare: (client: pg.Client) => Promise<void>;
  #open: { readonly client: pg.Client; readonly socket: Socket } | null = null;

  /**
   * @param program how the server's list of connections calls this one
   * @param prepare what each new connection does first
   */
  constructor(
    settings: PlantAddress,
    password: string,
    program: string,
    prepare: (client: pg.Client) => Promise<void> = async () => undefined,
  ) {
    this.#settings = settings;
    this.#password = password;
    this.#program = program.slice(0, LONGEST_NAME);
    this.#prepare = prepare;
    this.where = `${settings.host}:${settings.port}/${settings.database}`;
  }

  get isOpen(): boolean {
    return this.#open !== null;
  }

  /**
   * Runs statements. A connection that failed is closed, whatever it failed of but a statement that the server refused; the server takes back what was not committed.
   *
   * @throws what the server said (`pg.DatabaseError`), or a SigmalineError
   */
  async use<Result>(signal: AbortSignal, work: (client: pg.Client) => Promise<Result>): Promise<Result> {
    signal.throwIfAborted();
    const cut = (): void => this.close();
    signal.addEventListener('abort', cut);
    try {
      return await work(await this.#connected());
    } catch (thrown) {
      signal.throwIfAborted();
      if (isRefusal(thrown)) throw thrown;
      this.close();
      throw this.#errorOf(thrown);
    } finally {
      signal.removeEventListener('abort', cut);
    }
  }

  close(): void {
    this.#open?.socket.destroy();
    this.#open = null;
  }

  async #connected(): Promise<pg.Client> {
    if (this.#open !== null) return this.#open.client;
    const { host, port, database, user, tls, authority } = this.#settings;
    const socket = new Socket();
    const client = new pg.Client({
      ...{ host, port, database, user, password: this.#password },
      ssl: tls === 'off' ? false : tlsOptions(host, tls === 'verified', authority),
      // Its own, so that it can be cut off in the middle of whatever it waits for.
      stream: () => socket,
      keepAlive: true,
      application_name: this.#program,
      connectionTimeoutMillis: CONNECT_SECONDS * 1000,
      statement_timeout: STATEMENT_SECONDS * 1000,
      query_timeout: SILENT_SECONDS * 1000,
    });
    const open = { client, socket };
    this.#open = open;
    const gone = (): void => {
      socket.destroy();
      if (this.#open === open) this.#open = null;
    };
    client.on('error', gone);
    client.on('end', gone);
    await client.connect();
    await this.#prepare(client);
    return client;
  }

  /** What went wrong, for people. Never with the password. */
  #errorOf(thrown: unknown): SigmalineError {
    const { where } = this;
    if (thrown instanceof SigmalineError) return thrown as SigmalineError;
    const reason = messageOf(thrown);
    const { code = '' } = thrown as { readonly code?: string };
    if (/password must be a string/.test(reason))
      return new SigmalineError('connection.secret-missing', { secret: connectionFieldName('password') }, thrown);
    if (/^28/.test(code) || /^SASL/.test(reason))
      return new SigmalineError('connection.sign-in', { where, reason }, thrown);
    if (code === '57014')
      return new SigmalineError('connection.timeout', { where, seconds: STATEMENT_SECONDS }, thrown);
    if (reason === 'timeout expired')
      return new SigmalineError('connection.timeout', { where, seconds: CONNECT_SECONDS }, thrown);
    if (reason === 'Query read timeout')
      return new SigmalineError('connection.timeout', { where, seconds: SILENT_SECONDS }, thrown);
    // A server that starts, stops or has no room for another connection.
    if (/^(08|57P|53300)/.test(code)) return new SigmalineError('connection.unreachable', { where, reason }, thrown);
    if (thrown instanceof pg.DatabaseError)
      return new SigmalineError('connection.database', { where, reason, state: code }, thrown);
    return networkError(where, thrown);
  }
}

/** `host` is whom the certificate must name, also where that is a number, which TLS does not send. */
function tlsOptions(host: string, isVerified: boolean, authority: string): { readonly rejectUnauthorized: boolean } {
  return { ...{ host, rejectUnauthorized: isVerified }, ...(authority !== '' && { ca: authority }) };
}

/** What the database says of one row, and not of all that is written to it: data that do not fit (22), a rule of the plant (23, P0001), a value too long for an index (54). */
export function isRefusal(thrown: unknown): thrown is pg.DatabaseError {
  return thrown instanceof pg.DatabaseError && /^(22|23|44|54|P0001)/.test(thrown.code ?? '');
}
