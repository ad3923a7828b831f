import { readFile } from 'node:fs/promises';
import { decodeNpy, type Placement } from '../../../../shared/domain/index.ts';
import { heatmapPicture } from '../../../pages/index.ts';
import type { Sheet } from './sheet.ts';

/** An image as a PDF holds it, and the heatmap that lies over it; what is not there is null. */
export interface PartPictures {
  readonly image: Buffer | null;
  readonly heatmap: Buffer | null;
}

/** PDF holds these two as they are. */
const JPEG = [0xff, 0xd8, 0xff];
const PNG = [0x89, 0x50, 0x4e, 0x47];

/** A camera's image of more bytes would make a report that no mail takes; its small copy is shown. */
const LARGEST_BYTES = 8 * 1024 * 1024;

/** @param candidates where an image may lie, the best first @returns the first that can be shown, and its place among them; null where there is none */
export async function firstImage(
  candidates: readonly (string | null)[],
): Promise<{ readonly image: Buffer; readonly place: number } | null> {
  for (const [place, path] of candidates.entries()) {
    const bytes = path === null ? null : await readFile(path).catch(() => null);
    if (bytes === null || bytes.length > LARGEST_BYTES) continue;
    if ([JPEG, PNG].some((start) => start.every((byte, at) => bytes[at] === byte))) return { image: bytes, place };
  }
  return null;
}

/** The heatmap of a map's file as a PNG that is clear where nothing is unusual; null where the map is gone or damaged. */
export async function heatmapOf(mapPath: string | null, placement: Placement | null): Promise<Buffer | null> {
  if (mapPath === null) return null;
  try {
    return await heatmapPicture(decodeNpy(await readFile(mapPath)), placement);
  } catch {
    return null;
  }
}

/**
 * Draws an image, and over it a heatmap if there is one, as large as fits into the box, centred.
 *
 * @returns false where the file is damaged: then nothing is drawn
 */
export function drawPicture(
  { doc }: Sheet,
  image: Buffer,
  heatmap: Buffer | null,
  box: { readonly x: number; readonly y: number; readonly width: number; readonly height: number },
): boolean {
  try {
    // Types of pdfkit lack what opens an image to ask for its size.
    const opened = (doc as unknown as { openImage(source: Buffer): { width: number; height: number } }).openImage(
      image,
    );
    const scale = Math.min(box.width / opened.width, box.height / opened.height);
    const [width, height] = [opened.width * scale, opened.height * scale];
    const [x, y] = [box.x + (box.width - width) / 2, box.y + (box.height - height) / 2];
    doc.image(opened as unknown as Buffer, x, y, { width, height });
    if (heatmap !== null) doc.image(heatmap, x, y, { width, height });
    return true;
  } catch {
    return false;
  }
}
