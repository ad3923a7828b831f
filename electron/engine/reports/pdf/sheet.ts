import { createWriteStream, readFileSync } from 'node:fs';
import { finished } from 'node:stream/promises';
import PDFDocument from 'pdfkit';
import { type Paper, SOFTWARE_VERSION } from '../../../../shared/domain/index.ts';
import { RANGE_PLACEHOLDER, SIGNATURE_BYTES } from '../signing/pades.ts';
import { COLOURS, type FontName, fontFilesFor, MARGIN, SIZES } from './design.ts';
import { locale, reportTexts } from './words.ts';

export interface SheetOptions {
  readonly paper: Paper;
  readonly title: string;
  /** What the report is about in one line: a span, a part, a version. */
  readonly subject: string;
  readonly station: string;
  /** As it is read, and as a time. */
  readonly madeAt: string;
  readonly madeAtTime: Date;
  readonly by: string;
  /** Whether it gets room for a signature. */
  readonly isSigned: boolean;
}

export interface TextStyle {
  readonly size?: number;
  readonly font?: FontName;
  readonly colour?: string;
  readonly align?: 'left' | 'right' | 'center';
  /** So many lines at most; what does not fit ends in an ellipsis. */
  readonly lines?: number;
}

interface OpenedFont {
  readonly font: { hasGlyphForCodePoint(point: number): boolean };
}

type Structure = PDFKit.PDFStructureElement;

const REPLACEMENT = '\ufffd';
const GETA = '\u3013';
const NARROW_SPACE = '\u202f';
const BAND_HEIGHT = 118;
/** Flags of an annotation, bits 2 and 8, and of a form, bits 1 and 2. */
const HIDDEN_AND_LOCKED = 2 + 128;
const SIGNED_AND_APPEND_ONLY = 1 + 2;
/** Characters that are no text; a serial from a damaged file name may hold any. */
// biome-ignore lint/suspicious/noControlCharactersInRegex: they are what is looked for.
const CONTROL = /[\u0000-\u0009\u000b-\u001f\u007f-\u009f\u200b-\u200f\u2028-\u202e\u2066-\u2069\ufeff]/gu;

/**
 * A tagged PDF that grows from top to bottom: headings with bookmarks, paragraphs, and whatever is drawn into a room that is kept free for it. A page
 * begins where the room does not suffice. Reading order and kinds of blocks are in its structure tree; bands, lines and page numbers are not content.
 */
export class Sheet {
  readonly doc: PDFKit.PDFDocument;
  readonly left = MARGIN.side;
  readonly width: number;
  /** Where the next block begins, in points from the top of the page. */
  y = 0;
  readonly #options: SheetOptions;
  readonly #document: Structure;
  readonly #known = new Map<string, boolean>();
  readonly #covers: (point: number) => boolean;
  #section: { readonly level: 1 | 2; readonly outline: PDFKit.PDFOutline } | null = null;
  #pages = 1;

  constructor(options: SheetOptions) {
    this.#options = options;
    const { title, subject, station, madeAtTime } = options;
    this.doc = new PDFDocument({
      size: options.paper === 'a4' ? 'A4' : 'LETTER',
      margin: 0,
      bufferPages: true,
      tagged: true,
      displayTitle: true,
      lang: locale(),
      pdfVersion: '1.7',
      // With a default font, pdfkit 0.20.2 parses that font's file anew each time it is chosen.
      font: '',
      info: {
        Title: `${title}: ${subject}`,
        Author: station,
        Subject: subject,
        Creator: `Sigmaline ${SOFTWARE_VERSION}`,
        CreationDate: madeAtTime,
      },
    });
    for (const [name, path] of Object.entries(fontFilesFor(locale()))) this.doc.registerFont(name, readFileSync(path));
    // pdfkit's own type does not tell of fontkit's font, which knows what it covers.
    const { font } = (this.doc.font('normal') as unknown as { _font: OpenedFont })._font;
    this.#covers = (point) => font.hasGlyphForCodePoint(point);
    this.width = this.doc.page.width - 2 * this.left;
    this.#document = this.doc.struct('Document', { title });
    this.doc.addStructure(this.#document);
    this.#band();
  }

  get right(): number {
    return this.left + this.width;
  }

  get bottom(): number {
    return this.doc.page.height - MARGIN.bottom;
  }

  get pages(): number {
    return this.#pages;
  }

  /** Begins a page unless a block of this height fits. @returns whether it did */
  need(height: number): boolean {
    if (this.y + height <= this.bottom) return false;
    this.page();
    return true;
  }

  page(): void {
    this.doc.addPage();
    this.#pages += 1;
    this.y = MARGIN.top;
  }

  gap(height: number): void {
    this.y += height;
  }

  /** A heading with its bookmark. @param follows what has to fit below it on the same page */
  heading(text: string, level: 1 | 2 = 1, follows = 60): void {
    const size = level === 1 ? SIZES.heading : SIZES.subheading;
    const above = level === 1 ? 18 : 12;
    if (!this.need(above + size * 1.5 + follows)) this.y += above;
    const { outline } = this.doc;
    const parent = level === 2 && this.#section !== null ? this.#section.outline : outline;
    const item = parent.addItem(this.covered(text), { expanded: false });
    if (level === 1) this.#section = { level, outline: item };
    const style = { size, font: 'strong', colour: level === 1 ? COLOURS.accent : COLOURS.ink } as const;
    this.tag(level === 1 ? 'H2' : 'H3', () => {
      this.y += this.write(text, this.left, this.y, this.width, style);
    });
    if (level === 1) {
      this.artifact(() => this.rule(this.left, this.y + 2, this.right, COLOURS.accent, 0.75));
      this.y += 10;
    } else this.y += 4;
  }

  paragraph(text: string, style: TextStyle = {}): void {
    const height = this.heightOf(text, this.width, style);
    this.need(height);
    this.tag('P', () => this.write(text, this.left, this.y, this.width, style));
    this.y += height + 6;
  }

  /** Something that is drawn, with words for whoever does not see it. Nothing in it is tagged by itself. */
  figure(alternative: string, height: number, draw: (y: number) => void): void {
    this.need(height);
    const { y } = this;
    this.figureAt(alternative, { x: this.left, y, width: this.width, height }, () => draw(y));
    this.y += height;
  }

  figureAt(alternative: string, { x, y, width, height }: Box, draw: () => void): void {
    const bbox: [number, number, number, number] = [x, y, x + width, y + height];
    // @types/pdfkit does not know the box, which a reader needs to show where the figure is.
    this.#add(this.doc.struct('Figure', { alt: this.covered(alternative), bbox, placement: 'Block' } as object, draw));
  }

  /** One block of the structure tree, around what is written meanwhile. */
  tag(kind: string, draw: () => void, parent: Structure = this.#document): void {
    parent.add(this.doc.struct(kind, {}, draw));
  }

  /** A part of the structure tree that is filled bit by bit; whoever opens it ends it. */
  open(kind: string, parent: Structure = this.#document): Structure {
    const element = this.doc.struct(kind);
    parent.add(element);
    return element;
  }

  /** What is no content: lines, bands, page numbers. */
  artifact(draw: () => void, type: 'Layout' | 'Pagination' = 'Layout'): void {
    this.doc.markContent('Artifact', { type });
    draw();
    this.doc.endMarkedContent();
  }

  /** @returns the height of what was written */
  write(text: string, x: number, y: number, width: number, style: TextStyle = {}): number {
    const { colour = COLOURS.ink, align = 'left', lines } = style;
    this.#style(style);
    const height = lines === undefined ? undefined : this.doc.currentLineHeight(true) * lines + 1;
    const shown = this.covered(text);
    this.doc.fillColor(colour).text(shown, x, y, { width, align, ...(height && { height, ellipsis: true }) });
    return this.heightOf(text, width, style);
  }

  heightOf(text: string, width: number, style: TextStyle = {}): number {
    this.#style(style);
    const line = this.doc.currentLineHeight(true);
    const height = this.doc.heightOfString(this.covered(text) || ' ', { width });
    return style.lines === undefined ? height : Math.min(height, line * style.lines);
  }

  widthOf(text: string, style: TextStyle = {}): number {
    this.#style(style);
    return this.doc.widthOfString(this.covered(text));
  }

  rule(x: number, y: number, toX: number, colour: string = COLOURS.line, width = 0.5): void {
    this.doc.moveTo(x, y).lineTo(toX, y).lineWidth(width).strokeColor(colour).stroke();
  }

  rect(x: number, y: number, width: number, height: number, colour: string): void {
    this.doc.rect(x, y, width, height).fill(colour);
  }

  attach(name: string, content: Buffer, description: string, type: string): void {
    this.doc.file(content, { name, description, type, creationDate: this.#options.madeAtTime });
  }

  /** Writes header and footer of all pages, and the file. */
  async end(path: string): Promise<void> {
    const { count } = this.doc.bufferedPageRange();
    for (let index = 0; index < count; index += 1) {
      this.doc.switchToPage(index);
      this.artifact(() => this.#furniture(index, count), 'Pagination');
    }
    this.#document.end();
    if (this.#options.isSigned) this.#keepRoomForSignature();
    const stream = createWriteStream(path);
    this.doc.pipe(stream);
    this.doc.end();
    await finished(stream);
  }

  /** What the font cannot show stands there as a sign for it: a name in another script is seen to be one. */
  covered(text: string): string {
    const clean = text.normalize('NFC').replace(CONTROL, REPLACEMENT);
    let shown = '';
    for (const character of clean) shown += this.#has(character) ? character : this.#standsFor(character);
    return shown;
  }

  /** The fonts of Chinese and Japanese lack the narrow space, and the sign for what is missing: they have one of their own. */
  #standsFor(character: string): string {
    if (character === NARROW_SPACE) return '\u00a0';
    return this.#has(REPLACEMENT) ? REPLACEMENT : GETA;
  }

  #has(character: string): boolean {
    const known = this.#known.get(character);
    if (known !== undefined) return known;
    const has = character === '\n' || this.#covers(character.codePointAt(0) ?? 0);
    this.#known.set(character, has);
    return has;
  }

  /** A signature's field without a place on a page, and its dictionary with room for what is not known yet (ISO 32000-1, 12.8). */
  #keepRoomForSignature(): void {
    const { doc } = this;
    const { madeAtTime, station } = this.#options;
    doc.switchToPage(0);
    const reference = (data: object): { readonly data: object; end(): void } =>
      (doc as unknown as { ref(data: object): { readonly data: object; end(): void } }).ref(data);
    const range = [0, RANGE_PLACEHOLDER, RANGE_PLACEHOLDER, RANGE_PLACEHOLDER];
    const signature = reference({
      ...{ Type: 'Sig', Filter: 'Adobe.PPKLite', SubFilter: 'ETSI.CAdES.detached', ByteRange: range },
      ...{ Contents: Buffer.alloc(SIGNATURE_BYTES), M: madeAtTime, Name: new String(station) },
    });
    // Locked, hidden from print and screen: it has no size.
    const page = doc.page.dictionary;
    const field = reference({
      ...{ Type: 'Annot', Subtype: 'Widget', FT: 'Sig', T: new String('Signature'), V: signature },
      ...{ P: page, Rect: [0, 0, 0, 0], F: HIDDEN_AND_LOCKED },
    });
    page.data.Annots = [...((page.data.Annots as unknown[] | undefined) ?? []), field];
    doc.font('normal').initForm();
    // pdfkit's own form is for fields that people fill in.
    const form = (doc as unknown as { _root: { data: { AcroForm: { data: object } } } })._root.data.AcroForm;
    form.data = { Fields: [field], SigFlags: SIGNED_AND_APPEND_ONLY, DR: { Font: {} } };
    for (const made of [signature, field]) made.end();
  }

  #style({ size = SIZES.text, font = 'normal' }: TextStyle): void {
    this.doc.font(font).fontSize(size);
  }

  #add(element: Structure): void {
    this.#document.add(element);
  }

  /** The head of the first page. */
  #band(): void {
    const { title, subject, station, madeAt, by } = this.#options;
    const { width } = this.doc.page;
    this.artifact(() => {
      this.rect(0, 0, width, BAND_HEIGHT, COLOURS.band);
      this.rect(0, BAND_HEIGHT, width, 3, COLOURS.accent);
    });
    this.tag('P', () =>
      this.write(station, this.left, 28, this.width, { size: SIZES.text, colour: COLOURS.bandSoft, lines: 1 }),
    );
    this.tag('H1', () =>
      this.write(title, this.left, 42, this.width, {
        size: SIZES.title,
        font: 'strong',
        colour: COLOURS.white,
        lines: 1,
      }),
    );
    this.tag('P', () =>
      this.write(subject, this.left, 76, this.width * 0.62, {
        size: SIZES.subheading,
        colour: COLOURS.white,
        lines: 2,
      }),
    );
    const made = reportTexts.made(madeAt, by);
    const x = this.left + this.width * 0.64;
    this.tag('P', () =>
      this.write(made, x, 78, this.width * 0.36, {
        size: SIZES.small,
        colour: COLOURS.bandSoft,
        align: 'right',
        lines: 2,
      }),
    );
    this.y = BAND_HEIGHT + 22;
  }

  #furniture(index: number, count: number): void {
    const { title, subject, station, madeAt, by } = this.#options;
    const soft = { size: SIZES.tiny, colour: COLOURS.soft, lines: 1 } as const;
    if (index > 0) {
      this.write(`${title}  ·  ${subject}`, this.left, 30, this.width * 0.7, soft);
      this.write(station, this.left + this.width * 0.7, 30, this.width * 0.3, { ...soft, align: 'right' });
      this.rule(this.left, 44, this.right);
    }
    const y = this.doc.page.height - 36;
    this.rule(this.left, y - 6, this.right);
    this.write(reportTexts.foot(SOFTWARE_VERSION, madeAt, by), this.left, y, this.width * 0.8, soft);
    const page = reportTexts.page(String(index + 1), String(count));
    this.write(page, this.left + this.width * 0.8, y, this.width * 0.2, { ...soft, align: 'right' });
  }
}

export interface Box {
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
}
