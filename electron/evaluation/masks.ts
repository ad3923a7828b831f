/**
 * The outline of a mask as an SVG path in units of its places: every edge between a place of the defect and one outside it, edges in a row
 * drawn as one line.
 *
 * @param mask side * side, row-major, not 0 where the part is defective
 */
export function maskOutline(mask: ArrayLike<number>, side: number): string {
  const inside = (x: number, y: number): boolean =>
    x >= 0 && y >= 0 && x < side && y < side && Boolean(mask[y * side + x]);
  const lines: string[] = [];
  for (let line = 0; line <= side; line++) {
    for (const { start, length } of runs(side, (x) => inside(x, line - 1) !== inside(x, line))) {
      lines.push(`M${start} ${line}h${length}`);
    }
    for (const { start, length } of runs(side, (y) => inside(line - 1, y) !== inside(line, y))) {
      lines.push(`M${line} ${start}v${length}`);
    }
  }
  return lines.join('');
}

function runs(size: number, holds: (index: number) => boolean): { start: number; length: number }[] {
  const found: { start: number; length: number }[] = [];
  let start: number | null = null;
  for (let index = 0; index <= size; index++) {
    const isHeld = index < size && holds(index);
    if (isHeld) start ??= index;
    else if (start !== null) {
      found.push({ start, length: index - start });
      start = null;
    }
  }
  return found;
}

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
