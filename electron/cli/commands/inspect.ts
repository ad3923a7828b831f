import { mkdir, mkdtemp, rm, stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { basename, dirname, join, parse, resolve } from 'node:path';
import type { Command } from 'commander';
import {
  type ErrorFact,
  type ErrorReport,
  judgementOf,
  recipeRunBy,
  reportOf,
  SigmalineError,
  sentenceOf,
  unusualBeyondPlace,
  type Verdict,
} from '../../../shared/domain/index.ts';
import { sizedTraitsOf } from '../../../shared/processes/lane.ts';
import { cpuProviderFor, type FolderImages, imagesBelow, RecipeStore, type StoredRecipe } from '../../engine/index.ts';
import { createChildProcessHost, type LaneClient, openLane } from '../../hosts/index.ts';
import { dataFolderOf, dataOption } from '../options.ts';
import { EXIT, print, say, showProgress } from '../terminal.ts';

interface InspectOptions {
  readonly data?: string;
  readonly recipe: string;
  readonly json?: boolean;
  readonly heatmaps?: string;
}

/** What `--json` prints of one image. */
interface Judgement {
  readonly file: string;
  readonly verdict: Verdict;
  readonly score: number | null;
  readonly partDistance: number | null;
  readonly patchScore: number | null;
  /** How much of the score is due to the part as a whole, 0 to 1; null where the recipe, of an earlier version, does not say. */
  readonly partShare: number | null;
  /** Which of the looks of the recipe's good parts it has, from 1; null where the recipe knows only one. */
  readonly look: number | null;
  /** Value of the highest place of the anomaly map, in sigma, and its middle in pixels of the image as people see it. */
  readonly mapMaximum: number | null;
  readonly mapMaximumX: number | null;
  readonly mapMaximumY: number | null;
  readonly sha256: string | null;
  readonly heatmap: string | null;
  /** The share of good parts that are as unusual. */
  readonly pValue: number | null;
  /** Why a person is to look at it, where not the score alone says so. */
  readonly reviewReason: ErrorFact | null;
  /** The share of places that are unusual for their place. */
  readonly unusualShare: number | null;
  /** In what the image is unlike the good images of the recipe; null where that is not known. */
  readonly differences: readonly ErrorFact[] | null;
  readonly error: ErrorReport | null;
}

export function addInspectCommand(program: Command): void {
  program
    .command('inspect')
    .description('Judge an image, or the images of a folder, with a recipe. Nothing is recorded.')
    .argument('<path>', 'image, or folder of images and subfolders')
    .requiredOption('--recipe <name>', 'name of the recipe, or name@version (default: the version in use)')
    .option('--heatmaps <folder>', 'write the heatmap of every image into this folder')
    .option('--json', 'print one JSON document and nothing else')
    .addOption(dataOption())
    .action(async (path: string, options: InspectOptions) => inspect(path, options, dataFolderOf(options.data)));
}

async function inspect(path: string, options: InspectOptions, dataFolder: string): Promise<void> {
  const { folder, images, leftOut, remarks } = await imagesAt(path);
  const stored = await new RecipeStore({ dataFolder }).find(options.recipe);
  const heatmapFolder = options.heatmaps === undefined ? null : resolve(options.heatmaps);
  if (heatmapFolder !== null) await mkdir(heatmapFolder, { recursive: true });
  const scratch = await mkdtemp(join(tmpdir(), 'sigmaline-inspect-'));
  const lane = await openLane(createChildProcessHost());
  const executionProvider = await cpuProviderFor(lane, stored);
  const progress = options.json === true ? showProgress() : null;
  const recipe = { ...stored, recipe: recipeRunBy(stored.recipe, executionProvider ?? lane.executionProvider) };
  try {
    const judgements: Judgement[] = [];
    for (const [index, image] of images.entries()) {
      const judgement = await judge(lane, { folder, file: image }, recipe, {
        heatmapFolder,
        scratch,
        executionProvider,
      });
      judgements.push(judgement);
      if (progress === null) print(lineOf(judgement, recipe));
      else progress.update('Inspecting', index + 1, images.length);
    }
    progress?.end();
    if (options.json === true) print(JSON.stringify(documentOf(judgements, recipe), null, 2));
    if (leftOut.length > 0) say(sentenceOfLeftOut(leftOut));
    for (const remark of remarks) say(sentenceOf(remark));
    const errors = judgements.filter(({ verdict }) => verdict === 'error').length;
    if (errors > 0) {
      say(`${errors} of ${images.length} images could not be judged.`);
      process.exitCode = EXIT.failed;
    }
  } finally {
    progress?.end();
    lane.close();
    await rm(scratch, { recursive: true, force: true });
  }
}

/** Paths are relative to the folder. */
async function imagesAt(path: string): Promise<FolderImages & { readonly folder: string }> {
  const absolute = resolve(path);
  const kind = await stat(absolute).catch((cause: unknown) => {
    throw new SigmalineError('image.not-found', { file: absolute }, cause);
  });
  if (kind.isDirectory()) return { folder: absolute, ...(await imagesBelow(absolute)) };
  return { folder: dirname(absolute), images: [basename(absolute)], leftOut: [], remarks: [] };
}

const MOST_NAMED = 5;

function sentenceOfLeftOut(files: readonly string[]): string {
  const named = files.slice(0, MOST_NAMED).join(', ');
  const more = files.length > MOST_NAMED ? `, and ${files.length - MOST_NAMED} more` : '';
  return `${files.length} ${files.length === 1 ? 'file is not an image' : 'files are not images'}: ${named}${more}.`;
}

const UNKNOWN = {
  score: null,
  partDistance: null,
  patchScore: null,
  partShare: null,
  look: null,
  ...{ mapMaximum: null, mapMaximumX: null, mapMaximumY: null },
  sha256: null,
  heatmap: null,
  pValue: null,
  reviewReason: null,
  unusualShare: null,
  differences: null,
} satisfies Partial<Judgement>;

async function judge(
  lane: LaneClient,
  { folder: inside, file }: { readonly folder: string; readonly file: string },
  { recipe, folder }: StoredRecipe,
  output: {
    readonly heatmapFolder: string | null;
    readonly scratch: string;
    readonly executionProvider: string | undefined;
  },
): Promise<Judgement> {
  const imagePath = join(inside, file);
  const mapPath = output.heatmapFolder === null ? null : join(output.scratch, 'map.npy');
  try {
    const result = await lane.inspect({
      kind: 'inspect',
      imagePath,
      recipeFolder: folder,
      executionProvider: output.executionProvider,
      mapPath,
      thumbnailPath: null,
    });
    let heatmap: string | null = null;
    if (output.heatmapFolder !== null && mapPath !== null) {
      heatmap = join(output.heatmapFolder, dirname(file), `${parse(file).name}.png`);
      await mkdir(dirname(heatmap), { recursive: true });
      await lane.write({ kind: 'heatmap', imagePath, mapPath, placement: result.placement, outputPath: heatmap });
    }
    const { score, partDistance, patchScore, partShare, look, mapMaximum, sha256, unusualShare } = result;
    const judgement = judgementOf(recipe, { ...result, traits: sizedTraitsOf(result) });
    const { verdict, pValue, reviewReason, imageDifferences: differences, refusal } = judgement;
    if (refusal !== null)
      return { ...UNKNOWN, file, verdict, sha256, heatmap, differences, error: reportOf(new SigmalineError(refusal)) };
    return {
      file,
      verdict,
      score,
      partDistance,
      patchScore,
      partShare,
      look,
      mapMaximum,
      mapMaximumX: result.mapMaximumX * result.imageWidthPx,
      mapMaximumY: result.mapMaximumY * result.imageHeightPx,
      sha256,
      heatmap,
      pValue,
      reviewReason,
      unusualShare,
      differences,
      error: null,
    };
  } catch (thrown) {
    return { ...UNKNOWN, file, verdict: 'error', error: reportOf(thrown) };
  }
}

function lineOf(
  { file, verdict, score, partShare, unusualShare, reviewReason, differences, error }: Judgement,
  { recipe }: StoredRecipe,
): string {
  const label = verdict.toUpperCase().padEnd(6);
  if (score === null) return `${label}  ${file}  ${error?.message ?? ''}`;
  const reason = reviewReason ?? differences?.[0];
  const said = [unusualBeyondPlace({ verdict, unusualShare, partShare }), reason]
    .map((fact) => (fact ? `  ${sentenceOf(fact)}` : ''))
    .join('');
  const limit = recipe.limits === null ? 'draft, no limit' : `limit ${recipe.limits.fail.toFixed(2)}`;
  return `${label}  score ${score.toFixed(2).padStart(7)}  ${limit}  ${file}${said}`;
}

function documentOf(inspections: readonly Judgement[], { recipe }: StoredRecipe): unknown {
  const { id, version, limits, backbone } = recipe;
  return { recipe: { id, version, limits, backbone: backbone.id }, inspections };
}
