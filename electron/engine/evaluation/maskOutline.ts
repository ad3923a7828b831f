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
