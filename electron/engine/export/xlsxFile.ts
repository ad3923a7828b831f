import type { ExportFile } from '../../../shared/contract/index.ts';
import { wallClock } from '../../../shared/domain/index.ts';
import type { CellKind, ExportColumn } from './columns.ts';
import type { Cell, ExportRow } from './exportRows.ts';
import { ZipFile } from './zipFile.ts';

/** The most that a sheet holds, the line of names included (Excel's specification). */
const ROWS_OF_SHEET = 1_048_576;
const DAY_MS = 86_400_000;
/** Day 0 of the serial dates of spreadsheets, whose 1900 has a 29 February. */
const DAY_ZERO_MS = Date.UTC(1899, 11, 30);

const HEADER = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n';
const MAIN = 'http://schemas.openxmlformats.org/spreadsheetml/2006/main';
const RELATIONS = 'http://schemas.openxmlformats.org/officeDocument/2006/relationships';
const PACKAGE = 'http://schemas.openxmlformats.org/package/2006';
const SHEET_TYPE = 'application/vnd.openxmlformats-officedocument.spreadsheetml';

/** A workbook (Office Open XML, ECMA-376) whose texts are texts, whose numbers are numbers, and whose local times are dates. */
export class XlsxFile {
  readonly #zip: ZipFile;
  readonly #columns: readonly ExportColumn[];
  readonly #rowsOfSheet: number;
  #sheet: ReturnType<ZipFile['begin']> | null = null;
  #sheets = 0;
  #rows = 0;

  private constructor(zip: ZipFile, columns: readonly ExportColumn[], rowsOfSheet: number) {
    this.#zip = zip;
    this.#columns = columns;
    this.#rowsOfSheet = rowsOfSheet;
  }

  /** @param rowsOfSheet for tests of several sheets */
  static async create(path: string, columns: readonly ExportColumn[], rowsOfSheet = ROWS_OF_SHEET): Promise<XlsxFile> {
    return new XlsxFile(await ZipFile.create(path), columns, rowsOfSheet);
  }

  async write(rows: readonly ExportRow[]): Promise<void> {
    for (let at = 0; at < rows.length; ) {
      const sheet = await this.#openSheet();
      const portion = rows.slice(at, at + this.#rowsOfSheet - this.#rows);
      await sheet.write(portion.map((row) => this.#rowText(row)).join(''));
      at += portion.length;
      this.#rows += portion.length;
    }
  }

  async end(): Promise<ExportFile> {
    await this.#openSheet();
    await this.#closeSheet();
    const numbers = Array.from({ length: this.#sheets }, (_, index) => index + 1);
    const files = {
      '[Content_Types].xml': `<Types xmlns="${PACKAGE}/content-types"><Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/><Override PartName="/xl/workbook.xml" ContentType="${SHEET_TYPE}.sheet.main+xml"/><Override PartName="/xl/styles.xml" ContentType="${SHEET_TYPE}.styles+xml"/>${numbers.map((n) => `<Override PartName="/xl/worksheets/sheet${n}.xml" ContentType="${SHEET_TYPE}.worksheet+xml"/>`).join('')}</Types>`,
      '_rels/.rels': `<Relationships xmlns="${PACKAGE}/relationships"><Relationship Id="rId1" Type="${RELATIONS}/officeDocument" Target="xl/workbook.xml"/></Relationships>`,
      'xl/workbook.xml': `<workbook xmlns="${MAIN}" xmlns:r="${RELATIONS}"><sheets>${numbers.map((n) => `<sheet name="${n === 1 ? 'Records' : `Records ${n}`}" sheetId="${n}" r:id="rId${n}"/>`).join('')}</sheets></workbook>`,
      'xl/_rels/workbook.xml.rels': `<Relationships xmlns="${PACKAGE}/relationships">${numbers.map((n) => `<Relationship Id="rId${n}" Type="${RELATIONS}/worksheet" Target="worksheets/sheet${n}.xml"/>`).join('')}<Relationship Id="rId${this.#sheets + 1}" Type="${RELATIONS}/styles" Target="styles.xml"/></Relationships>`,
      'xl/styles.xml': STYLES,
    };
    for (const [name, text] of Object.entries(files)) await this.#zip.add(name, HEADER + text);
    return this.#zip.end();
  }

  async #openSheet(): Promise<ReturnType<ZipFile['begin']>> {
    if (this.#rows >= this.#rowsOfSheet) await this.#closeSheet();
    if (this.#sheet !== null) return this.#sheet;
    this.#sheets += 1;
    const sheet = this.#zip.begin(`xl/worksheets/sheet${this.#sheets}.xml`);
    this.#sheet = sheet;
    const names = this.#columns.map(({ name }) => cellText(name, 'text')).join('');
    await sheet.write(
      `${HEADER}<worksheet xmlns="${MAIN}"><sheetViews><sheetView workbookViewId="0"><pane ySplit="1" topLeftCell="A2" activePane="bottomLeft" state="frozen"/></sheetView></sheetViews><sheetFormatPr defaultColWidth="16" defaultRowHeight="15"/><sheetData><row>${names}</row>`,
    );
    this.#rows = 1;
    return sheet;
  }

  async #closeSheet(): Promise<void> {
    await this.#sheet?.write('</sheetData></worksheet>');
    await this.#sheet?.end();
    this.#sheet = null;
    this.#rows = 0;
  }

  #rowText(row: ExportRow): string {
    let text = '<row>';
    for (const { kind, cell } of this.#columns) text += cellText(cell(row), kind);
    return `${text}</row>`;
  }
}

/** Styles: 0 as it is, 1 a local time with milliseconds. */
const STYLES = `<styleSheet xmlns="${MAIN}"><numFmts count="1"><numFmt numFmtId="164" formatCode="yyyy\\-mm\\-dd\\ hh:mm:ss.000"/></numFmts><fonts count="1"><font><sz val="11"/><name val="Calibri"/></font></fonts><fills count="2"><fill><patternFill patternType="none"/></fill><fill><patternFill patternType="gray125"/></fill></fills><borders count="1"><border><left/><right/><top/><bottom/><diagonal/></border></borders><cellStyleXfs count="1"><xf/></cellStyleXfs><cellXfs count="2"><xf/><xf numFmtId="164" applyNumberFormat="1"/></cellXfs></styleSheet>`;

function cellText(value: Cell, kind: CellKind): string {
  if (value === null) return '<c/>';
  if (typeof value === 'number') {
    return Number.isFinite(value) ? `<c><v>${value}</v></c>` : cellText(String(value), 'text');
  }
  if (kind === 'localTime') {
    return `<c s="1"><v>${(wallClock(new Date(value)).getTime() - DAY_ZERO_MS) / DAY_MS}</v></c>`;
  }
  return `<c t="inlineStr"><is><t xml:space="preserve">${xmlText(value)}</t></is></c>`;
}

const NEEDS_ESCAPE = /[^ !"#$%'-;=?-^`-~]/;
// biome-ignore lint/suspicious/noControlCharactersInRegex: they are what is looked for
const NOT_IN_XML = /[\u0000-\u001F\uFFFE\uFFFF]/g;
const ESCAPES: Readonly<Record<string, string>> = { '&': '&amp;', '<': '&lt;', '>': '&gt;' };

/** XML has no control characters: Office writes them, and a text that looks like one, as `_x0009_`. */
function xmlText(text: string): string {
  if (!NEEDS_ESCAPE.test(text)) return text;
  return text
    .toWellFormed()
    .replace(/_(?=x[0-9A-Fa-f]{4}_)/g, '_x005F_')
    .replace(NOT_IN_XML, (sign) => `_x${sign.charCodeAt(0).toString(16).toUpperCase().padStart(4, '0')}_`)
    .replace(/[&<>]/g, (sign) => ESCAPES[sign] ?? sign);
}
