import { expectedRejectRate } from '../../../shared/domain/index.ts';
import type { Evaluation } from '../evaluation.ts';
import { type EvaluationFigures, type MeanFigures, meanFigures } from '../figures.ts';
import {
  intervalText,
  millisecondsText,
  NOT_APPLICABLE,
  percentText,
  rankText,
  ratioText,
  shareText,
} from '../figureText.ts';
import { SCORE_NAMES, type ScoreName } from '../scores.ts';
import { type Markup, markup, SCORE_TITLES, scoreText, table } from './markup.ts';

const MEANINGS: Readonly<Record<ScoreName, string>> = {
  sigmaline: 'Part distance and patch score together',
  part: 'The part as a whole',
  patch: 'The most unusual places',
};

interface Row {
  readonly name: string;
  readonly value: string;
  readonly interval?: string;
  readonly meaning: string;
  /** Belongs to the row above. */
  readonly isSub?: boolean;
}

/** Every figure of one data set with its interval and what it means. */
export function figureTable(evaluation: Evaluation): Markup {
  const rows = [...areaRows(evaluation), ...rateRows(evaluation), timeRow(evaluation)];
  return table(
    'Figures',
    [
      { title: 'Figure' },
      { title: 'Value', isFigure: true },
      { title: '95 % interval', isFigure: true },
      { title: 'What it says' },
    ],
    rows.map(({ name, value, interval = '', meaning, isSub }) => [
      isSub === true ? markup`<span class="sub">${name}</span>` : name,
      value,
      interval,
      meaning,
    ]),
  );
}

function areaRows({ figures }: Evaluation): Row[] {
  const { score, scores, levels } = figures;
  const others = SCORE_NAMES.filter((name) => name !== score);
  const row = (name: string, value: number | null, meaning: string, isSub = false): Row => {
    return { name, value: percentText(value), meaning, isSub };
  };
  const title = SCORE_TITLES[score].toLowerCase();
  return [
    row('Image AUROC', figures.imageAuroc, `How often a defective image scores higher than a good one (${title})`),
    ...others.map((name) => row(`of the ${SCORE_TITLES[name].toLowerCase()}`, scores[name], MEANINGS[name], true)),
    row('of the paper sum', scores.paperSum, 'The mean of the part distances of all levels, for comparison', true),
    ...levels.map(({ level, imageAuroc }) =>
      row(`of level ${level}`, imageAuroc, 'The part distance of this level alone', true),
    ),
    row('Best F1', figures.bestF1, 'With the best limit for these very images, which nobody knows beforehand'),
    row('Pixel AUROC', figures.pixelAuroc, 'How often a defective place scores higher than a good one, at 256 px'),
    row('AUPRO', figures.aupro, 'Overlap with each defect, small or large, up to 30 % false positives, at 256 px'),
    row(
      'Pointing',
      figures.pointing,
      'Failed images whose highest place lies on the defect, or beside it by 3 % of the longer side',
    ),
  ];
}

function rateRows({ figures, limit }: Evaluation): Row[] {
  const rateOf = (rate: typeof figures.missRate): Pick<Row, 'value' | 'interval'> =>
    rate === null ? { value: NOT_APPLICABLE } : { value: shareText(rate.observed), interval: intervalText(rate) };
  const approximate = limit.approximate ? ', approximate' : '';
  return [
    {
      name: 'Misses',
      ...rateOf(figures.missRate),
      meaning: 'Defective test images not above the limit',
    },
    {
      name: 'False rejects',
      ...rateOf(figures.falseRejectRate),
      meaning: `Good test images above the limit; the target was ${shareText(limit.target)}`,
    },
    {
      name: 'Limit',
      value: scoreText(figures.score, limit.value),
      meaning: `By ${rankText(limit)} held-out scores; ${shareText(expectedRejectRate(limit))} of parts like the good ones are expected above it, with 95 % confidence at most ${shareText(limit.bound95)}${approximate}`,
    },
  ];
}

function timeRow({ figures: { speed } }: Evaluation): Row {
  return {
    name: 'Time per image',
    value: millisecondsText(speed.msPerImage),
    meaning: `From file to verdict on one lane; the backbone alone ${millisecondsText(speed.backboneMsPerImage)}, ratio ${ratioText(speed.ratio)}`,
  };
}

export function classTable({ classes }: EvaluationFigures): Markup | null {
  if (classes.length === 0) return null;
  return table(
    'Classes of defects',
    [
      { title: 'Class' },
      { title: 'Images', isFigure: true },
      { title: 'Image AUROC', isFigure: true },
      { title: 'Misses', isFigure: true },
      { title: '95 % interval', isFigure: true },
    ],
    classes.map(({ name, images, imageAuroc, missRate }) => [
      name,
      String(images),
      percentText(imageAuroc),
      shareText(missRate?.observed ?? null),
      missRate === null ? '' : intervalText(missRate),
    ]),
  );
}

/** All data sets of a report, one a row, each leading to its section. */
export function setTable(sets: readonly EvaluationFigures[], anchorOf: (index: number) => string): Markup {
  const titles = [
    'Image AUROC',
    'Pixel AUROC',
    'AUPRO',
    'Pointing',
    'Best F1',
    'False rejects',
    'Misses',
    'Time per image',
    'Ratio',
  ];
  return table(
    'Data sets',
    [{ title: 'Data set' }, ...titles.map((title) => ({ title, isFigure: true }))],
    sets.map((figures, index) => [markup`<a href="#${anchorOf(index)}">${figures.dataset}</a>`, ...setCells(figures)]),
    ['Mean', ...setCells(meanFigures(sets))],
  );
}

function setCells(figures: EvaluationFigures | MeanFigures): string[] {
  const texts = [
    percentText(figures.imageAuroc),
    percentText(figures.pixelAuroc),
    percentText(figures.aupro),
    percentText(figures.pointing),
    percentText(figures.bestF1),
    shareText(figures.falseRejectRate?.observed ?? null),
    shareText(figures.missRate?.observed ?? null),
    millisecondsText(figures.speed.msPerImage),
    ratioText(figures.speed.ratio),
  ];
  return texts.map((text) => (text === NOT_APPLICABLE ? '–' : text));
}
