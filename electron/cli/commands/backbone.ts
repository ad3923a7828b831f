import type { Command } from 'commander';
import { type ListedVersion, reportOf, SigmalineError, sentenceOf } from '../../../shared/domain/index.ts';
import { BackboneStore, RecipeStore } from '../../engine/index.ts';
import { dataFolderOf, dataOption, resourcesFolder } from '../options.ts';
import { EXIT, print, say } from '../terminal.ts';
import { addBackboneAddCommand, describeBackbone } from './backboneAdd.ts';

interface DataOptions {
  readonly data?: string;
}

export function addBackboneCommand(program: Command): void {
  const backbone = program
    .command('backbone')
    .description('Add, list, verify and remove backbones: the networks whose features recipes are fitted on.');
  addBackboneAddCommand(backbone);
  backbone
    .command('list')
    .description('List the backbones of this station with licence, source and hash.')
    .option('--json', 'print one JSON document and nothing else')
    .addOption(dataOption())
    .action(list);
  backbone
    .command('verify')
    .description('Compare the files of backbones with their manifests.')
    .argument('[id]', 'the one to verify (default: all)')
    .addOption(dataOption())
    .action(verify);
  backbone
    .command('remove')
    .description('Remove a backbone that was added. Recipes made with it keep working.')
    .argument('<id>', 'the one to remove')
    .addOption(dataOption())
    .action(remove);
}

function storeOf({ data }: DataOptions) {
  return new BackboneStore({ resourcesFolder: resourcesFolder(), dataFolder: dataFolderOf(data) });
}

async function list(options: DataOptions & { readonly json?: boolean }): Promise<void> {
  const { backbones, ...found } = await storeOf(options).list();
  const unusable = found.unusable.map(({ id, problem }) => ({ id, problem: sentenceOf(problem) }));
  if (options.json === true) {
    const entries = backbones.map(({ manifest, isBuiltIn, folder }) => ({ ...manifest, isBuiltIn, folder }));
    print(JSON.stringify({ backbones: entries, unusable }, null, 2));
    return;
  }
  print(backbones.map(describeBackbone).join('\n\n'));
  for (const { problem } of unusable) say(`\nunusable: ${problem}`);
}

async function verify(id: string | undefined, options: DataOptions): Promise<void> {
  const store = storeOf(options);
  for (const wanted of id === undefined ? await everyId(options) : [id]) {
    try {
      const { manifest } = await store.load(wanted);
      print(`OK      ${wanted}  SHA-256 ${manifest.sha256}`);
    } catch (thrown) {
      if (!(thrown instanceof SigmalineError) || id !== undefined) throw thrown;
      const { code, message } = reportOf(thrown);
      print(`FAILED  ${wanted}  ${message} [${code}]`);
      process.exitCode = EXIT.failed;
    }
  }
}

async function everyId(options: DataOptions): Promise<readonly string[]> {
  const { backbones, unusable } = await storeOf(options).list();
  return [...backbones.map(({ manifest }) => manifest.id), ...unusable.map(({ id }) => id)];
}

async function remove(id: string, options: DataOptions): Promise<void> {
  await storeOf(options).remove(id);
  print(`Removed ${id}.`);
  const { recipes } = await new RecipeStore({ dataFolder: dataFolderOf(options.data) }).list();
  const isMadeWithIt = (version: ListedVersion): boolean => 'backboneId' in version && version.backboneId === id;
  const users = recipes.filter(({ versions }) => versions.some(isMadeWithIt)).map(({ name }) => name);
  if (users.length > 0) {
    say(
      `Made with it: ${users.join(', ')}. They have their own copy and keep working. To calibrate them again, add the backbone again.`,
    );
  }
}
