import type { Level } from '../../../shared/domain/index.ts';
import type { GraphBuilder, Value } from '../onnx/graphBuilder.ts';

/**
 * Turns an output as the network gives it into the feature map that scores take.
 *
 * @param output float32, laid out as the level says
 * @returns N x channels x height x width
 */
export function layOutPlaces(graph: GraphBuilder, output: Value, level: Level): Value {
  const { height, width, averagedFrom = { height, width } } = level;
  const map = channelsFirst(graph, output, level, averagedFrom);
  if (averagedFrom.height === height && averagedFrom.width === width) return map;
  const means = (axis: 'rows' | 'columns', from: number, to: number): Value =>
    graph.float32(`level-${level.level}/${axis}`, [to, from], areaMeans(from, to));
  const rows = means('rows', averagedFrom.height, height);
  const columns = graph.transpose(means('columns', averagedFrom.width, width), [1, 0]);
  return graph.matrixProduct(rows, graph.matrixProduct(map, columns));
}

function channelsFirst(
  graph: GraphBuilder,
  output: Value,
  { layout }: Level,
  { height, width }: Pick<Level, 'height' | 'width'>,
): Value {
  if (layout === undefined) return output;
  if (layout.order === 'channels-last') return graph.transpose(output, [0, 3, 1, 2]);
  const { skipped } = layout;
  const places = skipped === 0 ? output : graph.slice(output, 1, skipped, skipped + height * width);
  return graph.reshape(graph.transpose(places, [0, 2, 1]), [0, 0, height, width]);
}

/**
 * The matrix (count x length, row-major) that makes means over `count` equal parts of `length` values; a value that lies in two parts counts in each by its
 * share. So each value counts the same in all, and the mean over the means is that over the values.
 */
export function areaMeans(length: number, count: number): Float64Array {
  const part = length / count;
  return Float64Array.from({ length: count * length }, (_, index) => {
    const [row, column] = [Math.floor(index / length), index % length];
    const overlap = Math.min(column + 1, (row + 1) * part) - Math.max(column, row * part);
    return Math.max(0, overlap) / part;
  });
}
