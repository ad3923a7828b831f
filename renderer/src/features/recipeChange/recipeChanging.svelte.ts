import type { RequestOutput, SourceStatus } from '../../../../shared/contract/index.ts';
import type { RecipeId, SignatureInput } from '../../../../shared/domain/index.ts';
import type { Access } from '../../lib/access.svelte.ts';
import type { StationConnection } from '../../lib/connection/index.ts';
import { Refusal, type Sentence } from '../../lib/sentence.ts';
import { texts } from '../../lib/texts.ts';

type Choices = RequestOutput<'recipeChange.choices'>;

/** A change that waits for its signature. */
interface Signing {
  readonly what: string;
  readonly send: (signature?: SignatureInput) => Promise<unknown>;
}

interface Named {
  readonly id: RecipeId;
  readonly name: string;
}

/** Gives a source another recipe, confirms such a change, or takes it back. */
export class RecipeChanging {
  readonly #connection: StationConnection;
  readonly #access: Access;
  #choices = $state.raw<Choices | null>(null);
  #signing = $state.raw<Signing | null>(null);
  #isSending = $state(false);
  #problem = $state<Sentence | null>(null);

  constructor(connection: StationConnection, access: Access) {
    this.#connection = connection;
    this.#access = access;
  }

  /** Whether whoever is here may change it, or may say so with a PIN at the action. */
  get mayChange(): boolean {
    const { current } = this.#access;
    if (current?.secretAtAction === true && current.station === 'protected') return true;
    return this.#access.may('recipeChange.make');
  }

  /** What a source can be changed to; null until it was read. */
  get choices(): Choices | null {
    return this.#choices;
  }

  get signing(): Signing | null {
    return this.#signing;
  }

  get isSending(): boolean {
    return this.#isSending;
  }

  /** Why the last thing was refused. */
  get problem(): Sentence | null {
    return this.#problem;
  }

  async read(source: Pick<SourceStatus, 'id'>): Promise<void> {
    this.#choices = null;
    this.#problem = null;
    try {
      this.#choices = await this.#connection.request('recipeChange.choices', { sourceId: source.id });
    } catch (thrown) {
      this.#problem = Refusal.of(thrown);
    }
  }

  /** @returns whether it is done; false also while it waits for a signature */
  async make(source: SourceStatus, from: Named, to: Named, isProposed = false): Promise<boolean> {
    const asked = { sourceId: source.id, recipeId: to.id, seen: from.id, isProposed };
    return this.#signed(texts.recipeChange.signs(source.name, from.name, to.name), (signature) =>
      this.#connection.request('recipeChange.make', { ...asked, signature }),
    );
  }

  async confirm({ id: sourceId }: SourceStatus, change: number): Promise<void> {
    await this.#send(() => this.#connection.request('recipeChange.confirm', { sourceId, change }));
  }

  async undo(source: SourceStatus, { change, from, to }: NonNullable<SourceStatus['recipeChange']>): Promise<void> {
    await this.#signed(texts.recipeChange.signs(source.name, to.name, from.name), (signature) =>
      this.#connection.request('recipeChange.undo', { sourceId: source.id, change, signature }),
    );
  }

  /** @returns the sentence that refused it; null where it was done */
  async sign(signature: SignatureInput): Promise<Sentence | null> {
    const { send } = this.#signing ?? {};
    if (send === undefined) return null;
    await this.#send(() => send(signature));
    const problem = this.#problem;
    this.#problem = null;
    if (problem === null) void this.#access.read();
    return problem;
  }

  leaveSignature(): void {
    this.#signing = null;
  }

  async #signed(what: string, send: Signing['send']): Promise<boolean> {
    this.#problem = null;
    if (this.#access.current?.signRecipeChange !== true) return this.#send(() => send());
    this.#signing = { what, send };
    return false;
  }

  async #send(send: () => Promise<unknown>): Promise<boolean> {
    this.#isSending = true;
    this.#problem = null;
    try {
      await send();
      this.#signing = null;
      return true;
    } catch (thrown) {
      this.#problem = Refusal.of(thrown);
      return false;
    } finally {
      this.#isSending = false;
    }
  }
}
