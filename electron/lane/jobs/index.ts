/** What a lane can be asked to do, one file each. */
import { assertNever } from '../../../shared/domain/index.ts';
import type { InspectionResult, LaneJob } from '../../../shared/processes/lane.ts';
import type { SessionCache } from '../session/index.ts';
import { writeHeatmap } from './heatmap.ts';
import { Inspection } from './inspect.ts';
import { writeMask } from './mask.ts';
import { writePreview } from './preview.ts';
import { type StagedJob, writingJob } from './stagedJob.ts';

export type { StagedJob } from './stagedJob.ts';

export function stagedJob(job: LaneJob, sessions: SessionCache): StagedJob<InspectionResult | null> {
  switch (job.kind) {
    case 'inspect':
      return new Inspection(job, sessions);
    case 'preview':
      return writingJob(() => writePreview(job));
    case 'heatmap':
      return writingJob(() => writeHeatmap(job));
    case 'mask':
      return writingJob(() => writeMask(job));
    default:
      return assertNever(job);
  }
}
