import type { ExportContents } from '../../../shared/domain/index.ts';
import type { ExportColumn } from './columns.ts';
import type { Cell, ExportRow } from './exportRows.ts';

/** Writes the text of a table: its head, and portions of rows. */
export interface TableText {
  readonly head: string;
  of(rows: readonly ExportRow[]): string;
}

const LINE_END = '\r\n';

/** CSV as RFC 4180 has it, in UTF-8, with dots in decimals: every value as it is. */
export function programsTable(columns: readonly ExportColumn[]): TableText {
  return {
    head: columns.map(({ name }) => name).join(',') + LINE_END,
    of(rows) {
      let text = '';
      for (const row of rows) {
        let isFirst = true;
        for (const { cell } of columns) {
          const value = cell(row);
          if (!isFirst) text += ',';
          isFirst = false;
          if (value !== null) text += typeof value === 'string' ? quoted(value) : value;
        }
        text += LINE_END;
      }
      return text;
    },
  };
}

const NEEDS_QUOTES = /[",\r\n]/;

function quoted(text: string): string {
  return NEEDS_QUOTES.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}

const BYTE_ORDER_MARK = '\u{FEFF}';
/** What no spreadsheet takes for a number, a date or a formula. */
const STAYS_TEXT = /^\p{L}[\p{L} _]*$/u;
const TRUTH = /^(true|false)$/i;
/** The longest text that Excel takes within a formula. */
const LONGEST_IN_FORMULA = 255;

/**
 * CSV that Excel and LibreOffice open by a double click: a byte-order mark, `sep=`, and separator and decimal sign as they are set. A text that they would
 * change (`000609` to 609, `12E5` to 1200000) or run (`=W07761`) is the result of a formula that holds nothing but it: `="000609"`.
 */
export function spreadsheetTable(
  columns: readonly ExportColumn[],
  { separator, decimal }: Pick<ExportContents, 'separator' | 'decimal'>,
): TableText {
  const sign = separator === 'tab' ? '\t' : separator;
  const line = (cells: readonly string[]): string => cells.join(sign) + LINE_END;
  const cellText = (value: Cell): string => {
    if (value === null) return '';
    if (typeof value === 'number')
      return inQuotes(decimal === '.' ? String(value) : String(value).replace('.', ','), sign);
    return inQuotes(safeText(value), sign);
  };
  return {
    head: `${BYTE_ORDER_MARK}sep=${sign}${LINE_END}${line(columns.map(({ name }) => name))}`,
    of: (rows) => rows.map((row) => line(columns.map(({ cell }) => cellText(cell(row))))).join(''),
  };
}

function inQuotes(text: string, sign: string): string {
  return text.includes(sign) || NEEDS_QUOTES.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}

/** What cannot stand in a formula, too long or of several lines, gets the apostrophe that OWASP advises, where a spreadsheet would run it. */
function safeText(text: string): string {
  if (STAYS_TEXT.test(text) && !TRUTH.test(text)) return text;
  const formula = `="${text.replaceAll('"', '""')}"`;
  if (text.length <= LONGEST_IN_FORMULA && !/[\r\n]/.test(text)) return formula;
  return /^[=+\-@\t\r\n＝＋－＠]/.test(text) ? `'${text}` : text;
}
