import type { ImageDistances } from './imageDistances.ts';

/** Two images that the tree joins. */
export interface Edge {
  readonly from: number;
  readonly to: number;
  readonly length: number;
}

/**
 * The edges of the minimum spanning tree of the first `count` images, shortest first: its single-linkage clustering.
 *
 * Source: R. Prim, "Shortest connection networks and some generalizations", Bell System Technical Journal 36 (1957).
 */
export function spanningTree(distances: ImageDistances, count: number): readonly Edge[] {
  const nearest = Array.from({ length: count }, (_, to): Edge => ({ from: 0, to, length: distances.between(0, to) }));
  const left = new Set(nearest.keys());
  left.delete(0);
  const edges: Edge[] = [];
  while (left.size > 0) {
    let next: Edge | null = null;
    for (const image of left) {
      const edge = nearest[image] as Edge;
      if (next === null || edge.length < next.length) next = edge;
    }
    const edge = next as Edge;
    edges.push(edge);
    left.delete(edge.to);
    for (const image of left) {
      const length = distances.between(edge.to, image);
      if (length < (nearest[image] as Edge).length) nearest[image] = { from: edge.to, to: image, length };
    }
  }
  return edges.toSorted((a, b) => a.length - b.length);
}

/** A number for every image; those that edges join have the same. */
export function joined(edges: readonly Edge[], count: number): readonly number[] {
  const numbers = Array.from({ length: count }, (_, image) => image);
  for (const { from, to } of edges) {
    const [kept, gone] = [numbers[from] as number, numbers[to] as number];
    for (const [image, number] of numbers.entries()) if (number === gone) numbers[image] = kept;
  }
  return numbers;
}
