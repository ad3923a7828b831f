import { PROVIDERS_IN_TEXTS } from './executionReasons.ts';

/** A fact as `ErrorFact`, without its types: errors.ts, which has them, uses this. */
interface Recognised<Code> {
  readonly code: Code;
  readonly details: Readonly<Record<string, string>>;
}

interface Pattern<Code> {
  readonly code: Code;
  readonly expression: RegExp;
  readonly names: readonly string[];
  /** How many letters of its own it has: the more, the surer. */
  readonly letters: number;
}

/** With fewer letters of its own, a sentence is recognised only by what stands in it. */
const FEW_LETTERS = 4;
/** So many texts are remembered: a screen shows a handful, again and again. */
const MOST_REMEMBERED = 500;

/** The details that hold what somebody may have kept as a text. All others are names, paths and figures: they are shown as they are. */
const PROSE: ReadonlySet<string> = new Set(
  'reason problem remedy sentence text lacks fault what why first second advice'.split(' '),
);

export function isProse(detail: string): boolean {
  return PROSE.has(detail);
}

/**
 * Finds which sentence a text was made of, and with which details: the way back from a text that was kept in English.
 *
 * @param sentences in the language of the texts, by code; `{name}` stands for a detail
 * @returns a function that gives the fact; null for the text of somebody else
 */
export function recogniser<Code extends string>(
  sentences: Readonly<Record<Code, string>>,
): (text: string) => Recognised<Code> | null {
  let patterns: readonly Pattern<Code>[] | null = null;
  const remembered = new Map<string, Recognised<Code> | null>();

  function recognise(text: string): Recognised<Code> | null {
    const known = remembered.get(text);
    if (known !== undefined) return known;
    patterns ??= (Object.entries(sentences) as [Code, string][])
      .map(([code, sentence]) => patternOf(code, sentence))
      .sort((first, second) => second.letters - first.letters);
    if (remembered.size >= MOST_REMEMBERED) remembered.clear();
    // A text within itself is no other.
    remembered.set(text, null);
    const found = firstOf(patterns, text);
    remembered.set(text, found);
    return found;
  }

  function firstOf(all: readonly Pattern<Code>[], text: string): Recognised<Code> | null {
    for (const { code, expression, names, letters } of all) {
      const match = expression.exec(text);
      if (match === null) continue;
      const details = Object.fromEntries(names.map((name, place) => [name, match[place + 1] ?? '']));
      const isSure = letters >= FEW_LETTERS || names.some((name) => isProse(name) && recognise(details[name] ?? ''));
      if (isSure) return { code, details };
    }
    return null;
  }

  return recognise;
}

function literally(text: string): string {
  return text.replace(/[.*+?^${}()|[\]\\]/g, '\\$&');
}

/** Names of providers have spaces; of one that nobody foresaw there is only its id. */
const PROVIDER = `(${[...PROVIDERS_IN_TEXTS.map(literally), '\\S+?'].join('|')})`;

function patternOf<Code>(code: Code, sentence: string): Pattern<Code> {
  const names: string[] = [];
  const parts = sentence.split(/\{(\w+)\}/).map((part, index) => {
    if (index % 2 === 0) return literally(part);
    const again = names.indexOf(part);
    if (again !== -1) return `\\${again + 1}`;
    names.push(part);
    return part === 'provider' ? PROVIDER : '(.+?)';
  });
  const own = sentence.replace(/\{\w+\}/g, '');
  // What begins a sentence of its own was written large.
  const source = parts.join('').replace(/^[a-z]/, (letter) => `[${letter}${letter.toUpperCase()}]`);
  return { code, expression: new RegExp(`^${source}$`, 's'), names, letters: own.match(/\p{L}/gu)?.length ?? 0 };
}
