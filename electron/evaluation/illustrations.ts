import { randomUUID } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { basename, join } from 'node:path';
import type { LaneClient } from '../hosts/index.ts';
import { type JudgedImage, readMask } from './judgement.ts';
import { maskOutline } from './masks.ts';
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
  const { placement } = result;
  await lane.write({ kind: 'heatmap', imagePath: image.path, mapPath, placement, outputPath: heatmapPath });
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

/** A test image worth looking at. */
interface Example {
  readonly judged: JudgedImage;
  readonly score: number;
  /** Whether the limit puts it on the wrong side; otherwise it came close. */
  readonly isMistake: boolean;
}

interface Examples {
  /** Defective images, the lowest scores first: what was missed, or nearly. */
  readonly defective: readonly Example[];
  /** Good images, the highest scores first: what was rejected falsely, or nearly. */
  readonly good: readonly Example[];
}

/** How many of one kind are shown at least, where there are fewer mistakes, and at most. */
const EXAMPLES = { atLeast: 3, atMost: 6 } as const;

/** The worst mistakes of both kinds; where there are few or none, the images that came closest to one. */
export function chooseExamples(
  images: readonly JudgedImage[],
  scoreOf: (judged: JudgedImage) => number,
  limit: number,
): Examples {
  const examplesOf = (defective: boolean): Example[] => {
    const towardsMistake = defective ? 1 : -1;
    const examples = images
      .filter(({ image }) => image.defective === defective)
      .map((judged) => ({ judged, score: scoreOf(judged), isMistake: scoreOf(judged) > limit !== defective }))
      .sort((a, b) => (a.score - b.score) * towardsMistake);
    const mistakes = examples.filter(({ isMistake }) => isMistake).length;
    return examples.slice(0, Math.min(EXAMPLES.atMost, Math.max(EXAMPLES.atLeast, mistakes)));
  };
  return { defective: examplesOf(true), good: examplesOf(false) };
}
