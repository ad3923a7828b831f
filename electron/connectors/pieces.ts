import type { ErrorFact } from '../../shared/domain/index.ts';
import { MessageRefused, type OutboxItem } from './driver.ts';

export interface PiecesNeeds {
  /** Hands a piece to the receiver: all of it or nothing. */
  readonly put: (piece: readonly OutboxItem[], signal: AbortSignal) => Promise<void>;
  /** What the receiver has against what is in the piece; null where it is away, or takes nothing at all now. */
  readonly refusal: (thrown: unknown) => ErrorFact | null;
  /** How many messages go together at most. */
  readonly size: number;
}

/**
 * Sends a batch in pieces. One that is refused is halved until the message is found that the receiver does not want. Where the receiver goes away in between, the pieces
 * that it took are not sent to it again when the batch is: a receiver that takes a few at a time comes to the end too.
 */
export class Pieces {
  readonly #needs: PiecesNeeds;
  /** Ids that were taken of a batch that broke off. */
  readonly #taken = new Set<string>();

  constructor(needs: PiecesNeeds) {
    this.#needs = needs;
  }

  /** @throws MessageRefused; anything else where the receiver is away */
  async send(items: readonly OutboxItem[], signal: AbortSignal): Promise<void> {
    let before = items.findIndex(({ message }) => !this.#taken.has(message.id));
    if (before < 0) before = items.length;
    while (before < items.length) {
      const piece = items.slice(before, before + this.#needs.size);
      await this.#put(piece, before, signal);
      before += piece.length;
    }
    this.#taken.clear();
  }

  async #put(piece: readonly OutboxItem[], before: number, signal: AbortSignal): Promise<void> {
    const [first] = piece;
    if (first === undefined) return;
    try {
      await this.#needs.put(piece, signal);
      for (const { message } of piece) this.#taken.add(message.id);
    } catch (thrown) {
      const fact = this.#needs.refusal(thrown);
      if (fact === null) throw thrown;
      if (piece.length === 1) {
        this.#taken.clear();
        throw new MessageRefused(first.message.sequence, fact, before);
      }
      const half = Math.ceil(piece.length / 2);
      await this.#put(piece.slice(0, half), before, signal);
      await this.#put(piece.slice(half), before + half, signal);
    }
  }
}
