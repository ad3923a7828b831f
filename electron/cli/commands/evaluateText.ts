import {
  type EvaluationFigures,
  type MeanFigures,
  millisecondsText,
  percentText,
  rateText,
  ratioText,
  type ScoreName,
  shareText,
} from '../../evaluation/index.ts';

/** Only the sigmaline score is in sigma of held-out good images. */
const UNITS: Readonly<Record<ScoreName, string>> = {
  sigmaline: 'sigma',
  part: '(part distance)',
  patch: '(patch score)',
};

/** The figures of one data set, one a line. */
export function describeSet(figures: EvaluationFigures): string {
  const { images, score, scores, limit, speed } = figures;
  const unit = UNITS[score];
  const { notFound } = images;
  const rows: readonly (readonly [string, string])[] = [
    ['data set', figures.dataset],
    ['backbone', figures.backbone],
    [
      'images',
      `${images.trainGood} good to calibrate; to test ${images.testGood} good, ${images.testDefective} defective`,
    ],
    ...(notFound.good + notFound.defective === 0 ? [] : [['part not found', notFoundText(notFound)] as const]),
    ['image AUROC', percentText(figures.imageAuroc)],
    ['  sigmaline score', percentText(scores.sigmaline)],
    ['  part distance', percentText(scores.part)],
    ['  patch score', percentText(scores.patch)],
    ['  paper sum', percentText(scores.paperSum)],
    ...figures.levels.map(({ level, imageAuroc }) => [`  level ${level}`, percentText(imageAuroc)] as const),
    ['best F1', percentText(figures.bestF1)],
    ['pixel AUROC', percentText(figures.pixelAuroc)],
    ['AUPRO (30 %)', percentText(figures.aupro)],
    ['pointing', percentText(figures.pointing)],
    [
      'limit',
      `${limit.value.toFixed(3)} ${unit} for ${shareText(limit.target)} of ${limit.n} good images, 95 % sure that at most ${shareText(limit.bound95)} of such parts are rejected`,
    ],
    ['false rejects', rateText(figures.falseRejectRate)],
    ['misses', rateText(figures.missRate)],
    ...figures.classes.map(
      ({ name, images: count, imageAuroc, missRate }) =>
        [`  ${name} (${count})`, `image AUROC ${percentText(imageAuroc)}, misses ${rateText(missRate)}`] as const,
    ),
    [
      'time per image',
      `${millisecondsText(speed.msPerImage)}; the backbone alone ${millisecondsText(speed.backboneMsPerImage)}, ratio ${ratioText(speed.ratio)}`,
    ],
  ];
  const width = Math.max(...rows.map(([name]) => name.length));
  return rows.map(([name, value]) => `${name.padEnd(width)}  ${value}`).join('\n');
}

function notFoundText({ good, defective }: EvaluationFigures['images']['notFound']): string {
  return `${good} good, ${defective} defective: errors of a station, which count in no other figure`;
}

const COLUMNS = [
  'data set',
  'image AUROC',
  'part',
  'patch',
  'best F1',
  'pixel AUROC',
  'AUPRO',
  'pointing',
  'false rejects',
  'misses',
  'per image',
  'ratio',
] as const;

/** The figures of several data sets, one a line, and their mean. */
export function describeSets(sets: readonly EvaluationFigures[], mean: MeanFigures): string {
  const rows = [...sets.map((figures) => [figures.dataset, ...cellsOf(figures)]), ['mean', ...cellsOf(mean)]];
  const widths = COLUMNS.map((title, column) => Math.max(title.length, ...rows.map((row) => row[column]?.length ?? 0)));
  const lineOf = (cells: readonly string[]): string =>
    cells
      .map((cell, column) => (column === 0 ? cell.padEnd(widths[column] ?? 0) : cell.padStart(widths[column] ?? 0)))
      .join('  ');
  const rule = widths.map((width) => '-'.repeat(width)).join('  ');
  return [lineOf(COLUMNS), rule, ...rows.slice(0, -1).map(lineOf), rule, ...rows.slice(-1).map(lineOf)].join('\n');
}

function cellsOf(figures: EvaluationFigures | MeanFigures): string[] {
  const texts = [
    percentText(figures.imageAuroc),
    percentText(figures.scores.part),
    percentText(figures.scores.patch),
    percentText(figures.bestF1),
    percentText(figures.pixelAuroc),
    percentText(figures.aupro),
    percentText(figures.pointing),
    shareText(figures.falseRejectRate?.observed ?? null),
    shareText(figures.missRate?.observed ?? null),
    millisecondsText(figures.speed.msPerImage),
    ratioText(figures.speed.ratio),
  ];
  return texts.map((text) => (text === 'not applicable' ? '-' : text));
}
