import { type ErrorCode, type ErrorDetails, type ErrorFact, factOf, sentenceOf } from '../../../shared/domain/index.ts';
import { texts } from './texts.ts';

/** A sentence that is made whenever it is shown: one that is kept as text would stay in the language of the moment when it was said. */
export class Sentence {
  readonly #say: () => string;

  constructor(say: () => string) {
    this.#say = say;
  }

  /** In the present language; a template calls it by itself. */
  toString(): string {
    return this.#say();
  }
}

/** Why something was not done, with the remedy. */
export class Refusal extends Sentence implements ErrorFact {
  readonly code: ErrorCode;
  readonly details: ErrorDetails;

  constructor({ code, details }: ErrorFact) {
    super(() => sentenceOf({ code, details }));
    this.code = code;
    this.details = details;
  }

  /** @param thrown anything: what was not foreseen has the code `internal` */
  static of(thrown: unknown): Refusal {
    return new Refusal(factOf(thrown));
  }
}

/** What a component shows: a text that follows already, being derived, or a sentence that somebody kept. */
export type Said = string | Sentence;

export const REQUIRED = new Sentence(() => texts.setup.required);
export const NOT_SAVED = new Sentence(() => texts.setup.notSaved);
