import { describe, expect, it } from 'vitest';
import { ORDINARY_TRAITS } from '../../../shared/domain/imageTraits.fixture.ts';
import { detailText, SigmalineError } from '../../../shared/domain/index.ts';
import type { InspectJob } from '../../hosts/index.ts';
import { createCheckedPool } from './checkedPool.ts';
import type { LaneOutcome } from './laneTasks.ts';

const JOB: InspectJob = {
  kind: 'inspect',
  imagePath: '/line/a.png',
  recipeFolder: '/recipes/ring/1',
  mapPath: null,
  thumbnailPath: null,
};
const RESULT = {
  ...{
    sha256: '',
    content: { size: 1, modifiedUs: 1, changedUs: null, fileId: null },
    imageWidthPx: 1,
    imageHeightPx: 1,
    score: 1,
    partDistance: 1,
    patchScore: 1,
    levelDistances: [],
    traits: ORDINARY_TRAITS,
  },
  ...{
    mapMaximum: 1,
    placement: null,
    mapMaximumX: 0,
    mapMaximumY: 0,
    decodeMs: 1,
    networkMs: 1,
    durationMs: 1,
    occupiedMs: 1,
    wasKeptBusy: false,
  },
  ...{ unusualShare: 0, partShare: null, look: null, relitScore: null },
};
const refusal = (code: 'lane.run-failed' | 'lane.not-finite' | 'image.truncated'): LaneOutcome => {
  const { message, details } = new SigmalineError(code, {
    file: 'a.png',
    reason: 'the device was lost',
    output: 'score',
  });
  return { kind: 'refused', error: { code, message, details }, sha256: null, content: null };
};

/** A pool whose lanes answer as told, on `provider` and on the CPU. */
function judge(provider: string, onProvider: LaneOutcome | null, onCpu: LaneOutcome | null, alone = false) {
  const told: string[] = [];
  const pool = createCheckedPool(
    {
      capacity: 3,
      async inspect({ executionProvider = 'unsaid' }, { execution }) {
        told.push(`on ${executionProvider}`);
        const given = executionProvider === 'cpu' && provider !== 'cpu' ? onCpu : onProvider;
        const { device = null, reason = null } = execution ?? {};
        return (
          given ?? {
            kind: 'judged',
            result: {
              ...RESULT,
              executionProvider,
              executionDevice: device,
              executionReason: reason === null ? null : detailText(reason),
            },
          }
        );
      },
    },
    {
      executionOf: () => ({ provider, device: 'A card', reason: `${provider}: agrees`, cpu: 'A processor' }),
      failed: (_folder, name, reason) => told.push(`${name} failed: ${detailText(reason)}`),
      suspected: (_folder, name) => told.push(`${name} suspected`),
    },
  );
  return pool.inspect(JOB, { alone }).then((outcome) => ({ outcome, told }));
}

describe('an image whose recipe runs on a graphics processor', () => {
  it('is judged there, and the record says on which and why', async () => {
    const { outcome, told } = await judge('webgpu', null, null);
    expect(outcome).toMatchObject({
      result: { executionProvider: 'webgpu', executionDevice: 'A card', executionReason: 'webgpu: agrees' },
    });
    expect(told).toEqual(['on webgpu']);
  });

  it.each(['lane.run-failed', 'lane.not-finite'] as const)(
    'is judged by the CPU where that fails (%s)',
    async (code) => {
      const { outcome, told } = await judge('webgpu', refusal(code), null);
      expect(outcome).toMatchObject({
        result: {
          executionDevice: 'A processor',
          executionReason: 'CPU: WebGPU failed on this image (the device was lost)',
        },
      });
      expect(told).toEqual(['on webgpu', 'on cpu', 'webgpu failed: the device was lost']);
    },
  );

  it('is to blame itself where the CPU cannot judge it either', async () => {
    const { outcome, told } = await judge('webgpu', refusal('lane.not-finite'), refusal('lane.not-finite'));
    expect(outcome).toMatchObject({ kind: 'refused', error: { code: 'lane.not-finite' } });
    expect(told).toEqual(['on webgpu', 'on cpu']);
  });

  it('is not judged twice where it is the image that cannot be read', async () => {
    const { outcome, told } = await judge('webgpu', refusal('image.truncated'), null);
    expect(outcome).toMatchObject({ kind: 'refused', error: { code: 'image.truncated' } });
    expect(told).toEqual(['on webgpu']);
  });

  it('on which a lane ended is tried again on the CPU, which makes the processor a suspect', async () => {
    const { told } = await judge('webgpu', null, null, true);
    expect(told).toEqual(['on cpu', 'webgpu suspected']);
  });
});

describe('an image whose recipe runs on the CPU', () => {
  it('is not tried again on the same', async () => {
    const { told } = await judge('cpu', refusal('lane.run-failed'), null);
    expect(told).toEqual(['on cpu']);
  });
});
