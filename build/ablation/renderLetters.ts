/** Letters as strokes on a lattice of 3 x 5 points, "column row" by "column row": print that looks the same on every machine, whatever fonts it has. */
const STROKES: Readonly<Record<string, string>> = {
  '0': '00 20 24 04 00',
  '1': '10 14',
  '2': '00 20 22 02 04 24',
  '4': '00 02 22,20 24',
  '7': '00 20 14',
  '8': '00 20 24 04 00,02 22',
  C: '20 00 04 24',
  L: '00 04 24',
  R: '04 00 20 22 02 24',
  S: '20 00 02 22 24 04',
  U: '00 04 24 20',
};

/** From x1, y1 to x2, y2. */
export type Stroke = readonly [x1: number, y1: number, x2: number, y2: number];

/** The strokes of a text whose middle is at 0, 0. A letter is 0.6 times as wide as high. */
export function strokesOf(text: string, height: number): readonly Stroke[] {
  const step = height / 4;
  const advance = 1.7 * 2 * step * 1.2;
  const left = (-(text.length - 1) * advance) / 2 - 1.2 * step;
  return [...text].flatMap((letter, index) =>
    (STROKES[letter] ?? '').split(',').flatMap((line) => {
      const points = line.split(' ').map((point) => ({
        x: left + index * advance + 1.2 * step * Number(point[0]),
        y: step * (Number(point[1]) - 2),
      }));
      return points.slice(1).map((to, i): Stroke => {
        const from = points[i] ?? to;
        return [from.x, from.y, to.x, to.y];
      });
    }),
  );
}

/** How far a place lies from the nearest stroke. */
export function distanceToStrokes(strokes: readonly Stroke[], x: number, y: number): number {
  let nearest = Number.POSITIVE_INFINITY;
  for (const [x1, y1, x2, y2] of strokes) {
    const [dx, dy] = [x2 - x1, y2 - y1];
    const along = Math.max(0, Math.min(1, ((x - x1) * dx + (y - y1) * dy) / (dx * dx + dy * dy)));
    nearest = Math.min(nearest, Math.hypot(x - x1 - along * dx, y - y1 - along * dy));
  }
  return nearest;
}

/** The strokes as the data of an SVG path. */
export function pathOf(strokes: readonly Stroke[]): string {
  return strokes.map(([x1, y1, x2, y2]) => `M${x1} ${y1}L${x2} ${y2}`).join('');
}
