import { HEATMAP_LEGEND } from '../../../shared/domain/index.ts';
import type { Evaluation } from '../evaluation.ts';
import type { Illustration } from '../illustrations.ts';
import { PIXEL_SIDE } from '../pixelFigures.ts';
import { type Markup, markup } from './markup.ts';

/** The worst mistakes of both kinds, each as the image and with its heatmap. */
export function examplesGallery({ figures, scores, limit, illustrations }: Evaluation): Markup | null {
  if (illustrations === null) return null;
  const { good, defective } = scores[figures.score];
  const missed = defective.filter((score) => score <= limit.value).length;
  const rejected = good.filter((score) => score > limit.value).length;
  return markup`<section class="mistakes">
<div class="section-head"><h3>Worst mistakes</h3>${legend()}</div>
${gallery('Missed defects', 'lowest scores first', missed, { mistake: 'missed', right: 'found' }, illustrations.defective)}
${gallery('False rejects', 'highest scores first', rejected, { mistake: 'rejected', right: 'passed' }, illustrations.good)}
</section>`;
}

interface Words {
  readonly mistake: string;
  readonly right: string;
}

function gallery(
  title: string,
  order: string,
  mistakes: number,
  words: Words,
  shown: readonly Illustration[],
): Markup | null {
  if (shown.length === 0) return null;
  const shownMistakes = shown.filter(({ isMistake }) => isMistake).length;
  const remark = [
    mistakes === 0 ? 'none' : `${mistakes}, ${order}`,
    mistakes > shownMistakes ? `${shownMistakes} shown` : null,
    shown.length > shownMistakes ? `${mistakes === 0 ? 'these' : 'the others'} came closest` : null,
  ].filter((text) => text !== null);
  return markup`<h4>${title} <span class="remark">${remark.join('; ')}</span></h4>
<div class="gallery">
${shown.map((illustration) => card(illustration, words))}
</div>`;
}

function card(illustration: Illustration, words: Words): Markup {
  const { file, className, score, isMistake, mapMaximum } = illustration;
  const badge = isMistake
    ? markup`<span class="badge">${words.mistake}</span>`
    : markup`<span class="badge calm">${words.right}</span>`;
  return markup`<figure class="card">
<div class="pictures">${picture(illustration)}<img alt="Heatmap of ${file}" src="${jpeg(illustration.heatmap)}"></div>
<figcaption><div><strong>${file}</strong>${badge}</div><div>${className}, score ${score.toFixed(2)}, highest place ${mapMaximum.toFixed(1)} sigma</div></figcaption>
</figure>`;
}

function picture({ file, image, outline }: Illustration): Markup {
  const drawn = markup`<img alt="${file}" src="${jpeg(image)}">`;
  if (outline === null) return drawn;
  return markup`<div class="outlined">${drawn}<svg viewBox="0 0 ${PIXEL_SIDE} ${PIXEL_SIDE}" preserveAspectRatio="none" aria-hidden="true"><path class="halo" d="${outline}"/><path d="${outline}"/></svg></div>`;
}

function jpeg(bytes: Buffer): string {
  return `data:image/jpeg;base64,${bytes.toString('base64')}`;
}

/** The scale of heatmaps; it is the same for every image of every product. */
function legend(): Markup {
  const last = HEATMAP_LEGEND.length - 1;
  const stops = HEATMAP_LEGEND.map(({ colour: { red, green, blue, alpha } }, index) => {
    return markup`<stop offset="${index / last}" stop-color="rgb(${red} ${green} ${blue})" stop-opacity="${(alpha / 255).toFixed(2)}"/>`;
  });
  const [from, to] = [HEATMAP_LEGEND[0]?.sigma ?? 0, HEATMAP_LEGEND[last]?.sigma ?? 0];
  return markup`<div class="scale"><span>Heatmap: ${from} sigma</span><svg viewBox="0 0 160 12" preserveAspectRatio="none" aria-hidden="true"><defs><linearGradient id="scale">${stops}</linearGradient></defs><rect width="160" height="12" fill="#8d989e"/><rect width="160" height="12" fill="url(#scale)"/></svg><span>${to} and more</span><span class="scale-outline">Outline: ground truth</span></div>`;
}
