/** One-off processes: each job is one file here, and one line in this list. What a job loads, only the process that runs it loads. */
import { backUp } from './backUp.ts';
import { fit } from './fit.ts';
import { importBackbone } from './importBackbone.ts';

export type { BackupRequest } from './backUp.ts';
export type { FitProgress, FitResult } from './fit.ts';
export type { ImportRequest } from './importBackbone.ts';

export const jobs = { backUp, fit, importBackbone };
