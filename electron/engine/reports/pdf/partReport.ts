import {
  detailText,
  expectedRejectRate,
  inspectionErrorSentence,
  providerName,
  sentenceOf,
  type Verdict,
} from '../../../../shared/domain/index.ts';
import { joined } from '../../../../shared/i18n/translation.ts';
import type { PartContent } from '../content/partContent.ts';
import { drawScale } from './charts.ts';
import { COLOURS, SIZES, VERDICT_COLOURS } from './design.ts';
import { count, duration, exactMoment, grouped, percent, sigma } from './format.ts';
import { drawPicture } from './pictures.ts';
import { drawProof } from './proofBlock.ts';
import type { Sheet } from './sheet.ts';
import { drawFacts, drawTable } from './table.ts';
import { clauses, reportTexts, roleWord, screenTexts } from './words.ts';

const words = reportTexts.certificate;
const PICTURE_HEIGHT = 216;

export interface PartDrawing {
  readonly content: PartContent;
  readonly image: Buffer | null;
  /** Whether the image is the very one that was judged. */
  readonly isOriginal: boolean;
  readonly heatmap: Buffer | null;
  readonly qr: Buffer | null;
  readonly isSigned: boolean;
}

type Fact = readonly [name: string, value: string | null];

/** Draws the certificate of one record, and attaches the proof that it belongs to the audit trail. */
export class PartReport {
  readonly #sheet: Sheet;
  readonly #drawing: PartDrawing;

  constructor(sheet: Sheet, drawing: PartDrawing) {
    this.#sheet = sheet;
    this.#drawing = drawing;
  }

  draw(): void {
    const { content, qr, isSigned } = this.#drawing;
    this.#result();
    this.#image();
    this.#record();
    this.#recipe();
    this.#decisions();
    this.#place();
    drawProof(this.#sheet, content.chain, qr, isSigned);
  }

  #result(): void {
    const sheet = this.#sheet;
    const { record, percentile } = this.#drawing.content;
    const { verdict, score, limits } = record;
    sheet.heading(words.result, 1, 100);
    const { y } = sheet;
    const badge = 132;
    sheet.artifact(() => sheet.rect(sheet.left, y, badge, 54, VERDICT_COLOURS[verdict]));
    const colour = inkOn(verdict);
    sheet.tag('P', () => {
      sheet.write(reportTexts.verdict[verdict], sheet.left, y + 11, badge, {
        size: 22,
        font: 'strong',
        colour,
        align: 'center',
        lines: 1,
      });
    });
    const x = sheet.left + badge + 20;
    const width = sheet.right - x;
    if (score !== null && limits !== null) {
      const alternative = words.scale(sigma(score), sigma(limits.fail));
      sheet.figureAt(alternative, { x, y, width, height: 46 }, () =>
        drawScale(sheet, { x, y, width }, { ...limits, score }),
      );
    } else {
      const said = record.error === null ? words.draft : inspectionErrorSentence(record.error);
      sheet.tag('P', () => sheet.write(said, x, y + 6, width, { lines: 3 }));
    }
    sheet.y = y + 66;
    if (percentile !== null)
      sheet.paragraph(words.percentile(percent(percentile)), { size: SIZES.small, colour: COLOURS.soft });
  }

  #image(): void {
    const sheet = this.#sheet;
    const { image, heatmap, isOriginal, content } = this.#drawing;
    const { mapMaximumX, mapMaximumY } = content.record;
    sheet.heading(words.image, 1, PICTURE_HEIGHT);
    if (image === null) {
      sheet.paragraph(words.noImage);
      return;
    }
    const gap = 12;
    const count = heatmap === null ? 1 : 2;
    const width = (sheet.width - gap * (count - 1)) / count;
    const { y } = sheet;
    const place =
      mapMaximumX === null || mapMaximumY === null
        ? reportTexts.none
        : words.place(percent(mapMaximumX), percent(mapMaximumY));
    const pictures = [
      [words.imageAlt, null],
      ...(heatmap === null ? [] : [[words.heatmapAlt(place), heatmap] as const]),
    ] as const;
    for (const [index, [alternative, over]] of pictures.entries()) {
      const box = { x: sheet.left + index * (width + gap), y, width, height: PICTURE_HEIGHT };
      sheet.artifact(() => sheet.rect(box.x, box.y, box.width, box.height, COLOURS.sunken));
      sheet.figureAt(alternative, box, () => drawPicture(sheet, image, over, box));
    }
    sheet.y = y + PICTURE_HEIGHT + 6;
    if (!isOriginal) sheet.paragraph(words.thumbnailOnly, { size: SIZES.tiny, colour: COLOURS.soft });
  }

  #record(): void {
    const sheet = this.#sheet;
    const { record } = this.#drawing.content;
    const { facts } = words;
    const { imageWidthPx, imageHeightPx, lateMs, executionDevice, durationMs, mapMaximum } = record;
    sheet.heading(words.record);
    const device = executionDevice === null ? null : detailText(executionDevice);
    const { executionProvider } = record;
    const provider = clauses([executionProvider === null ? null : providerName(executionProvider), device]);
    const time = (iso: string | null): string | null => (iso === null ? null : exactMoment(iso));
    this.#facts([
      [facts.serial, record.serial],
      [facts.lot, record.lot],
      [facts.view, record.view],
      [facts.source, record.sourceName],
      [facts.file, record.file],
      [facts.size, imageWidthPx === null ? null : `${imageWidthPx} × ${imageHeightPx} px`],
      [facts.fileTime, time(record.fileTime)],
      [facts.arrived, time(record.arrivedAt)],
      [facts.judged, time(record.recordedAt)],
      [facts.duration, durationMs === null ? null : `${count(Math.round(durationMs))}\u202fms`],
      [facts.late, lateMs === null || lateMs === 0 ? null : duration(lateMs)],
      [facts.provider, provider || null],
      [facts.partDistance, record.partDistance === null ? null : sigma(record.partDistance)],
      [facts.patchScore, record.patchScore === null ? null : sigma(record.patchScore)],
      [facts.mapMaximum, mapMaximum === null ? null : sigma(mapMaximum)],
      [facts.bound, record.falseRejectBound === null ? null : percent(record.falseRejectBound)],
      [facts.review, record.reviewReason === null ? null : sentenceOf(record.reviewReason)],
      [facts.differences, record.imageDifferences?.map(sentenceOf).join(' ') || null],
      [facts.error, record.error === null ? null : inspectionErrorSentence(record.error)],
      [facts.station, record.stationName],
      [facts.software, `Sigmaline ${record.softwareVersion}`],
      [facts.id, record.id],
      [facts.fileSha256, record.sha256 === null ? null : grouped(record.sha256)],
    ]);
  }

  #recipe(): void {
    const { record, recipe, recipeActs } = this.#drawing.content;
    const { recipeFacts: facts } = words;
    if (record.recipeId === null) return;
    this.#sheet.heading(words.recipe);
    const limit = recipe?.limit ?? null;
    const reviewFrom = record.limits?.review ?? null;
    this.#facts([
      [facts.name, recipe?.name ?? record.recipeId],
      [facts.version, String(record.recipeVersion)],
      [words.limit, record.limits === null ? null : sigma(record.limits.fail)],
      [words.reviewFrom, reviewFrom === null ? null : sigma(reviewFrom)],
      [reportTexts.calibration.facts.target, limit === null ? null : percent(limit.target)],
      [
        reportTexts.calibration.facts.bound,
        limit === null ? null : `${percent(limit.bound95)} (${percent(expectedRejectRate(limit))})`,
      ],
      [facts.backbone, recipe?.backbone.id ?? record.backboneId],
      [facts.calibrated, recipe === null ? null : exactMoment(recipe.createdAt)],
      [facts.graph, recipe === null ? null : grouped(recipe.graph.sha256)],
      ...recipeActs.map(
        ({ action, at, name, actor }): Fact => [
          screenTexts.audit.actions[action] ?? action,
          `${exactMoment(at)}, ${name ?? actor}`,
        ],
      ),
    ]);
    if (recipe === null) this.#sheet.paragraph(words.recipeGone, { size: SIZES.small });
  }

  #decisions(): void {
    const sheet = this.#sheet;
    const { record, history } = this.#drawing.content;
    sheet.heading(words.decisions);
    if (record.verdict === 'pass') {
      sheet.paragraph(words.passed);
      return;
    }
    if (history.length === 0) {
      sheet.paragraph(words.noDecisions);
      return;
    }
    const columns = words.decisionColumns;
    drawTable(
      sheet,
      [
        { title: columns.at, share: 1.8, text: ({ at }) => exactMoment(at) },
        { title: columns.decision, share: 1.3, text: ({ decision }) => reportTexts.decision[decision] },
        {
          title: columns.reason,
          share: 2.4,
          lines: 8,
          text: ({ reason, defect, comment }) =>
            joined([detailText(reason), defect === null ? null : detailText(defect), comment], screenTexts.semicolon),
        },
        {
          title: columns.by,
          share: 1.4,
          text: ({ name, person, role }) => clauses([name ?? person ?? reportTexts.openStation, roleWord(role)]),
        },
        {
          title: columns.signature,
          share: 3,
          lines: 5,
          text: ({ signature }) =>
            signature === null
              ? reportTexts.none
              : words.signed(signature.meaning, signature.name, signature.local, grouped(signature.hash)),
        },
        { title: columns.entry, share: 0.8, align: 'right', text: ({ entry }) => count(entry) },
      ],
      history,
    );
  }

  #place(): void {
    const sheet = this.#sheet;
    const { proof, record } = this.#drawing.content;
    sheet.heading(words.chain);
    if (typeof proof === 'string') {
      sheet.paragraph(words.noProof[proof]);
      return;
    }
    const { chainFacts: facts } = words;
    this.#facts([
      [facts.entry, count(proof.proof.index + 1)],
      [facts.path, count(proof.proof.path.length)],
      [facts.recordHash, grouped(proof.recordHash)],
      [facts.entryHash, grouped(proof.entryHash)],
    ]);
    const file = `proof-${record.number}.json`;
    sheet.paragraph(words.proofAttached(file), { size: SIZES.small });
    sheet.paragraph(words.command(record.id, file), { size: SIZES.small, font: 'strong' });
    sheet.attach(file, Buffer.from(`${JSON.stringify(proof.proof, null, 2)}\n`), words.attachment, 'application/json');
  }

  /** What is not known is left out. */
  #facts(facts: readonly Fact[]): void {
    drawFacts(
      this.#sheet,
      facts.flatMap(([name, value]) => (value === null ? [] : [[name, value] as const])),
    );
  }
}

function inkOn(verdict: Verdict): string {
  return verdict === 'review' ? '#1c1400' : COLOURS.white;
}
