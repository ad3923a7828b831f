import { scaleLinear } from 'd3-scale';
import { line } from 'd3-shape';
import { rocCurve } from '../../gaussian/index.ts';
import type { Evaluation } from '../evaluation.ts';
import { percentText, shareText } from '../figureText.ts';
import { type EvaluatedScores, SCORE_NAMES, type ScoreName } from '../scores.ts';
import { type Markup, markup, round, SCORE_TITLES } from './markup.ts';

const SIZE = { width: 480, height: 400 } as const;
const PLOT = { left: 58, top: 14, right: 460, bottom: 346 } as const;
const xOf = scaleLinear([0, 1], [PLOT.left, PLOT.right]);
const yOf = scaleLinear([0, 1], [PLOT.bottom, PLOT.top]);

/** The ROC curve of every score, the evaluated one drawn strongly, with the operating point of its limit and how well that is known. */
export function rocChart({ figures, scores }: Evaluation): Markup | null {
  const { falseRejectRate, missRate, score } = figures;
  if (falseRejectRate === null || missRate === null) return null;
  const others = SCORE_NAMES.filter((name) => name !== score);
  const point = { x: xOf(falseRejectRate.observed), y: yOf(1 - missRate.observed) };
  const known = {
    left: xOf(falseRejectRate.low),
    right: xOf(falseRejectRate.high),
    top: yOf(1 - missRate.low),
    bottom: yOf(1 - missRate.high),
  };
  const summary = `ROC curve: at the limit ${shareText(1 - missRate.observed)} of the defective images are found and ${shareText(falseRejectRate.observed)} of the good ones rejected.`;
  return markup`<svg class="chart" viewBox="0 0 ${SIZE.width} ${SIZE.height}" role="img" aria-label="${summary}">
${grid()}
<line class="chance" x1="${PLOT.left}" y1="${PLOT.bottom}" x2="${PLOT.right}" y2="${PLOT.top}"/>
<rect class="interval" x="${round(known.left)}" y="${round(known.top)}" width="${round(known.right - known.left)}" height="${round(known.bottom - known.top)}"/>
${others.map((name) => markup`<path class="roc-other roc-${name}" d="${curvePath(scores[name])}"/>`)}
<path class="roc" d="${curvePath(scores[score])}"/>
<circle class="operating-point" cx="${round(point.x)}" cy="${round(point.y)}" r="6"/>
<line class="frame" x1="${PLOT.left}" y1="${PLOT.bottom}" x2="${PLOT.right}" y2="${PLOT.bottom}"/>
<line class="frame" x1="${PLOT.left}" y1="${PLOT.top}" x2="${PLOT.left}" y2="${PLOT.bottom}"/>
${legend([score, ...others], figures.scores)}
<text class="axis-title" x="${(PLOT.left + PLOT.right) / 2}" y="${SIZE.height - 8}" text-anchor="middle">good images rejected</text>
<text class="axis-title" transform="translate(13 ${(PLOT.top + PLOT.bottom) / 2}) rotate(-90)" text-anchor="middle">defective images found</text>
</svg>`;
}

function grid(): Markup[] {
  return xOf.ticks(5).map((share) => {
    const [x, y] = [round(xOf(share)), round(yOf(share))];
    const label = `${Math.round(share * 100)} %`;
    return markup`<line class="grid" x1="${x}" y1="${PLOT.top}" x2="${x}" y2="${PLOT.bottom}"/>
<line class="grid" x1="${PLOT.left}" y1="${y}" x2="${PLOT.right}" y2="${y}"/>
<text class="tick" x="${x}" y="${PLOT.bottom + 18}" text-anchor="middle">${label}</text>
<text class="tick" x="${PLOT.left - 8}" y="${y + 4}" text-anchor="end">${label}</text>`;
  });
}

function curvePath({ good, defective }: EvaluatedScores): string {
  const path = line<ReturnType<typeof rocCurve>[number]>(
    ({ falseRejectRate }) => xOf(falseRejectRate),
    ({ detectionRate }) => yOf(detectionRate),
  );
  return path.digits(1)(rocCurve(good, defective)) ?? '';
}

/** In the corner where no curve of a detector that works can be. */
function legend(names: readonly ScoreName[], aurocs: Readonly<Record<ScoreName, number | null>>): Markup {
  const [left, top] = [PLOT.right - 218, PLOT.bottom - 92];
  const rows = names.map((name, index) => {
    const y = top + index * 21;
    const line = index === 0 ? 'roc' : `roc-other roc-${name}`;
    return markup`<path class="${line}" d="M${left} ${y}h26"/>
<text class="${index === 0 ? 'label strong' : 'label'}" x="${left + 34}" y="${y + 4}">${SCORE_TITLES[name]}</text>
<text class="${index === 0 ? 'label strong' : 'label'}" x="${PLOT.right - 12}" y="${y + 4}" text-anchor="end">${percentText(aurocs[name])}</text>`;
  });
  const y = top + names.length * 21;
  return markup`<rect class="legend" x="${left - 12}" y="${top - 18}" width="230" height="${names.length * 21 + 34}"/>
${rows}
<rect class="interval" x="${left}" y="${y - 7}" width="26" height="14"/>
<circle class="operating-point" cx="${left + 13}" cy="${y}" r="5"/>
<text class="label" x="${left + 34}" y="${y + 4}">the limit, 95 % intervals</text>`;
}
