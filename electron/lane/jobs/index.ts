/** The jobs that a lane can run. */
import { assertNever } from '../../../shared/domain/index.ts';
import type { LaneJob, LaneResult } from '../../../shared/processes/lane.ts';
import type { Decoders } from '../decoding/index.ts';
import type { SessionCache } from '../session/index.ts';
import { runGolden, warm } from './golden.ts';
import { Inspection } from './inspect.ts';
import { writeHeatmap, writeMask, writePreview } from './pictures.ts';
import { type StagedJob, unstagedJob, writingJob } from './stagedJob.ts';

export type { StagedJob } from './stagedJob.ts';

export type LaneConfiguration = Omit<Extract<LaneJob, { kind: 'configure' }>, 'kind'>;

/** What jobs need of the process they run in. */
export interface JobTools {
  readonly sessions: SessionCache;
  readonly decoders: Decoders;
  readonly configure: (configuration: LaneConfiguration) => void;
}

export function stagedJob(job: LaneJob, { sessions, decoders, configure }: JobTools): StagedJob<LaneResult | null> {
  switch (job.kind) {
    case 'inspect':
      return new Inspection(job, sessions, decoders);
    case 'preview':
      return writingJob(() => writePreview(job));
    case 'heatmap':
      return writingJob(() => writeHeatmap(job));
    case 'mask':
      return writingJob(() => writeMask(job));
    case 'configure':
      return writingJob(() => Promise.resolve(configure(job)));
    case 'warm':
      return writingJob(() => warm(job, sessions));
    case 'retain':
      return writingJob(() => sessions.retain(job.recipes));
    case 'golden':
      return unstagedJob(() => runGolden(job, sessions));
    default:
      return assertNever(job);
  }
}
