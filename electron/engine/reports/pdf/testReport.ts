import {
  type ObservedShare,
  providerName,
  sentenceOf,
  type TestLabel,
  type TestOutcome,
} from '../../../../shared/domain/index.ts';
import type { KeptImage, TestedImage } from '../../testSets/index.ts';
import type { TestContent } from '../content/testContent.ts';
import { drawActs } from './acts.ts';
import { COLOURS, SIZES, VERDICT_COLOURS } from './design.ts';
import { count, exactMoment, grouped, percent, sigma } from './format.ts';
import { drawPicture, firstImage, heatmapOf, type PartPictures } from './pictures.ts';
import { drawProof } from './proofBlock.ts';
import type { Sheet } from './sheet.ts';
import { drawFacts, drawTable } from './table.ts';
import { clauses, reportTexts, screenTexts } from './words.ts';

const words = reportTexts.test;
const shared = screenTexts.testSets;
/** More pictures would make a report that no mail takes; the appendix lists every image. */
const MOST_PICTURED = 60;
const CARD = { columns: 2, gap: 16, pictureHeight: 96, height: 150 } as const;

type Check = TestOutcome['checks'][number];

export interface TestDrawing {
  readonly content: TestContent;
  /** By the ids of images, from `testPicturesOf`. */
  readonly pictures: ReadonlyMap<number, PartPictures>;
  readonly qr: Buffer | null;
  readonly isSigned: boolean;
}

/** The pictures of a test's mistakes, as many as its report shows. */
export async function testPicturesOf({ tested }: TestContent): Promise<Map<number, PartPictures>> {
  const pictures = new Map<number, PartPictures>();
  for (const one of mistakesOf(tested).slice(0, MOST_PICTURED)) {
    const found = await firstImage(one.pictures);
    const heatmap = await heatmapOf(one.mapPath, one.placement);
    pictures.set(one.result.image.id, { image: found?.image ?? null, heatmap });
  }
  return pictures;
}

/** Draws what a version was tested with, against what, what came of it, and who looked at what it got wrong. */
export class TestReport {
  readonly #sheet: Sheet;
  readonly #drawing: TestDrawing;
  readonly #content: TestContent;

  constructor(sheet: Sheet, drawing: TestDrawing) {
    this.#sheet = sheet;
    this.#drawing = drawing;
    this.#content = drawing.content;
  }

  draw(): void {
    const { content, qr, isSigned } = this.#drawing;
    this.#result();
    this.#criteria();
    this.#rates();
    this.#mistakes();
    this.#test();
    this.#acts();
    this.#excluded();
    drawProof(this.#sheet, content.chain, qr, isSigned);
    this.#images();
  }

  #result(): void {
    const sheet = this.#sheet;
    const { run, set } = this.#content;
    sheet.heading(words.result);
    sheet.paragraph(words.results[run.state], { size: SIZES.heading, font: 'strong' });
    if (run.error !== null) sheet.paragraph(sentenceOf(run.error));
    if (set.withdrawn !== null) {
      const { at, by, reason } = set.withdrawn;
      sheet.paragraph(words.withdrawn(exactMoment(at), by ?? reportTexts.openStation, reason), { font: 'strong' });
    }
    sheet.paragraph(words.looked(count(run.looked), count(run.toLook)));
  }

  #criteria(): void {
    const sheet = this.#sheet;
    const { run, set, criteriaWritten } = this.#content;
    sheet.heading(words.criteria);
    if (criteriaWritten !== null) {
      const { at, by, copiedFrom } = criteriaWritten;
      const locked = set.locked === null ? reportTexts.none : exactMoment(set.locked.at);
      sheet.paragraph(
        [
          words.written(exactMoment(at), by ?? reportTexts.openStation, locked, exactMoment(run.startedAt)),
          ...(copiedFrom === null ? [] : [words.copied(copiedFrom, exactMoment(set.createdAt))]),
        ].join(' '),
        { size: SIZES.small, colour: COLOURS.soft },
      );
    }
    if (run.outcome === null) {
      sheet.paragraph(words.noOutcome);
      return;
    }
    drawTable<Check>(
      sheet,
      [
        { title: shared.criterion, share: 4, text: criterionName },
        { title: shared.wanted, share: 2, text: ({ criterion, wanted }) => askedWords(criterion, wanted) },
        {
          title: shared.found,
          share: 2,
          text: ({ criterion, found }) => (found === null ? shared.nothingFound : valueWords(criterion, found)),
        },
        {
          title: shared.result,
          share: 2,
          mark: ({ holds }) => (holds ? 'pass' : 'fail'),
          text: ({ holds }) => (holds ? shared.holds.yes : shared.holds.no),
        },
      ],
      run.outcome.checks,
    );
  }

  #rates(): void {
    const { outcome } = this.#content.run;
    if (outcome === null) return;
    const sheet = this.#sheet;
    const rows: (readonly [string, ObservedShare])[] = [
      [shared.falseRejects, outcome.falseRejects],
      [shared.checks.reviewed, outcome.reviewed],
      [shared.misses, outcome.misses],
      ...outcome.classes.flatMap((one) =>
        one.defect === null ? [] : [[`${shared.misses}: ${one.defect}`, one] as const],
      ),
    ];
    sheet.heading(words.rates);
    sheet.paragraph(words.ratesHint, { size: SIZES.small, colour: COLOURS.soft });
    const columns = words.rateColumns;
    drawTable(
      sheet,
      [
        { title: columns.what, share: 3.4, text: ([what]) => what },
        {
          title: columns.parts,
          share: 1.6,
          align: 'right',
          text: ([, { mistakes, parts }]) => words.of(count(mistakes), count(parts)),
        },
        { title: columns.observed, share: 1.4, align: 'right', text: ([, { observed }]) => percent(observed) },
        {
          title: columns.interval,
          share: 2.4,
          align: 'right',
          text: ([, { low, high }]) => reportTexts.span(percent(low), percent(high)),
        },
        { title: columns.bound, share: 2, align: 'right', text: ([, { bound95 }]) => percent(bound95) },
      ],
      rows,
    );
  }

  #mistakes(): void {
    const sheet = this.#sheet;
    const mistakes = mistakesOf(this.#content.tested);
    sheet.heading(words.mistakes, 1, CARD.height + 30);
    if (mistakes.length === 0) {
      sheet.paragraph(words.noMistakes);
      return;
    }
    sheet.paragraph(reportTexts.shift.worstHint, { size: SIZES.tiny, colour: COLOURS.soft });
    const shown = mistakes.slice(0, MOST_PICTURED);
    const width = (sheet.width - CARD.gap) / CARD.columns;
    for (let index = 0; index < shown.length; index += CARD.columns) {
      sheet.need(CARD.height);
      const { y } = sheet;
      shown.slice(index, index + CARD.columns).forEach((one, place) => {
        this.#card(one, sheet.left + place * (width + CARD.gap), y, width);
      });
      sheet.y = y + CARD.height;
    }
    if (shown.length < mistakes.length) sheet.paragraph(words.more(count(shown.length), count(mistakes.length)));
  }

  #card({ result }: TestedImage, x: number, y: number, width: number): void {
    const sheet = this.#sheet;
    const { image = null, heatmap = null } = this.#drawing.pictures.get(result.image.id) ?? {};
    const height = CARD.pictureHeight;
    const [gap, side] = [8, (width - 8) / 2];
    sheet.artifact(() => {
      sheet.rect(x, y, side, height, COLOURS.sunken);
      sheet.rect(x + side + gap, y, side, height, COLOURS.sunken);
    });
    if (image === null) {
      const style = { size: SIZES.tiny, colour: COLOURS.soft, align: 'center', lines: 1 } as const;
      sheet.tag('P', () => sheet.write(reportTexts.shift.noPicture, x, y + height / 2 - 5, side, style));
    } else {
      sheet.figureAt(reportTexts.shift.pictures(result.image.file), { x, y, width, height }, () => {
        drawPicture(sheet, image, null, { x, y, width: side, height });
        drawPicture(sheet, image, heatmap, { x: x + side + gap, y, width: side, height });
      });
    }
    sheet.artifact(() => sheet.rect(x, y + height + 6, 6, 36, VERDICT_COLOURS[result.verdict]));
    const told = [result.image.file, scoreWords(result)].filter((text) => text !== null).join('  ·  ');
    const title = [shared.mistakes[result.label.truth], result.label.defect].filter((text) => text !== null);
    const soft = { size: SIZES.tiny, colour: COLOURS.soft, lines: 1 } as const;
    sheet.tag('P', () => {
      const strong = { size: SIZES.small, font: 'strong', lines: 1 } as const;
      sheet.write(title.join('  ·  '), x + 11, y + height + 4, width - 11, strong);
      sheet.write(told, x + 11, y + height + 17, width - 11, soft);
      sheet.write(lookedWords(result), x + 11, y + height + 29, width - 11, soft);
    });
  }

  #test(): void {
    const sheet = this.#sheet;
    const { run, set, recipeName } = this.#content;
    const { facts } = words;
    const { counts } = set;
    sheet.heading(words.test);
    drawFacts(sheet, [
      [facts.recipe, reportTexts.version(recipeName, run.version)],
      [facts.graph, grouped(run.graphSha256)],
      [facts.set, set.name],
      [facts.hash, grouped(run.setHash)],
      [facts.locked, set.locked === null ? reportTexts.none : momentBy(set.locked.at, set.locked.by)],
      [facts.images, words.imagesOf(count(run.total), count(counts.excluded), count(counts.challenge))],
      [facts.parts, shared.counts(counts.goodParts, counts.defectParts)],
      [facts.labelling, words.labelsEach[set.labelsEach]],
      [facts.run, momentBy(run.startedAt, run.by)],
      [facts.ended, run.endedAt === null ? reportTexts.none : exactMoment(run.endedAt)],
      [facts.software, `Sigmaline ${run.software}`],
      [facts.provider, run.provider === null ? reportTexts.none : providerName(run.provider)],
    ]);
  }

  #acts(): void {
    this.#sheet.heading(words.acts);
    drawActs(this.#sheet, this.#content.acts);
  }

  #excluded(): void {
    const sheet = this.#sheet;
    const rows = this.#content.images.flatMap(({ file, excluded }) =>
      excluded === null ? [] : [{ file, ...excluded }],
    );
    sheet.heading(words.excluded);
    if (rows.length === 0) {
      sheet.paragraph(words.noneExcluded);
      return;
    }
    const columns = words.excludedColumns;
    drawTable(
      sheet,
      [
        { title: columns.file, share: 3, text: ({ file }) => file },
        { title: columns.reason, share: 4, lines: 4, text: ({ reason }) => reason },
        { title: columns.by, share: 2, text: ({ by }) => by ?? reportTexts.openStation },
      ],
      rows,
    );
  }

  #images(): void {
    const sheet = this.#sheet;
    const { images, tested } = this.#content;
    const columns = words.imageColumns;
    sheet.heading(words.images);
    sheet.paragraph(words.imagesHint, { size: SIZES.small, colour: COLOURS.soft });
    drawTable<KeptImage>(
      sheet,
      [
        { title: columns.file, share: 3, text: ({ file }) => file },
        { title: columns.part, share: 1.5, text: ({ serial }) => serial ?? reportTexts.none },
        { title: columns.label, share: 2, text: ({ label, excluded }) => labelWords(label, excluded !== null) },
        { title: columns.labelledBy, share: 2, text: labellersOf },
        { title: columns.hash, share: 4.5, text: ({ sha256 }) => grouped(sha256) },
      ],
      images,
    );
    sheet.heading(words.verdicts);
    drawTable<TestedImage['result']>(
      sheet,
      [
        { title: columns.file, share: 3, text: ({ image }) => image.file },
        { title: columns.label, share: 2, text: ({ label }) => labelWords(label, false) },
        {
          title: columns.verdict,
          share: 1.4,
          mark: ({ verdict }) => verdict,
          text: ({ verdict }) => reportTexts.verdict[verdict],
        },
        { title: columns.score, share: 1.2, align: 'right', text: ({ score }) => sigma(score) },
        { title: columns.limit, share: 1.2, align: 'right', text: ({ limit }) => sigma(limit) },
        { title: columns.looked, share: 3.4, lines: 3, text: lookWords },
      ],
      tested.map(({ result }) => result),
    );
  }
}

/** Those that pass first: a missed defect is the worse mistake. */
function mistakesOf(tested: readonly TestedImage[]): TestedImage[] {
  const rank = ({ result }: TestedImage): number => (result.label.truth === 'defect' ? 0 : 1);
  return tested.filter(({ result }) => result.isMistake).toSorted((one, other) => rank(one) - rank(other));
}

const isCount = (criterion: Check['criterion']): boolean => criterion === 'goodParts' || criterion === 'defectParts';

function criterionName({ criterion, defect }: Check): string {
  return defect === null ? shared.checks[criterion] : `${shared.checks[criterion]}: ${defect}`;
}

function valueWords(criterion: Check['criterion'], value: number): string {
  return isCount(criterion) ? count(value) : percent(value);
}

function askedWords(criterion: Check['criterion'], wanted: number): string {
  return isCount(criterion) ? shared.atLeast(wanted) : shared.atMost(percent(wanted));
}

function labelWords(label: TestLabel | null, isExcluded: boolean): string {
  const said = label === null ? shared.unlabelled : [shared[label.truth], label.defect].filter(Boolean).join(': ');
  return isExcluded ? `${said} (${words.isExcluded})` : said;
}

function labellersOf({ labels }: KeptImage): string {
  return clauses(labels.map(({ name }) => name || reportTexts.openStation)) || reportTexts.none;
}

function scoreWords({ score, limit, error }: TestedImage['result']): string | null {
  if (score === null) return error === null ? null : sentenceOf(error);
  return shared.score(sigma(score), sigma(limit));
}

/** Where it stands below a head that says what it is. */
function lookWords({ looked, mustBeLooked }: TestedImage['result']): string {
  if (looked !== null) return momentBy(looked.at, looked.by);
  return mustBeLooked ? words.notLooked : reportTexts.none;
}

function lookedWords(result: TestedImage['result']): string {
  return result.looked === null ? lookWords(result) : `${shared.looked} ${lookWords(result)}`;
}

function momentBy(at: string, by: string | null): string {
  return words.by(exactMoment(at), by ?? reportTexts.openStation);
}
