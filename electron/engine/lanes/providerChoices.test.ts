import { mkdir } from 'node:fs/promises';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { SigmalineError, sentenceOf } from '../../../shared/domain/index.ts';
import type { GoldenOutput, GoldenResult } from '../../../shared/processes/lane.ts';
import { LaneJobError } from '../../hosts/index.ts';
import type { Probe } from './ladder.ts';
import { openProviderMemory } from './providerMemory.ts';
import {
  createScriptedMachine,
  goldenResult,
  KEY,
  NUT,
  OUTPUT,
  RING,
  type ScriptedMachine,
  saidOf,
} from './scriptedMachine.fixture.ts';

const WRONG: GoldenOutput = { ...OUTPUT, score: 2 };
const nothing: Probe = (provider) => Promise.reject(new Error(`${provider} was not to be tried`));

let machine: ScriptedMachine;
beforeEach(async () => {
  machine = await createScriptedMachine();
});
afterEach(() => machine.remove());

/** What a station before has found out: the graphics processor agrees. */
async function foundOutBefore(): Promise<void> {
  const before = await machine.start();
  await before.choices.adopt(RING);
  await before.runsOn('webgpu');
  await expect.poll(async () => (await openProviderMemory(machine.memoryFile)).choice(KEY)?.provider).toBe('webgpu');
}

describe('a recipe that is new on this machine', () => {
  it('is judged by the CPU until the lanes are ready for a provider that was found to agree', async () => {
    const { choices: made, told, runsOn } = await machine.start();
    expect(await made.adopt(RING)).toEqual({ recipeFolder: RING.folder, executionProvider: 'cpu' });
    expect(saidOf(made.executionOf(RING.folder))).toEqual({
      provider: 'cpu',
      reason: 'CPU: the other providers are being checked',
      cpu: 'A processor, 2 threads',
      device: 'A processor, 2 threads',
    });
    await runsOn('webgpu');
    expect(saidOf(made.executionOf(RING.folder))).toMatchObject({
      device: 'A card',
      reason: expect.stringMatching(/^WebGPU: agrees/),
    });
    expect(told).toEqual(['prepare webgpu /recipes/ring/1 for cpu /recipes/ring/1', 'retain webgpu /recipes/ring/1']);
  });

  it('is settled at once where ONNX Runtime offers nothing but the CPU', async () => {
    const { choices: made, memory } = await machine.start({ offered: ['cpu'], probe: nothing });
    await made.adopt(RING);
    expect(saidOf(made.executionOf(RING.folder))).toMatchObject({
      provider: 'cpu',
      reason: 'CPU: ONNX Runtime offers nothing else here',
    });
    expect(memory.choice(KEY)?.provider).toBe('cpu');
  });

  it('is judged by the CPU while it is being checked, and where the lanes do not tell what they are', async () => {
    const { choices: made, runsOn } = await machine.start();
    await made.adopt(RING);
    expect(saidOf(made.executionOf(RING.folder))?.reason).toBe('CPU: the other providers are being checked');
    await runsOn('webgpu');

    const pool = {
      ...{ runtime: async () => null, prepare: async () => undefined, retain: () => undefined },
      golden: () => Promise.reject(new Error('not asked for')),
      split: { lanes: 1, threads: 2 },
    };
    const { choices: untold } = await machine.start({ pool });
    await untold.adopt(NUT);
    expect(saidOf(untold.executionOf(NUT.folder))?.reason).toBe('CPU: ONNX Runtime offers nothing else here');
  });

  it('that is given up meanwhile changes nothing any more', async () => {
    const probed = Promise.withResolvers<GoldenResult>();
    const { choices: made, memory, told } = await machine.start({ probe: () => probed.promise });
    await made.adopt(RING);
    made.retain([]);
    probed.resolve(goldenResult('webgpu', 5));
    await new Promise((resolve) => setTimeout(resolve, 50));
    expect(saidOf(made.executionOf(RING.folder))).toBeNull();
    expect(memory.choice(KEY)).toBeNull();
    expect(told).toEqual(['retain ']);
  });

  it('is remembered before the station has stopped', async () => {
    const { choices: made, runsOn } = await machine.start();
    await made.adopt(RING);
    await runsOn('webgpu');
    await made.stop();
    expect((await openProviderMemory(machine.memoryFile)).choice(KEY)?.provider).toBe('webgpu');
  });

  it('is checked though what is found out cannot be written, and that is told', async () => {
    const { choices: made, troubles, runsOn } = await machine.start();
    await mkdir(`${machine.memoryFile}.part`);
    await made.adopt(RING);
    await runsOn('webgpu');
    await expect.poll(() => troubles).toMatchObject([{ code: 'EISDIR' }]);
  });
});

describe('a recipe that this machine knows', () => {
  beforeEach(foundOutBefore);

  it('begins on the provider that was found out, without being checked anew', async () => {
    const { choices: made } = await machine.start({ probe: nothing });
    expect(await made.adopt(RING)).toMatchObject({ executionProvider: 'webgpu' });
    expect(saidOf(made.executionOf(RING.folder))?.provider).toBe('webgpu');
  });

  it('gives the provider up where it judges the golden pictures otherwise than then', async () => {
    const { choices: made, runsOn } = await machine.start({ golden: async () => goldenResult('webgpu', 5, [WRONG]) });
    await made.adopt(RING);
    await runsOn('cpu');
    expect(made.statements().map(sentenceOf)).toEqual([expect.stringContaining('the check at regular times')]);
  });

  it('looks at them again at regular times', async () => {
    let outputs = [OUTPUT];
    const golden = async (): Promise<GoldenResult> => goldenResult('webgpu', 5, outputs);
    const { choices: made, runsOn } = await machine.start({ golden, selfCheckEveryMs: 20 });
    await made.adopt(RING);
    await new Promise((resolve) => setTimeout(resolve, 60));
    expect(saidOf(made.executionOf(RING.folder))?.provider).toBe('webgpu');
    outputs = [WRONG];
    await runsOn('cpu');
  });

  it('keeps the provider where only no lane could be started to look at them', async () => {
    const noLane = new LaneJobError(new SigmalineError('lane.start', { reason: 'closing' }), null);
    const { choices: made, troubles } = await machine.start({ golden: () => Promise.reject(noLane) });
    await made.adopt(RING);
    await expect.poll(() => troubles).toEqual([noLane]);
    expect(saidOf(made.executionOf(RING.folder))?.provider).toBe('webgpu');
  });

  it('looks again where a lane ended before it came to them', async () => {
    const answers = [null, goldenResult('webgpu', 5, [WRONG])];
    const { choices: made, runsOn } = await machine.start({ golden: async () => answers.shift() ?? null });
    await made.adopt(RING);
    await runsOn('cpu');
    expect(answers).toEqual([]);
  });

  it('keeps the provider where no lane ever comes to them, or the station stops meanwhile', async () => {
    let asked = 0;
    const golden = async (): Promise<null> => {
      asked += 1;
      return null;
    };
    const { choices: made } = await machine.start({ golden });
    await made.adopt(RING);
    await expect.poll(() => asked).toBe(3);
    expect(saidOf(made.executionOf(RING.folder))?.provider).toBe('webgpu');

    const ended = Promise.withResolvers<GoldenResult>();
    const { choices: stopping, memory } = await machine.start({ golden: () => ended.promise });
    await stopping.adopt(RING);
    const stopped = stopping.stop();
    ended.reject(new LaneJobError(new SigmalineError('lane.crashed', { file: 'ring/1' }), null));
    await stopped;
    expect(memory.failures(KEY.machine, KEY.graph)).toEqual([]);
  });

  it.each([
    [8, 'webgpu'],
    [6, 'cpu'],
  ])('on which only the CPU could be used is after %i days judged by %s', async (days, provider) => {
    const { choices: made, memory, runsOn } = await machine.start();
    const checkedAt = new Date(Date.now() - days * 24 * 60 * 60 * 1000).toISOString();
    const refused = { provider: 'cpu', reason: 'cpu: webgpu could not be used', refusal: null, reference: null };
    await memory.rememberChoice({ ...KEY, ...refused, checkedAt });
    await made.adopt(RING);
    await runsOn(provider);
    expect(saidOf(made.executionOf(RING.folder))?.reason === refused.reason).toBe(provider === 'cpu');
  });
});

describe('a provider that the settings name', () => {
  it('in vain is told of with what is wrong with it', async () => {
    const { choices: made } = await machine.start({ wished: () => 'cuda' });
    await made.adopt(RING);
    await expect
      .poll(() => made.statements().map(sentenceOf))
      .toEqual([expect.stringContaining('is not offered by ONNX Runtime here')]);
    expect(saidOf(made.executionOf(RING.folder))?.provider).toBe('cpu');
  });

  it('is checked when the settings change', async () => {
    let wished = 'cpu';
    const { choices: made, runsOn } = await machine.start({ wished: () => wished });
    await made.adopt(RING);
    expect(saidOf(made.executionOf(RING.folder))?.reason).toBe('CPU: chosen in the settings');
    wished = 'webgpu';
    made.settingsChanged();
    await runsOn('webgpu');
  });
});

describe('a provider that the environment names', () => {
  it('is used as it is: nothing is checked, and nothing gives it up', async () => {
    const { choices: made } = await machine.start({ override: 'webgpu', probe: nothing });
    expect(await made.adopt(RING)).toMatchObject({ executionProvider: 'webgpu' });
    made.failed(RING.folder, 'webgpu', 'lost');
    made.settingsChanged();
    made.retry();
    await new Promise((resolve) => setTimeout(resolve, 50));
    expect(saidOf(made.executionOf(RING.folder))).toMatchObject({
      provider: 'webgpu',
      reason: 'WebGPU: named by SIGMALINE_LANE_PROVIDER',
    });
  });
});

describe('recipes that are in use', () => {
  it('are all that the lanes keep networks of', async () => {
    const { choices: made, told } = await machine.start({ offered: ['cpu'] });
    await made.adopt(RING);
    await made.adopt(NUT);
    made.retain([NUT]);
    expect(told.at(-1)).toBe('retain cpu /recipes/nut/1');
    expect(saidOf(made.executionOf(RING.folder))).toBeNull();
  });
});
