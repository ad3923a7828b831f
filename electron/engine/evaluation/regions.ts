/**
 * Numbers the connected regions of a mask from 1; places that touch at a corner are connected.
 *
 * @param mask side * side, row-major, not 0 where the part is defective
 * @returns the number of each place's region, 0 where there is none, and how many regions there are
 */
export function labelRegions(mask: ArrayLike<number>, side: number): { labels: Uint32Array; count: number } {
  const labels = new Uint32Array(side * side);
  const open: number[] = [];
  let count = 0;
  for (let start = 0; start < labels.length; start++) {
    if (!mask[start] || labels[start] !== 0) continue;
    count += 1;
    labels[start] = count;
    open.push(start);
    for (let place = open.pop(); place !== undefined; place = open.pop()) {
      for (const neighbour of neighboursOf(place, side)) {
        if (!mask[neighbour] || labels[neighbour] !== 0) continue;
        labels[neighbour] = count;
        open.push(neighbour);
      }
    }
  }
  return { labels, count };
}

function neighboursOf(place: number, side: number): readonly number[] {
  const row = Math.floor(place / side);
  const column = place % side;
  const found: number[] = [];
  for (let y = Math.max(row - 1, 0); y <= Math.min(row + 1, side - 1); y++) {
    for (let x = Math.max(column - 1, 0); x <= Math.min(column + 1, side - 1); x++) found.push(y * side + x);
  }
  return found;
}
