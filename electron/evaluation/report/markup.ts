import type { ScoreName } from '../scores.ts';

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

interface Column {
  readonly title: string;
  /** Figures stand right, so that they can be compared down the column. */
  readonly isFigure?: boolean;
}

/** A table whose first column names the rows. @param footer one more row, set apart */
export function table(
  caption: string,
  columns: readonly Column[],
  rows: readonly (readonly (string | Markup)[])[],
  footer: readonly (string | Markup)[] | null = null,
): Markup {
  const classOf = (index: number): Markup | null =>
    columns[index]?.isFigure === true ? markup` class="figure"` : null;
  const rowOf = (cells: readonly (string | Markup)[]): Markup =>
    markup`<tr>${cells.map((cell, index) =>
      index === 0 ? markup`<th scope="row">${cell}</th>` : markup`<td${classOf(index)}>${cell}</td>`,
    )}</tr>`;
  return markup`<table>
<caption>${caption}</caption>
<thead><tr>${columns.map(({ title }, index) => markup`<th scope="col"${classOf(index)}>${title}</th>`)}</tr></thead>
<tbody>
${rows.map(rowOf)}
</tbody>
${footer === null ? null : markup`<tfoot>${rowOf(footer)}</tfoot>`}
</table>`;
}

/** Scores as people call them. */
export const SCORE_TITLES: Readonly<Record<ScoreName, string>> = {
  sigmaline: 'Sigmaline score',
  part: 'Part distance',
  patch: 'Patch score',
};

/** A score with its unit: only the sigmaline score is in sigma of held-out good images. */
export function scoreText(name: ScoreName, value: number): string {
  return name === 'sigmaline' ? `${value.toFixed(2)} sigma` : value.toFixed(2);
}

/** A coordinate as drawings need it. */
export function round(value: number): number {
  return Math.round(value * 10) / 10;
}
