import { detailText, verdictSchema, yieldsOf } from '../../../../shared/domain/index.ts';
import type { ReportedRecord, ScoreSeries, ShiftContent } from '../content/shiftContent.ts';
import { drawBypasses, drawNotes } from './bypasses.ts';
import { drawPareto, drawScores, drawShares, PARETO_ROW, type ParetoBar, paretoOf } from './charts.ts';
import { COLOURS, SIZES, VERDICT_COLOURS } from './design.ts';
import { count, duration, exactMoment, grouped, shortMoment, sigma, yieldPercent } from './format.ts';
import { drawPicture, type PartPictures } from './pictures.ts';
import { drawProof } from './proofBlock.ts';
import type { Sheet } from './sheet.ts';
import { type Column, drawTable } from './table.ts';
import { clauses, reportTexts, screenTexts } from './words.ts';

const words = reportTexts.shift;
const DAY_MS = 24 * 60 * 60 * 1000;
/** A chart with more points shows bins: the eye tells no more apart. */
const MOST_POINTS = 1500;
const BINS = 96;
const MOST_BARS = 8;
const CHART_HEIGHT = 130;

export interface ShiftDrawing {
  readonly from: string;
  readonly to: string;
  readonly content: ShiftContent;
  /** By the record's id. */
  readonly pictures: ReadonlyMap<string, PartPictures>;
  /** The hash of each version's graph, by "recipe@version"; a version that is gone has none. */
  readonly graphs: ReadonlyMap<string, string>;
  readonly qr: Buffer | null;
  readonly isSigned: boolean;
}

/** Draws what a shift, or any other span, was like. */
export class ShiftReport {
  readonly #sheet: Sheet;
  readonly #drawing: ShiftDrawing;
  readonly #isLong: boolean;

  constructor(sheet: Sheet, drawing: ShiftDrawing) {
    this.#sheet = sheet;
    this.#drawing = drawing;
    this.#isLong = Date.parse(drawing.to) - Date.parse(drawing.from) > DAY_MS;
  }

  draw(): void {
    const { content, qr, isSigned } = this.#drawing;
    this.#figures();
    this.#why();
    this.#scores();
    this.#worst();
    this.#faults();
    drawBypasses(this.#sheet, content.bypasses);
    drawNotes(this.#sheet, content.notes);
    this.#open();
    this.#notPassed();
    this.#judged();
    drawProof(this.#sheet, content.chain, qr, isSigned);
  }

  #figures(): void {
    const sheet = this.#sheet;
    const { counts, late, images, bypassed } = this.#drawing.content;
    const { firstPass, final } = yieldsOf(counts);
    const inspected = verdictSchema.options.reduce((sum, verdict) => sum + counts.verdicts[verdict], 0);
    sheet.heading(words.figures, 1, 150);
    const figures = [
      [words.inspected, count(inspected)],
      [words.firstPass, yieldPercent(firstPass)],
      [words.final, yieldPercent(final)],
    ] as const;
    const { y } = sheet;
    const step = sheet.width / figures.length;
    for (const [index, [name, value]] of figures.entries()) {
      const x = sheet.left + index * step;
      if (index > 0)
        sheet.artifact(() =>
          sheet.doc
            .moveTo(x - 12, y)
            .lineTo(x - 12, y + 42)
            .lineWidth(0.5)
            .strokeColor(COLOURS.line)
            .stroke(),
        );
      sheet.tag('P', () => {
        sheet.write(name, x, y, step - 16, { size: SIZES.small, colour: COLOURS.soft, lines: 1 });
        sheet.write(value, x, y + 12, step - 16, { size: SIZES.figure, font: 'strong', lines: 1 });
      });
    }
    sheet.y += 54;
    if (inspected === 0) {
      sheet.paragraph(words.nothing);
      return;
    }
    const parts = verdictSchema.options.map((verdict) => ({
      word: reportTexts.verdict[verdict],
      value: counts.verdicts[verdict],
      colour: VERDICT_COLOURS[verdict],
    }));
    const said = clauses(parts.map(({ word, value }) => `${word} ${count(value)}`));
    sheet.figure(words.verdictBar(said), 40, (top) => drawShares(sheet, top, parts));
    sheet.paragraph(words.yields, { size: SIZES.tiny, colour: COLOURS.soft });
    if (images !== inspected) sheet.paragraph(words.images(count(images)));
    if (late > 0) sheet.paragraph(words.late(count(late)));
    if (bypassed > 0) sheet.paragraph(words.bypassed(count(bypassed)));
  }

  #why(): void {
    const { notPassedCount, reasons, defects, errors } = this.#drawing.content;
    if (notPassedCount === 0) return;
    const bars = (counts: ReadonlyMap<string | null, number>, nothing: string): ParetoBar[] =>
      paretoOf(
        [...counts].map(([word, value]) => [word ?? nothing, value] as const),
        MOST_BARS,
        words.others,
      );
    const [left, right] = [bars(reasons, words.notDecided), bars(defects, words.noClass)];
    const sheet = this.#sheet;
    const height = Math.max(left.length, right.length) * PARETO_ROW + 6;
    sheet.heading(words.why, 1, height + 20);
    const gap = 24;
    const width = (sheet.width - gap) / 2;
    const { y } = sheet;
    for (const [index, [title, shown]] of (
      [
        [words.whyReasons, left],
        [words.whyDefects, right],
      ] as const
    ).entries()) {
      const x = sheet.left + index * (width + gap);
      sheet.tag('P', () => sheet.write(title, x, y, width, { size: SIZES.small, font: 'strong', lines: 1 }));
      const said = clauses(shown.map(({ word, value }) => `${word} ${count(value)}`));
      sheet.figureAt(words.pareto(title, said), { x, y: y + 16, width, height }, () =>
        drawPareto(sheet, { x, y: y + 16, width }, shown),
      );
    }
    sheet.y = y + height + 18;
    if (errors.size === 0) return;
    sheet.heading(words.errors, 2);
    const rows = [...errors].map(([code, error]) => ({ code, ...error })).sort((a, b) => b.parts - a.parts);
    drawTable(
      sheet,
      [
        { title: words.columns.code, share: 2, text: ({ code }) => code },
        { title: words.error, share: 5, text: ({ sentence }) => sentence, lines: 3 },
        { title: words.columns.parts, share: 0.8, align: 'right', text: ({ parts }) => count(parts) },
      ],
      rows,
    );
  }

  #scores(): void {
    const { series } = this.#drawing.content;
    if (series.length === 0) return;
    const sheet = this.#sheet;
    sheet.heading(words.scores, 1, CHART_HEIGHT + 60);
    const most = Math.max(...series.map(({ scores }) => scores.length));
    const [from, to] = [Date.parse(this.#drawing.from), Date.parse(this.#drawing.to)];
    const all = series.reduce((sum, { scores }) => sum + scores.length, 0);
    const hint = most > MOST_POINTS ? words.scoresBinned(count(all), duration((to - from) / BINS)) : words.scoresHint;
    sheet.paragraph(hint, { size: SIZES.tiny, colour: COLOURS.soft });
    for (const one of series) this.#chart(one, from, to);
  }

  #chart({ recipe, limit, times, scores }: ScoreSeries, from: number, to: number): void {
    const sheet = this.#sheet;
    const name = nameOf(recipe);
    const heading = limit === null ? name : `${name}  ·  ${words.limit(sigma(limit))}`;
    sheet.heading(heading, 2, CHART_HEIGHT);
    const sorted = scores.toSorted((a, b) => a - b);
    const median = sigma(sorted[Math.floor(sorted.length / 2)] ?? null);
    const alternative = words.scoreChart(name, count(scores.length), median, sigma(sorted.at(-1) ?? null));
    const bins = scores.length > MOST_POINTS ? BINS : null;
    sheet.figure(alternative, CHART_HEIGHT, (y) => {
      drawScores(sheet, {
        x: sheet.left,
        y,
        width: sheet.width,
        height: CHART_HEIGHT,
        times,
        scores,
        limit,
        from,
        to,
        bins,
      });
    });
  }

  #worst(): void {
    const { worst } = this.#drawing.content;
    if (worst.length === 0) return;
    const sheet = this.#sheet;
    const [columns, gap, height] = [2, 16, 128];
    const width = (sheet.width - gap) / columns;
    sheet.heading(words.worst, 1, height + 30);
    sheet.paragraph(words.worstHint, { size: SIZES.tiny, colour: COLOURS.soft });
    for (let index = 0; index < worst.length; index += columns) {
      sheet.need(height);
      const { y } = sheet;
      worst.slice(index, index + columns).forEach((record, place) => {
        this.#card(record, sheet.left + place * (width + gap), y, width);
      });
      sheet.y = y + height + 6;
    }
  }

  #card(record: ReportedRecord, x: number, y: number, width: number): void {
    const sheet = this.#sheet;
    const pictures = this.#drawing.pictures.get(record.id);
    const part = reportTexts.part(count(record.number));
    const [side, gap] = [(width - 8) / 2, 8];
    const height = 88;
    const { image = null, heatmap = null } = pictures ?? {};
    sheet.artifact(() => {
      sheet.rect(x, y, side, height, COLOURS.sunken);
      sheet.rect(x + side + gap, y, side, height, COLOURS.sunken);
    });
    if (image === null) {
      sheet.tag('P', () =>
        sheet.write(words.noPicture, x, y + height / 2 - 5, side, {
          size: SIZES.tiny,
          colour: COLOURS.soft,
          align: 'center',
          lines: 1,
        }),
      );
    } else {
      sheet.figureAt(words.pictures(part), { x, y, width, height }, () => {
        drawPicture(sheet, image, null, { x, y, width: side, height });
        drawPicture(sheet, image, heatmap, { x: x + side + gap, y, width: side, height });
      });
    }
    sheet.artifact(() => sheet.rect(x, y + height + 6, 6, 24, VERDICT_COLOURS[record.verdict]));
    sheet.tag('P', () => {
      const title = `${part}  ·  ${sigma(record.score)}  ·  ${reportTexts.verdict[record.verdict]}`;
      sheet.write(title, x + 11, y + height + 4, width - 11, { size: SIZES.small, font: 'strong', lines: 1 });
      const said = [subjectOf(record), record.verdict === 'pass' ? null : decisionOf(record)].filter(
        (text) => text !== null,
      );
      sheet.write(said.join('  ·  '), x + 11, y + height + 16, width - 11, {
        size: SIZES.tiny,
        colour: COLOURS.soft,
        lines: 1,
      });
    });
  }

  #faults(): void {
    const sheet = this.#sheet;
    const { events, standstills } = this.#drawing.content;
    sheet.heading(words.faults);
    sheet.paragraph(events.length === 0 ? words.noFaults : words.eventsHint, {
      size: SIZES.small,
      colour: COLOURS.soft,
    });
    if (events.length > 0) {
      drawTable(
        sheet,
        [
          { title: words.columns.time, share: 2.4, text: ({ at }) => exactMoment(at) },
          { title: words.columns.event, share: 3, text: ({ action }) => screenTexts.audit.actions[action] ?? action },
          { title: words.columns.about, share: 2.4, text: ({ object }) => object },
          { title: words.columns.actor, share: 1.6, text: ({ actor }) => actor },
          { title: words.columns.entry, share: 1, align: 'right', text: ({ sequence }) => count(sequence) },
        ],
        events,
      );
    }
    sheet.heading(words.standstills, 2);
    sheet.paragraph(standstills.length === 0 ? words.noStandstills : words.standstillsHint, {
      size: SIZES.small,
      colour: COLOURS.soft,
    });
    if (standstills.length === 0) return;
    drawTable(
      sheet,
      [
        { title: words.columns.source, share: 4, text: ({ source }) => source },
        { title: words.columns.from, share: 2, text: ({ from }) => shortMoment(from, this.#isLong) },
        { title: words.columns.to, share: 2, text: ({ to }) => shortMoment(to, this.#isLong) },
        { title: words.columns.duration, share: 1.4, align: 'right', text: ({ from, to }) => duration(to - from) },
      ],
      standstills,
    );
  }

  #open(): void {
    const { notPassed, counts } = this.#drawing.content;
    const sheet = this.#sheet;
    const open = notPassed.filter(({ decision }) => decision === null);
    if (notPassed.length === 0) return;
    sheet.heading(words.open);
    if (counts.dispositions.open === 0) {
      sheet.paragraph(words.noneOpen);
      return;
    }
    drawTable(sheet, this.#columns(false), open);
    this.#tellMore(open.length, counts.dispositions.open);
  }

  #notPassed(): void {
    const sheet = this.#sheet;
    const { notPassed, notPassedCount, counts } = this.#drawing.content;
    if (counts.verdicts.pass + notPassedCount === 0) return;
    sheet.heading(words.notPassed);
    if (notPassedCount === 0) {
      sheet.paragraph(words.allPassed);
      return;
    }
    drawTable(sheet, this.#columns(true), notPassed);
    this.#tellMore(notPassed.length, notPassedCount);
  }

  #tellMore(listed: number, all: number): void {
    if (listed < all) this.#sheet.paragraph(words.more(count(listed), count(all)), { size: SIZES.small });
  }

  #columns(withDecisions: boolean): Column<ReportedRecord>[] {
    const { columns } = words;
    const decisions: Column<ReportedRecord>[] = [
      { title: columns.decision, share: 1.5, text: decisionOf },
      {
        title: columns.reason,
        share: 2.1,
        text: ({ reason, defect }) => clauses([reason, defect].map((text) => text && detailText(text))),
      },
      { title: columns.by, share: 1.3, text: ({ decidedBy }) => decidedBy ?? '' },
    ];
    return [
      { title: columns.number, share: 0.9, align: 'right', text: ({ number }) => count(number) },
      {
        title: columns.time,
        share: this.#isLong ? 1.5 : 1.1,
        text: ({ at }) => shortMoment(at, this.#isLong),
        lines: 1,
      },
      { title: columns.serial, share: withDecisions ? 2.6 : 4, text: subjectOf },
      { title: columns.source, share: withDecisions ? 1.4 : 2, text: ({ sourceName }) => sourceName },
      {
        title: columns.verdict,
        share: 1.1,
        text: ({ verdict }) => reportTexts.verdict[verdict],
        mark: ({ verdict }) => verdict,
        lines: 1,
      },
      { title: columns.score, share: 0.95, align: 'right', text: ({ score }) => sigma(score), lines: 1 },
      { title: columns.limit, share: 0.9, align: 'right', text: ({ limit }) => sigma(limit), lines: 1 },
      ...(withDecisions ? decisions : []),
    ];
  }

  #judged(): void {
    const sheet = this.#sheet;
    const { versions, software } = this.#drawing.content;
    if (software.length === 0) return;
    sheet.heading(words.judged);
    const { columns } = words;
    drawTable(
      sheet,
      [
        { title: columns.recipe, share: 2, text: ({ id }) => id },
        { title: columns.version, share: 0.8, align: 'right', text: ({ version }) => String(version) },
        { title: columns.limit, share: 1, align: 'right', text: ({ limit }) => sigma(limit) },
        { title: columns.parts, share: 1, align: 'right', text: ({ parts }) => count(parts) },
        { title: columns.hash, share: 5, text: ({ id, version }) => this.#hashOf(`${id}@${version}`), lines: 3 },
      ],
      versions,
    );
    sheet.paragraph(words.software(clauses(software.map((version) => `Sigmaline ${version}`))), {
      size: SIZES.small,
    });
  }

  #hashOf(version: string): string {
    const hash = this.#drawing.graphs.get(version);
    return hash === undefined ? words.unknownVersion : grouped(hash);
  }
}

const nameOf = (recipe: string): string => {
  const [id = recipe, version] = recipe.split('@');
  return reportTexts.version(id, Number(version));
};

function subjectOf({ serial, file }: ReportedRecord): string {
  return serial ?? file;
}

function decisionOf({ decision }: ReportedRecord): string {
  return reportTexts.decision[decision ?? 'open'];
}
