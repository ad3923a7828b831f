import { encodeTensor, type OnnxModel, type OnnxNode, type OnnxTensor } from '../onnx/model.ts';
import { type Convolution, type ConvolutionalNetwork, isConvolution } from './network.ts';
import { type ImageInput, observeSamples, type Runs } from './observe.ts';
import { passages } from './passages.ts';

/** What takes the place of SiLU: the larger of slope x + offset, which each channel has of its own, and a floor that all channels share. */
export interface Lines {
  readonly slopes: Float64Array;
  readonly offsets: Float64Array;
  readonly floor: number;
  /** How much of the variance of SiLU they leave unexplained, over all channels: 0 to 1. */
  readonly unexplained: number;
}

/** SiLU is nowhere below -0.2785. */
const FLOORS = [0, -0.05, -0.1, -0.15, -0.2, -0.25];

/** The floor is chosen by every so many channels. */
const FLOOR_BY_EVERY = 8;

/**
 * Replaces the SiLU of a network, but for its `passages`, by max(slope x + offset, floor), the line folded into the convolution before it: what integers compute without any cost. Lines
 * are the least squares of SiLU over what reaches it of good images. What errors add up to is the same for every image of its kind, and Gaussians are fitted on what comes out.
 *
 * @param run on good images
 */
export async function rectify(
  image: ImageInput,
  backbone: OnnxModel,
  network: ConvolutionalNetwork,
  run: Runs,
): Promise<OnnxModel> {
  const kept = passages(network, image.sizePx);
  const convolutions = network.operations
    .filter(isConvolution)
    .filter(({ activation, before }) => activation === 'silu' && !kept.has(before));
  if (convolutions.length === 0) return backbone;
  const names = convolutions.map(({ before }) => before);
  const samples = await observeSamples(image, backbone, network, names, run);
  const lines = new Map([...samples].map(([name, channels]) => [name, linesFor(channels)]));
  return withLines(backbone, convolutions, lines);
}

/** x sigmoid(x), also called swish. */
export function silu(x: number): number {
  return x / (1 + Math.exp(-x));
}

/** @param samples what goes into SiLU: channels x samples */
export function linesFor(samples: readonly Float32Array[]): Lines {
  const channels = samples.map(momentsOf);
  const floor = bestFloor(channels);
  const lines = channels.map((moments) => fitLine(moments, floor));
  return {
    slopes: Float64Array.from(lines, ({ slope }) => slope),
    offsets: Float64Array.from(lines, ({ offset }) => offset),
    floor,
    unexplained: sumOf(lines.map(({ error }) => error)) / sumOf(channels.map(squaresAboutMean)),
  };
}

/** The backbone with lines in place of the activations that have some. */
function withLines(
  backbone: OnnxModel,
  convolutions: readonly Convolution[],
  lines: ReadonlyMap<string, Lines>,
): OnnxModel {
  const { node, initializer, ...rest } = backbone.graph;
  const byNode = new Map(convolutions.map((convolution) => [convolution.node, convolution]));
  const byOutput = new Map(convolutions.map((convolution) => [convolution.output, convolution]));
  const added: OnnxTensor[] = [];
  const nodes: OnnxNode[] = [];
  for (const own of node) {
    const convolution = byNode.get(own);
    const activated = byOutput.get(own.output[0] ?? '');
    const line = lines.get((convolution ?? activated)?.before ?? '');
    if (line !== undefined && convolution !== undefined) {
      const [weights, bias] = folded(convolution, line);
      added.push(weights, bias);
      nodes.push({ ...own, input: [own.input[0] as string, weights.name as string, bias.name as string] });
    } else if (line !== undefined && activated !== undefined) {
      const floor = encodeTensor(`${activated.before}/floor`, 'float32', [], [line.floor]);
      added.push(floor);
      nodes.push({ ...own, opType: 'Max', input: [activated.before, floor.name as string], attribute: [] });
    } else {
      nodes.push(own);
    }
  }
  return { ...backbone, graph: { ...rest, node: nodes, initializer: [...initializer, ...added] } };
}

function folded({ before, shape, weights, bias }: Convolution, { slopes, offsets }: Lines) {
  const perChannel = weights.length / bias.length;
  const slopeOf = (index: number): number => slopes[Math.floor(index / perChannel)] as number;
  return [
    encodeTensor(
      `${before}/weights`,
      'float32',
      shape,
      weights.map((weight, index) => weight * slopeOf(index)),
    ),
    encodeTensor(
      `${before}/bias`,
      'float32',
      [bias.length],
      bias.map((value, channel) => value * (slopes[channel] as number) + (offsets[channel] as number)),
    ),
  ] as const;
}

function bestFloor(channels: readonly Float64Array[]): number {
  const some = channels.filter((_, channel) => channel % FLOOR_BY_EVERY === 0);
  const errors = FLOORS.map((floor) => sumOf(some.map((moments) => fitLine(moments, floor).error)));
  return FLOORS[errors.indexOf(Math.min(...errors))] ?? 0;
}

/** Samples are put into so many intervals of equal width: where the line leaves the floor need not be known more exactly. */
const INTERVALS = 48;
/** Of each interval: how many samples, and the sums of x, y, x x, x y, y y, where y is SiLU of x. */
const SUMS = 6;
const FEWEST_ON_LINE = 3;

/** SiLU is nowhere steeper; a channel that hardly varies would tell of any slope. */
const STEEPEST = 1.1;

function momentsOf(values: Float32Array): Float64Array {
  let least = Number.POSITIVE_INFINITY;
  let greatest = Number.NEGATIVE_INFINITY;
  for (const x of values) {
    if (x < least) least = x;
    if (x > greatest) greatest = x;
  }
  const perUnit = greatest > least ? (INTERVALS - 1e-6) / (greatest - least) : 0;
  const moments = new Float64Array(INTERVALS * SUMS);
  for (const x of values) {
    const place = SUMS * Math.floor((x - least) * perUnit);
    const y = silu(x);
    (moments[place] as number) += 1;
    (moments[place + 1] as number) += x;
    (moments[place + 2] as number) += y;
    (moments[place + 3] as number) += x * x;
    (moments[place + 4] as number) += x * y;
    (moments[place + 5] as number) += y * y;
  }
  return moments;
}

interface Line {
  readonly slope: number;
  readonly offset: number;
  /** Sum of squares. */
  readonly error: number;
}

/** The best of all lines through the values above a knee, the values below it being on the floor. */
function fitLine(moments: Float64Array, floor: number): Line {
  let onFloor = 0;
  for (let place = 0; place < moments.length; place += SUMS) onFloor += squaresAbout(floor, moments, place);
  let best: Line = { slope: 0, offset: floor, error: onFloor };
  let [n, x, y, xx, xy, yy] = [0, 0, 0, 0, 0, 0];
  for (let place = moments.length - SUMS; place >= 0; place -= SUMS) {
    if (moments[place] === 0) continue;
    n += moments[place] as number;
    x += moments[place + 1] as number;
    y += moments[place + 2] as number;
    xx += moments[place + 3] as number;
    xy += moments[place + 4] as number;
    yy += moments[place + 5] as number;
    onFloor -= squaresAbout(floor, moments, place);
    const spread = xx - (x * x) / n;
    const together = xy - (x * y) / n;
    if (n < FEWEST_ON_LINE || spread <= 0 || together <= 0) continue;
    const slope = Math.min(STEEPEST, together / spread);
    const error = onFloor + yy - (y * y) / n - 2 * slope * together + slope * slope * spread;
    if (error < best.error) best = { slope, offset: (y - slope * x) / n, error };
  }
  return best;
}

/** Sum of (y - value)^2 over one interval. */
function squaresAbout(value: number, moments: Float64Array, place: number): number {
  const [n, y, yy] = [moments[place] as number, moments[place + 2] as number, moments[place + 5] as number];
  return yy - 2 * value * y + n * value * value;
}

function squaresAboutMean(moments: Float64Array): number {
  let [n, y, yy] = [0, 0, 0];
  for (let place = 0; place < moments.length; place += SUMS) {
    n += moments[place] as number;
    y += moments[place + 2] as number;
    yy += moments[place + 5] as number;
  }
  return yy - (y * y) / n;
}

function sumOf(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0);
}
