/** One-off processes: each job is one file here and one entry in this list. A process loads only its own job. */
import { backUp } from './backUp.ts';
import { collectDiagnostics } from './collectDiagnostics.ts';
import { examineImages } from './examineImages.ts';
import { exportRecords } from './export.ts';
import { findTestImages } from './findTestImages.ts';
import { fit } from './fit.ts';
import { importBackbone } from './importBackbone.ts';
import { measureBackbone } from './measureBackbone.ts';
import { report } from './report.ts';
import { restore } from './restore.ts';
import { surveyFiles } from './surveyFiles.ts';
import { surveyImages } from './surveyImages.ts';
import { verifyChain } from './verifyChain.ts';

export type { BackupRequest } from './backUp.ts';

export const jobs = {
  backUp,
  collectDiagnostics,
  examineImages,
  exportRecords,
  findTestImages,
  fit,
  importBackbone,
  measureBackbone,
  report,
  restore,
  surveyFiles,
  surveyImages,
  verifyChain,
};
