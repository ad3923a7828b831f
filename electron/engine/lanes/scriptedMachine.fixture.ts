import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect } from 'vitest';
import { detailText } from '../../../shared/domain/index.ts';
import { recipeVersionOf } from '../../../shared/domain/recipe.fixture.ts';
import type { GoldenOutput, GoldenResult } from '../../../shared/processes/lane.ts';
import type { RecipeRun } from '../../hosts/index.ts';
import { Work } from '../kernel/index.ts';
import type { Probe } from './ladder.ts';
import { ProviderChoices, type ProviderChoicesNeeds, type RecipeExecution } from './providerChoices.ts';
import { openProviderMemory, type ProviderMemory } from './providerMemory.ts';
import type { UsableRecipe } from './usableRecipes.ts';

export const RING: UsableRecipe = { recipe: recipeVersionOf('ring'), folder: '/recipes/ring/1' };
export const NUT: UsableRecipe = { recipe: recipeVersionOf('nut'), folder: '/recipes/nut/1' };
/** What the machine of the tests is remembered by. */
export const KEY = { machine: 'machine 1.23', graph: RING.recipe.graph.sha256, wished: 'auto' };
export const OUTPUT: GoldenOutput = { score: 1, partDistance: 1, patchScore: 1, levelDistances: [], map: [1] };

export function goldenResult(executionProvider: string, durationMs: number, outputs = [OUTPUT]): GoldenResult {
  return { runs: Array.from({ length: 4 }, () => ({ outputs, durationMs })), executionProvider };
}

/** Agrees with the CPU, and is twice as fast. */
const agreeingProbe: Probe = async (provider) => goldenResult(provider, provider === 'cpu' ? 10 : 5);

export interface ChoicesScript extends Partial<ProviderChoicesNeeds> {
  readonly offered?: readonly string[];
  readonly probe?: Probe;
  readonly golden?: () => Promise<GoldenResult | null>;
}

/** A station's choices, and what becomes of them. */
export interface ScriptedChoices {
  readonly choices: ProviderChoices;
  readonly memory: ProviderMemory;
  /** What the lanes were told. */
  readonly told: string[];
  readonly troubles: unknown[];
  /** Waits until the ring is judged on the provider. */
  readonly runsOn: (provider: string) => Promise<void>;
}

/** A machine whose memory is a real file, and whose probes and lanes are scripted. */
export interface ScriptedMachine {
  readonly memoryFile: string;
  /** Ends the station before. */
  start(script?: ChoicesScript): Promise<ScriptedChoices>;
  remove(): Promise<void>;
}

export async function createScriptedMachine(): Promise<ScriptedMachine> {
  const folder = await mkdtemp(join(tmpdir(), 'sigmaline-choices-'));
  const memoryFile = join(folder, 'providers.json');
  let running: ProviderChoices | undefined;
  return {
    memoryFile,
    async start(script = {}) {
      await running?.stop();
      const started = await startChoices(memoryFile, script);
      running = started.choices;
      return started;
    },
    async remove() {
      await running?.stop();
      await rm(folder, { recursive: true });
    },
  };
}

async function startChoices(memoryFile: string, script: ChoicesScript): Promise<ScriptedChoices> {
  const { offered = ['cpu', 'webgpu'], probe = agreeingProbe, golden, ...over } = script;
  const told: string[] = [];
  const troubles: unknown[] = [];
  const memory = await openProviderMemory(memoryFile);
  const report = (error: unknown): void => void troubles.push(error);
  const kernel = { changed: () => undefined, report, work: () => new Work(report) };
  const choices = new ProviderChoices(kernel, {
    pool: {
      runtime: async () => ({ version: '1.23', offeredProviders: [...offered] }),
      prepare: async (run, replaced) =>
        void told.push(`prepare ${nameOf(run)}${replaced === undefined ? '' : ` for ${nameOf(replaced)}`}`),
      retain: (runs) => void told.push(`retain ${runs.map(nameOf).join(', ')}`),
      split: { lanes: 1, threads: 2 },
      golden: golden ?? (async () => goldenResult('webgpu', 5)),
    },
    memory,
    identify: async (version) => ({ key: `machine ${version}`, processor: 'A processor', graphics: ['A card'] }),
    probeFor: () => probe,
    wished: () => 'auto',
    override: null,
    ...over,
  });
  const runsOn = (provider: string): Promise<void> =>
    expect.poll(() => choices.executionOf(RING.folder)?.provider).toBe(provider);
  return { choices, memory, told, troubles, runsOn };
}

function nameOf({ recipeFolder, executionProvider }: RecipeRun): string {
  return `${executionProvider} ${recipeFolder}`;
}

/** What a recipe runs on, the reason in words. */
export function saidOf(execution: RecipeExecution | null) {
  if (execution === null) return null;
  return { ...execution, reason: execution.reason === null ? null : detailText(execution.reason) };
}
