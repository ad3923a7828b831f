import {
  type AccessState,
  type Credentials,
  type RequestName,
  rightOf,
  rolesOf,
} from '../../../shared/contract/index.ts';
import type { StationConnection } from './connection/index.ts';
import { Refusal } from './sentence.ts';

/** A touch is told to the station at most this often: it counts minutes. */
const ACTIVITY_EVERY_MS = 10_000;

/** Who is at this screen, and what that person may do. */
export class Access {
  readonly #connection: StationConnection;
  readonly #onState: (state: AccessState) => void;
  #state = $state.raw<AccessState | null>(null);
  /** Whoever is signed in, or was last: what that person typed is kept until somebody else comes. */
  #lastPerson = $state<string | null>(null);
  #asked = $state.raw<{ readonly answer: (credentials: Credentials | null) => void } | null>(null);
  #isAsked = $state(false);
  #toldAt = 0;

  /** @param onState hears of each */
  constructor(connection: StationConnection, page: Window, onState: (state: AccessState) => void) {
    this.#connection = connection;
    this.#onState = onState;
    connection.onOpen(() => void this.read());
    connection.on('access.changed', () => void this.read());
    connection.onRefusedAction((refused) => this.#ask(refused));
    for (const touch of ['pointerdown', 'keydown', 'wheel'] as const) {
      page.addEventListener(touch, () => this.#active(), { passive: true });
    }
  }

  /** Null until it was read. */
  get current(): AccessState | null {
    return this.#state;
  }

  get isOpenStation(): boolean {
    return this.#state?.station === 'open';
  }

  /** People sign in here, and nobody has. */
  get isSignedOut(): boolean {
    return this.#state?.station === 'protected' && this.#state.role === null;
  }

  /** The line is shown to people who have signed in, and nobody has. */
  get hidesLine(): boolean {
    return this.#state?.station === 'protected' && !this.#state.rights.includes('view');
  }

  get lastPerson(): string | null {
    return this.#lastPerson;
  }

  /** The window that asks who is there. */
  get isSigningIn(): boolean {
    return this.#isAsked;
  }

  set isSigningIn(open: boolean) {
    this.#isAsked = open;
  }

  /** An action waits for the id and the secret of whoever does it. */
  get asksForAction(): boolean {
    return this.#asked !== null;
  }

  /** @param credentials null where the action is not done after all */
  answerAction(credentials: Credentials | null): void {
    this.#asked?.answer(credentials);
    this.#asked = null;
  }

  /** Whether the role of whoever is here may ask this, and the policies give the right to it; at an open station everybody may. */
  may(request: RequestName): boolean {
    if (this.#state === null || this.#state.station === 'open') return true;
    const { role, rights } = this.#state;
    const right = rightOf(request);
    return role !== null && rolesOf(request).includes(role) && (right === null || rights.includes(right));
  }

  /** What the station answers that changes who is here, taken over at once. @returns the error that refused it; null where it was done */
  async change(ask: (connection: StationConnection) => Promise<AccessState>): Promise<Refusal | null> {
    try {
      this.#take(await ask(this.#connection));
      return null;
    } catch (thrown) {
      return Refusal.of(thrown);
    }
  }

  async read(): Promise<void> {
    try {
      this.#take(await this.#connection.request('access.state', {}));
    } catch {
      // Read again when the connection is back.
    }
  }

  #take(state: AccessState): void {
    this.#state = state;
    this.#onState(state);
    if (state.person !== null) this.#lastPerson = state.person.signInId;
  }

  /** Where each action is done with an id and a secret, nobody need be signed in for it. */
  #ask({ code }: Refusal): Promise<Credentials | null> {
    const isDue =
      code === 'access.secret-due' || (code === 'access.signed-out' && this.#state?.secretAtAction === true);
    if (!isDue) return Promise.resolve(null);
    this.answerAction(null);
    return new Promise((answer) => {
      this.#asked = { answer };
    });
  }

  #active(): void {
    const now = performance.now();
    const isDue = this.#toldAt === 0 || now - this.#toldAt >= ACTIVITY_EVERY_MS;
    if (!isDue || !this.#state?.person) return;
    this.#toldAt = now;
    this.#connection.request('access.activity', {}).catch(() => undefined);
  }
}
