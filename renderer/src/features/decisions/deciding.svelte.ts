import type { FoundRecord, RequestInput, RequestOutput } from '../../../../shared/contract/index.ts';
import {
  type Decision,
  decisionSchema,
  detailText,
  type FeedItem,
  type RepeatedSignatureInput,
  type SignatureInput,
} from '../../../../shared/domain/index.ts';
import type { Access } from '../../lib/access.svelte.ts';
import type { StationConnection } from '../../lib/connection/index.ts';
import { Refusal, type Sentence } from '../../lib/sentence.ts';
import { texts } from '../../lib/texts.ts';

type Words = RequestOutput<'disposition.words'>;
type Newest = FoundRecord['disposition'];

interface Said {
  readonly decision: Decision;
  readonly reason: string;
}

export interface Made extends Said {
  readonly item: FeedItem;
  /** Of the disposition. */
  readonly id: number;
}

/** Digits choose: there are nine of them. */
const MOST_BY_DIGIT = 9;

/** Deciding about the part that is shown in two touches: what, and why. */
export class Deciding {
  readonly #connection: StationConnection;
  readonly #access: Access;
  #item = $state.raw<FeedItem | null>(null);
  #newest = $state.raw<Newest>(null);
  /** A late view has opened the part again. */
  #waits = $state(false);
  #words = $state.raw<Words | null>(null);
  #decision = $state<Decision | null>(null);
  #signing = $state.raw<Said | null>(null);
  #isSaving = $state(false);
  /** The part that is decided about once more, whatever was decided. */
  #againOf = $state<FeedItem['id'] | null>(null);
  #problem = $state<Sentence | null>(null);
  #last = $state.raw<Made | null>(null);
  #missed = $state<Sentence | null>(null);
  /** Told of each decision once it is made. */
  onmade: (made: Made) => void = () => undefined;

  constructor(connection: StationConnection, access: Access) {
    this.#connection = connection;
    this.#access = access;
  }

  get item(): FeedItem | null {
    return this.#item;
  }

  get words(): Words | null {
    return this.#words;
  }

  /** What was decided about the part before; null where nobody has. */
  get newest(): Newest {
    return this.#newest;
  }

  /** What was chosen, and still needs its reason. */
  get decision(): Decision | null {
    return this.#decision;
  }

  /** Whether there is something to choose: a part that did not pass, and nobody has decided about, or is about to anew. */
  get isOpen(): boolean {
    return this.#item !== null && (this.#newest === null || this.#waits || this.#againOf === this.#item.id);
  }

  get isSaving(): boolean {
    return this.#isSaving;
  }

  /** What waits for its signature. */
  get signing(): Said | null {
    return this.#signing;
  }

  get problem(): Sentence | null {
    return this.#problem;
  }

  /** The decision that was made last here, which can be taken back. */
  get last(): Made | null {
    return this.#last;
  }

  /** Why the newest decision was not made, where its part has left the screen since. */
  get missed(): Sentence | null {
    return this.#missed;
  }

  async readWords(): Promise<void> {
    try {
      this.#words = await this.#connection.request('disposition.words', {});
    } catch (thrown) {
      this.#problem = Refusal.of(thrown);
    }
  }

  /** Another part is shown; null for one that passed. */
  async begin(item: FeedItem | null): Promise<void> {
    if (item?.id === this.#item?.id) return;
    this.#item = item;
    this.#newest = null;
    this.#waits = false;
    this.#clear();
    if (item !== null) await this.readNewest();
  }

  /** Somebody may have decided, here or elsewhere. */
  async readNewest(): Promise<void> {
    const item = this.#item;
    if (item === null) return;
    const { disposition, waits } = await this.#connection
      .request('disposition.newest', { id: item.id })
      .catch(() => ({ disposition: null, waits: false }));
    if (this.#item?.id !== item.id) return;
    this.#newest = disposition;
    this.#waits = waits;
  }

  again({ id }: FeedItem): void {
    this.#againOf = id;
  }

  forgetLast(): void {
    this.#last = null;
    this.#missed = null;
  }

  /** What was asked for beside the two touches was refused. */
  refused(sentence: Sentence): void {
    this.#problem = sentence;
  }

  choose(decision: Decision | null): void {
    this.#decision = decision;
    this.#problem = null;
  }

  leaveSignature(): void {
    this.#signing = null;
  }

  /** Confirms the reject with the reason that is usual. */
  async confirm(): Promise<void> {
    const reason = this.#words?.usual.confirmed;
    if (reason !== undefined && this.#decision === null) await this.decide({ decision: 'confirmed', reason });
  }

  async because(reason: string): Promise<void> {
    if (this.#decision !== null) await this.decide({ decision: this.#decision, reason });
  }

  /** A digit chooses among what is shown, Enter confirms, Escape goes back. @returns whether the key meant something */
  key(key: string): boolean {
    if (!this.isOpen || this.#isSaving || this.#words === null) return false;
    const place = /^[1-9]$/.test(key) ? Number(key) - 1 : -1;
    if (key === 'Enter') void this.confirm();
    else if (key === 'Escape' && this.#decision !== null) this.choose(null);
    else if (place < 0) return false;
    else if (this.#decision === null) {
      const decision = decisionSchema.options[place];
      if (decision === undefined) return false;
      this.choose(decision);
    } else {
      const reason = this.#words.reasons.slice(0, MOST_BY_DIGIT)[place];
      if (reason === undefined) return false;
      void this.because(reason);
    }
    return true;
  }

  async decide(said: Said): Promise<void> {
    if (this.#words?.signsOne !== true) await this.#send(said);
    else if (this.#access.current?.person?.hasSigned === true && this.#access.current.signAgainMinutes > 0) {
      await this.#send(said, { meaning: meaningOf(said), reason: said.reason });
    } else this.#signing = said;
  }

  /** @returns the sentence that refused it; null where it was done */
  async sign(signature: SignatureInput): Promise<Sentence | null> {
    if (this.#signing === null) return null;
    await this.#send(this.#signing, signature);
    const problem = this.#problem;
    this.#problem = null;
    return problem;
  }

  async #send(said: Said, signature?: RepeatedSignatureInput): Promise<void> {
    const item = this.#item;
    if (item === null) return;
    this.#isSaving = true;
    this.#problem = null;
    const input: RequestInput<'disposition.make'> = { ...said, id: item.id, seen: this.#newest?.id ?? null, signature };
    try {
      const { id } = await this.#connection.request('disposition.make', input);
      this.#missed = null;
      this.#last = { item, id, ...said };
      this.#clear();
      this.#againOf = null;
      if (signature !== undefined) void this.#access.read();
      await this.readNewest();
      this.onmade({ item, id, ...said });
    } catch (thrown) {
      const refusal = Refusal.of(thrown);
      if (refusal.code === 'signature.secret-due') this.#signing = said;
      // What somebody else decides takes the part away, before or after the answer.
      else if (refusal.code === 'disposition.changed' || this.#item?.id !== item.id) this.#missed = refusal;
      else this.#problem = refusal;
      if (refusal.code === 'disposition.changed') await this.readNewest();
    } finally {
      this.#isSaving = false;
    }
  }

  #clear(): void {
    this.#decision = null;
    this.#signing = null;
    this.#problem = null;
  }
}

export function meaningOf({ decision }: Pick<Said, 'decision'>): SignatureInput['meaning'] {
  return decision === 'released' ? 'released' : 'rejected';
}

/** What was said, in one line. */
export function saidInWords({ decision, reason }: Said): string {
  return `${texts.disposition.state[decision]} · ${detailText(reason)}`;
}
