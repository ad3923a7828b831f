import type { Attachment } from 'svelte/attachments';
import type { PictureView } from './pictureView.svelte.ts';

const WHEEL = 1.0015;
const DOUBLE_TAP_MS = 350;
const DOUBLE_TAP_ZOOM = 3;
/** A finger in a glove is not still while it taps. */
const TAP_PX = 12;

/** Pixels of the screen, from the middle of a frame. */
export interface Place {
  readonly x: number;
  readonly y: number;
}

export function placeIn(frame: Element, { clientX, clientY }: MouseEvent): Place {
  const box = frame.getBoundingClientRect();
  return { x: clientX - box.left - box.width / 2, y: clientY - box.top - box.height / 2 };
}

/** One of two fingers went from `before` to `now`, while the other one rests. */
export function pinch(view: PictureView, other: Place, before: Place, now: Place): void {
  const distance = ({ x, y }: Place): number => Math.hypot(x - other.x, y - other.y);
  view.zoomBy(distance(now) / Math.max(1, distance(before)), { x: (now.x + other.x) / 2, y: (now.y + other.y) / 2 });
}

export function zoomByWheel(view: PictureView, frame: Element, event: WheelEvent): void {
  event.preventDefault();
  view.zoomBy(WHEEL ** -event.deltaY, placeIn(frame, event));
}

/** Fingers, mouse and wheel move and enlarge the picture in this frame; a double tap goes close, and another one back to the whole. */
export function movedBy(view: PictureView): Attachment<HTMLElement> {
  return (frame) => {
    const fingers = new Map<number, Place>();
    let began: Place = { x: 0, y: 0 };
    let lastTap = Number.NEGATIVE_INFINITY;

    const placeOf = (event: MouseEvent): Place => placeIn(frame, event);
    const down = (event: PointerEvent): void => {
      if ((event.target as Element).closest('button') !== null) return;
      frame.setPointerCapture(event.pointerId);
      began = placeOf(event);
      fingers.set(event.pointerId, began);
    };
    const move = (event: PointerEvent): void => {
      const before = fingers.get(event.pointerId);
      if (before === undefined) return;
      const now = placeOf(event);
      const other = [...fingers].find(([id]) => id !== event.pointerId)?.[1];
      fingers.set(event.pointerId, now);
      if (other !== undefined) pinch(view, other, before, now);
      else if (view.zoom > 1) view.move(now.x - before.x, now.y - before.y);
    };
    const up = (event: PointerEvent): void => {
      if (!fingers.delete(event.pointerId) || event.type === 'pointercancel') return;
      const at = placeOf(event);
      if (fingers.size > 0 || Math.hypot(at.x - began.x, at.y - began.y) > TAP_PX) return;
      const isDouble = event.timeStamp - lastTap < DOUBLE_TAP_MS;
      lastTap = isDouble ? Number.NEGATIVE_INFINITY : event.timeStamp;
      if (!isDouble) return;
      if (view.zoom > 1) view.fit();
      else view.zoomTo(DOUBLE_TAP_ZOOM, at);
    };
    const wheel = (event: WheelEvent): void => zoomByWheel(view, frame, event);
    frame.addEventListener('pointerdown', down);
    frame.addEventListener('pointermove', move);
    frame.addEventListener('pointerup', up);
    frame.addEventListener('pointercancel', up);
    frame.addEventListener('wheel', wheel, { passive: false });
    return () => {
      frame.removeEventListener('pointerdown', down);
      frame.removeEventListener('pointermove', move);
      frame.removeEventListener('pointerup', up);
      frame.removeEventListener('pointercancel', up);
      frame.removeEventListener('wheel', wheel);
    };
  };
}
