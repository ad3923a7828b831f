import type { Command } from 'commander';
import { BackboneStore, CalibrationRunner, RecipeStore } from '../../engine/index.ts';
import { createChildProcessHost } from '../../hosts/index.ts';
import { backboneOption, dataFolderOf, dataOption, resourcesFolder, targetOption } from '../options.ts';
import { print, say, showProgress } from '../terminal.ts';

interface CalibrateOptions {
  readonly data?: string;
  readonly recipe: string;
  readonly good: string;
  readonly backbone?: string;
  readonly target: number;
}

export const PHASE_TITLES = {
  reading: 'Reading good images',
  varying: 'Reading their variations',
  fitting: 'Fitting Gaussians',
  compiling: 'Compiling the recipe',
} as const;

export function addCalibrateCommand(program: Command): void {
  program
    .command('calibrate')
    .description('Fit a recipe from a folder of good images; an existing recipe gets a new version.')
    .requiredOption('--recipe <name>', 'name of the recipe')
    .requiredOption('--good <folder>', 'folder of images of good parts')
    .addOption(backboneOption())
    .addOption(targetOption())
    .addOption(dataOption())
    .action(async (options: CalibrateOptions) => calibrate(options, dataFolderOf(options.data)));
}

async function calibrate(options: CalibrateOptions, dataFolder: string): Promise<void> {
  const runner = new CalibrationRunner({
    host: createChildProcessHost(),
    recipes: new RecipeStore({ dataFolder }),
    backbones: new BackboneStore({ resourcesFolder: resourcesFolder(), dataFolder }),
  });
  const progress = showProgress();
  const request = {
    recipeName: options.recipe,
    goodFolder: options.good,
    backboneId: options.backbone ?? null,
    target: options.target,
  };
  const run = await runner.start(request, ({ phase, done, total }) =>
    progress.update(PHASE_TITLES[phase], done, total),
  );
  const cancel = (): void => run.cancel();
  process.once('SIGINT', cancel);
  try {
    const { recipe, folder } = await run.result;
    progress.end();
    const { limit } = recipe;
    print(
      `${recipe.name}, version ${recipe.version}: ${recipe.heldOut.length} good images, limit ${limit.value.toFixed(3)} sigma ` +
        `for a target false-reject rate of ${percent(limit.target)} (at most ${percent(limit.bound95)} with 95 % confidence` +
        `${limit.approximate ? ', approximate' : ''}).`,
    );
    const setAside = recipe.heldOut.filter((image) => image.setAside).map(({ file }) => file);
    if (setAside.length > 0) {
      print(
        `Not used for the limit, because they are unlike all other good images: ${setAside.join(', ')}. ` +
          'Parts that look like them will fail; if they are ordinary parts, calibrate again with more images of their kind.',
      );
    }
    const { turnsDegrees } = recipe.variations;
    if (turnsDegrees.length > 0) {
      print(
        `When turned by ${turnsDegrees.join(', ')} degrees, the good images look like the others, so parts turned that far pass.`,
      );
    }
    say(`Saved in ${folder}`);
  } finally {
    progress.end();
    process.off('SIGINT', cancel);
  }
}

function percent(share: number): string {
  return `${(share * 100).toFixed(1)} %`;
}
