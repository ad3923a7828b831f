/** A piece of HTML or SVG. Made by `markup` only, so every text that came from outside is escaped. */
export class Markup {
  readonly source: string;

  /** @param source trusted: written by us, or put together by `markup` */
  constructor(source: string) {
    this.source = source;
  }
}

type Part = Markup | readonly Markup[] | string | number | null;

/** The tag of template literals that are markup: what is inserted is escaped unless it is markup itself. Null inserts nothing. */
export function markup(strings: TemplateStringsArray, ...parts: readonly Part[]): Markup {
  const inserted = parts.map(sourceOf);
  return new Markup(strings.map((text, index) => text + (inserted[index] ?? '')).join(''));
}

function sourceOf(part: Part): string {
  if (part === null) return '';
  if (part instanceof Markup) return part.source;
  if (typeof part === 'object') return part.map(({ source }) => source).join('\n');
  return escaped(String(part));
}

const ENTITIES: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
};

function escaped(text: string): string {
  return text.replace(/[&<>"']/g, (character) => ENTITIES[character] ?? '');
}
