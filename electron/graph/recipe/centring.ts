import type { GraphBuilder } from '../onnx/graphBuilder.ts';
import type { Value } from '../onnx/graphWriter.ts';

/**
 * `value - mean`, with a mean more precise than float32. Features often lie many deviations from zero and a whitening magnifies whatever error is left in
 * the difference, so the mean is subtracted in two steps: its float32 part, which leaves a small exact difference, and what that part left out.
 *
 * @param shape shape of the mean, broadcast to that of the value
 */
export function centre(
  graph: GraphBuilder,
  value: Value,
  name: string,
  shape: readonly number[],
  mean: Float64Array,
): Value {
  const coarse = Float32Array.from(mean);
  const left = mean.map((exact, index) => exact - (coarse[index] ?? 0));
  const nearlyCentred = graph.subtract(value, graph.float32(name, shape, coarse));
  return graph.subtract(nearlyCentred, graph.float32(`${name}-rest`, shape, left));
}
