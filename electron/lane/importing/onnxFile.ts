import { type BackboneManifest, type Level, SigmalineError } from '../../../shared/domain/index.ts';
import type { ImportRequest } from '../../../shared/processes/jobs.ts';
import { type OnnxModel, readModel } from '../../graph/index.ts';
import type { ImportedBackbone } from './importBackbone.ts';
import { probeNetwork, unsupported } from './probe.ts';

type DescribedNetwork = Extract<ImportRequest['network'], { kind: 'onnx' }>;

/**
 * Takes an ONNX file as it is. The shapes of its feature maps are those that a run gives.
 *
 * @throws SigmalineError onnx.unreadable, onnx.unsupported, backbone.output
 */
export async function importOnnxFile(
  network: Uint8Array,
  sha256: string,
  { id, name, licence, source, mean, std, outputs, sizePx: wantedSizePx }: DescribedNetwork,
): Promise<ImportedBackbone> {
  const origin = { id, name, licence, source, sha256, mean, std };
  const model = readModel(network);
  requireOutputs(model, outputs);
  const { input, sizePx } = networkInput(model, wantedSizePx);
  const names = outputs.map((output, index) => ({ output, level: index + 1 }));
  const levels = await probeNetwork({ ...origin, input, sizePx, levels: names }, model);
  const file = `${origin.id}.onnx`;
  return { manifest: { ...origin, file, input, sizePx, levels: [...levels], scoring: scoringOf(levels) }, network };
}

function requireOutputs(model: OnnxModel, outputs: readonly string[]): void {
  const known = model.graph.output.map(({ name }) => name);
  const missing = outputs.find((output) => !known.includes(output));
  if (missing === undefined) return;
  throw new SigmalineError('backbone.output', { output: missing, known: known.join(', ') });
}

/**
 * The one input that a backbone is fed through: float32 or float16, N x 3 x side x side, N being 1 or free.
 *
 * @param wantedSizePx the side to run it at; null takes the one that the file fixes
 * @throws SigmalineError onnx.unsupported
 */
function networkInput({ graph }: OnnxModel, wantedSizePx: number | null): { input: string; sizePx: number } {
  const constants = new Set(graph.initializer.map(({ name }) => name));
  // Older exporters list the weights among the inputs.
  const inputs = graph.input.filter(({ name }) => !constants.has(name));
  const [only] = inputs;
  if (only === undefined || inputs.length > 1) {
    throw unsupported(
      `it has ${inputs.length} inputs (${inputs.map(({ name }) => name).join(', ')})`,
      'Export it with one input, an image.',
    );
  }
  const dimensions =
    only.type?.tensorType?.shape?.dim.map(({ dimValue }) => dimValue) ?? Array<undefined>(4).fill(undefined);
  return { input: only.name, sizePx: sideOf(only.name, dimensions, wantedSizePx) };
}

function sideOf(input: string, dimensions: readonly (number | undefined)[], wantedSizePx: number | null): number {
  const [batch = 1, channels = 3, height = wantedSizePx, width = wantedSizePx] = dimensions;
  const shape = dimensions.map((size) => size ?? 'any').join(' x ');
  if (dimensions.length !== 4 || channels !== 3) {
    throw unsupported(`its input ${input} is ${shape}`, 'Export it with an input of N x 3 x height x width.');
  }
  if (batch !== 1) {
    throw unsupported(`it takes exactly ${batch} images at a time`, 'Export it with a batch of 1, or of any size.');
  }
  if (height !== width) throw unsupported(`its input ${input} is ${shape}`, 'Export it with a square input.');
  if (height === null) throw unsupported('it takes images of any size', 'Give the side in pixels with --size.');
  if (wantedSizePx !== null && wantedSizePx !== height) {
    throw unsupported(`it takes images of ${height} px, not ${wantedSizePx}`, `Give --size ${height}.`);
  }
  return height;
}

/** Beyond this a Gaussian at every position takes more memory and more good images than a line has. */
const MOST_CHANNELS = 512;
/** A finer map costs much more and shows a defect no better: EfficientNet's map has 24. */
const FINEST_GRID = 32;

/**
 * Which levels the scores of a network use where nobody has measured what suits it: part and patch the deepest that is not too wide, the anomaly map the
 * finest that is not too fine.
 *
 * @param levels shallow to deep, at least one
 */
export function scoringOf(levels: readonly Level[]): BackboneManifest['scoring'] {
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
