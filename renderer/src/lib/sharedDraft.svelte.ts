import { untrack } from 'svelte';
import { texts } from './texts.ts';

export interface DraftWords<Known, Fields> {
  /** The fields of the form for what the station holds. */
  readonly fieldsOf: (known: Known) => Fields;
  /** What the station holds, as a person reads it. */
  readonly inWords: (known: Known) => Partial<Record<keyof Fields, string>>;
  /** Fields that mean something only together, each group under its first. */
  readonly together?: readonly (readonly (keyof Fields)[])[];
}

/**
 * What a person types into a form while other screens may change the same. A field that was not touched follows the station; one that was touched keeps
 * what was typed, and `meanwhile` says what the station holds now.
 */
export class SharedDraft<Known extends object, Fields extends object> {
  typed: Fields;
  #known: Known;
  #changed: readonly (keyof Fields)[];
  readonly #words: DraftWords<Known, Fields>;
  readonly #groups: readonly (readonly (keyof Fields)[])[];

  constructor(known: Known, words: DraftWords<Known, Fields>) {
    const fields = words.fieldsOf(known);
    const { together = [] } = words;
    this.typed = $state(fields);
    this.#known = $state.raw(known);
    this.#changed = $state.raw([]);
    this.#words = words;
    this.#groups = [
      ...together,
      ...namesOf(fields).flatMap((name) => (together.flat().includes(name) ? [] : [[name]])),
    ];
  }

  /** What the station held when it was last looked at. */
  get known(): Known {
    return this.#known;
  }

  /** A sentence for each field that was touched here and changed on another screen. */
  get meanwhile(): Partial<Record<keyof Fields, string>> {
    const [seen, words] = [this.#words.fieldsOf(this.#known), this.#words.inWords(this.#known)];
    const groups = this.#groups.filter(([first]) => first !== undefined && this.#changed.includes(first));
    const differing = groups
      .filter((group) => !isSame(group, this.typed, seen))
      .map(([first]) => first as keyof Fields);
    const sentences = differing.map((name) => [name, texts.setup.changedMeanwhile(words[name] ?? '')] as const);
    return Object.fromEntries(sentences) as Partial<Record<keyof Fields, string>>;
  }

  /** Takes over what the station holds now, but for what was typed. */
  lookAt(known: Known): void {
    untrack(() => this.#merge(known, this.#words.fieldsOf(this.#known), this.#changed));
  }

  /** What was sent is what the station holds now; what was typed since then stays. */
  saved(known: Known, sent: Fields): void {
    this.#merge(known, sent, []);
    this.#changed = [];
  }

  /** What of a wish differs from what was seen, and what was seen of that. */
  changeTo(wish: Known): { readonly change: Partial<Known>; readonly seen: Partial<Known> } {
    const names = namesOf(wish).filter((name) => !isSame([name], wish, this.#known));
    const only = (from: Known): Partial<Known> =>
      Object.fromEntries(names.map((name) => [name, from[name]])) as Partial<Known>;
    return { change: only(wish), seen: only(this.#known) };
  }

  #merge(known: Known, seen: Fields, changedBefore: readonly (keyof Fields)[]): void {
    const now = this.#words.fieldsOf(known);
    let changed = changedBefore;
    for (const group of this.#groups) {
      const [first] = group;
      if (first === undefined || isSame(group, now, seen)) continue;
      if (isSame(group, this.typed, seen)) {
        for (const name of group) this.typed[name] = now[name];
        changed = changed.filter((name) => name !== first);
      } else if (!changed.includes(first)) changed = [...changed, first];
    }
    this.#known = known;
    this.#changed = changed;
  }
}

function namesOf<Fields extends object>(fields: Fields): (keyof Fields)[] {
  return Object.keys(fields) as (keyof Fields)[];
}

function isSame<Fields extends object>(names: readonly (keyof Fields)[], one: Fields, other: Fields): boolean {
  return names.every((name) => JSON.stringify(one[name]) === JSON.stringify(other[name]));
}
