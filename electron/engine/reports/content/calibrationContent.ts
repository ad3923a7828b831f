import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { RecipeId, RecipeVersion, Signature } from '../../../../shared/domain/index.ts';
import { type CheckedProvider, checkedProvidersIn } from '../../lanes/index.ts';
import { RecipeStore } from '../../recipes/index.ts';
import type { StationDatabase } from '../../storage/index.ts';
import { type Act, actsOn, type ChainFacts, chainFactsIn } from './chainFacts.ts';

/** All that a calibration report says of one version of a recipe. */
export interface CalibrationContent {
  readonly recipe: RecipeVersion;
  /** What was done with it: calibrated, put in use ... The oldest first. */
  readonly acts: readonly Act[];
  readonly signatures: readonly Signature[];
  readonly providers: readonly CheckedProvider[];
  readonly chain: ChainFacts | null;
}

/** @throws SigmalineError `recipe.not-found`, `recipe.version-not-found`, `recipe.corrupt` */
export async function calibrationContentOf(
  { database, dataFolder }: { readonly database: StationDatabase; readonly dataFolder: string },
  { recipe: id, version }: { readonly recipe: RecipeId; readonly version: number },
): Promise<CalibrationContent> {
  const { recipe } = await new RecipeStore({ dataFolder }).load(id, version);
  const own = actsOn(database, { kind: 'recipe', id: `${id}@${version}` });
  const chosen = actsOn(database, { kind: 'recipe', id }).acts.filter(({ said }) => isOf(said, version));
  const acts = [...own.acts, ...chosen].sort((a, b) => a.sequence - b.sequence);
  const graphs = [recipe.graph.sha256, recipe.int8?.graph.sha256].filter((hash) => hash !== undefined);
  const providers = checkedProvidersIn(
    await readFile(join(dataFolder, 'providers.json'), 'utf8').catch(() => ''),
    graphs,
  );
  return { recipe, acts, signatures: own.signatures, providers, chain: chainFactsIn(database) };
}

function isOf(said: unknown, version: number): boolean {
  return typeof said === 'object' && said !== null && 'version' in said && said.version === version;
}
