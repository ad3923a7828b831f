import {
  detailText,
  type ExcludedImage,
  expectedRejectRate,
  type HeldOutImage,
  providerName,
  type RecipeVersion,
  type SuspectImage,
} from '../../../../shared/domain/index.ts';
import type { CalibrationContent } from '../content/calibrationContent.ts';
import { drawActs } from './acts.ts';
import { drawHistogram } from './charts.ts';
import { COLOURS, SIZES } from './design.ts';
import { count, exactMoment, grouped, percent, sigma } from './format.ts';
import { drawProof } from './proofBlock.ts';
import type { Sheet } from './sheet.ts';
import { drawFacts, drawTable } from './table.ts';
import { reportTexts, screenTexts } from './words.ts';

const words = reportTexts.calibration;
const CHART_HEIGHT = 150;

export interface CalibrationDrawing {
  readonly content: CalibrationContent;
  readonly qr: Buffer | null;
  readonly isSigned: boolean;
}

/** Draws how one version of a recipe was made, what its limit promises, and who answers for it. */
export class CalibrationReport {
  readonly #sheet: Sheet;
  readonly #drawing: CalibrationDrawing;
  readonly #recipe: RecipeVersion;

  constructor(sheet: Sheet, drawing: CalibrationDrawing) {
    this.#sheet = sheet;
    this.#drawing = drawing;
    this.#recipe = drawing.content.recipe;
  }

  draw(): void {
    const { content, qr, isSigned } = this.#drawing;
    this.#limit();
    this.#scores();
    this.#approval();
    this.#settings();
    this.#providers();
    this.#suspects();
    drawProof(this.#sheet, content.chain, qr, isSigned);
    this.#images();
  }

  #limit(): void {
    const sheet = this.#sheet;
    const { limit, limits, int8 } = this.#recipe;
    const { facts } = words;
    sheet.heading(words.limits);
    if (limit === null || limits === null) {
      sheet.paragraph(words.draft);
      return;
    }
    drawFacts(
      sheet,
      [
        [facts.limit, sigma(limits.fail)],
        ...(limits.review === null ? [] : [[facts.review, sigma(limits.review)] as const]),
        [facts.target, percent(limit.target)],
        [facts.bound, percent(limit.bound95)],
        ...(int8 === undefined || int8.limits === null ? [] : [[facts.int8Limit, sigma(int8.limits.fail)] as const]),
      ],
      4,
    );
    const expected = percent(expectedRejectRate(limit));
    const rank = Number.isInteger(limit.rank) ? count(limit.rank) : limit.rank.toFixed(1);
    sheet.paragraph(
      words.bound(
        percent(limit.target),
        sigma(limit.value),
        rank,
        count(limit.count),
        expected,
        percent(limit.bound95),
      ),
    );
    if (limit.approximate) sheet.paragraph(words.approximate, { size: SIZES.small, colour: COLOURS.soft });
  }

  #scores(): void {
    const sheet = this.#sheet;
    const { heldOut, limits } = this.#recipe;
    if (heldOut.length === 0) return;
    sheet.heading(words.scores, 1, CHART_HEIGHT + 20);
    sheet.paragraph(words.scoresHint, { size: SIZES.tiny, colour: COLOURS.soft });
    const scores = heldOut.map(({ score }) => score);
    const sorted = scores.toSorted((a, b) => a - b);
    const alternative = words.histogram(
      count(scores.length),
      sigma(sorted[Math.floor(sorted.length / 2)] ?? null),
      sigma(sorted.at(-1) ?? null),
    );
    sheet.figure(alternative, CHART_HEIGHT, (y) =>
      drawHistogram(
        sheet,
        { x: sheet.left, y, width: sheet.width, height: CHART_HEIGHT },
        scores,
        limits?.fail ?? null,
      ),
    );
  }

  #approval(): void {
    const sheet = this.#sheet;
    const { acts, signatures } = this.#drawing.content;
    sheet.heading(words.approval);
    if (acts.length === 0) sheet.paragraph(words.noActs);
    else drawActs(sheet, acts);
    if (signatures.length === 0) sheet.paragraph(words.noSignatures, { size: SIZES.small, colour: COLOURS.soft });
    for (const { meaning, name, local, hash, reason } of signatures) {
      sheet.paragraph(`${reportTexts.certificate.signed(meaning, name, local, grouped(hash))}. ${reason}`, {
        size: SIZES.small,
      });
    }
  }

  #settings(): void {
    const sheet = this.#sheet;
    const { facts } = words;
    const recipe = this.#recipe;
    const { backbone, preprocessing, variations, anomalyMap, precision, looks, parts, heldOut, fittedOn } = recipe;
    const turns = variations.turnsDegrees.map((degrees) => `${degrees}°`).join(', ');
    sheet.heading(words.settings);
    const known: (readonly [string, string | null])[] = [
      [facts.recipe, `${recipe.name} (${recipe.id})`],
      [facts.version, String(recipe.version)],
      [facts.created, exactMoment(recipe.createdAt)],
      [facts.software, `Sigmaline ${recipe.softwareVersion}`],
      [
        facts.fittedOn,
        fittedOn === undefined
          ? null
          : `${providerName(fittedOn.provider)}${screenTexts.colon}${detailText(fittedOn.device)}`,
      ],
      [facts.images, count(heldOut.length)],
      [facts.parts, parts === undefined ? null : count(parts)],
      [facts.size, `${preprocessing.sizePx} px`],
      [facts.scaling, preprocessing.scaling],
      [facts.variations, count(variations.perImage)],
      [facts.turns, turns || null],
      [facts.looks, looks === undefined ? null : looks.map(({ images }) => count(images)).join(' + ')],
      [facts.map, `${anomalyMap.width} × ${anomalyMap.height}`],
      [facts.precision, precision === undefined ? null : `${precision.asked}: ${precision.outcome}`],
      [facts.backbone, backbone.id],
      [facts.licence, backbone.licence],
      [facts.source, backbone.source],
      [facts.backboneHash, grouped(backbone.sha256)],
      [facts.graph, grouped(recipe.graph.sha256)],
      [facts.int8Graph, recipe.int8 === undefined ? null : grouped(recipe.int8.graph.sha256)],
    ];
    drawFacts(
      sheet,
      known.flatMap(([name, value]) => (value === null ? [] : [[name, value] as const])),
    );
  }

  #providers(): void {
    const sheet = this.#sheet;
    const { providers } = this.#drawing.content;
    sheet.heading(words.providers);
    if (providers.length === 0) {
      sheet.paragraph(words.noProviders);
      return;
    }
    const columns = words.providerColumns;
    drawTable(
      sheet,
      [
        { title: columns.provider, share: 1.2, text: ({ provider }) => providerName(provider) },
        {
          title: columns.wished,
          share: 1.2,
          text: ({ wished }) => (wished === 'auto' ? screenTexts.station.providerAuto : providerName(wished)),
        },
        { title: columns.reason, share: 3, lines: 4, text: ({ reason }) => detailText(reason) },
        {
          title: columns.refused,
          share: 3,
          lines: 4,
          text: ({ refusal }) => (refusal === null ? reportTexts.none : detailText(refusal)),
        },
        { title: columns.checked, share: 2, text: ({ checkedAt }) => exactMoment(checkedAt) },
      ],
      providers,
    );
  }

  #suspects(): void {
    const sheet = this.#sheet;
    const { suspects = [], excluded = [], heldOut } = this.#recipe;
    const setAside = heldOut.filter((image) => image.setAside && !suspects.some(({ file }) => file === image.file));
    sheet.heading(words.suspects);
    const rows = [
      ...suspects.map((image) => ({ file: image.file, what: suspectWords(image) })),
      ...setAside.map(({ file }) => ({ file, what: words.suspectWords.alone })),
      ...excluded.map(({ file, reason }: ExcludedImage) => ({
        file,
        what: `${words.suspectWords[reason]}; ${words.excluded}`,
      })),
    ];
    if (rows.length === 0) {
      sheet.paragraph(words.noSuspects);
      return;
    }
    drawTable(
      sheet,
      [
        { title: words.suspectColumns.file, share: 3, text: ({ file }) => file },
        { title: words.suspectColumns.what, share: 3, text: ({ what }) => what },
      ],
      rows,
    );
  }

  #images(): void {
    const sheet = this.#sheet;
    const { heldOut } = this.#recipe;
    if (heldOut.length === 0) return;
    sheet.heading(words.images);
    sheet.paragraph(words.imagesHint, { size: SIZES.small, colour: COLOURS.soft });
    const sorted = heldOut.toSorted((a, b) => a.file.localeCompare(b.file, 'en', { numeric: true }));
    const columns = words.imageColumns;
    drawTable<HeldOutImage>(
      sheet,
      [
        { title: columns.file, share: 3, text: ({ file }) => file },
        {
          title: columns.part,
          share: 0.7,
          align: 'right',
          text: ({ part }) => (part === undefined ? reportTexts.none : count(part + 1)),
        },
        { title: columns.score, share: 1, align: 'right', text: ({ score }) => sigma(score) },
        { title: columns.hash, share: 6, text: ({ sha256 }) => grouped(sha256) },
      ],
      sorted,
    );
  }
}

function suspectWords({ reason, leftOut }: SuspectImage): string {
  const said = words.suspectWords[reason];
  return leftOut === true ? `${said}; ${words.leftOut}` : said;
}
