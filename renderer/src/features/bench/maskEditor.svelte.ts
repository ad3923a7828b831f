import type { ImageArea, MaskShape } from '../../../../shared/domain/index.ts';
import {
  clipped,
  movedPoint,
  movedShape,
  type Point,
  pointAt,
  shapeAt,
  thinned,
  withoutPoint,
} from './areaGeometry.ts';
import type { OpenDraft } from './openDraft.svelte.ts';

export const MASK_TOOLS = ['move', 'polygon', 'brush', 'erase'] as const;
export type MaskTool = (typeof MASK_TOOLS)[number];

type Mask = ImageArea['mask'];
type Does = MaskShape['does'];

/** What the last point of a polygon or a stroke that is being thinned may be off, as a share of the region's width. */
const THINNED_BY = 0.0015;
const MOST_SHAPES = 500;
/** A polygon for whoever draws without a pointer: in the middle, to be moved by keys. */
const FIRST_POLYGON: readonly Point[] = [
  [0.35, 0.35],
  [0.65, 0.35],
  [0.65, 0.65],
  [0.35, 0.65],
];

/** Drawing on the mask of a draft: shapes are added, moved and removed, and every step can be undone. */
export class MaskEditor {
  readonly #bench: OpenDraft;
  tool = $state<MaskTool>('polygon');
  does = $state<Does>('ignore');
  /** Of the brush, 0..100. */
  brush = $state(20);
  /** The shape that was touched last; −1 for none. */
  selected = $state(-1);
  /** Its point that the arrow keys move; −1 for all of it. */
  point = $state(-1);
  /** Points of what is being drawn. */
  #drawn = $state.raw<readonly Point[]>([]);
  #undoable = $state.raw<readonly Mask[]>([]);
  #redoable = $state.raw<readonly Mask[]>([]);
  #pulls: { readonly before: Mask; readonly last: Point } | null = null;

  constructor(bench: OpenDraft) {
    this.#bench = bench;
  }

  get mask(): Mask {
    return this.#bench.settings?.area.mask ?? [];
  }

  /** With what is being drawn. */
  get shown(): Mask {
    const stroke = this.tool === 'brush' ? this.#stroke(this.#drawn) : null;
    return stroke === null ? this.mask : [...this.mask, stroke];
  }

  get drawn(): readonly Point[] {
    return this.#drawn;
  }

  /** As a share of the region's width. */
  get brushWidth(): number {
    return 0.005 + (this.brush / 100) * 0.25;
  }

  get canUndo(): boolean {
    return this.#undoable.length > 0 || this.#drawn.length > 0;
  }

  get canRedo(): boolean {
    return this.#redoable.length > 0;
  }

  get isFull(): boolean {
    return this.mask.length >= MOST_SHAPES;
  }

  choose(tool: MaskTool): void {
    this.#drawn = [];
    this.tool = tool;
    if (tool !== 'move') this.select(-1);
  }

  select(shape: number, point = -1): void {
    this.selected = shape;
    this.point = point;
  }

  /** A finger came down. @param reach how near is near enough, as a share of the region's width @returns whether the picture is to be moved instead */
  down(at: Point, proportion: number, reach: number): boolean {
    switch (this.tool) {
      case 'brush':
        this.#drawn = [at];
        return false;
      case 'polygon':
        this.#addPoint(at, proportion, reach);
        return false;
      case 'erase':
        this.removeShape(shapeAt(this.mask, at, proportion, reach));
        return false;
      case 'move':
        return !this.#take(at, proportion, reach);
    }
  }

  moved(at: Point): void {
    if (this.tool === 'brush' && this.#drawn.length > 0) this.#drawn = [...this.#drawn, at];
    const pulls = this.#pulls;
    if (pulls === null) return;
    this.#pulls = { ...pulls, last: at };
    this.#put(this.#movedBy([at[0] - pulls.last[0], at[1] - pulls.last[1]]));
  }

  up(proportion: number): void {
    if (this.tool === 'brush' && this.#drawn.length > 0) {
      const stroke = this.#stroke(thinned(this.#drawn, proportion, THINNED_BY));
      this.#drawn = [];
      if (stroke !== null) this.#change([...this.mask, stroke]);
    }
    if (this.#pulls !== null && this.#pulls.before !== this.mask) this.#remember(this.#pulls.before);
    this.#pulls = null;
  }

  /** A second finger came: what the first one began was no drawing. */
  giveUp(): void {
    if (this.tool === 'brush') this.#drawn = [];
    if (this.#pulls !== null) this.#put(this.#pulls.before);
    this.#pulls = null;
  }

  /** Makes a polygon of the points that were set. */
  close(): void {
    const points = this.#drawn.map(clipped);
    this.#drawn = [];
    if (points.length >= 3) this.#add({ kind: 'polygon', does: this.does, points });
  }

  addInTheMiddle(): void {
    this.#add({ kind: 'polygon', does: this.does, points: FIRST_POLYGON.map(clipped) });
    this.tool = 'move';
    this.select(this.mask.length - 1);
  }

  /** By arrow keys. */
  nudge(by: Point): void {
    if (this.selected >= 0) this.#change(this.#movedBy(by));
  }

  /** The next point of the shape that was touched, or the one before; beyond the last one it is all of the shape again. */
  stepPoint(steps: 1 | -1): void {
    const points = this.mask[this.selected]?.points.length ?? 0;
    if (points > 0) this.point = ((this.point + 1 + steps + points + 1) % (points + 1)) - 1;
  }

  /** What is being drawn loses its last point, else the chosen point goes, else the chosen shape. */
  remove(): void {
    if (this.#drawn.length > 0) {
      this.#drawn = this.#drawn.slice(0, -1);
      return;
    }
    const shape = this.mask[this.selected];
    const fewer = shape === undefined || this.point < 0 ? null : withoutPoint(shape, this.point);
    if (fewer === null) {
      this.removeShape(this.selected);
      return;
    }
    this.#change(this.mask.map((each, index) => (index === this.selected ? fewer : each)));
    this.point = -1;
  }

  removeShape(index: number): void {
    if (this.mask[index] === undefined) return;
    this.#change(this.mask.filter((_, at) => at !== index));
    this.select(-1);
  }

  removeAll(): void {
    this.#drawn = [];
    if (this.mask.length > 0) this.#change([]);
    this.select(-1);
  }

  /** Ignores what the chosen shape inspected, and the other way round. */
  turn(index: number): void {
    const other = (does: Does): Does => (does === 'ignore' ? 'inspect' : 'ignore');
    this.#change(this.mask.map((each, at) => (at === index ? { ...each, does: other(each.does) } : each)));
  }

  /** Leaves what is being drawn, or what was chosen. @returns whether there was anything */
  leave(): boolean {
    const had = this.#drawn.length > 0 || this.selected >= 0;
    this.#drawn = [];
    this.select(-1);
    return had;
  }

  undo(): void {
    if (this.#drawn.length > 0) {
      this.#drawn = this.#drawn.slice(0, -1);
      return;
    }
    const before = this.#undoable.at(-1);
    if (before === undefined) return;
    this.#redoable = [...this.#redoable, this.mask];
    this.#undoable = this.#undoable.slice(0, -1);
    this.#put(before);
    this.select(-1);
  }

  redo(): void {
    const next = this.#redoable.at(-1);
    if (next === undefined) return;
    this.#undoable = [...this.#undoable, this.mask];
    this.#redoable = this.#redoable.slice(0, -1);
    this.#put(next);
    this.select(-1);
  }

  #addPoint(at: Point, proportion: number, reach: number): void {
    const [first] = this.#drawn;
    const isClosed = first !== undefined && this.#drawn.length >= 3 && isNear(first, at, proportion, reach);
    if (isClosed) this.close();
    else this.#drawn = [...this.#drawn, at];
  }

  #take(at: Point, proportion: number, reach: number): boolean {
    const chosen = this.mask[this.selected];
    const point = chosen === undefined ? -1 : pointAt(chosen, at, proportion, reach);
    if (point >= 0) this.point = point;
    else this.select(shapeAt(this.mask, at, proportion, reach / 2));
    if (this.selected < 0) return false;
    this.#pulls = { before: this.mask, last: at };
    return true;
  }

  #movedBy(by: Point): Mask {
    return this.mask.map((shape, index) => {
      if (index !== this.selected) return shape;
      return this.point < 0 ? movedShape(shape, by) : movedPoint(shape, this.point, by);
    });
  }

  #stroke(points: readonly Point[]): MaskShape | null {
    if (points.length === 0) return null;
    return { kind: 'stroke', does: this.does, width: this.brushWidth, points: points.map(clipped) };
  }

  #add(shape: MaskShape): void {
    if (!this.isFull) this.#change([...this.mask, shape]);
  }

  #change(mask: Mask): void {
    this.#remember(this.mask);
    this.#put(mask);
  }

  #remember(mask: Mask): void {
    this.#undoable = [...this.#undoable, mask];
    this.#redoable = [];
  }

  #put(mask: Mask): void {
    const area = this.#bench.settings?.area;
    if (area !== undefined) this.#bench.change({ area: { ...area, mask } });
  }
}

function isNear(one: Point, other: Point, proportion: number, reach: number): boolean {
  return Math.hypot(one[0] - other[0], (one[1] - other[1]) / proportion) <= reach;
}
