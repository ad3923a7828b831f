/** Writes the report of an evaluation: one HTML page with all charts, pictures and settings. */
import { mkdir, writeFile } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { messageOf, SigmalineError, SOFTWARE_VERSION } from '../../../shared/domain/index.ts';
import type { Evaluation } from '../evaluation.ts';
import { intervalText, millisecondsText, percentText, ratioText, shareText } from '../figureText.ts';
import { examplesGallery } from './examplesGallery.ts';
import { classTable, figureTable, setTable } from './figureTables.ts';
import { type Markup, markup, scoreText } from './markup.ts';
import { rocChart } from './rocChart.ts';
import { scoreChart } from './scoreChart.ts';
import { settingsList } from './settingsList.ts';
import { STYLE } from './style.ts';

/**
 * Writes `index.html` into a folder, which is made where it is missing.
 *
 * @returns its path
 * @throws SigmalineError `export.failed`
 */
export async function writeReport(folder: string, evaluations: readonly Evaluation[]): Promise<string> {
  const path = join(resolve(folder), 'index.html');
  try {
    await mkdir(resolve(folder), { recursive: true });
    await writeFile(path, reportPage(evaluations, new Date()));
  } catch (cause) {
    throw new SigmalineError('export.failed', { file: path, reason: messageOf(cause) }, cause);
  }
  return path;
}

/** One page that holds everything: no script, nothing from elsewhere, so it can be kept, sent and printed. */
function reportPage(evaluations: readonly Evaluation[], madeAt: Date): string {
  const names = evaluations.map(({ figures }) => figures.dataset);
  const [first] = names;
  const title = names.length === 1 ? `Evaluation of ${first}` : `Evaluation of ${names.length} data sets`;
  return markup`<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; img-src data:; style-src 'unsafe-inline'">
<title>${title}</title>
<style>${STYLE}</style>
</head>
<body>
<header class="bezel"><div>${sigmaMark()}<h1>${names.length === 1 ? 'Evaluation' : title}</h1><p>Sigmaline ${SOFTWARE_VERSION}<br>${madeAt.toISOString().slice(0, 16).replace('T', ' ')} UTC</p></div></header>
<main>
${
  evaluations.length > 1
    ? markup`<section class="panel">${setTable(
        evaluations.map(({ figures }) => figures),
        anchorOf,
      )}</section>`
    : null
}
${evaluations.map((evaluation, index) => article(evaluation, anchorOf(index)))}
</main>
</body>
</html>
`.source;
}

function anchorOf(index: number): string {
  return `set-${index + 1}`;
}

function sigmaMark(): Markup {
  return markup`<svg class="mark" viewBox="0 0 34 34" aria-hidden="true"><rect width="34" height="34" rx="4" fill="#1d323f"/><path d="M25 10H15.5a7.5 7.5 0 1 0 6 3" fill="none" stroke="#fff" stroke-width="3.2" stroke-linecap="round"/></svg>`;
}

function article(evaluation: Evaluation, anchor: string): Markup {
  const roc = rocChart(evaluation);
  const classes = classTable(evaluation.figures);
  const gallery = examplesGallery(evaluation);
  return markup`<article id="${anchor}">
<div class="panel"><h2>${evaluation.figures.dataset}</h2>${conclusion(evaluation)}</div>
${tiles(evaluation)}
<div class="charts">
${roc === null ? null : markup`<section class="panel"><h3>Good against defective</h3>${roc}</section>`}
<section class="panel"><h3>Scores and the limit</h3>${scoreChart(evaluation)}<p class="note">Far from the good images the axis is compressed. Each row has a height of its own.</p></section>
</div>
${gallery === null ? null : markup`<div class="panel">${gallery}</div>`}
<section class="panel">${figureTable(evaluation)}</section>
${classes === null ? null : markup`<section class="panel narrow">${classes}</section>`}
<section class="panel"><h3>Settings</h3>${settingsList(evaluation)}</section>
</article>`;
}

/** What happened, in a sentence that needs no statistics. */
function conclusion({ figures, limit, scores, settings }: Evaluation): Markup {
  const { good, defective } = scores[figures.score];
  const found = defective.filter((score) => score > limit.value).length;
  const rejected = good.filter((score) => score > limit.value).length;
  const said = [
    defective.length === 0 ? null : `${found} of ${defective.length} defective images were found`,
    good.length === 0 ? null : `${rejected} of ${good.length} good images were rejected`,
  ].filter((part) => part !== null);
  return markup`<p class="lede">${said.join(', ')}. <span>Calibrated on ${figures.images.trainGood} good images with ${settings.backbone.name}; limit ${scoreText(figures.score, limit.value)} for a target false-reject rate of ${shareText(limit.target)}.</span></p>`;
}

function tiles({ figures, limit }: Evaluation): Markup {
  const { falseRejectRate, missRate, speed } = figures;
  return markup`<div class="tiles">
${tile('Image AUROC', figures.imageAuroc === null ? null : percentText(figures.imageAuroc), 'good against defective')}
${tile('Pixel AUROC', figures.pixelAuroc === null ? null : percentText(figures.pixelAuroc), 'where the defect is')}
${tile('AUPRO', figures.aupro === null ? null : percentText(figures.aupro), 'every defect counts the same')}
${tile('Misses', missRate === null ? null : shareText(missRate.observed), missRate === null ? 'no defective images' : `95 %: ${intervalText(missRate)}`)}
${tile('False rejects', falseRejectRate === null ? null : shareText(falseRejectRate.observed), falseRejectRate === null ? `target ${shareText(limit.target)}` : `95 %: ${intervalText(falseRejectRate)}`)}
${tile('Time per image', speed.msPerImage === null ? null : millisecondsText(speed.msPerImage), `${ratioText(speed.ratio)} x the backbone alone`)}
</div>`;
}

function tile(name: string, value: string | null, remark: string): Markup {
  const figure = value === null ? markup`<b class="none">not applicable</b>` : markup`<b>${value}</b>`;
  return markup`<div class="tile"><div>${name}</div>${figure}<small>${remark}</small></div>`;
}
