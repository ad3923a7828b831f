import type { Verdict } from '../../../../shared/domain/index.ts';
import { COLOURS, SIZES, VERDICT_COLOURS } from './design.ts';
import type { Sheet, TextStyle } from './sheet.ts';

export interface Column<Row> {
  readonly title: string;
  /** Its part of the table's width; all parts together are the whole. */
  readonly share: number;
  readonly align?: 'right';
  readonly text: (row: Row) => string;
  /** A mark before the text, so that a column of verdicts is read at a glance. */
  readonly mark?: (row: Row) => Verdict | null;
  readonly lines?: number;
}

const CELL = { padX: 4, padY: 3 } as const;
const MARK = 6;
const HEAD: TextStyle = { size: SIZES.tiny, font: 'strong', colour: COLOURS.soft };
const BODY: TextStyle = { size: SIZES.small };

/** A table whose head stands on each of its pages. A row is never cut. */
export function drawTable<Row>(sheet: Sheet, columns: readonly Column<Row>[], rows: readonly Row[]): void {
  const whole = columns.reduce((sum, { share }) => sum + share, 0);
  let x = sheet.left;
  const places = columns.map((column) => {
    const width = (column.share / whole) * sheet.width;
    const place = { column, x: x + CELL.padX, width: width - 2 * CELL.padX };
    x += width;
    return place;
  });
  const headHeight =
    Math.max(...places.map(({ column, width }) => sheet.heightOf(column.title, width, HEAD))) + 2 * CELL.padY;
  const table = sheet.open('Table');
  let isHeadTagged = false;

  const head = (): void => {
    const { y } = sheet;
    sheet.artifact(() => {
      sheet.rect(sheet.left, y, sheet.width, headHeight, COLOURS.sunken);
      sheet.rule(sheet.left, y + headHeight, sheet.right, COLOURS.soft, 0.75);
    });
    const write = ({ column, x: left, width }: (typeof places)[number]): void => {
      sheet.write(column.title, left, y + CELL.padY, width, { ...HEAD, align: column.align ?? 'left' });
    };
    if (isHeadTagged) {
      // The same once more for the eye: a screen reader has read it.
      sheet.artifact(() => places.forEach(write), 'Pagination');
    } else {
      const row = sheet.open('TR', table);
      for (const place of places) row.add(sheet.doc.struct('TH', { scope: 'Column' } as object, () => write(place)));
      row.end();
      isHeadTagged = true;
    }
    sheet.y += headHeight;
  };

  sheet.need(headHeight + 30);
  head();
  for (const row of rows) {
    const cells = places.map((place) => ({
      ...place,
      text: place.column.text(row),
      mark: place.column.mark?.(row) ?? null,
    }));
    const styleOf = ({ lines = 2, align }: Column<Row>): TextStyle => ({ ...BODY, lines, align: align ?? 'left' });
    const height =
      Math.max(
        ...cells.map(({ column, text, width, mark }) => sheet.heightOf(text, width - indentOf(mark), styleOf(column))),
      ) +
      2 * CELL.padY;
    if (sheet.need(height)) head();
    const { y } = sheet;
    const line = sheet.open('TR', table);
    for (const { column, x: left, width, text, mark } of cells) {
      if (mark !== null) sheet.artifact(() => sheet.rect(left, y + CELL.padY + 2.5, MARK, MARK, VERDICT_COLOURS[mark]));
      sheet.tag(
        'TD',
        () => sheet.write(text, left + indentOf(mark), y + CELL.padY, width - indentOf(mark), styleOf(column)),
        line,
      );
    }
    line.end();
    sheet.artifact(() => sheet.rule(sheet.left, y + height, sheet.right));
    sheet.y += height;
  }
  table.end();
  sheet.y += 8;
}

function indentOf(mark: Verdict | null): number {
  return mark === null ? 0 : MARK + 4;
}

/** Names and what they say, in columns side by side: what a table with two columns would be too long for. */
export function drawFacts(sheet: Sheet, facts: readonly (readonly [name: string, value: string])[], columns = 2): void {
  const gap = 16;
  const width = (sheet.width - gap * (columns - 1)) / columns;
  const nameStyle = { size: SIZES.tiny, colour: COLOURS.soft } as const;
  const list = sheet.open('L');
  for (let index = 0; index < facts.length; index += columns) {
    const row = facts.slice(index, index + columns);
    const height = Math.max(...row.map(([, value]) => sheet.heightOf(value, width, BODY))) + 14;
    sheet.need(height);
    const { y } = sheet;
    row.forEach(([name, value], place) => {
      const x = sheet.left + place * (width + gap);
      const item = sheet.open('LI', list);
      sheet.tag('Lbl', () => sheet.write(name, x, y, width, { ...nameStyle, lines: 1 }), item);
      sheet.tag('LBody', () => sheet.write(value, x, y + 10, width, BODY), item);
      item.end();
    });
    sheet.y += height + 3;
  }
  list.end();
  sheet.y += 4;
}
