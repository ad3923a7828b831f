import { ERROR_CODES } from '../../../shared/i18n/errors.ts';

/** Texts under these names are words of the program, versions, or what the machine calls itself. */
const PLAIN_KEYS: ReadonlySet<string> = new Set([
  ...['level', 'time', 'code', 'kind', 'type', 'state', 'severity', 'verdict', 'action', 'cause', 'outcome', 'lack'],
  ...[
    'version',
    'softwareVersion',
    'software',
    'provider',
    'device',
    'executionProvider',
    'executionDevice',
    'platform',
  ],
  ...[
    'lanes',
    'judgeFirst',
    'shiftsBy',
    'shiftStarts',
    'at',
    'what',
    'syscall',
    'errno',
    'signal',
    'bound',
    'disk',
    'quickCheck',
  ],
]);
const KNOWN_CODES: ReadonlySet<string> = new Set(ERROR_CODES);
const TIME = /^\d{4}-\d\d-\d\d(?:T[\d:.]+(?:Z|[+-]\d\d:\d\d))?$/;
/** Quoted texts, and words with a slash, a backslash, an at sign or a digit in them: names of files, folders, parts and people. */
const TELLING = /'[^']*'|"[^"]*"|[^\s'"]*[\\/@\d][^\s'"]*/g;
/** What a text is made of that may be a name by itself. */
const WORD = /[\p{L}\p{N}_+=#.-]+/gu;
const FRAME = /^\s+at /;
const OURS = /[^\s()]*?((?:electron|shared|node_modules|out)[\\/][^\s()]*|node:[^\s()]*)/;

/**
 * Replaces what tells of people, parts, files and folders by pseudonyms: the same text gets the same one, within one bundle. Of unknown texts only those
 * are let through that are words of the program.
 */
export class Pseudonyms {
  readonly #known = new Map<string, string>();
  readonly #names: ReadonlySet<string>;
  /** The words that names are made of. */
  readonly #words: ReadonlySet<string>;
  readonly #isOff: boolean;

  /** @param names of people, lots, serials and the like, however they are written */
  constructor(names: Iterable<string>, isOff: boolean) {
    this.#isOff = isOff;
    const all = [...new Set(names)].map((name) => name.toLowerCase()).filter((name) => name.length > 0);
    this.#names = new Set(all);
    this.#words = new Set(all.flatMap((name) => name.match(WORD) ?? []));
  }

  /** A copy of a value of JSON. */
  clean(value: unknown, key = ''): unknown {
    if (this.#isOff) return value;
    if (typeof value === 'string') return this.#string(value, key);
    if (Array.isArray(value)) return value.map((item) => this.clean(item, key));
    if (typeof value !== 'object' || value === null) return value;
    return Object.fromEntries(
      Object.entries(value).map(([name, inner]) => [
        this.#names.has(name.toLowerCase()) ? this.of(name) : name,
        this.clean(inner, name),
      ]),
    );
  }

  /** A text for people, with the names in it replaced. */
  text(text: string): string {
    if (this.#isOff) return text;
    return text
      .replace(TELLING, (found) => this.of(found))
      .replace(WORD, (word) => (this.#words.has(word.toLowerCase()) ? this.of(word) : word));
  }

  of(text: string): string {
    const key = text.toLowerCase();
    const known = this.#known.get(key) ?? `<text-${this.#known.size + 1}>`;
    this.#known.set(key, known);
    return known;
  }

  #string(text: string, key: string): string {
    if (KNOWN_CODES.has(text) || TIME.test(text)) return text;
    if (key === 'stack') return this.#stack(text);
    if (key === 'msg' || key === 'message' || key === 'reason') return this.text(text);
    if (PLAIN_KEYS.has(key)) return text;
    return this.of(text);
  }

  /** The frames alone, each from the program's own folder on. */
  #stack(stack: string): string {
    const frames = stack.split('\n').filter((line) => FRAME.test(line));
    return frames.map((line) => (OURS.test(line) ? line.replace(OURS, '$1') : '    at <elsewhere>')).join('\n');
  }
}
