import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { decodeScaled, openImage, readImageFile, WIDEST_SAMPLE } from '../../electron/lane/imaging/index.ts';
import { openOnnxSession, openRecipeSession } from '../../electron/lane/session/index.ts';
import type { ImageScaling } from '../../shared/domain/index.ts';
import { type TimedWork, timed } from './measure/interleave.ts';
import type { FittedSubject, Subject } from './subjects.ts';

/** How graphs are run: as a lane runs them. */
export interface RunOptions {
  readonly executionProvider: string;
  readonly threads: number;
}

/** One graph, open, that can be run again and again on the same image. */
export interface TimedRun {
  readonly run: TimedWork;
  release(): Promise<void>;
}

/** The backbone alone, on numbers that were normalised beforehand, to the feature maps of the levels that the default scores use. */
export async function backboneRun(
  { manifest, folder }: Subject,
  pixels: Uint8Array,
  options: RunOptions,
): Promise<TimedRun> {
  const session = await openOnnxSession(await readFile(join(folder, manifest.file)), options);
  const { sizePx } = manifest;
  const image = { type: 'float32', shape: [1, 3, sizePx, sizePx], values: normalised(pixels, manifest) } as const;
  const outputs = scoredOutputs(manifest);
  return {
    run: () => timed(() => session.run({ [manifest.input]: image }, outputs)),
    release: () => session.release(),
  };
}

/** The whole recipe: from pixels to score and anomaly map. */
export async function recipeRun(fitted: FittedSubject, pixels: Uint8Array, options: RunOptions): Promise<TimedRun> {
  const session = await openRecipeSession(fitted.recipeFolder, fitted.recipe, options);
  return { run: () => timed(() => session.judge(pixels)), release: () => session.release() };
}

/** An image as a lane decodes it for a backbone. */
export async function decoded(path: string, sizePx: number, scaling?: ImageScaling): Promise<Uint8Array> {
  const image = await openImage(await readImageFile(path));
  const size = { widthPx: sizePx, heightPx: sizePx, sampleMaximum: WIDEST_SAMPLE };
  return (await decodeScaled(image, { ...size, ...(scaling !== undefined && { scaling }) })).values;
}

/** The feature maps of the levels that the default scores use. */
export function scoredOutputs({ scoring, levels }: Subject['manifest']): readonly string[] {
  const scored = Object.values(scoring);
  return levels.filter(({ level }) => scored.includes(level)).map(({ output }) => output);
}

/** N = 1, channels x height x width, as a backbone takes it. */
export function normalised(pixels: Uint8Array, { sizePx, mean, std }: Subject['manifest']): Float32Array {
  const plane = sizePx * sizePx;
  return Float32Array.from({ length: 3 * plane }, (_, place) => {
    const channel = Math.floor(place / plane);
    const value = pixels[(place % plane) * 3 + channel] ?? 0;
    return (value / 255 - (mean[channel] ?? 0)) / (std[channel] ?? 1);
  });
}
