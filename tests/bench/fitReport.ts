import type { Named } from './report.ts';
import type { FitBesideFigures } from './sections/fitBeside.ts';
import type { MaskFigures } from './sections/maskCost.ts';
import { bytesText, msText, ratioText, spreadText, table, targetText } from './text.ts';

/** No part waits longer than this many times its usual time. */
const MOST_BESIDE = 2;

export function besideSection(rows: readonly Named<FitBesideFigures>[]): string {
  const lines = rows.map(({ backbone, figures: { goodImages, fitSeconds, alone, beside, besideP99Ms } }) => [
    backbone,
    `${goodImages} images, ${fitSeconds.toFixed(0)} s`,
    spreadText(alone, msText),
    spreadText(beside, msText),
    msText(besideP99Ms),
    ratioText(beside.median / alone.median),
    ratioText(alone.maximum / alone.median),
    targetText(beside.maximum / alone.median, MOST_BESIDE, ratioText),
    String(beside.count),
  ]);
  return `## A fit beside a line

Two parts a second, from arrival to record: alone (before the fit and after it), and while a version is calibrated. The target is that of the slowest part during the fit over the median alone; what the same line reaches alone is beside it, because other work on the machine makes parts wait as well.

${table(['backbone', 'fit', 'alone', 'beside the fit', '99 of 100', 'ratio of the medians', 'slowest over usual, alone', 'beside the fit', 'parts'], lines)}`;
}

export function maskSection(rows: readonly Named<MaskFigures>[]): string {
  const lines = rows.map(({ backbone, figures: { wholeBytes, maskedBytes, comparison } }) => [
    backbone,
    bytesText(wholeBytes),
    bytesText(maskedBytes),
    spreadText(comparison.second, msText),
    spreadText(comparison.first, msText),
    spreadText(comparison.ratio, ratioText),
  ]);
  return `## Half of the image masked

The compiled recipe without a mask and with its left half masked, in turn in one process: the size of its graph, and the time of one image.

${table(['backbone', 'graph', 'masked', 'time', 'masked', 'ratio'], lines)}`;
}
