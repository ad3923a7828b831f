import type { BackboneManifest } from '../../shared/domain/index.ts';
import { GraphBuilder } from './onnx/graphBuilder.ts';
import type { Value } from './onnx/graphWriter.ts';
import type { OnnxModel } from './onnx/model.ts';

/**
 * The built-in backbone: a fixed wavelet-scattering network. Nothing in it is learned, so it needs no download and carries no foreign licence.
 * Colour becomes luminance and two opponent channels; each is filtered by small complex Gabor filters at several octaves, and the moduli are kept.
 * Luminance moduli are filtered once more at coarser octaves (second order). The logarithm makes the features more nearly Gaussian.
 */

const SIZE_PX = 384;
const GRIDS = [24, 12, 6] as const;
const OCTAVES = 5;
const ORIENTATIONS = 8;
const SECOND_ORDER = { from: 3, reach: 2 };
const GABOR = { sigma: 1.2, frequency: 1.6 / 1.2, aspect: 0.5, radius: 4 };
/** Keeps the logarithm of a flat surface finite, and below camera noise. */
const LOG_OFFSET = 0.001;
/** Rows: luminance (Rec. 601), red against green, and both against blue. */
const OPPONENT_COLOURS = [0.299, 0.587, 0.114, 0.5, -0.5, 0, 0.25, 0.25, -0.5];
const COLOURS = 3;

/** Everything of the manifest that the graph decides; the file's name and hash come with the file. */
export type ScatteringDescription = Omit<BackboneManifest, 'file' | 'sha256' | 'source'>;

export function buildScattering(): { readonly model: OnnxModel; readonly description: ScatteringDescription } {
  const graph = new GraphBuilder({ name: 'scattering' });
  const image = graph.input('image', 'float32', ['N', 3, SIZE_PX, SIZE_PX]);
  const { features, channels } = scatter(graph, image);
  const levels = GRIDS.map((grid, index) => {
    const output = `level${index + 1}`;
    const ratio = GRIDS[0] / grid;
    const pooled = ratio === 1 ? features : graph.averagePool(features, { kernel: [ratio, ratio] });
    graph.output(output, pooled, 'float32', ['N', channels, grid, grid]);
    return { output, level: index + 1, channels, height: grid, width: grid };
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
      scoring: { part: 2, patch: 3, map: 1 },
    },
  };
}

function scatter(graph: GraphBuilder, image: Value): { features: Value; channels: number } {
  const bank = gaborBank(graph);
  const opponent = graph.convolve(image, graph.float32('opponent_colours', [COLOURS, 3, 1, 1], OPPONENT_COLOURS));
  // One plane a picture: every plane sees the same filters, and ONNX Runtime convolves one input channel fastest.
  let planes = reshape(graph, opponent, 1, SIZE_PX);
  let size = SIZE_PX;
  const parts: Value[] = [];
  let channels = 0;
  const keep = (value: Value, count: number, side: number) => {
    parts.push(reshape(graph, pool(graph, value, side / GRIDS[0]), count, GRIDS[0]));
    channels += count;
  };
  for (let octave = 1; octave <= OCTAVES; octave++) {
    const moduli = bank.moduli(planes);
    keep(moduli, COLOURS * ORIENTATIONS, size);
    if (octave <= SECOND_ORDER.from) {
      let coarser = reshape(graph, luminanceOf(graph, moduli, size), 1, size);
      for (let step = 1; step <= SECOND_ORDER.reach; step++) {
        coarser = pool(graph, coarser, 2);
        keep(bank.moduli(coarser), ORIENTATIONS * ORIENTATIONS, size / 2 ** step);
      }
    }
    if (octave < OCTAVES) {
      planes = pool(graph, planes, 2);
      size /= 2;
    }
  }
  keep(planes, COLOURS, size);
  const joined = graph.concatenate(parts, 1);
  return { features: graph.logarithm(graph.add(graph.absolute(joined), graph.scalar(LOG_OFFSET))), channels };
}

/** The moduli of the first plane of each picture: N x orientations x size x size. */
function luminanceOf(graph: GraphBuilder, moduli: Value, size: number): Value {
  return graph.slice(reshape(graph, moduli, COLOURS * ORIENTATIONS, size), 1, 0, ORIENTATIONS);
}

function pool(graph: GraphBuilder, value: Value, ratio: number): Value {
  return ratio === 1 ? value : graph.averagePool(value, { kernel: [ratio, ratio] });
}

function reshape(graph: GraphBuilder, value: Value, channels: number, size: number): Value {
  return graph.reshape(value, [-1, channels, size, size]);
}

function gaborBank(graph: GraphBuilder): { moduli: (planes: Value) => Value } {
  const { radius } = GABOR;
  const side = 2 * radius + 1;
  const kernel = graph.float32('gabor', [2 * ORIENTATIONS, 1, side, side], gaborKernels());
  return {
    moduli(planes) {
      const responses = graph.convolve(planes, kernel, { padding: [radius, radius, radius, radius] });
      const [real, imaginary] = graph.split(responses, [ORIENTATIONS, ORIENTATIONS], 1);
      if (real === undefined || imaginary === undefined)
        throw new Error('The Gabor bank has a real and an imaginary half');
      return graph.squareRoot(graph.add(graph.multiply(real, real), graph.multiply(imaginary, imaginary)));
    },
  };
}

/** All real parts, then all imaginary parts: 2 x orientations x side x side. Zero mean; the moduli of each orientation sum to 1. */
function gaborKernels(): number[] {
  const filters = Array.from({ length: ORIENTATIONS }, (_, index) => gabor((Math.PI * index) / ORIENTATIONS));
  return [...filters.flatMap(({ real }) => real), ...filters.flatMap(({ imaginary }) => imaginary)];
}

function gabor(angle: number): { real: number[]; imaginary: number[] } {
  const { sigma, frequency, aspect, radius } = GABOR;
  const taps = Array.from({ length: (2 * radius + 1) ** 2 }, (_, index) => {
    const x = (index % (2 * radius + 1)) - radius;
    const y = Math.floor(index / (2 * radius + 1)) - radius;
    const across = x * Math.cos(angle) + y * Math.sin(angle);
    const along = -x * Math.sin(angle) + y * Math.cos(angle);
    const envelope = Math.exp(-(across ** 2 + (aspect * along) ** 2) / (2 * sigma ** 2));
    return { envelope, phase: frequency * across };
  });
  const sum = (values: readonly number[]) => values.reduce((total, value) => total + value, 0);
  const mass = sum(taps.map(({ envelope }) => envelope));
  const zeroMean = (wave: (phase: number) => number) => {
    const mean = sum(taps.map(({ envelope, phase }) => envelope * wave(phase))) / mass;
    return taps.map(({ envelope, phase }) => envelope * (wave(phase) - mean));
  };
  const real = zeroMean(Math.cos);
  const imaginary = zeroMean(Math.sin);
  const scale = 1 / sum(real.map((value, index) => Math.hypot(value, imaginary[index] ?? 0)));
  return { real: real.map((value) => value * scale), imaginary: imaginary.map((value) => value * scale) };
}
