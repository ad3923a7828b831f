import type { MaskShape } from '../../../../shared/domain/index.ts';
import type { Point } from './areaGeometry.ts';

/** Where the region's square lies on the canvas, in pixels. */
export interface MaskFrame {
  readonly left: number;
  readonly top: number;
  readonly width: number;
  readonly height: number;
}

export interface MaskColours {
  readonly light: string;
  readonly dark: string;
  readonly chosen: string;
}

const HATCH_PX = 14;
const POINT_PX = 7;

/** Hatches what is ignored: shapes in the order in which they were drawn, the later ones win. @param isIgnoredAtFirst before the first shape */
export function drawIgnored(
  context: CanvasRenderingContext2D,
  mask: readonly MaskShape[],
  frame: MaskFrame,
  isIgnoredAtFirst: boolean,
  colours: MaskColours,
): void {
  if (mask.length === 0) return;
  const { width, height } = context.canvas;
  const layer = new OffscreenCanvas(width, height);
  const drawing = layer.getContext('2d');
  const hatch = hatchOf(context, colours);
  if (drawing === null || hatch === null) return;
  if (isIgnoredAtFirst) drawing.fillRect(frame.left, frame.top, frame.width, frame.height);
  for (const shape of mask) {
    drawing.globalCompositeOperation = shape.does === 'ignore' ? 'source-over' : 'destination-out';
    fillShape(drawing, shape, frame);
  }
  drawing.globalCompositeOperation = 'source-in';
  drawing.fillStyle = hatch;
  drawing.fillRect(0, 0, width, height);
  context.save();
  context.beginPath();
  context.rect(frame.left, frame.top, frame.width, frame.height);
  context.clip();
  context.drawImage(layer, 0, 0);
  context.restore();
}

/** The outline of a shape, with its points where these can be taken hold of. @param point the chosen one; −1 for none */
export function drawOutline(
  context: CanvasRenderingContext2D,
  shape: MaskShape,
  frame: MaskFrame,
  colours: MaskColours,
  point: number | null,
): void {
  const places = shape.points.map((each) => placeOf(each, frame));
  strokePath(context, places, shape.kind === 'polygon', colours.dark, 4);
  strokePath(context, places, shape.kind === 'polygon', point === null ? colours.light : colours.chosen, 2);
  if (point !== null) drawPoints(context, places, colours, point);
}

/** What is being drawn: its points, and the line between them. */
export function drawOpenLine(
  context: CanvasRenderingContext2D,
  points: readonly Point[],
  frame: MaskFrame,
  colours: MaskColours,
): void {
  const places = points.map((each) => placeOf(each, frame));
  strokePath(context, places, false, colours.dark, 4);
  strokePath(context, places, false, colours.chosen, 2);
  drawPoints(context, places, colours, 0);
}

function drawPoints(
  context: CanvasRenderingContext2D,
  places: readonly Point[],
  colours: MaskColours,
  chosen: number,
): void {
  for (const [index, [x, y]] of places.entries()) {
    context.beginPath();
    context.arc(x, y, index === chosen ? POINT_PX * 1.5 : POINT_PX, 0, 2 * Math.PI);
    context.fillStyle = index === chosen ? colours.chosen : colours.light;
    context.fill();
    context.lineWidth = 2;
    context.strokeStyle = colours.dark;
    context.stroke();
  }
}

function placeOf([x, y]: Point, { left, top, width, height }: MaskFrame): Point {
  return [left + x * width, top + y * height];
}

function fillShape(context: OffscreenCanvasRenderingContext2D, shape: MaskShape, frame: MaskFrame): void {
  const places = shape.points.map((each) => placeOf(each, frame));
  context.beginPath();
  for (const [x, y] of places) context.lineTo(x, y);
  if (shape.kind === 'polygon') {
    context.fill('evenodd');
    return;
  }
  const [first] = places;
  // A single touch is a dot.
  if (places.length === 1 && first !== undefined) context.lineTo(first[0], first[1]);
  context.lineWidth = shape.width * frame.width;
  context.lineCap = 'round';
  context.lineJoin = 'round';
  context.stroke();
}

function strokePath(
  context: CanvasRenderingContext2D,
  places: readonly Point[],
  isClosed: boolean,
  colour: string,
  width: number,
): void {
  context.beginPath();
  for (const [x, y] of places) context.lineTo(x, y);
  if (isClosed) context.closePath();
  context.lineWidth = width;
  context.lineJoin = 'round';
  context.strokeStyle = colour;
  context.stroke();
}

/** Dark with light stripes: seen on bright and on dark parts, and taken for nothing that a camera sees. */
function hatchOf(context: CanvasRenderingContext2D, { light, dark }: MaskColours): CanvasPattern | null {
  const tile = new OffscreenCanvas(HATCH_PX, HATCH_PX);
  const drawing = tile.getContext('2d');
  if (drawing === null) return null;
  drawing.globalAlpha = 0.62;
  drawing.fillStyle = dark;
  drawing.fillRect(0, 0, HATCH_PX, HATCH_PX);
  drawing.globalAlpha = 0.85;
  drawing.strokeStyle = light;
  drawing.lineWidth = 2;
  for (const shift of [-HATCH_PX, 0, HATCH_PX]) {
    drawing.beginPath();
    drawing.moveTo(shift, HATCH_PX);
    drawing.lineTo(shift + HATCH_PX, 0);
    drawing.stroke();
  }
  return context.createPattern(tile, 'repeat');
}
