import type { RequestInput, RequestOutput } from '../../../../shared/contract/index.ts';
import type { Decision, Region, SignatureInput } from '../../../../shared/domain/index.ts';
import type { StationConnection } from '../../lib/connection/index.ts';
import { Sentence } from '../../lib/sentence.ts';
import { texts } from '../../lib/texts.ts';

export type Said = Pick<RequestInput<'disposition.make'>, 'decision' | 'reason' | 'comment' | 'defect' | 'region'>;
type Words = RequestOutput<'disposition.words'>;

/** What a person is about to decide, and what there is to choose from. */
export class DecisionDraft {
  readonly #connection: StationConnection;
  decision = $state<Decision | null>(null);
  reason = $state<string | null>(null);
  defect = $state<string | null>(null);
  comment = $state('');
  region = $state.raw<Region | null>(null);
  #words = $state.raw<Words>({ reasons: [], defects: [], usual: {}, signsOne: false, signsMany: false });
  #reasonError = $state<Sentence | null>(null);

  constructor(connection: StationConnection) {
    this.#connection = connection;
  }

  get words(): Words {
    return this.#words;
  }

  /** Said at the reasons; null while nothing is wrong. */
  get reasonError(): Sentence | null {
    return this.#reasonError;
  }

  /** @throws SigmalineError if they cannot be read */
  async begin(): Promise<void> {
    this.decision = null;
    this.reason = null;
    this.defect = null;
    this.comment = '';
    this.region = null;
    this.#reasonError = null;
    this.#words = await this.#connection.request('disposition.words', {});
  }

  /** What a signature under it says. */
  get meaning(): SignatureInput['meaning'] {
    return this.decision === 'released' ? 'released' : 'rejected';
  }

  /** @returns null where something is missing, which the form then says */
  said(): Said | null {
    this.#reasonError = this.reason === null ? new Sentence(() => texts.disposition.reasonMissing) : null;
    if (this.decision === null || this.reason === null) return null;
    const comment = this.comment.trim();
    return {
      decision: this.decision,
      reason: this.reason,
      comment: comment === '' ? null : comment,
      defect: this.defect,
      region: this.region,
    };
  }
}
