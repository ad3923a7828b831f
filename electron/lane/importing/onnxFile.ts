import { SigmalineError } from '../../../shared/domain/index.ts';
import type { ImportRequest } from '../../../shared/processes/jobs.ts';
import { type OnnxModel, readModel } from '../../graph/index.ts';
import { levelOf, withScoring } from './levels.ts';
import { type ImportedBackbone, probeNetwork, unsupported } from './probe.ts';

type DescribedNetwork = Extract<ImportRequest['network'], { kind: 'onnx' }>;

/**
 * Takes an ONNX file as it is. The shapes of its feature maps are those that a run gives.
 *
 * @throws SigmalineError onnx.unreadable, onnx.unsupported, backbone.output
 */
export async function importOnnxFile(
  network: Uint8Array,
  sha256: string,
  { outputs, sizePx: wantedSizePx, tokensSkipped, kind: _, ...described }: DescribedNetwork,
): Promise<ImportedBackbone> {
  const origin = { ...described, sha256 };
  const model = readModel(network);
  requireOutputs(model, outputs);
  const { input, sizePx } = networkInput(model, wantedSizePx);
  const names = outputs.map((output, index) => ({ output, level: index + 1 }));
  const shapes = await probeNetwork({ ...origin, input, sizePx, levels: names }, model);
  const levels = names.map((name, index) => levelOf(name, shapes[index] ?? [], { sizePx, tokensSkipped }));
  return { manifest: { ...origin, file: `${origin.id}.onnx`, input, sizePx, ...withScoring(levels) }, network };
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
