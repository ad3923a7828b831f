import type { Caller } from '../../../shared/contract/index.ts';
import {
  localTime,
  type RepeatedSignatureInput,
  SigmalineError,
  type Signature,
  signatureIn,
} from '../../../shared/domain/index.ts';
import { readBody } from '../../audit/index.ts';
import type { Kernel } from '../kernel/index.ts';
import type { Statement } from '../storage/index.ts';
import type { Identification } from './identification.ts';
import type { Connection, Sessions } from './sessions.ts';

/** What is signed: a recipe's version, a review of the audit chain ... */
export interface SignedObject {
  readonly kind: string;
  readonly id: string;
}

const ACTION = 'signature.made';

/** Electronic signatures (21 CFR 11.50, 11.70, 11.200). Each is an entry of the audit chain, so none can be cut out or put elsewhere. */
export class Signatures {
  readonly #kernel: Pick<Kernel, 'database' | 'audit' | 'clock'>;
  readonly #identification: Identification;
  readonly #sessions: Sessions;
  readonly #made: Statement<{ body: string }>;

  constructor(
    kernel: Pick<Kernel, 'database' | 'audit' | 'clock'>,
    identification: Identification,
    sessions: Sessions,
  ) {
    this.#kernel = kernel;
    this.#identification = identification;
    this.#sessions = sessions;
    this.#made = kernel.database.prepare(
      `SELECT body FROM audit_entry WHERE action = '${ACTION}' AND object_kind = ? AND object_id = ? ORDER BY sequence`,
    );
  }

  /**
   * Signs in the name of whoever asks, who shows the secret, and at the first time in a session the id as well.
   *
   * @param hash SHA-256 of exactly what is signed, in hexadecimal digits
   * @param act what the signature is for: done in the same transaction, so that neither is there without the other
   * @throws SigmalineError `access.*`, `signature.*`, `storage.*`, and what `act` throws: then nothing is signed
   */
  async sign<Result>(
    caller: Caller,
    { id, secret, meaning, reason }: RepeatedSignatureInput,
    object: SignedObject,
    hash: string,
    act: (signature: Signature) => Result,
  ): Promise<Result> {
    const { person, name, role } = caller;
    if (caller.station === 'open') throw new SigmalineError('access.open');
    if (person === null || name === null || role === null) throw new SigmalineError('access.signed-out');
    const connection = this.#sessions.of(caller);
    if (id === undefined && connection?.session?.hasSigned !== true) throw new SigmalineError('signature.both');
    const secretShownAt = secret === undefined ? this.#shownBefore(object, connection) : undefined;
    if (secret !== undefined) {
      const signer = await this.#identification.identify({ id: id ?? person, secret }, placeOf(caller, connection));
      if (signer.signInId !== person) throw new SigmalineError('signature.other-person', { person: name });
    }
    const now = this.#kernel.clock.now();
    const at = now.toISOString();
    const shown = secretShownAt === undefined ? {} : { secretShownAt };
    const said = { meaning, reason, hash, name, at, ...shown, local: localTime(now) };
    const result = this.#kernel.database.transaction(() => {
      this.#kernel.audit.append({ action: ACTION, object, new: { ...said, object }, reason });
      return act({ ...said, signInId: person, role });
    });
    if (connection !== undefined && connection.session !== null) {
      connection.session.hasSigned = true;
      if (secret !== undefined) this.#sessions.noteSecret(connection, at);
    }
    return result;
  }

  /** Decisions about parts alone are signed many times in a row. @throws SigmalineError `signature.secret-due` */
  #shownBefore({ kind }: SignedObject, connection: Connection | undefined): string {
    const at = kind === 'disposition' && connection !== undefined ? this.#sessions.secretShownAt(connection) : null;
    if (at === null) throw new SigmalineError('signature.secret-due');
    return at;
  }

  /** The signatures of one thing, the oldest first. */
  of({ kind, id }: SignedObject): Signature[] {
    return this.#made.all(kind, id).flatMap(({ body }) => {
      const read = readBody(body);
      // The chain's own verification names one that somebody changed.
      if (read.kind !== 'read') return [];
      return signatureIn(read.body) ?? [];
    });
  }
}

/** Who shows the secret with each request has no connection of their own. */
function placeOf(
  { channel, session }: Caller,
  connection: Connection | undefined,
): Pick<Connection, 'peer' | 'channel'> {
  return connection ?? { peer: session, channel: channel === 'host' ? 'window' : channel };
}
