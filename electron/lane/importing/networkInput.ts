import { SigmalineError } from '../../../shared/domain/index.ts';
import type { OnnxModel } from '../../graph/index.ts';

/**
 * The one input that a backbone is fed through: float32 or float16, N x 3 x side x side, N being 1 or free.
 *
 * @param wantedSizePx the side to run it at; null takes the one that the file fixes
 * @throws SigmalineError onnx.unsupported
 */
export function networkInput({ graph }: OnnxModel, wantedSizePx: number | null): { input: string; sizePx: number } {
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

function unsupported(reason: string, remedy: string): SigmalineError {
  return new SigmalineError('onnx.unsupported', { reason, remedy });
}
