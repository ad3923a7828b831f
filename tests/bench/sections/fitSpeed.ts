import { fork } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { type Spread, spreadOf } from '../measure/statistics.ts';
import type { Subject } from '../subjects.ts';

/** What the process of fitting is told. */
export interface FitTask {
  readonly backboneFolder: string;
  /** Real images whose extraction is timed. */
  readonly imagePaths: readonly string[];
  /** How many good images to fit. */
  readonly count: number;
  readonly threads: number;
}

/** What it answers. */
export interface FitFigures {
  /** Of each image. */
  readonly extractionMs: readonly number[];
  readonly fitMs: number;
  readonly compileMs: number;
  readonly peakBytes: number;
  readonly recipeBytes: number;
  readonly backboneBytes: number;
}

export interface FitSpeed extends Omit<FitFigures, 'extractionMs'> {
  readonly count: number;
  readonly extractionMs: Spread;
}

/** @throws Error where the process ends without an answer */
export async function measureFit(subject: Subject, task: Omit<FitTask, 'backboneFolder'>): Promise<FitSpeed> {
  const { extractionMs, ...figures } = await answerOf({ ...task, backboneFolder: subject.folder });
  return { ...figures, count: task.count, extractionMs: spreadOf(extractionMs) };
}

function answerOf(task: FitTask): Promise<FitFigures> {
  return new Promise((resolve, reject) => {
    const child = fork(fileURLToPath(new URL('../fitting.ts', import.meta.url)), { execArgv: [] });
    child.once('message', (figures) => resolve(figures as FitFigures));
    child.once('error', reject);
    child.once('exit', (code) => reject(new Error(`fitting ended with exit code ${code} before it had answered`)));
    child.send(task);
  });
}

/** Fitting over the extraction of as many images. */
export function fitRatio({ fitMs, extractionMs, count }: FitSpeed): number {
  return fitMs / (extractionMs.median * count);
}
