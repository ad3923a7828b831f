import type { Command } from 'commander';
import {
  calibrationSettingsJsonSchema,
  canBeDraft,
  expectedRejectRate,
  parseRecipeName,
  type RecipeUse,
  type RecipeVersion,
  SigmalineError,
} from '../../../shared/domain/index.ts';
import { precisionSentence, precisionTexts } from '../../../shared/i18n/precision.ts';
import {
  askedBy,
  BackboneStore,
  CalibrationRunner,
  guardStoredTests,
  hasStation,
  type ListedImage,
  listImages,
  RecipeStore,
  readImageList,
  readReleasedImages,
  summaryOf,
} from '../../engine/index.ts';
import { shareText } from '../../evaluation/index.ts';
import { createChildProcessHost } from '../../hosts/index.ts';
import {
  asOption,
  backboneOption,
  collected,
  dataFolderOf,
  dataOption,
  type GivenSettings,
  precisionOption,
  resourcesFolder,
  settingsGiven,
  settingsOption,
  targetOption,
  tokenFileOption,
} from '../options.ts';
import { decideVersion, type StationToAsk } from '../servedStation.ts';
import { print, say, showProgress, wrongUse } from '../terminal.ts';
import { goodImageLines } from './goodImageText.ts';
import { changeLines } from './recipeText.ts';

interface CalibrateOptions extends GivenSettings {
  readonly data?: string;
  readonly good: readonly string[];
  readonly images?: string;
  readonly printSchema?: boolean;
  readonly released?: boolean;
  readonly tokenFile?: string;
  readonly as?: string;
  readonly json?: boolean;
}

export const PHASE_TITLES = {
  reading: 'Reading good images',
  varying: 'Reading their variations',
  fitting: 'Fitting Gaussians',
  quantising: 'Trying 8-bit integers',
  compiling: 'Compiling the recipe',
} as const;

export function addCalibrateCommand(program: Command): void {
  program
    .command('calibrate')
    .description(
      'Fit a recipe from a folder of good images; an existing recipe gets a new version, which waits if the recipe judges a source.',
    )
    .option('--recipe <name>', 'name of the recipe')
    .option('--good <folder>', 'folder of images of good parts; may be given several times', collected, [])
    .option(
      '--images <file>',
      'text file that names further images of good parts, one on each line, and behind a tab their part',
    )
    .addOption(settingsOption())
    .option('--print-schema', 'print the JSON Schema of the file of settings and do nothing else')
    .addOption(backboneOption('that of the version in use, for a new recipe the built-in one'))
    .addOption(targetOption())
    .addOption(precisionOption())
    .option(
      '--draft',
      'from 3 good images on: where they are too few for the target, make a draft without a limit, by which every part is for a person to review',
    )
    .option(
      '--group <pattern>',
      'which images show the same part, by their names: a part pattern with (?<serial>...) (default: found by the images)',
    )
    .option(
      '--released',
      'add the parts of this recipe that people at the station released, whose image is still there (default: none of them)',
    )
    .option('--json', 'print one JSON document and nothing else')
    .addOption(tokenFileOption())
    .addOption(asOption())
    .addOption(dataOption())
    .action(async (options: CalibrateOptions) => {
      if (options.printSchema === true) print(JSON.stringify(calibrationSettingsJsonSchema(), null, 2));
      else await calibrate(options, dataFolderOf(options.data)).catch(tellOfDrafts);
    });
}

/** Where too few images are refused with the offer of a draft: how it is made here. */
function tellOfDrafts(thrown: unknown): never {
  if (thrown instanceof SigmalineError && canBeDraft(thrown)) say('The option --draft makes a draft.');
  throw thrown;
}

async function imagesGiven({ good, images }: CalibrateOptions): Promise<readonly ListedImage[]> {
  const inFolders = await Promise.all(good.map((folder) => listImages(folder)));
  const listed = images === undefined ? [] : await readImageList(images);
  return [...inFolders.flat().map((path) => ({ path, part: null })), ...listed];
}

async function calibrate(options: CalibrateOptions, dataFolder: string): Promise<void> {
  const settings = await settingsGiven(options);
  if (settings.recipe === '') throw wrongUse('Name the recipe: by --recipe, or in the file of --settings.');
  if (options.good.length === 0 && options.images === undefined)
    throw wrongUse('Name the folder of images of good parts: by --good.');
  const { version } = parseRecipeName(settings.recipe);
  if (version !== null) throw wrongUse(`A calibration makes the next version by itself: leave out @${version}.`);
  const host = createChildProcessHost();
  const runner = new CalibrationRunner({
    host,
    guard: guardStoredTests(dataFolder, host),
    recipes: new RecipeStore({ dataFolder }),
    backbones: new BackboneStore({ resourcesFolder: resourcesFolder(), dataFolder }),
  });
  const progress = showProgress();
  const request = {
    ...askedBy(settings),
    images: await imagesGiven(options),
    ...(options.released === true && { released: await readReleasedImages(dataFolder, settings.recipe) }),
  };
  const run = await runner.start(request, ({ phase, done, total }) =>
    progress.update(PHASE_TITLES[phase], done, total),
  );
  const cancel = (): void => run.cancel();
  process.once('SIGINT', cancel);
  try {
    const { recipe, folder } = await run.result;
    progress.end();
    const station = { dataFolder, tokenFile: options.tokenFile, as: options.as };
    if (options.json === true) {
      const use = await useAfter(new RecipeStore({ dataFolder }), recipe, station);
      print(JSON.stringify(documentOf(recipe, folder, use), null, 2));
      return;
    }
    printResult(recipe);
    if (settings.draft && recipe.limit !== null) {
      print('These are enough good images for a limit: this is an ordinary recipe, not a draft.');
    }
    say(`Saved in ${folder}`);
    await tellUse(recipe, station);
  } finally {
    progress.end();
    process.off('SIGINT', cancel);
  }
}

function printResult(recipe: RecipeVersion): void {
  printLimit(recipe);
  const setAside = recipe.heldOut.filter((image) => image.setAside).map(({ file }) => file);
  if (setAside.length > 0) {
    print(
      `The limit is not raised for these images, because they are unlike all other good images: ${setAside.join(', ')}. Parts that look like them will ` +
        'fail, and they count in these shares. If they are ordinary parts, calibrate again with more images of their kind; if not, without them.',
    );
  }
  const released = recipe.released ?? [];
  if (released.length > 0) {
    print(`Good images from the line, released by people: No. ${released.map(({ number }) => number).join(', ')}.`);
  }
  for (const line of goodImageLines(recipe)) print(line);
  const { turnsDegrees } = recipe.variations;
  if (turnsDegrees.length > 0) {
    print(
      `When turned by ${turnsDegrees.join(', ')} degrees, the good images look like the others, so parts turned that far pass.`,
    );
  }
  print(`Backbone: ${recipe.backbone.id}.`);
  const { precision } = recipe;
  if (precision !== undefined) print(precisionSentence(precision, precisionTexts.precisionFound, 'en-GB'));
}

export function printLimit({ name, version, heldOut, limit, review }: RecipeVersion): void {
  const from = `${name}, version ${version}: ${heldOut.length} good images, `;
  if (limit === null) {
    print(`${from}a draft without a limit.`);
    print(
      'Every part is for a person to review, with its score and its heatmap. To get a limit, calibrate again with more good images.',
    );
    return;
  }
  print(`${from}limit ${limit.value.toFixed(3)} sigma for a target false-reject rate of ${shareText(limit.target)}.`);
  print(
    `${shareText(expectedRejectRate(limit))} of parts like these good ones are expected to be rejected; you can be 95 % sure that at most ` +
      `${shareText(limit.bound95)} are${limit.approximate ? ' (approximate: fewer than 200 images)' : ''}.`,
  );
  if (review)
    print(
      `Parts from ${review.value.toFixed(3)} sigma on are for a person to review: ${shareText(expectedRejectRate(review) - expectedRejectRate(limit))} of such parts.`,
    );
}

/** What `--json` prints: what the list of recipes shows of a version, and what was found among its good images. */
function documentOf(recipe: RecipeVersion, folder: string, use: RecipeUse): unknown {
  const expected = recipe.limit === null ? null : expectedRejectRate(recipe.limit);
  const { parts = null, suspects = [], looks = null } = recipe;
  return {
    ...summaryOf(recipe),
    parts,
    suspects,
    looks,
    expectedRejectRate: expected,
    folder,
    inUse: use.version === recipe.version,
  };
}

/** Has the new version used where it may be, and says whether it is. */
export async function tellUse(recipe: RecipeVersion, station: StationToAsk): Promise<void> {
  const { id, name, version } = recipe;
  const store = new RecipeStore({ dataFolder: station.dataFolder });
  const use = await useAfter(store, recipe, station);
  if (use.version === version) {
    print(`Version ${version} is in use.`);
    return;
  }
  print(
    `Version ${version} is not in use: ${name} still judges by version ${use.version}. To use version ${version}, choose it on`,
  );
  print(
    `the station's screen, in the set-up under Recipes, or run: sigmaline recipe use "${name}@${version}"${recipe.limit === null ? ' --draft' : ''}`,
  );
  const used = (await store.list()).recipes.find((other) => other.id === id);
  const changes = used === undefined ? [] : changeLines(used, summaryOf(recipe));
  if (changes.length > 0) print(['It would change:', ...changes].join('\n'));
}

async function useAfter(store: RecipeStore, made: RecipeVersion, station: StationToAsk): Promise<RecipeUse> {
  const { id, version } = made;
  // Before a station has been there, nothing judges, and the newest version is the one that it will use.
  if (!hasStation(station.dataFolder)) return store.useOf(id);
  const before = await store.versionBefore(id, version);
  try {
    return await decideVersion(
      station,
      (versions) => versions.offer(id, version, before),
      (client, as) => client.request('recipe.offer', { id, version }, as),
    );
  } catch (thrown) {
    // The version is made, whatever else fails.
    if (!(thrown instanceof SigmalineError)) throw thrown;
    say(thrown.message);
    return store.useOf(id);
  }
}
