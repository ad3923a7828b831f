import { randomUUID } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { basename, join } from 'node:path';
import type { LaneClient } from '../../hosts/index.ts';
import type { Example, Examples } from './examples.ts';
import { readMask } from './judgement.ts';
import { maskOutline } from './maskOutline.ts';
import { PIXEL_SIDE } from './pixelFigures.ts';

/** A test image as a report shows it. Pictures are JPEG. */
export interface Illustration {
  readonly file: string;
  readonly className: string;
  readonly score: number;
  readonly isMistake: boolean;
  readonly mapMaximum: number;
  readonly widthPx: number;
  readonly heightPx: number;
  readonly image: Buffer;
  readonly heatmap: Buffer;
  /** Outline of the ground truth, an SVG path on PIXEL_SIDE x PIXEL_SIDE; null where there is none. */
  readonly outline: string | null;
}

export interface Illustrations {
  readonly defective: readonly Illustration[];
  readonly good: readonly Illustration[];
}

/** Longest side of a picture: sharp on a screen of high density and on paper, and a page of all of them can still be sent by mail. */
const PICTURE_PX = 480;

/** Lets a lane draw the examples, image and heatmap each. */
export async function drawExamples(
  lane: LaneClient,
  { defective, good }: Examples,
  scratchFolder: string,
  onDrawn: (done: number, total: number) => void,
): Promise<Illustrations> {
  let done = 0;
  const draw = async (examples: readonly Example[]): Promise<Illustration[]> => {
    const drawn: Illustration[] = [];
    for (const example of examples) {
      drawn.push(await drawExample(lane, example, scratchFolder));
      done += 1;
      onDrawn(done, defective.length + good.length);
    }
    return drawn;
  };
  return { defective: await draw(defective), good: await draw(good) };
}

async function drawExample(lane: LaneClient, example: Example, scratchFolder: string): Promise<Illustration> {
  const { judged, score, isMistake } = example;
  const { image, result, mapPath } = judged;
  const heatmapPath = join(scratchFolder, `${randomUUID()}.png`);
  await lane.write({ kind: 'heatmap', imagePath: image.path, mapPath, outputPath: heatmapPath });
  return {
    file: basename(image.path),
    className: image.className,
    score,
    isMistake,
    mapMaximum: result.mapMaximum,
    widthPx: result.imageWidthPx,
    heightPx: result.imageHeightPx,
    image: await drawPreview(lane, image.path, scratchFolder),
    heatmap: await drawPreview(lane, heatmapPath, scratchFolder),
    outline:
      image.maskPath === null ? null : maskOutline(await readMask(lane, image.maskPath, scratchFolder), PIXEL_SIDE),
  };
}

async function drawPreview(lane: LaneClient, imagePath: string, scratchFolder: string): Promise<Buffer> {
  const outputPath = join(scratchFolder, `${randomUUID()}.jpg`);
  await lane.write({ kind: 'preview', imagePath, outputPath, maximumSizePx: PICTURE_PX });
  return readFile(outputPath);
}
