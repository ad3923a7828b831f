import { describe, expect, it } from 'vitest';
import { detailText } from '../../../shared/domain/index.ts';
import type { GoldenOutput, GoldenResult } from '../../../shared/processes/lane.ts';
import { chooseProvider, type LadderInput } from './ladder.ts';

const output: GoldenOutput = { score: 2, partDistance: 1, patchScore: 3, levelDistances: [1, 2], map: [0, 10, 20, -5] };
const PICTURES = [output, { ...output, score: 500 }];

/** A probe whose answers are known; every run takes `ms`, the first one ten times as long. */
function answer(provider: string, ms: number, outputs = PICTURES, last = outputs): GoldenResult {
  const runs = [10 * ms, ms, ms, ms].map((durationMs, index) => ({
    durationMs,
    outputs: index === 3 ? last : outputs,
  }));
  return { runs, executionProvider: provider };
}

const scaled = (factor: number): GoldenOutput[] =>
  PICTURES.map((picture) => ({ ...picture, score: (picture.score ?? 0) * factor }));

type Script = Readonly<Record<string, () => GoldenResult | Promise<GoldenResult>>>;

function choose(script: Script, over: Partial<LadderInput> = {}) {
  const asked: string[] = [];
  const input: LadderInput = {
    wished: 'auto',
    offered: ['cpu', 'webgpu', 'cuda'],
    failed: new Map(),
    goldenInt8: null,
    async probe(provider) {
      asked.push(provider);
      const scripted = { cpu: () => answer('cpu', 100), ...script }[provider];
      if (scripted === undefined) throw new Error('there is no device');
      return scripted();
    },
    ...over,
  };
  return chooseProvider(input).then((choice) => ({ ...choice, asked }));
}

describe('the ladder of execution providers', () => {
  it('takes the first that agrees with the CPU and is faster, and says how well and how fast', async () => {
    const choice = await choose({ cuda: () => answer('cuda', 20, scaled(1.00002)) });
    expect(choice).toMatchObject({ provider: 'cuda', refusal: null, reference: PICTURES, asked: ['cuda', 'cpu'] });
    expect(detailText(choice.reason)).toBe('CUDA (NVIDIA): agrees with the CPU to 2e-5, 5 times as fast');
  });

  it('goes on to the next where one has no device, and to the CPU where none has', async () => {
    const choice = await choose({ webgpu: () => answer('webgpu', 50) });
    expect(choice.provider).toBe('webgpu');
    expect(detailText((await choose({})).reason)).toBe(
      'CPU: CUDA (NVIDIA) could not be used (there is no device); WebGPU could not be used (there is no device)',
    );
  });

  it('takes integers that give the golden pictures of the calibration again, whatever the floats say of them', async () => {
    const offered = ['cpu', 'cpu int8'];
    const over = { offered, goldenInt8: scaled(1.4) };
    const choice = await choose({ 'cpu int8': () => answer('cpu int8', 40, scaled(1.40001)) }, over);
    expect(choice).toMatchObject({ provider: 'cpu int8', reference: scaled(1.4), refusal: null });
    expect(detailText(choice.reason)).toMatch(
      /^CPU \(INT8\): agrees with its calibration to \de-\d, 2.5 times as fast as in floats$/,
    );
    const other = await choose({ 'cpu int8': () => answer('cpu int8', 40, scaled(1.5)) }, over);
    expect(other).toMatchObject({ provider: 'cpu', refusal: null });
    expect(detailText(other.reason)).toContain(
      'CPU (INT8) is not trusted: its results differ from those of its calibration by',
    );
    const slow = await choose({ 'cpu int8': () => answer('cpu int8', 130, scaled(1.4)) }, over);
    expect(detailText(slow.reason)).toContain('agrees with its calibration, but is only 0.77 times as fast');
    const lost = await choose({ 'cpu int8': () => answer('cpu int8', 40) }, { offered, goldenInt8: [] });
    expect(detailText(lost.reason)).toContain('CPU (INT8) is not trusted: it answered for 2 of 0 pictures');
  });

  it('takes the faster of a graphics processor and integers', async () => {
    const over = { offered: ['cpu', 'cuda', 'cpu int8'], goldenInt8: PICTURES };
    const int8 = { 'cpu int8': () => answer('cpu int8', 40) };
    expect((await choose({ ...int8, cuda: () => answer('cuda', 20) }, over)).provider).toBe('cuda');
    expect((await choose({ ...int8, cuda: () => answer('cuda', 70) }, over)).provider).toBe('cpu int8');
  });

  it('asks no recipe for integers that has none, and takes them where the settings name them', async () => {
    const offered = ['cpu', 'cpu int8'];
    expect((await choose({}, { offered, wished: 'cpu int8' })).asked).toEqual([]);
    const named = { offered, wished: 'cpu int8', goldenInt8: PICTURES };
    expect((await choose({ 'cpu int8': () => answer('cpu int8', 130) }, named)).provider).toBe('cpu int8');
  });

  it('asks for no run on the CPU where there is nothing to compare', async () => {
    expect((await choose({}, { offered: ['cpu'] })).asked).toEqual([]);
    expect(detailText((await choose({}, { offered: ['cpu'] })).reason)).toBe(
      'CPU: ONNX Runtime offers nothing else here',
    );
    expect(detailText((await choose({}, { wished: 'cpu' })).reason)).toBe('CPU: chosen in the settings');
  });

  it.each([
    ['differs', () => answer('cuda', 20, scaled(1.002)), 'differ from those of the CPU by 2e-3'],
    [
      'differs in one of its runs only',
      () => answer('cuda', 20, PICTURES, scaled(1.1)),
      'differ from those of the CPU',
    ],
    [
      'differs in one place of the map',
      () => answer('cuda', 20, [{ ...output, map: [0, 10, 20, -4] }, PICTURES[1]!]),
      'differ from those of the CPU by 5e-2',
    ],
    ['gives what is no number', () => answer('cuda', 20, [{ ...output, score: null }, PICTURES[1]!]), 'no numbers'],
    ['answers for fewer pictures', () => answer('cuda', 20, [output]), '1 of 2 pictures'],
    ['answers fewer values', () => answer('cuda', 20, [{ ...output, map: [0] }, PICTURES[1]!]), 'number of values'],
    ['ran on something else', () => answer('cpu', 20), 'was not used: CPU ran instead'],
    ['is slower', () => answer('cuda', 200), 'agrees with the CPU, but is only 0.5 times as fast'],
  ])('leaves out one that %s', async (_, cuda, reason) => {
    const choice = await choose({ cuda, webgpu: () => answer('webgpu', 50) });
    expect(choice.provider).toBe('webgpu');
    expect(detailText((await choose({ cuda })).reason)).toContain(reason);
  });

  it('takes the one that the settings name where it agrees, whatever its speed, and tries no other', async () => {
    const slow = await choose({ webgpu: () => answer('webgpu', 1000) }, { wished: 'webgpu' });
    expect(slow).toMatchObject({ provider: 'webgpu', refusal: null, asked: ['webgpu', 'cpu'] });
    expect(detailText(slow.reason)).toBe('WebGPU: chosen in the settings, agrees with the CPU to 0, 0.1 times as fast');
  });

  it('says why the one that the settings name cannot be used', async () => {
    const wrong = await choose({ webgpu: () => answer('webgpu', 10, scaled(2)) }, { wished: 'webgpu' });
    expect([wrong.provider, detailText(wrong.refusal ?? '')]).toEqual([
      'cpu',
      expect.stringContaining('WebGPU is not trusted'),
    ]);
    const absent = await choose({}, { wished: 'dml' });
    expect(detailText(absent.refusal ?? '')).toBe('DirectML (Windows) is not offered by ONNX Runtime here');
  });

  it('leaves out one that failed before, without trying it', async () => {
    const failed = new Map([['cuda', 'it gave values that are no numbers']]);
    const choice = await choose({ cuda: () => answer('cuda', 20) }, { failed });
    expect(detailText(choice.reason)).toContain('CUDA (NVIDIA) failed before (it gave values that are no numbers)');
    expect(choice.asked).not.toContain('cuda');
  });

  it('trusts nothing where the CPU itself cannot be asked', async () => {
    const choice = await choose({
      cuda: () => answer('cuda', 20),
      cpu: () => Promise.reject(new Error('out of memory\nat native code')),
    });
    expect(detailText(choice.reason)).toContain('CUDA (NVIDIA) could not be compared (out of memory)');
  });

  it('gives differences of small scores as shares of one sigma, not of the score', async () => {
    const near = [{ ...output, score: 0.0001 }];
    const found = [{ ...output, score: 0.0003 }];
    const choice = await choose({ cpu: () => answer('cpu', 100, near), cuda: () => answer('cuda', 20, found) });
    expect(detailText(choice.reason)).toContain('agrees with the CPU to 2e-4');
  });
});
