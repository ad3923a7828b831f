import { copyFile, mkdir, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { BackboneStore } from '../../../electron/engine/backbones/index.ts';
import { listImages } from '../../../electron/engine/recipes/index.ts';
import {
  checkDataset,
  type Evaluation,
  type EvaluationProgress,
  evaluate,
  writeReport,
} from '../../../electron/evaluation/index.ts';
import { createChildProcessHost } from '../../../electron/hosts/index.ts';
import { writeQuickResources } from '../../builtStation.ts';
import { buildSampleSet, resourcesFolder } from '../sampleSets.ts';

const host = createChildProcessHost();

/** The real network takes a second of a processor for an image and its usual variations. */
const FEW_VARIATIONS = { variations: 1, topShare: null, npcaVariance: null };

let root: string;
let dataset: string;
let evaluation: Evaluation;
const phases: EvaluationProgress['phase'][] = [];
let leftBehind: readonly string[];

beforeAll(async () => {
  root = await mkdtemp(join(tmpdir(), 'sigmaline-evaluation-'));
  dataset = join(root, 'ring <&> disc');
  await buildSampleSet(dataset);
  const temporary = join(root, 'temporary');
  await mkdir(temporary);
  for (const name of ['TMPDIR', 'TEMP', 'TMP']) vi.stubEnv(name, temporary);
  evaluation = await evaluate(
    { folder: dataset, backboneId: null, target: 0.05, score: 'patch', illustrated: true, advanced: FEW_VARIATIONS },
    {
      host,
      backbones: new BackboneStore({ resourcesFolder, dataFolder: join(root, 'data') }),
      onProgress: ({ phase }) => phases.push(phase),
    },
  );
  leftBehind = (await readdir(temporary)).filter((name) => name.startsWith('sigmaline'));
}, 300_000);

afterAll(async () => {
  vi.unstubAllEnvs();
  await rm(root, { recursive: true });
});

describe('an evaluation', () => {
  it('gives the figures of a data set with masks, and keeps nothing', () => {
    const { figures } = evaluation;
    expect(figures).toMatchObject({
      dataset: 'ring <&> disc',
      backbone: 'scattering',
      images: { trainGood: 20, testGood: 6, testDefective: 20, notFound: { good: 0, defective: 0 } },
      limit: { target: 0.05, n: evaluation.limit.count },
      classes: [{ name: 'bad', images: 20, imageAuroc: figures.imageAuroc, missRate: figures.missRate }],
    });
    expect(figures.scores.sigmaline).toBeGreaterThan(90);
    expect(figures.scores.sigmaline).toBeLessThanOrEqual(100);
    expect(figures.pixelAuroc).toBeGreaterThan(70);
    expect(figures.aupro).toBeGreaterThan(0);
    expect(figures.pointing).toBeGreaterThan(50);
    expect(figures.pointing).toBeLessThanOrEqual(100);
    for (const rate of [figures.falseRejectRate, figures.missRate]) {
      expect(rate?.low).toBeLessThanOrEqual(rate?.observed ?? Number.NaN);
      expect(rate?.high).toBeGreaterThanOrEqual(rate?.observed ?? Number.NaN);
    }
    const { msPerImage, backboneMsPerImage, ratio } = figures.speed;
    expect(ratio).toBeCloseTo((msPerImage ?? Number.NaN) / backboneMsPerImage, 10);
    expect([...new Set(phases)]).toEqual([
      'reading',
      'varying',
      'fitting',
      'compiling',
      'judging',
      'comparing',
      'drawing',
    ]);
    expect(leftBehind).toEqual([]);
  });

  it('compares the levels of the backbone, the last of which the part distance is of', () => {
    const { levels, scores } = evaluation.figures;
    expect(levels.map(({ level }) => level)).toEqual([1, 2, 3]);
    expect(levels[2]?.imageAuroc).toBe(scores.part);
    expect(scores.paperSum).toBeGreaterThan(50);
  });

  it('takes limit and rates from the score that was asked for', () => {
    const { figures, limit, scores, settings } = evaluation;
    const ordinary = settings.recipe.heldOut.filter(({ setAside }) => !setAside);
    const heldOut = ordinary.map(({ patchScore }) => patchScore);
    expect(scores.patch.heldOut).toEqual(heldOut);
    // 5 % of 20 images: rank 21 * 0.95 = 19.95, between the two highest.
    expect(heldOut).toHaveLength(20);
    const [highest, next] = heldOut.toSorted((a, b) => b - a);
    expect(limit.value).toBeCloseTo(next! + 0.95 * (highest! - next!), 9);
    expect(figures.limit.value).toBe(limit.value);
    expect(figures.imageAuroc).toBe(figures.scores.patch);
    const missed = scores.patch.defective.filter((score) => score <= limit.value).length;
    expect(figures.missRate?.observed).toBeCloseTo(missed / 20, 12);
  });

  it('of images that it cannot judge fails and names the image', async () => {
    const folder = join(root, 'broken');
    await mkdir(join(folder, 'train/good'), { recursive: true });
    await mkdir(join(folder, 'test/bad'), { recursive: true });
    for (const path of await listImages(join(dataset, 'train/good'))) {
      await copyFile(path, join(folder, 'train/good', basename(path)));
    }
    await writeFile(join(folder, 'test/bad/notes.png'), 'no image');
    const quick = join(root, 'resources');
    writeQuickResources(quick);
    const backbones = new BackboneStore({ resourcesFolder: quick, dataFolder: join(root, 'data') });
    await expect(evaluate({ folder, backboneId: null, target: 0.05 }, { host, backbones })).rejects.toMatchObject({
      code: 'image.not-an-image',
      message: expect.stringContaining('notes.png'),
    });
  }, 180_000);

  it('is refused before any work where the good images are too few for the target', async () => {
    const request = { folder: dataset, backboneId: null, target: 0.01 };
    await expect(checkDataset(request)).rejects.toMatchObject({ code: 'calibration.too-few-images' });
  });
});

describe('its report', () => {
  let page: string;
  beforeAll(async () => {
    const path = await writeReport(join(root, 'report', 'of today'), [evaluation, evaluation]);
    expect(await readdir(join(root, 'report', 'of today'))).toEqual(['index.html']);
    page = await readFile(path, 'utf8');
  });

  it('is one page that needs nothing from elsewhere', () => {
    const addresses = [...page.matchAll(/(?:src|href)="([^"]*)"/g)].map(([, address = '']) => address);
    expect(addresses.length).toBeGreaterThan(10);
    for (const address of addresses) expect(address).toMatch(/^(data:image\/jpeg;base64,|#set-\d$)/);
    expect(page).not.toMatch(/<script|@import|url\((?!#)/);
  });

  it('shows the worst of both kinds with heatmaps and where the defects are', () => {
    const { illustrations } = evaluation;
    expect(illustrations?.good.length).toBeGreaterThanOrEqual(3);
    for (const { image, heatmap, outline } of illustrations?.defective ?? []) {
      expect(image.subarray(0, 2).toString('hex')).toBe('ffd8');
      expect(heatmap.equals(image)).toBe(false);
      expect(outline).toMatch(/^M\d+ \d+[hv]\d+/);
    }
    const defective = illustrations?.defective.map(({ score }) => score) ?? [];
    expect(defective).toEqual(defective.toSorted((a, b) => a - b));
    expect(defective[0]).toBe(Math.min(...evaluation.scores.patch.defective));
  });

  it('shows the figures of the levels', () => {
    for (const name of ['of the paper sum', 'of level 1', 'of level 3']) expect(page).toContain(name);
  });

  it('escapes the name of the data set', () => {
    expect(page).toContain('<h2>ring &lt;&amp;&gt; disc</h2>');
    expect(page).not.toContain('ring <&>');
  });

  it('tells the settings', () => {
    const { recipe, graphMetadata } = evaluation.settings;
    for (const text of [
      recipe.backbone.sha256,
      recipe.backbone.licence,
      recipe.graph.sha256,
      graphMetadata['calibration-sha256'],
      process.versions.node,
    ]) {
      expect(page).toContain(text);
    }
  });
});
