/** The report of an evaluation: one HTML page that holds its charts, pictures and settings. */
import { mkdir, writeFile } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { SigmalineError } from '../../../../shared/domain/index.ts';
import type { Evaluation } from '../evaluation.ts';
import { reportPage } from './page.ts';

/**
 * Writes `index.html` into a folder, which is made where it is missing.
 *
 * @returns its path
 * @throws SigmalineError `export.failed`
 */
export async function writeReport(folder: string, evaluations: readonly Evaluation[]): Promise<string> {
  const path = join(resolve(folder), 'index.html');
  try {
    await mkdir(resolve(folder), { recursive: true });
    await writeFile(path, reportPage(evaluations, new Date()));
  } catch (cause) {
    const reason = cause instanceof Error ? cause.message : String(cause);
    throw new SigmalineError('export.failed', { file: path, reason }, cause);
  }
  return path;
}
