import { type Markup, markup } from './markup.ts';

export interface Column {
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
