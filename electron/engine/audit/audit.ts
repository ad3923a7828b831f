import type { AuditState, Caller, Handlers, RequestInput, RequestName } from '../../../shared/contract/index.ts';
import { type ShiftStarts, SigmalineError, type SignatureInput } from '../../../shared/domain/index.ts';
import { canonicalJson, writeRotation } from '../../audit/index.ts';
import { sha256Of } from '../../files/index.ts';
import type { Feature, Kernel } from '../kernel/index.ts';
import type { Reader } from '../records/index.ts';
import { AuditChain, type AuditObject } from '../storage/index.ts';
import { Adoption } from './adoption.ts';
import { type BegunChain, bodyIn, keyTextIn } from './beginning.ts';
import { type CheckpointSettings, Checkpoints, codeOf, type StoredCheckpoint } from './checkpoints.ts';
import type { AuditQueries } from './queries.ts';
import { Reviews } from './reviews.ts';
import { Verification, type VerificationNeeds } from './verification.ts';

type AuditRequest = Extract<RequestName, `audit.${string}`>;

export interface AuditTimings {
  readonly adoptEveryMs?: number;
  readonly verifyAfterMs?: number;
  readonly checkpointEveryMs?: number;
}

export interface AuditNeeds {
  readonly chain: BegunChain;
  readonly reader: Reader<AuditQueries>;
  readonly settings: () => {
    readonly checkpoints: CheckpointSettings;
    readonly reviews: { readonly everyDays: number | null };
    readonly shiftStarts: ShiftStarts;
  };
  /** Verifies the whole chain in a process of its own. */
  readonly verify: VerificationNeeds['task'];
  readonly signing: {
    /** @throws SigmalineError `access.*`, `signature.*`, and what `act` throws: then nothing was signed */
    sign<Result>(
      caller: Caller,
      input: SignatureInput,
      object: AuditObject,
      hash: string,
      act: () => Result,
    ): Promise<Result>;
  };
  readonly timings?: AuditTimings | undefined;
}

const TELL_EVERY_MS = 250;
const STOP_MS = 500;

/** The audit trail as people meet it: pages, checkpoints, verifications and reviews. Entries are written by `kernel.audit`. */
export class Audit implements Feature<AuditRequest> {
  readonly handlers: Handlers<AuditRequest>;
  readonly checkpoints: Checkpoints;
  readonly #kernel: Kernel;
  readonly #needs: AuditNeeds;
  readonly #chain: AuditChain;
  readonly #adoption: Adoption;
  readonly #verification: Verification;
  readonly #reviews: Reviews;
  #telling: NodeJS.Timeout | null = null;

  constructor(kernel: Kernel, needs: AuditNeeds) {
    const { chain, settings, reader, timings = {} } = needs;
    const onChanged = (): void => this.#tellSoon();
    this.#kernel = kernel;
    this.#needs = needs;
    this.#chain = new AuditChain(kernel.database);
    this.#adoption = new Adoption(kernel, {
      hashed: (asked) => reader.run('audit.hashed', asked),
      onProgress: () => {
        onChanged();
        // What was there before the chain is covered from then on, and can be proven.
        if (this.#adoption.progress() === null) this.checkpoints.makeWhereItCan('entries');
      },
      stepEveryMs: timings.adoptEveryMs,
    });
    this.checkpoints = new Checkpoints(kernel, {
      ...chain,
      settings: () => settings().checkpoints,
      shiftStarts: () => settings().shiftStarts,
      onChanged,
      lookEveryMs: timings.checkpointEveryMs,
    });
    this.#verification = new Verification(kernel, {
      task: needs.verify,
      onChanged,
      firstAfterMs: timings.verifyAfterMs,
    });
    this.#reviews = new Reviews(kernel, { begunAt: chain.at, everyDays: () => settings().reviews.everyDays });
    this.handlers = {
      'audit.page': (asked) => reader.run('audit.page', asked),
      'audit.choices': () => reader.run('audit.choices', null),
      'audit.entry': ({ sequence }) => this.#entry(sequence),
      'audit.state': () => this.state(),
      'audit.verify': () => {
        this.#verification.begin();
        return {};
      },
      'audit.cancelVerify': () => {
        this.#verification.cancel();
        return {};
      },
      'audit.checkpoint': () => shown(this.checkpoints.make('asked')),
      'audit.changeKey': ({ reason }) => this.#changeKey(reason),
      'audit.acknowledge': (input, caller) => this.#acknowledge(input, caller),
      'audit.review': (input, caller) => this.#review(input, caller),
    };
  }

  state(): AuditState {
    const { chain } = this.#needs;
    const { last, problem } = this.checkpoints;
    return {
      station: chain.station,
      entries: this.#chain.size(),
      adoption: this.#adoption.progress(),
      key: { text: keyTextIn(this.#kernel.database), keeping: chain.key.keeping, problem: chain.key.problem },
      checkpoint: last === null ? null : shown(last),
      deliveryProblem: problem,
      verification: this.#verification.state(),
      review: this.#reviews.state(),
    };
  }

  async stop(): Promise<void> {
    clearTimeout(this.#telling ?? undefined);
    await Promise.all([this.#adoption, this.checkpoints, this.#verification].map((part) => part.stop(STOP_MS)));
  }

  #entry(sequence: number): ReturnType<Handlers['audit.entry']> {
    const row = this.#kernel.database
      .prepare<{ body: string; hash: string; at: string; action: string; actor: string; kind: string; id: string }>(
        `SELECT body, lower(hex(hash)) AS hash, at, action, actor, object_kind AS kind, object_id AS id
         FROM audit_entry WHERE sequence = ?`,
      )
      .get(sequence);
    if (row === undefined) throw new SigmalineError('audit.no-entry', { sequence });
    const { body, hash, kind, id, ...columns } = row;
    const read = bodyIn(body);
    if (read === null) {
      // Somebody made it unreadable: what is there instead, and the columns beside it.
      const nothing = { name: null, role: null, session: null, reason: null, old: null, livedMs: 0, schema: 0 };
      return { ...nothing, ...columns, object: { kind, id }, new: body, sequence, previousHash: '', hash };
    }
    const { v: _, seq: __, lived: livedMs, prev: previousHash, ...entry } = read;
    return { ...entry, sequence, livedMs, previousHash, hash };
  }

  #changeKey(reason: string): AuditState {
    this.#needs.chain.key.rotate((next, old) => {
      const object = { kind: 'key', id: next.id };
      // Without the old key nobody vouches for the new one but the chain itself.
      if (old === null) this.#kernel.audit.append({ action: 'key.replaced', object, new: { key: next.text }, reason });
      else {
        const rotated = { key: next.text, note: writeRotation(old, next) };
        this.#kernel.audit.append({ action: 'key.rotated', object, old: { key: old.text }, new: rotated, reason });
      }
    });
    this.checkpoints.makeWhereItCan('key');
    this.#kernel.changed();
    return this.state();
  }

  async #acknowledge({ signature }: RequestInput<'audit.acknowledge'>, caller: Caller): Promise<AuditState> {
    const found = this.#verification.toAcknowledge();
    const act = (): void => this.#verification.acknowledge(nameOf(caller));
    await this.#sign(caller, signature, { kind: 'chain', id: this.#needs.chain.station }, found, act);
    return this.state();
  }

  async #review({ signature, ...review }: RequestInput<'audit.review'>, caller: Caller): Promise<AuditState> {
    const object = { kind: 'review', id: `${review.from}/${review.to}` };
    this.#reviews.requireOver(review);
    await this.#sign(caller, signature, object, review, () => this.#reviews.add(review, object, nameOf(caller)));
    this.#tellSoon();
    return this.state();
  }

  /** At an open station there is nobody who could. */
  async #sign(
    caller: Caller,
    input: SignatureInput | undefined,
    object: AuditObject,
    what: unknown,
    act: () => void,
  ): Promise<void> {
    if (caller.station === 'open') {
      this.#kernel.database.transaction(act);
      return;
    }
    if (input === undefined) throw new SigmalineError('signature.needed');
    const hash = sha256Of(canonicalJson(what));
    await this.#needs.signing.sign(caller, input, object, hash, act);
  }

  #tellSoon(): void {
    this.#telling ??= setTimeout(() => {
      this.#telling = null;
      try {
        this.#kernel.emit('audit.changed', this.state());
      } catch (thrown) {
        this.#kernel.report(thrown);
      }
    }, TELL_EVERY_MS).unref();
  }
}

function shown(checkpoint: StoredCheckpoint): NonNullable<AuditState['checkpoint']> {
  return { ...checkpoint, code: codeOf(checkpoint.note) };
}

function nameOf({ name, person }: Caller): string {
  return name ?? person ?? 'open station';
}
