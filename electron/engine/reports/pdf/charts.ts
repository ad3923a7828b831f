import { scaleLinear, scaleTime } from 'd3-scale';
import { COLOURS, SIZES, VERDICT_COLOURS } from './design.ts';
import { count, percent, shortDay, sigma, timeOfDay } from './format.ts';
import type { Box, Sheet } from './sheet.ts';

const TINY = { size: SIZES.tiny, colour: COLOURS.soft, lines: 1 } as const;
const AXIS = 30;

/** Shares of a whole side by side, each with its word and number below. */
export function drawShares(
  sheet: Sheet,
  y: number,
  parts: readonly { readonly word: string; readonly value: number; readonly colour: string }[],
): void {
  const whole = parts.reduce((sum, { value }) => sum + value, 0);
  if (whole === 0) return;
  let x = sheet.left;
  for (const { value, colour } of parts) {
    // One part among many thousands is still seen.
    const width = value === 0 ? 0 : Math.max(1.5, (value / whole) * sheet.width);
    sheet.rect(x, y, Math.min(width, sheet.right - x), 14, colour);
    x += (value / whole) * sheet.width;
  }
  const step = sheet.width / parts.length;
  for (const [index, { word, value, colour }] of parts.entries()) {
    const left = sheet.left + index * step;
    sheet.rect(left, y + 23, 7, 7, colour);
    const text = `${word}  ${count(value)}  (${percent(value / whole)})`;
    sheet.write(text, left + 11, y + 20, step - 11, { size: SIZES.small, lines: 1 });
  }
}

export interface ParetoBar {
  readonly word: string;
  readonly value: number;
}

/** The most frequent first, with the rest as one bar. */
export function paretoOf(counts: Iterable<readonly [string, number]>, most: number, rest: string): ParetoBar[] {
  const sorted = [...counts].map(([word, value]) => ({ word, value })).sort((a, b) => b.value - a.value);
  if (sorted.length <= most) return sorted;
  const others = sorted.slice(most - 1).reduce((sum, { value }) => sum + value, 0);
  return [...sorted.slice(0, most - 1), { word: rest, value: others }];
}

/** Bars with their words beside them, and the share that they make up together as a line over them. */
export function drawPareto(
  sheet: Sheet,
  { x, y, width }: Pick<Box, 'x' | 'y' | 'width'>,
  bars: readonly ParetoBar[],
): void {
  const whole = bars.reduce((sum, { value }) => sum + value, 0);
  const longest = bars[0]?.value ?? 1;
  const [words, numbers] = [width * 0.36, 62];
  const plot = width - words - numbers;
  const points: (readonly [number, number])[] = [];
  let together = 0;
  for (const [index, { word, value }] of bars.entries()) {
    const top = y + index * PARETO_ROW;
    together += value;
    sheet.write(word, x, top + 2, words - 8, { size: SIZES.small, lines: 1 });
    sheet.rect(x + words, top + 2, Math.max(1, (value / longest) * plot), PARETO_ROW - 6, COLOURS.accent);
    sheet.write(`${count(value)}  ·  ${percent(together / whole)}`, x + words + plot, top + 2, numbers, {
      ...TINY,
      align: 'right',
    });
    points.push([x + words + (together / whole) * plot, top + PARETO_ROW / 2 - 1]);
  }
  const [first, ...others] = points;
  if (first === undefined) return;
  const { doc } = sheet;
  doc.moveTo(...first);
  for (const point of others) doc.lineTo(...point);
  doc.lineWidth(1).strokeColor(COLOURS.warning).stroke();
  for (const point of points) doc.circle(...point, 1.8).fill(COLOURS.warning);
}

export const PARETO_ROW = 17;

export interface ScorePlot extends Box {
  readonly times: readonly number[];
  readonly scores: readonly number[];
  readonly limit: number | null;
  readonly from: number;
  readonly to: number;
  /** Null draws each part as a point, otherwise so many bins. */
  readonly bins: number | null;
}

/** Scores over time with the limit. What lies beyond twice the usual is drawn at the edge: it is known to be far above. */
export function drawScores(sheet: Sheet, plot: ScorePlot): void {
  const { doc } = sheet;
  const { x, y, width, height, times, scores, limit, from, to, bins } = plot;
  const highest = scores.reduce((high, score) => Math.max(high, score), 0);
  const lowest = scores.reduce((low, score) => Math.min(low, score), 0);
  const top = Math.max(
    1,
    limit === null ? highest : Math.min(highest * 1.05, Math.max(3 * limit, limit + 6)),
    (limit ?? 0) * 1.3,
  );
  const across = scaleLinear([from, to], [x + AXIS, x + width]);
  const up = scaleLinear([lowest, top], [y + height - 14, y + 4]).clamp(true);
  drawSigmaAxis(sheet, { x, y, width, height }, up);
  const hours = scaleTime([from, to], across.range());
  for (const tick of hours.ticks(8))
    sheet.write(tickOf(tick), hours(tick) - 22, y + height - 10, 44, { ...TINY, align: 'center' });
  if (bins === null) {
    for (const [index, score] of scores.entries()) {
      const isAbove = limit !== null && score > limit;
      doc
        .circle(across(times[index] ?? from), up(score), isAbove ? 1.7 : 1.1)
        .fill(isAbove ? VERDICT_COLOURS.fail : COLOURS.accent);
    }
  } else drawBins(sheet, plot, bins, across, up);
  if (limit === null) return;
  doc
    .moveTo(x + AXIS, up(limit))
    .lineTo(x + width, up(limit))
    .lineWidth(1)
    .dash(3, { space: 2 });
  doc.strokeColor(VERDICT_COLOURS.fail).stroke().undash();
}

/** The day where it begins. */
function tickOf(at: Date): string {
  return at.getHours() === 0 && at.getMinutes() === 0 ? shortDay(at) : timeOfDay(at);
}

type Scale = (value: number) => number;

function drawSigmaAxis(sheet: Sheet, { x, width }: Box, up: Scale & { ticks(count: number): number[] }): void {
  for (const tick of up.ticks(4)) {
    sheet.rule(x + AXIS, up(tick), x + width, COLOURS.line, 0.4);
    sheet.write(sigma(tick).replace(/[.,]00/, ''), x, up(tick) - 5, AXIS - 5, { ...TINY, align: 'right' });
  }
}

function drawBins(sheet: Sheet, { times, scores, from, to }: ScorePlot, bins: number, across: Scale, up: Scale): void {
  const { doc } = sheet;
  const content: number[][] = Array.from({ length: bins }, () => []);
  for (const [index, score] of scores.entries()) {
    const bin = Math.min(bins - 1, Math.max(0, Math.floor((((times[index] ?? from) - from) / (to - from)) * bins)));
    content[bin]?.push(score);
  }
  const step = (to - from) / bins;
  let isDrawing = false;
  const medians: (() => void)[] = [];
  for (const [bin, values] of content.entries()) {
    const sorted = values.toSorted((a, b) => a - b);
    const [low, high, median] = [sorted[0], sorted.at(-1), sorted[Math.floor(sorted.length / 2)]];
    if (low === undefined || high === undefined || median === undefined) {
      isDrawing = false;
      continue;
    }
    const [left, right] = [across(from + bin * step), across(from + (bin + 1) * step)];
    doc.rect(left + 0.4, up(high), right - left - 0.8, Math.max(0.8, up(low) - up(high))).fill(COLOURS.tint);
    const [middle, height, joins] = [(left + right) / 2, up(median), isDrawing];
    medians.push(() => (joins ? doc.lineTo(middle, height) : doc.moveTo(middle, height)));
    medians.push(() => doc.lineTo(middle + 0.1, height));
    isDrawing = true;
  }
  for (const draw of medians) draw();
  if (medians.length > 0) doc.lineWidth(1.2).strokeColor(COLOURS.accent).stroke();
}

/** How often scores lie where, with the limit. */
export function drawHistogram(
  sheet: Sheet,
  { x, y, width, height }: Box,
  scores: readonly number[],
  limit: number | null,
): void {
  const { doc } = sheet;
  const highest = Math.max(...scores, limit === null ? 0 : limit * 1.1);
  const across = scaleLinear([Math.min(0, ...scores), highest], [x + AXIS, x + width]).nice();
  const [begin = 0, end = 1] = across.domain();
  // The square-root rule: as many bins as the root of the number of values.
  const bins = Math.max(5, Math.ceil(Math.sqrt(scores.length)));
  const step = (end - begin) / bins;
  const content = new Array<number>(bins).fill(0);
  for (const score of scores) {
    const bin = Math.min(bins - 1, Math.floor((score - begin) / step));
    content[bin] = (content[bin] ?? 0) + 1;
  }
  const up = scaleLinear([0, Math.max(1, ...content)], [y + height - 14, y + 4]);
  for (const tick of up.ticks(4).filter(Number.isInteger)) {
    sheet.rule(x + AXIS, up(tick), x + width, COLOURS.line, 0.4);
    sheet.write(count(tick), x, up(tick) - 5, AXIS - 5, { ...TINY, align: 'right' });
  }
  for (const [bin, value] of content.entries()) {
    const [left, right] = [across(begin + bin * step), across(begin + (bin + 1) * step)];
    doc.rect(left + 0.5, up(value), right - left - 1, up(0) - up(value)).fill(COLOURS.accent);
  }
  for (const tick of across.ticks(8))
    sheet.write(sigma(tick), across(tick) - 22, y + height - 10, 44, { ...TINY, align: 'center' });
  if (limit === null) return;
  doc.moveTo(across(limit), y).lineTo(across(limit), up(0)).lineWidth(1).dash(3, { space: 2 });
  doc.strokeColor(VERDICT_COLOURS.fail).stroke().undash();
}

/** A score between pass, review and fail, as the gauge of the operator's screen shows it. */
export function drawScale(
  sheet: Sheet,
  { x, y, width }: Pick<Box, 'x' | 'y' | 'width'>,
  { score, review, fail }: { readonly score: number; readonly review: number | null; readonly fail: number },
): void {
  const end = Math.max(fail * 1.6, Math.min(score * 1.1, fail * 3));
  const across = scaleLinear([Math.min(0, score), end], [x, x + width]).clamp(true);
  const [passEnd, reviewEnd] = [across(review ?? fail), across(fail)];
  sheet.rect(x, y + 10, passEnd - x, 10, VERDICT_COLOURS.pass);
  sheet.rect(passEnd, y + 10, reviewEnd - passEnd, 10, VERDICT_COLOURS.review);
  sheet.rect(reviewEnd, y + 10, x + width - reviewEnd, 10, VERDICT_COLOURS.fail);
  const at = across(score);
  sheet.doc
    .moveTo(at, y + 22)
    .lineTo(at - 5, y + 30)
    .lineTo(at + 5, y + 30)
    .fill(COLOURS.ink);
  const label = (text: string, place: number, top: number): void => {
    const left = Math.min(x + width - 80, Math.max(x, place - 40));
    const align = left === x ? 'left' : left === x + width - 80 ? 'right' : 'center';
    sheet.write(text, left, top, 80, { size: SIZES.small, font: 'strong', align, lines: 1 });
  };
  label(sigma(fail), reviewEnd, y - 3);
  label(sigma(score), at, y + 31);
}
