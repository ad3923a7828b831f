import { createHash } from 'node:crypto';
import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { randomEfficientNet } from '../../electron/graph/efficientnet/randomEfficientNet.fixture.ts';
import { type EfficientNetVariant, efficientNetManifest, writeModel } from '../../electron/graph/index.ts';
import { type ProcessHost, runTask } from '../../electron/hosts/index.ts';
import { jobs } from '../../electron/tasks/index.ts';
import {
  type BackboneManifest,
  backboneManifestSchema,
  type ImageArea,
  type PrecisionChoice,
  type RecipeVersion,
  recipeIdSchema,
} from '../../shared/domain/index.ts';

const SEED = 1;
const TARGET = 0.05;

/** A backbone on disk, as a station holds it. */
export interface Subject {
  readonly manifest: BackboneManifest;
  readonly folder: string;
}

/** A recipe that a fitter process calibrated for a subject. */
export interface FittedSubject extends Subject {
  readonly recipe: RecipeVersion;
  readonly recipeFolder: string;
}

export async function builtInSubject(resourcesFolder: string): Promise<Subject> {
  const folder = join(resourcesFolder, 'backbones', 'scattering');
  const manifest = backboneManifestSchema.parse(JSON.parse(await readFile(join(folder, 'manifest.json'), 'utf8')));
  return { manifest, folder };
}

/** EfficientNet with random weights: they cost what the published ones cost, and every clone has them. */
export async function randomSubject(variant: EfficientNetVariant, root: string): Promise<Subject> {
  const bytes = writeModel(randomEfficientNet(variant, SEED));
  const sha256 = createHash('sha256').update(bytes).digest('hex');
  const manifest = efficientNetManifest({ variant }, { sha256, licence: 'none', source: 'random weights' });
  const folder = join(root, 'backbones', manifest.id);
  await mkdir(folder, { recursive: true });
  await writeFile(join(folder, manifest.file), bytes);
  await writeFile(join(folder, 'manifest.json'), JSON.stringify(manifest));
  return { manifest, folder };
}

/** Calibrates a recipe as a station does, in a fitter process. */
export async function fitSubject(
  subject: Subject,
  {
    host,
    imagePaths,
    root,
    precision = 'float',
    area,
  }: {
    readonly host: ProcessHost;
    readonly imagePaths: readonly string[];
    readonly root: string;
    readonly precision?: PrecisionChoice;
    readonly area?: ImageArea;
  },
): Promise<FittedSubject> {
  const { id } = subject.manifest;
  const recipeFolder = join(root, 'recipes', id, precision);
  await mkdir(recipeFolder, { recursive: true });
  const { recipe } = await runTask(host, jobs.fit, {
    recipe: { id: recipeIdSchema.parse(id), name: id, version: 1 },
    imagePaths,
    backboneFolder: subject.folder,
    target: TARGET,
    precision,
    ...(area !== undefined && { area }),
    outputFolder: recipeFolder,
  });
  return { ...subject, recipe, recipeFolder };
}
