import { meanAndDeviation } from '../../gaussian/index.ts';
import type { Evaluation } from '../evaluation.ts';
import { type Markup, markup, round, SCORE_TITLES, scoreText } from './markup.ts';
import { countInBins, type ScoreScale, scoreScale } from './scoreScale.ts';

const WIDTH = 480;
const PLOT = { left: 92, right: 470, top: 34 } as const;
const ROW = { height: 90, gap: 14 } as const;

/** Histograms of the scores of held-out, good and defective images on one axis, with the limit through all three. Colour is the verdict. */
export function scoreChart({ figures, scores, limit }: Evaluation): Markup {
  const { heldOut, good, defective } = scores[figures.score];
  const scale = scoreScale(meanAndDeviation(heldOut), [...heldOut, ...good, ...defective], limit.value);
  const rows = [
    { title: 'Good', kind: 'held out', values: heldOut },
    { title: 'Good', kind: 'test', values: good },
    { title: 'Defective', kind: 'test', values: defective },
  ].filter(({ values }) => values.length > 0);
  const bottom = PLOT.top + rows.length * (ROW.height + ROW.gap) - ROW.gap;
  const limitX = xOf(scale, limit.value);
  const title = SCORE_TITLES[figures.score];
  const summary = `${title} of ${heldOut.length} held-out, ${good.length} good and ${defective.length} defective images; limit ${scoreText(figures.score, limit.value)}.`;
  return markup`<svg class="chart" viewBox="0 0 ${WIDTH} ${bottom + 54}" role="img" aria-label="${summary}">
<text class="side pass-text" x="${round(limitX - 8)}" y="20" text-anchor="end">pass</text>
<text class="side fail-text" x="${round(limitX + 8)}" y="20">fail</text>
${scale.ticks.map((tick) => tickMark(scale, tick, bottom))}
${rows.map(({ title: name, kind, values }, index) => row(scale, { name, kind, values }, limit.value, PLOT.top + index * (ROW.height + ROW.gap)))}
<line class="limit" x1="${round(limitX)}" y1="8" x2="${round(limitX)}" y2="${bottom}"/>
<text class="axis-title" x="${(PLOT.left + PLOT.right) / 2}" y="${bottom + 44}" text-anchor="middle">${axisTitle(figures.score, title)}</text>
</svg>`;
}

function axisTitle(name: Evaluation['figures']['score'], title: string): string {
  return name === 'sigmaline' ? `${title} in sigma` : title;
}

function tickMark(scale: ScoreScale, tick: number, bottom: number): Markup {
  const x = round(xOf(scale, tick));
  return markup`<line class="grid" x1="${x}" y1="${PLOT.top}" x2="${x}" y2="${bottom}"/>
<text class="tick" x="${x}" y="${bottom + 18}" text-anchor="middle">${tick}</text>`;
}

interface Row {
  readonly name: string;
  readonly kind: string;
  readonly values: readonly number[];
}

function row(scale: ScoreScale, { name, kind, values }: Row, limit: number, top: number): Markup {
  const counts = countInBins(values, scale.edges);
  const highest = Math.max(...counts);
  const base = top + ROW.height;
  const bars = counts.flatMap((count, bin) => {
    if (count === 0) return [];
    const [left, right] = [xOf(scale, scale.edges[bin] ?? 0), xOf(scale, scale.edges[bin + 1] ?? 0)];
    const height = Math.max((count / highest) * (ROW.height - 8), 3);
    const verdict = (scale.edges[bin] ?? 0) >= limit ? 'fail' : 'pass';
    const size = markup`width="${round(right - left - 1)}" height="${round(height)}"`;
    return [markup`<rect class="bar-${verdict}" x="${round(left + 0.5)}" y="${round(base - height)}" ${size}/>`];
  });
  const above = values.filter((score) => score > limit).length;
  return markup`${bars}
<line class="frame" x1="${PLOT.left}" y1="${base}" x2="${PLOT.right}" y2="${base}"/>
<text class="label strong" x="0" y="${top + 38}">${name}</text>
<text class="label" x="0" y="${top + 56}">${kind}</text>
<text class="label" x="0" y="${top + 74}">${above} of ${values.length} fail</text>`;
}

function xOf(scale: ScoreScale, score: number): number {
  return PLOT.left + scale.position(score) * (PLOT.right - PLOT.left);
}
