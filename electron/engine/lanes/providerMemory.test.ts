import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { sentenceOf } from '../../../shared/domain/index.ts';
import { openProviderMemory, type RememberedChoice } from './providerMemory.ts';

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'sigmaline-memory-'));
});
afterEach(() => rm(folder, { recursive: true }));

const file = (): string => join(folder, 'providers.json');
const choice: RememberedChoice = {
  ...{ machine: 'm', graph: 'g', wished: 'auto', provider: 'cuda', reason: 'cuda: agrees', refusal: null },
  reference: [{ score: 1, partDistance: 1, patchScore: 1, levelDistances: [], map: [1, 2] }],
  checkedAt: '2026-11-23T10:00:00.000Z',
};
const failure = {
  machine: 'm',
  graph: 'g',
  provider: 'cuda',
  recipe: 'Ring',
  reason: 'lost',
  failedAt: choice.checkedAt,
};

describe('what was found out about a machine', () => {
  it('is known after a new start, for that machine, recipe and setting alone', async () => {
    const memory = await openProviderMemory(file());
    await memory.rememberChoice(choice);
    await memory.rememberFailure(failure);
    const again = await openProviderMemory(file());
    expect(again.choice(choice)).toEqual(choice);
    expect(again.failures('m', 'g')).toEqual([failure]);
    for (const other of [{ machine: 'another driver' }, { graph: 'another recipe' }, { wished: 'webgpu' }]) {
      expect(again.choice({ ...choice, ...other })).toBeNull();
    }
    expect(again.failures('another driver', 'g')).toEqual([]);
  });

  it('is replaced by what is found out later, and forgotten on demand', async () => {
    const memory = await openProviderMemory(file());
    await memory.rememberChoice(choice);
    await memory.rememberChoice({ ...choice, provider: 'cpu' });
    expect(memory.choice(choice)?.provider).toBe('cpu');
    expect(JSON.parse(await readFile(file(), 'utf8')).choices).toHaveLength(1);
    await memory.forgetChoices();
    expect((await openProviderMemory(file())).choice(choice)).toBeNull();
  });

  it('does not grow for ever', async () => {
    const memory = await openProviderMemory(file());
    for (let index = 0; index < 130; index += 1) await memory.rememberFailure({ ...failure, graph: String(index) });
    expect(JSON.parse(await readFile(file(), 'utf8')).failures).toHaveLength(100);
  });

  it.each([
    ['no JSON', '{ "format": 1,', 'it is no JSON'],
    ['of another kind', '{ "format": 2 }', 'values that are not allowed'],
  ])('is kept aside and found out again where the file is %s', async (_, text, reason) => {
    await writeFile(file(), text);
    const memory = await openProviderMemory(file());
    expect(memory.statements().map(sentenceOf)).toEqual([expect.stringContaining(reason)]);
    expect(memory.choice(choice)).toBeNull();
    expect(await readdir(folder)).toEqual(['providers.corrupt.json']);
  });
});
