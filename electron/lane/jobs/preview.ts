import type { LaneJob } from '../../../shared/processes/lane.ts';
import { encodeJpeg } from '../imaging/index.ts';
import { writeResult } from '../resultFile.ts';
import { picture } from './picture.ts';

/** Writes a JPEG that a browser can show of any image that can be read. */
export async function writePreview(job: Extract<LaneJob, { kind: 'preview' }>): Promise<void> {
  const pixels = await picture(job.imagePath, job.maximumSizePx);
  writeResult(job.outputPath, await encodeJpeg(pixels, pixels));
}
