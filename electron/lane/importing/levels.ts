import type { BackboneManifest, Level } from '../../../shared/domain/index.ts';
import { unsupported } from './probe.ts';

/** A class token and 16 registers, the most that were tried in T. Darcet et al., "Vision transformers need registers" (ICLR 2024). */
const MOST_SKIPPED = 17;

/**
 * An output as a level, from the shape that a run gave. Images and so grids are square, which tells maps with their channels last from those with
 * their channels first, and the tokens of patches from the others.
 *
 * @param how `tokensSkipped`: how many tokens at the start are no patches; null finds it out
 * @throws SigmalineError onnx.unsupported
 */
export function levelOf(
  named: Pick<Level, 'output' | 'level'>,
  shape: readonly number[],
  how: { readonly sizePx: number; readonly tokensSkipped: number | null },
): Level {
  const [batch = 0, first = 0, second = 0, third = 0] = shape;
  if (batch === 1 && shape.every((size) => size >= 1)) {
    if (shape.length === 3) {
      const { side, skipped } = patchGrid(named.output, first, how);
      return { ...named, channels: second, height: side, width: side, layout: { order: 'tokens', skipped } };
    }
    if (shape.length === 4 && first === second && second !== third) {
      return { ...named, channels: third, height: first, width: second, layout: { order: 'channels-last' } };
    }
    if (shape.length === 4) return { ...named, channels: first, height: second, width: third };
  }
  throw unsupported(
    `its output ${named.output} is ${shape.join(' x ') || 'a single number'}, neither a feature map nor tokens`,
    'Name outputs of N x channels x height x width, or N x tokens x channels, with --levels.',
  );
}

/** The only square grid of patches that divides the image and leaves a likely number of tokens. */
function patchGrid(
  output: string,
  tokens: number,
  { sizePx, tokensSkipped }: Parameters<typeof levelOf>[2],
): { side: number; skipped: number } {
  const fits = Array.from({ length: Math.floor(Math.sqrt(tokens)) }, (_, index) => index + 1)
    .map((side) => ({ side, skipped: tokens - side ** 2 }))
    .filter(({ side, skipped }) => {
      const likely = tokensSkipped === null ? side > 1 && skipped <= MOST_SKIPPED : skipped === tokensSkipped;
      return likely && sizePx % side === 0;
    });
  const [only] = fits;
  if (only !== undefined && fits.length === 1) return only;
  const found = fits.map(({ side, skipped }) => `${side} x ${side} places after ${skipped}`).join(' or ');
  if (found !== '') {
    throw unsupported(
      `its output ${output} holds ${tokens} tokens, which may be ${found}`,
      'Say which: --tokens-skip.',
    );
  }
  throw unsupported(
    `its output ${output} holds ${tokens} tokens, which make no square grid of patches at ${sizePx} px`,
    'Export it for a multiple of its patch size, and give the number of tokens at the start that are no patches: --tokens-skip.',
  );
}

/** Beyond this a Gaussian at every position takes more memory and more good images than a line has. */
const MOST_CHANNELS = 512;
/** A finer map costs much more and shows a defect no better: EfficientNet's map has 24. */
const FINEST_GRID = 32;

const BYTES_PER_VALUE = 4;
/**
 * What the Gaussians of a level's places may take in a recipe, of which a triangle each is stored; a fit holds four times as much. EfficientNet-B4's take
 * 21 MB; the 16 x 16 places of 384 channels that a small transformer has at 224 px take 76.
 */
const MOST_GAUSSIAN_BYTES = 96e6;
/** The map's features of so many good images take a gigabyte while a recipe is fitted. */
const MOST_MAP_BYTES = 1e9 / 300;

/**
 * The levels that the outputs of a network make, and which of them scores use. A level whose places do not fit is joined by another of the same output, whose
 * places are means over as large a grid as does.
 *
 * @param outputs shallow to deep, at least one
 * @throws SigmalineError onnx.unsupported where not even one place fits
 */
export function withScoring(outputs: readonly Level[]): Pick<BackboneManifest, 'levels' | 'scoring'> {
  const levels = [...outputs];
  const fitting = (wanted: number, mostPlaces: (channels: number) => number): number => {
    const level = levels[wanted - 1] as Level;
    const averaged = averagedTo(level, mostPlaces(level.channels));
    if (averaged === level) return wanted;
    levels.push({ ...averaged, level: levels.length + 1 });
    return levels.length;
  };
  const chosen = scoringOf(outputs);
  const map = fitting(chosen.map, (channels) => MOST_MAP_BYTES / (channels * BYTES_PER_VALUE));
  const patch = fitting(chosen.patch, (channels) => MOST_GAUSSIAN_BYTES / (triangleOf(channels) * BYTES_PER_VALUE));
  const mapIsDrawnOnly = map !== patch && chosen.map === chosen.patch;
  return { levels, scoring: { part: patch, patch, map, ...(mapIsDrawnOnly && { mapIsDrawnOnly }) } };
}

function averagedTo(level: Level, mostPlaces: number): Level {
  const { output, channels, height, width } = level;
  if (height * width <= mostPlaces) return level;
  const shrink = Math.sqrt(mostPlaces / (height * width));
  const [rows, columns] = [Math.floor(height * shrink), Math.floor(width * shrink)];
  if (rows >= 1 && columns >= 1) {
    return { ...level, height: rows, width: columns, averagedFrom: { height, width } };
  }
  throw unsupported(
    `its output ${output} has ${channels} channels, and no Gaussian of so many fits`,
    'Name a narrower output with --levels.',
  );
}

function triangleOf(channels: number): number {
  return (channels * (channels + 1)) / 2;
}

/**
 * Which levels the scores of a network use where nobody has measured what suits it: part and patch the deepest that is not too wide, the anomaly map the
 * finest that is not too fine. The blocks of a transformer all have one grid: then the map is the shallowest level's, since places are told better by middle blocks
 * than by deep ones (S. Amir et al., "Deep ViT features as dense visual descriptors", 2021).
 *
 * @param levels shallow to deep, at least one
 */
function scoringOf(levels: readonly Level[]): BackboneManifest['scoring'] {
  const narrowest = Math.min(...levels.map(({ channels }) => channels));
  const deep = levels.findLast(({ channels }) => channels <= Math.max(MOST_CHANNELS, narrowest));
  const affordable = levels.filter(({ channels }) => channels <= Math.max(MOST_CHANNELS, narrowest));
  const coarsest = Math.min(...affordable.map(gridOf));
  const finest = Math.max(...affordable.map(gridOf).filter((grid) => grid <= Math.max(FINEST_GRID, coarsest)));
  const fine = affordable.find((level) => gridOf(level) === finest);
  if (deep === undefined || fine === undefined) throw new RangeError('A backbone has at least one level');
  return { part: deep.level, patch: deep.level, map: fine.level };
}

function gridOf({ height, width }: Level): number {
  return Math.max(height, width);
}
