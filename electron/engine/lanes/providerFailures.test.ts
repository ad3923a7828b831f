import { mkdir } from 'node:fs/promises';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { Probe } from './ladder.ts';
import {
  type ChoicesScript,
  createScriptedMachine,
  goldenResult,
  KEY,
  NUT,
  RING,
  type ScriptedMachine,
  saidOf,
} from './scriptedMachine.fixture.ts';

let machine: ScriptedMachine;
beforeEach(async () => {
  machine = await createScriptedMachine();
});
afterEach(() => machine.remove());

describe('a provider that fails', () => {
  async function failing(script: ChoicesScript = {}) {
    const station = await machine.start(script);
    await station.choices.adopt(RING);
    await station.runsOn('webgpu');
    station.told.length = 0;
    return station;
  }

  it('gives way to the CPU, is told of by recipe, provider and reason, and remembered', async () => {
    const { choices: made, memory, told, troubles } = await failing();
    made.failed(RING.folder, 'webgpu', 'the device was lost\nat gpu.cc:12');
    expect(saidOf(made.executionOf(RING.folder))).toMatchObject({
      provider: 'cpu',
      reason: 'CPU: WebGPU failed (the device was lost)',
    });
    expect(troubles).toMatchObject([{ code: 'provider.failed', details: { recipe: 'ring', provider: 'webgpu' } }]);
    expect(memory.failures(KEY.machine, KEY.graph)).toMatchObject([{ provider: 'webgpu', recipe: 'Recipe ring' }]);
    expect(made.statements()).toEqual([
      {
        code: 'provider.failed',
        details: { recipe: 'Recipe ring', provider: 'webgpu', reason: 'the device was lost' },
        subject: { kind: 'recipe', id: 'ring' },
        severity: 'warning',
      },
    ]);
    await expect
      .poll(() => told)
      .toEqual(['prepare cpu /recipes/ring/1 for webgpu /recipes/ring/1', 'retain cpu /recipes/ring/1']);
  });

  it('is not used again after a new start', async () => {
    const { choices: made, memory } = await failing();
    made.failed(RING.folder, 'webgpu', 'lost');
    await memory.rememberFailure(memory.failures(KEY.machine, KEY.graph)[0]!);
    const { choices: again } = await machine.start();
    expect(await again.adopt(RING)).toMatchObject({ executionProvider: 'cpu' });
    await expect.poll(() => saidOf(again.executionOf(RING.folder))?.reason).toBe('CPU: WebGPU failed before (lost)');
  });

  it('makes room for another that agrees', async () => {
    const probe: Probe = async (provider) => goldenResult(provider, { cpu: 10, webgpu: 5 }[provider] ?? 20);
    let cudaMs = 20;
    const both: Probe = (provider, runs) =>
      provider === 'cuda' ? Promise.resolve(goldenResult('cuda', cudaMs)) : probe(provider, runs);
    const { choices: made, runsOn } = await failing({ offered: ['cpu', 'cuda', 'webgpu'], probe: both });
    cudaMs = 2;
    made.failed(RING.folder, 'webgpu', 'lost');
    await runsOn('cuda');
  });

  it('is believed to have failed with the second suspicion, not with the first', async () => {
    const { choices: made } = await failing();
    made.suspected(RING.folder, 'webgpu', 'lanes end');
    expect(saidOf(made.executionOf(RING.folder))?.provider).toBe('webgpu');
    made.suspected(RING.folder, 'webgpu', 'lanes end');
    expect(saidOf(made.executionOf(RING.folder))?.provider).toBe('cpu');
  });

  it('is nobody’s any more where an image that met it comes late', async () => {
    const { choices: made, troubles } = await failing();
    made.failed(RING.folder, 'cuda', 'late');
    made.failed(NUT.folder, 'webgpu', 'late');
    expect(saidOf(made.executionOf(RING.folder))?.provider).toBe('webgpu');
    expect(troubles).toEqual([]);
  });

  it('is checked anew, and used, when an engineer has it tried again', async () => {
    const { choices: made, memory, runsOn } = await failing();
    made.failed(RING.folder, 'webgpu', 'lost');
    made.retry();
    expect(memory.failures(KEY.machine, KEY.graph)).toEqual([]);
    await runsOn('webgpu');
    expect(made.statements()).toEqual([]);
  });

  it('is checked anew even where nothing can be written, which is told', async () => {
    const { choices: made, memory, troubles, runsOn } = await failing();
    made.failed(RING.folder, 'webgpu', 'lost');
    await memory.rememberFailure(memory.failures(KEY.machine, KEY.graph)[0]!);
    await mkdir(`${machine.memoryFile}.part`);
    made.retry();
    await runsOn('webgpu');
    await expect.poll(() => troubles).toContainEqual(expect.objectContaining({ code: 'EISDIR' }));
  });
});
