import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import sharp from 'sharp';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { BackboneInstaller, BackboneStore, type OnnxRequest } from '../../../electron/engine/backbones/index.ts';
import { type OnnxModel, writeModel } from '../../../electron/graph/index.ts';
import { GraphBuilder } from '../../../electron/graph/onnx/graphBuilder.ts';
import { createChildProcessHost, openLane, runTask } from '../../../electron/hosts/index.ts';
import { jobs } from '../../../electron/tasks/index.ts';
import type { RecipeId } from '../../../shared/domain/index.ts';
import { visionTransformer } from '../../graph/visionTransformer.ts';

/** From an ONNX file to the heatmap, with networks whose outputs are no ordinary feature maps. */
const resourcesFolder = fileURLToPath(new URL('../../../resources', import.meta.url));
const SIDE_PX = 112;
/** Whole places of both networks: its sides are multiples of 8 and of 14. */
const SPOT = { left: 56, top: 0, size: 56 };
const root = mkdtempSync(join(tmpdir(), 'sigmaline-transformer-'));
let good: string[];
let faulty: string;

/** A smooth picture whose light and noise differ from one to the next. */
async function writePicture(name: string, seed: number, spot = false): Promise<string> {
  const values = Uint8Array.from({ length: SIDE_PX ** 2 * 3 }, (_, index) => {
    const [x, y] = [Math.floor(index / 3) % SIDE_PX, Math.floor(index / 3 / SIDE_PX)];
    const [right, down] = [x - SPOT.left, y - SPOT.top];
    if (spot && right >= 0 && right < SPOT.size && down >= 0 && down < SPOT.size) return (x + y) % 8 < 4 ? 255 : 0;
    const noise = Math.sin(index * 12.9898 + seed * 78.233) * 43758.5453;
    return 120 + 2 * Math.sin(seed * 2.1) + 30 * Math.sin(x / 40) + 6 * (noise - Math.floor(noise));
  });
  const path = join(root, `${name}.png`);
  await sharp(values, { raw: { width: SIDE_PX, height: SIDE_PX, channels: 3 } })
    .png()
    .toFile(path);
  return path;
}

beforeAll(async () => {
  good = await Promise.all(Array.from({ length: 10 }, (_, index) => writePicture(`good-${index}`, index + 1)));
  faulty = await writePicture('faulty', 0.5, true);
});
afterAll(() => rmSync(root, { recursive: true }));

/** As ConvNeXt gives its stages: N x height x width x channels. */
function channelsLast(): OnnxModel {
  const graph = new GraphBuilder({ name: 'last' });
  const image = graph.input('image', 'float32', ['N', 3, SIDE_PX, SIDE_PX]);
  const weights = Array.from({ length: 24 * 3 * 64 }, (_, index) => Math.sin(index * 1.7) / 8);
  const kernel = graph.float32('filters', [24, 3, 8, 8], weights);
  const map = graph.node('Abs', [graph.convolve(image, kernel, { strides: [8, 8] })]);
  graph.output('stage', graph.transpose(map, [0, 2, 3, 1]), 'float32', ['N', 14, 14, 24]);
  return graph.toModel();
}

async function addAndJudge(id: string, model: OnnxModel, outputs: OnnxRequest['outputs']) {
  const dataFolder = join(root, `data-${id}`);
  const host = createChildProcessHost();
  const backbones = new BackboneStore({ resourcesFolder, dataFolder });
  const file = join(root, `${id}.onnx`);
  writeFileSync(file, writeModel(model));
  const half: OnnxRequest['mean'] = [0.5, 0.5, 0.5];
  const { manifest, folder } = await new BackboneInstaller({ host, backbones, dataFolder }).addOnnx({
    ...{ file, id, name: null, licence: null, sha256: null, sizePx: null, tokensSkipped: null, outputs },
    ...{ mean: half, std: half },
  });
  const recipeFolder = join(root, `recipe-${id}`);
  mkdirSync(recipeFolder);
  // Refused unless the compiled graph gives what the float64 reference does.
  const { recipe } = await runTask(host, jobs.fit, {
    recipe: { id: id as RecipeId, name: id, version: 1 },
    ...{ imagePaths: good, backboneFolder: folder, target: 0.1, outputFolder: recipeFolder },
  });
  const lane = await openLane(host);
  try {
    const job = { imagePath: faulty, recipeFolder, mapPath: join(root, `${id}.npy`), thumbnailPath: null };
    return { manifest, recipe, judged: await lane.inspect({ kind: 'inspect', ...job }) };
  } finally {
    lane.close();
  }
}

describe('a network from its file to the heatmap', () => {
  it.each([
    [
      'a transformer of the shape of DINOv2-S, with registers',
      'reg4',
      visionTransformer({ sizePx: SIDE_PX, blocks: 2, skipped: 5 }),
      ['block1', 'block2'],
      { channels: 384, height: 8, width: 8, layout: { order: 'tokens', skipped: 5 } },
    ],
    [
      'one with its channels last, as ConvNeXt',
      'last',
      channelsLast(),
      ['stage'],
      { channels: 24, height: 14, width: 14, layout: { order: 'channels-last' } },
    ],
  ] as const)(
    'finds the place of a fault: %s',
    async (_, id, model, outputs, level) => {
      const { manifest, recipe, judged } = await addAndJudge(id, model, outputs);
      expect(manifest.levels[0]).toMatchObject(level);
      expect(recipe.anomalyMap).toEqual({ height: level.height, width: level.width });
      expect(judged.score).toBeGreaterThan(recipe.limits!.fail);
      const [x, y] = [judged.mapMaximumX * SIDE_PX - SPOT.left, judged.mapMaximumY * SIDE_PX - SPOT.top];
      for (const distance of [x, y]) {
        expect(distance).toBeGreaterThan(0);
        expect(distance).toBeLessThan(SPOT.size);
      }
    },
    240_000,
  );
});
