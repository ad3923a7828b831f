import type { BackboneManifest } from '../../shared/domain/index.ts';
import { type GaborShape, gaborKernels } from './gaborBank.ts';
import { GraphBuilder, type Value } from './onnx/graphBuilder.ts';
import type { OnnxModel } from './onnx/model.ts';

/*
 * The built-in backbone: a fixed wavelet-scattering network. Nothing in it is learned, so it needs no download and carries no foreign licence.
 * Colour becomes luminance and two opponent channels; each is filtered by Gabor filters at several octaves, and the moduli are kept (first order).
 * The moduli of luminance are filtered once more at coarser octaves (second order): they tell textures apart that have the same spectrum.
 * Every choice below was measured: see docs/backbones.md.
 */

const SIZE_PX = 384;
/** Side of the finest grid; the patch grid is half of it. */
const GRID = 24;
const OCTAVES = 5;
const ORIENTATIONS = 8;
const GABOR: GaborShape = { sigma: 1.2, frequency: 1.6 / 1.2, aspect: 0.5, radius: 4 };
/** Moduli of octaves 1 to `from` are filtered again, at the next `reach` octaves. */
const SECOND_ORDER = { from: 3, reach: 2 };
/** Added before the logarithm: about the modulus of camera noise, so that a flat surface stays calm. */
const LOG_OFFSET = 0.005;
/** Brings colours, which are not logarithms, to the spread of the other channels. */
const COLOUR_SCALE = 4;
/**
 * Rows: luminance (Rec. 601), red against green, and both against blue. The opponent colours are weak, so that they stand out of the offset of the
 * logarithm only where they differ by more than the colour blocks of a JPEG: those come and go with the light.
 */
const OPPONENT_COLOURS = [0.299, 0.587, 0.114, 0.125, -0.125, 0, 0.0625, 0.0625, -0.125];
const COLOURS = 3;

/** Everything of the manifest that the graph decides; the file's name and hash come with the file. */
type ScatteringDescription = Omit<BackboneManifest, 'file' | 'sha256' | 'source'>;

/** Pooled moduli and colours on one grid, N x channels x side x side; none of the moduli is negative. */
interface Moduli {
  readonly firstOrder: Value;
  readonly secondOrder: Value;
  readonly colours: Value;
}

/**
 * Level 1 (24 x 24) is for the anomaly map and level 2 (12 x 12) for the patch distances. Level 3 (1 x 1) is for the part distance: the mean of
 * every channel over the image, and its fourth-power mean, which a small defect moves more.
 */
export function buildScattering(): { readonly model: OnnxModel; readonly description: ScatteringDescription } {
  const graph = new GraphBuilder({ name: 'scattering' });
  const image = graph.input('image', 'float32', ['N', 3, SIZE_PX, SIZE_PX]);
  const moduli = scatter(graph, image);
  const fine = patchFeatures(graph, moduli);
  const steps = SECOND_ORDER.from * SECOND_ORDER.reach;
  const firstOrder = COLOURS * OCTAVES * ORIENTATIONS;
  const secondOrder = steps * ORIENTATIONS ** 2;
  const channels = (firstOrder + secondOrder) / 2 + COLOURS;
  const partChannels = firstOrder + secondOrder + firstOrder / 2 + secondOrder / 4 + COLOURS;
  const levels = [
    { output: 'level1', level: 1, channels, height: GRID, width: GRID, value: fine },
    { output: 'level2', level: 2, channels, height: GRID / 2, width: GRID / 2, value: halve(graph, fine) },
    { output: 'level3', level: 3, channels: partChannels, height: 1, width: 1, value: partFeatures(graph, moduli) },
  ].map(({ value, ...level }) => {
    graph.output(level.output, value, 'float32', ['N', level.channels, level.height, level.width]);
    return level;
  });
  return {
    model: graph.toModel(),
    description: {
      id: 'scattering',
      name: 'Scattering (built in)',
      licence: 'Apache-2.0',
      sizePx: SIZE_PX,
      input: 'image',
      mean: [0, 0, 0],
      std: [1, 1, 1],
      levels,
      scoring: { part: 3, patch: 2, map: 1, mapIsDrawnOnly: true },
    },
  };
}

function scatter(graph: GraphBuilder, image: Value): Moduli {
  const moduliOf = gaborBank(graph);
  const opponent = graph.convolve(image, graph.float32('opponent_colours', [COLOURS, 3, 1, 1], OPPONENT_COLOURS));
  // One plane a picture: every plane sees the same filters, and ONNX Runtime convolves a single input channel fastest.
  let planes = inPictures(graph, opponent, 1, SIZE_PX);
  let size = SIZE_PX;
  const firstOrder: Value[] = [];
  const secondOrder: Value[] = [];
  for (let octave = 1; octave <= OCTAVES; octave += 1) {
    const moduli = moduliOf(planes);
    firstOrder.push(inPictures(graph, pool(graph, moduli, size / GRID), COLOURS * ORIENTATIONS, GRID));
    if (octave <= SECOND_ORDER.from) {
      const ofLuminance = graph.slice(inPictures(graph, moduli, COLOURS * ORIENTATIONS, size), 1, 0, ORIENTATIONS);
      let coarser = inPictures(graph, ofLuminance, 1, size);
      for (let step = 1; step <= SECOND_ORDER.reach; step += 1) {
        coarser = pool(graph, coarser, 2);
        const again = pool(graph, moduliOf(coarser), size / 2 ** step / GRID);
        secondOrder.push(inPictures(graph, again, ORIENTATIONS * ORIENTATIONS, GRID));
      }
    }
    if (octave < OCTAVES) {
      planes = pool(graph, planes, 2);
      size /= 2;
    }
  }
  const colours = inPictures(graph, pool(graph, planes, size / GRID), COLOURS, GRID);
  return {
    firstOrder: graph.concatenate(firstOrder, 1),
    secondOrder: graph.concatenate(secondOrder, 1),
    colours: graph.multiply(colours, graph.scalar(COLOUR_SCALE)),
  };
}

/** Planes, N x 1 x height x width, to their moduli, N x orientations x height x width. */
function gaborBank(graph: GraphBuilder): (planes: Value) => Value {
  const { radius } = GABOR;
  const side = 2 * radius + 1;
  const kernel = graph.float32('gabor', [2 * ORIENTATIONS, 1, side, side], gaborKernels(ORIENTATIONS, GABOR));
  return (planes) => {
    // Zeros beyond the border: measured better than reflection, whose mirrored structure looks like nothing on the part.
    const responses = graph.convolve(planes, kernel, { padding: [radius, radius, radius, radius] });
    const [real, imaginary] = graph.split(responses, [ORIENTATIONS, ORIENTATIONS], 1);
    if (real === undefined || imaginary === undefined) throw new Error('A Gabor bank has a real and an imaginary half');
    return graph.squareRoot(graph.add(graph.multiply(real, real), graph.multiply(imaginary, imaginary)));
  };
}

function patchFeatures(graph: GraphBuilder, { firstOrder, secondOrder, colours }: Moduli): Value {
  const moduli = averageNeighbours(graph, graph.concatenate([firstOrder, secondOrder], 1), 1);
  return graph.concatenate([logarithm(graph, moduli), colours], 1);
}

/** The fourth-power means are of fewer channels: there, orientations of both orders are averaged in pairs. */
function partFeatures(graph: GraphBuilder, { firstOrder, secondOrder, colours }: Moduli): Value {
  const moduli = graph.concatenate([firstOrder, secondOrder], 1);
  const broadSecondOrder = averageNeighbours(graph, averageNeighbours(graph, secondOrder, 1), ORIENTATIONS / 2);
  const broad = halve(graph, graph.concatenate([averageNeighbours(graph, firstOrder, 1), broadSecondOrder], 1));
  const squares = graph.multiply(broad, broad);
  const fourthPowers = graph.globalAveragePool(graph.multiply(squares, squares));
  const means = [graph.globalAveragePool(moduli), graph.squareRoot(graph.squareRoot(fourthPowers))];
  return graph.concatenate([logarithm(graph, graph.concatenate(means, 1)), graph.globalAveragePool(colours)], 1);
}

/** The logarithm makes features more nearly Gaussian, and a change of the lighting a mere shift. */
function logarithm(graph: GraphBuilder, value: Value): Value {
  return graph.logarithm(graph.add(value, graph.scalar(LOG_OFFSET)));
}

/**
 * Averages channels in pairs that lie `distance` apart: neighbouring orientations. Fewer channels give a better covariance from few images, and
 * smooth averages of neighbours see all directions, which half as many filters would not.
 */
function averageNeighbours(graph: GraphBuilder, value: Value, distance: number): Value {
  const pairs = graph.reshape(value, [0, -1, 2, distance * GRID * GRID]);
  return graph.reshape(graph.mean(pairs, [2]), [0, -1, GRID, GRID]);
}

/** Half the grid, by overlapping windows (weights 1 2 2 1 each way): a defect between two cells is not lost, a shift changes little. */
function halve(graph: GraphBuilder, value: Value): Value {
  const smooth = graph.averagePool(value, { kernel: [3, 3], strides: [1, 1], padding: [1, 1, 1, 1] });
  return pool(graph, smooth, 2);
}

function pool(graph: GraphBuilder, value: Value, ratio: number): Value {
  return ratio === 1 ? value : graph.averagePool(value, { kernel: [ratio, ratio] });
}

/** Regards the channels of all pictures as pictures of `channels` channels each. */
function inPictures(graph: GraphBuilder, value: Value, channels: number, side: number): Value {
  return graph.reshape(value, [-1, channels, side, side]);
}
