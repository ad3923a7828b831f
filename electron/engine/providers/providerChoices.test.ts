import { mkdir, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { SigmalineError } from '../../../shared/domain/index.ts';
import { recipeVersionOf } from '../../../shared/domain/recipe.fixture.ts';
import type { GoldenOutput, GoldenResult } from '../../../shared/processes/lane.ts';
import { LaneJobError, type RecipeRun } from '../../hosts/index.ts';
import type { UsableRecipe } from '../inspection/index.ts';
import type { Probe } from './ladder.ts';
import { createProviderChoices, type ProviderChoices, type ProviderChoicesOptions } from './providerChoices.ts';
import { openProviderMemory } from './providerMemory.ts';

const RING: UsableRecipe = { recipe: recipeVersionOf('ring'), folder: '/recipes/ring/1' };
const NUT: UsableRecipe = { recipe: recipeVersionOf('nut'), folder: '/recipes/nut/1' };
const OUTPUT: GoldenOutput = { score: 1, partDistance: 1, patchScore: 1, levelDistances: [], map: [1] };
const WRONG: GoldenOutput = { ...OUTPUT, score: 2 };

let folder: string;
let choices: ProviderChoices | undefined;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'sigmaline-choices-'));
});
afterEach(async () => {
  choices?.close();
  await rm(folder, { recursive: true });
});

const memoryFile = (): string => join(folder, 'providers.json');
const result = (executionProvider: string, durationMs: number, outputs = [OUTPUT]): GoldenResult => ({
  runs: Array.from({ length: 4 }, () => ({ outputs, durationMs })),
  executionProvider,
});
/** Agrees with the CPU, and is twice as fast. */
const GOOD: Probe = async (provider) => result(provider, provider === 'cpu' ? 10 : 5);
const nothing: Probe = (provider) => Promise.reject(new Error(`${provider} was not to be tried`));
const nameOf = ({ recipeFolder, executionProvider }: RecipeRun): string => `${executionProvider} ${recipeFolder}`;

interface Script extends Partial<ProviderChoicesOptions> {
  readonly offered?: readonly string[];
  readonly probe?: Probe;
  readonly golden?: () => Promise<GoldenResult>;
}

/** A station's choices with the real memory, scripted probes, and lanes that write down what they are told. */
async function start({ offered = ['cpu', 'webgpu'], probe = GOOD, golden, ...over }: Script = {}) {
  choices?.close();
  const told: string[] = [];
  const troubles: unknown[] = [];
  const memory = await openProviderMemory(memoryFile());
  choices = createProviderChoices({
    pool: {
      runtime: async () => ({ version: '1.23', offeredProviders: [...offered] }),
      prepare: async (run, replaced) =>
        void told.push(`prepare ${nameOf(run)}${replaced === undefined ? '' : ` for ${nameOf(replaced)}`}`),
      retain: (runs) => void told.push(`retain ${runs.map(nameOf).join(', ')}`),
      golden: golden ?? (async () => result('webgpu', 5)),
    },
    memory,
    identify: async (version) => ({ key: `machine ${version}`, processor: 'A processor', graphics: ['A card'] }),
    probeFor: () => probe,
    wished: () => 'auto',
    override: null,
    threads: () => 2,
    onChanged: () => undefined,
    onTrouble: (error) => void troubles.push(error),
    ...over,
  });
  const made = choices;
  const runsOn = (provider: string, { folder: place } = RING): Promise<void> =>
    expect.poll(() => made.executionOf(place)?.provider).toBe(provider);
  return { choices: made, memory, told, troubles, runsOn };
}

/** What a station before has found out: the graphics processor agrees. */
async function foundOutBefore(): Promise<void> {
  const before = await start();
  await before.choices.adopt(RING);
  await before.runsOn('webgpu');
  await expect.poll(async () => (await openProviderMemory(memoryFile())).choice(KEY)?.provider).toBe('webgpu');
}
const KEY = { machine: 'machine 1.23', graph: RING.recipe.graph.sha256, wished: 'auto' };

describe('a recipe that is new on this machine', () => {
  it('is judged by the CPU until the lanes are ready for a provider that was found to agree', async () => {
    const { choices: made, told, runsOn } = await start();
    expect(await made.adopt(RING)).toEqual({ recipeFolder: RING.folder, executionProvider: 'cpu' });
    expect(made.executionOf(RING.folder)).toEqual({
      provider: 'cpu',
      reason: 'cpu: the other providers are being checked',
      cpu: 'A processor, 2 threads',
      device: 'A processor, 2 threads',
    });
    await runsOn('webgpu');
    expect(made.executionOf(RING.folder)).toMatchObject({
      device: 'A card',
      reason: expect.stringMatching(/^webgpu: agrees/),
    });
    expect(told).toEqual(['prepare webgpu /recipes/ring/1 for cpu /recipes/ring/1', 'retain webgpu /recipes/ring/1']);
  });

  it('is settled at once where ONNX Runtime offers nothing but the CPU', async () => {
    const { choices: made } = await start({ offered: ['cpu'], probe: nothing });
    await made.adopt(RING);
    expect(made.settled()).toMatchObject({ provider: 'cpu', machine: 'machine 1.23', graph: KEY.graph });
    expect(made.executionOf(RING.folder)?.reason).toBe('cpu: ONNX Runtime offers nothing else here');
  });

  it('is not settled while it is being checked, nor where the lanes do not tell what they are', async () => {
    const { choices: made, runsOn } = await start();
    await made.adopt(RING);
    expect(made.settled()).toBeNull();
    await runsOn('webgpu');
    expect(made.settled()).toMatchObject({ provider: 'webgpu', run: { executionProvider: 'webgpu' } });

    const pool = {
      ...{ runtime: async () => null, prepare: async () => undefined, retain: () => undefined },
      golden: () => Promise.reject(new Error('not asked for')),
    };
    const { choices: untold } = await start({ pool });
    await untold.adopt(NUT);
    expect(untold.settled()).toBeNull();
  });

  it('that is given up meanwhile changes nothing any more', async () => {
    const probed = Promise.withResolvers<GoldenResult>();
    const { choices: made, memory, told } = await start({ probe: () => probed.promise });
    await made.adopt(RING);
    made.retain([]);
    probed.resolve(result('webgpu', 5));
    await new Promise((resolve) => setTimeout(resolve, 50));
    expect(made.executionOf(RING.folder)).toBeNull();
    expect(memory.choice(KEY)).toBeNull();
    expect(told).toEqual(['retain ']);
  });

  it('is checked though what is found out cannot be written, and that is told', async () => {
    const { choices: made, troubles, runsOn } = await start();
    await mkdir(`${memoryFile()}.new`);
    await made.adopt(RING);
    await runsOn('webgpu');
    await expect.poll(() => troubles).toMatchObject([{ code: 'EISDIR' }]);
  });
});

describe('a recipe that this machine knows', () => {
  beforeEach(foundOutBefore);

  it('begins on the provider that was found out, without being checked anew', async () => {
    const { choices: made } = await start({ probe: nothing });
    expect(await made.adopt(RING)).toMatchObject({ executionProvider: 'webgpu' });
    expect(made.settled()).toMatchObject({ provider: 'webgpu' });
  });

  it('gives the provider up where it judges the golden pictures otherwise than then', async () => {
    const { choices: made, runsOn } = await start({ golden: async () => result('webgpu', 5, [WRONG]) });
    await made.adopt(RING);
    await runsOn('cpu');
    expect(made.warnings()).toEqual([expect.stringContaining('the check at regular times')]);
  });

  it('looks at them again at regular times', async () => {
    let outputs = [OUTPUT];
    const golden = async (): Promise<GoldenResult> => result('webgpu', 5, outputs);
    const { choices: made, runsOn } = await start({ golden, selfCheckEveryMs: 20 });
    await made.adopt(RING);
    await new Promise((resolve) => setTimeout(resolve, 60));
    expect(made.executionOf(RING.folder)?.provider).toBe('webgpu');
    outputs = [WRONG];
    await runsOn('cpu');
  });

  it('keeps the provider where only no lane could be started to look at them', async () => {
    const noLane = new LaneJobError({ code: 'lane.start', details: { reason: 'closing' } }, null);
    const { choices: made, troubles } = await start({ golden: () => Promise.reject(noLane) });
    await made.adopt(RING);
    await expect.poll(() => troubles).toEqual([noLane]);
    expect(made.executionOf(RING.folder)?.provider).toBe('webgpu');
  });

  it.each([
    [8, 'webgpu'],
    [6, 'cpu'],
  ])('on which only the CPU could be used is after %i days judged by %s', async (days, provider) => {
    const { choices: made, memory, runsOn } = await start();
    const checkedAt = new Date(Date.now() - days * 24 * 60 * 60 * 1000).toISOString();
    const refused = { provider: 'cpu', reason: 'cpu: webgpu could not be used', refusal: null, reference: null };
    await memory.rememberChoice({ ...KEY, ...refused, checkedAt });
    await made.adopt(RING);
    await runsOn(provider);
    expect(made.executionOf(RING.folder)?.reason === refused.reason).toBe(provider === 'cpu');
  });
});

describe('a provider that fails', () => {
  async function failing(script: Script = {}) {
    const station = await start(script);
    await station.choices.adopt(RING);
    await station.runsOn('webgpu');
    station.told.length = 0;
    return station;
  }

  it('gives way to the CPU, is told of by recipe, provider and reason, and remembered', async () => {
    const { choices: made, memory, told, troubles } = await failing();
    made.failed(RING.folder, 'webgpu', 'the device was lost\nat gpu.cc:12');
    expect(made.executionOf(RING.folder)).toMatchObject({
      provider: 'cpu',
      reason: 'cpu: webgpu failed (the device was lost)',
    });
    expect(troubles).toMatchObject([{ code: 'provider.failed', details: { recipe: 'ring', provider: 'webgpu' } }]);
    expect(memory.failures(KEY.machine, KEY.graph)).toMatchObject([{ provider: 'webgpu', recipe: 'Recipe ring' }]);
    const sentence = new SigmalineError('provider.failed', {
      ...{ recipe: 'Recipe ring', provider: 'webgpu', reason: 'the device was lost' },
    }).message;
    expect(made.warnings()).toEqual([sentence]);
    await expect
      .poll(() => told)
      .toEqual(['prepare cpu /recipes/ring/1 for webgpu /recipes/ring/1', 'retain cpu /recipes/ring/1']);
  });

  it('is not used again after a new start', async () => {
    const { choices: made, memory } = await failing();
    made.failed(RING.folder, 'webgpu', 'lost');
    await memory.rememberFailure(memory.failures(KEY.machine, KEY.graph)[0]!);
    const { choices: again } = await start({ probe: GOOD });
    expect(await again.adopt(RING)).toMatchObject({ executionProvider: 'cpu' });
    await expect.poll(() => again.settled()?.provider).toBe('cpu');
    expect(again.executionOf(RING.folder)?.reason).toBe('cpu: webgpu failed before (lost)');
  });

  it('makes room for another that agrees', async () => {
    const probe: Probe = async (provider) => result(provider, { cpu: 10, webgpu: 5 }[provider] ?? 20);
    let cudaMs = 20;
    const both: Probe = (provider, runs) =>
      provider === 'cuda' ? Promise.resolve(result('cuda', cudaMs)) : probe(provider, runs);
    const { choices: made, runsOn } = await failing({ offered: ['cpu', 'cuda', 'webgpu'], probe: both });
    cudaMs = 2;
    made.failed(RING.folder, 'webgpu', 'lost');
    await runsOn('cuda');
  });

  it('is believed to have failed with the second suspicion, not with the first', async () => {
    const { choices: made } = await failing();
    made.suspected(RING.folder, 'webgpu', 'lanes end');
    expect(made.executionOf(RING.folder)?.provider).toBe('webgpu');
    made.suspected(RING.folder, 'webgpu', 'lanes end');
    expect(made.executionOf(RING.folder)?.provider).toBe('cpu');
  });

  it('is nobody’s any more where an image that met it comes late', async () => {
    const { choices: made, troubles } = await failing();
    made.failed(RING.folder, 'cuda', 'late');
    made.failed(NUT.folder, 'webgpu', 'late');
    expect(made.executionOf(RING.folder)?.provider).toBe('webgpu');
    expect(troubles).toEqual([]);
  });

  it('is checked anew, and used, when an engineer has it tried again', async () => {
    const { choices: made, memory, runsOn } = await failing();
    made.failed(RING.folder, 'webgpu', 'lost');
    made.retry();
    expect(memory.failures(KEY.machine, KEY.graph)).toEqual([]);
    await runsOn('webgpu');
    expect(made.warnings()).toEqual([]);
  });

  it('is checked anew even where nothing can be written, which is told', async () => {
    const { choices: made, memory, troubles, runsOn } = await failing();
    made.failed(RING.folder, 'webgpu', 'lost');
    await memory.rememberFailure(memory.failures(KEY.machine, KEY.graph)[0]!);
    await mkdir(`${memoryFile()}.new`);
    made.retry();
    await runsOn('webgpu');
    await expect.poll(() => troubles).toContainEqual(expect.objectContaining({ code: 'EISDIR' }));
  });
});

describe('a provider that the settings name', () => {
  it('in vain is told of with what is wrong with it', async () => {
    const { choices: made } = await start({ wished: () => 'cuda' });
    await made.adopt(RING);
    await expect.poll(() => made.warnings()).toEqual([expect.stringContaining('is not offered by ONNX Runtime here')]);
    expect(made.executionOf(RING.folder)?.provider).toBe('cpu');
  });

  it('is checked when the settings change', async () => {
    let wished = 'cpu';
    const { choices: made, runsOn } = await start({ wished: () => wished });
    await made.adopt(RING);
    expect(made.executionOf(RING.folder)?.reason).toBe('cpu: chosen in the settings');
    wished = 'webgpu';
    made.settingsChanged();
    await runsOn('webgpu');
  });
});

describe('a provider that the environment names', () => {
  it('is used as it is: nothing is checked, and nothing gives it up', async () => {
    const { choices: made } = await start({ override: 'webgpu', probe: nothing });
    expect(await made.adopt(RING)).toMatchObject({ executionProvider: 'webgpu' });
    made.failed(RING.folder, 'webgpu', 'lost');
    made.settingsChanged();
    made.retry();
    await new Promise((resolve) => setTimeout(resolve, 50));
    expect(made.executionOf(RING.folder)).toMatchObject({
      provider: 'webgpu',
      reason: 'webgpu: named by SIGMALINE_LANE_PROVIDER',
    });
  });
});

describe('recipes that are in use', () => {
  it('are all that the lanes keep networks of', async () => {
    const { choices: made, told } = await start({ offered: ['cpu'] });
    await made.adopt(RING);
    await made.adopt(NUT);
    made.retain([NUT]);
    expect(told.at(-1)).toBe('retain cpu /recipes/nut/1');
    expect(made.executionOf(RING.folder)).toBeNull();
  });
});
