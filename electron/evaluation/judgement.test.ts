import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { type LaneClient, LaneJobError } from '../hosts/index.ts';
import type { TestImage } from './dataset.ts';
import { judgeImages } from './judgement.ts';

const NAMES = ['a.png', 'turned.png', 'b.png', 'hidden.png', 'c.png'];
const images: TestImage[] = NAMES.map((path) => ({ path, className: 'good', defective: false, maskPath: null }));

let folder: string;
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'sigmaline-judge-'));
});
afterAll(() => rmSync(folder, { recursive: true }));

/** A lane that refuses these images. */
function laneRefusing(refused: Readonly<Record<string, 'position.not-found' | 'image.corrupt'>>): LaneClient {
  const inspect = ({ imagePath }: { imagePath: string }) => {
    const code = refused[imagePath];
    if (code === undefined) return Promise.resolve({ score: 1 });
    return Promise.reject(new LaneJobError({ code, details: { file: imagePath } }, null));
  };
  return { inspect } as unknown as LaneClient;
}

const judge = async (lane: LaneClient) => {
  const done: number[] = [];
  const places = { recipeFolder: folder, mapFolder: join(folder, 'maps'), executionProvider: 'cpu' };
  const { images: judged, notFound } = await judgeImages(lane, images, places, (count) => done.push(count));
  return { judged: judged.map(({ image }) => image.path), notFound: notFound.map(({ path }) => path), done };
};

it('images in which the part is not found are told apart, and all others are judged', async () => {
  const lane = laneRefusing({ 'turned.png': 'position.not-found', 'hidden.png': 'position.not-found' });
  const { judged, notFound, done } = await judge(lane);
  expect(judged).toEqual(['a.png', 'b.png', 'c.png']);
  expect(notFound).toEqual(['turned.png', 'hidden.png']);
  expect(done.at(-1)).toBe(5);
});

it('an image that cannot be read ends it, as the data set itself is at fault', async () => {
  await expect(judge(laneRefusing({ 'b.png': 'image.corrupt' }))).rejects.toMatchObject({ code: 'image.corrupt' });
});
