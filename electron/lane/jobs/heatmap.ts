import { readFile } from 'node:fs/promises';
import { decodeNpy, type NpyArray, SigmalineError } from '../../../shared/domain/index.ts';
import type { LaneJob } from '../../../shared/processes/lane.ts';
import { drawHeatmap, encodePng } from '../imaging/index.ts';
import { writeResult } from '../resultFile.ts';
import { messageOf } from '../session/index.ts';
import { picture } from './picture.ts';

/** Draws the anomaly map over the image, in the product's one colour scale, as a PNG of the image's size. */
export async function writeHeatmap(job: Extract<LaneJob, { kind: 'heatmap' }>): Promise<void> {
  const map = await readMap(job.mapPath);
  const image = await picture(job.imagePath);
  writeResult(job.outputPath, await encodePng(drawHeatmap(image, map)));
}

async function readMap(path: string): Promise<NpyArray<Float32Array>> {
  try {
    const { height, width, values } = decodeNpy(await readFile(path));
    if (values instanceof Float32Array) return { height, width, values };
  } catch (cause) {
    throw new SigmalineError('map.unusable', { file: path, reason: messageOf(cause) }, cause);
  }
  throw new SigmalineError('map.unusable', { file: path, reason: 'its values are no float32' });
}
