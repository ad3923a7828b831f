import { SigmalineError } from '../../shared/domain/index.ts';
import { failedLane, idleLane, workingStatus } from './support/states.ts';
import { expect, test } from './support/test.ts';

const ON_GRAPHICS = {
  ...idleLane,
  executionProvider: 'webgpu',
  executionDevice: 'NVIDIA H200, driver 570.1',
  executionReason: 'WebGPU: agrees with the CPU to 2e-5, 3.1 times as fast',
} as const;
const GIVEN_UP = {
  ...idleLane,
  id: 2,
  executionReason: 'CPU: WebGPU failed (the device was lost)',
  memoryBytes: 512e6,
};

test.describe('the lanes', () => {
  test.beforeEach(({ station }) => {
    const laneSplit = { goal: 'throughput', lanes: 2, threads: 1, cores: 2 } as const;
    station.status = { ...workingStatus(), laneSplit };
  });

  test('say what each judges on and why, how much memory it takes, and why there are so many', async ({
    station,
    setup,
  }) => {
    station.status.lanes = [ON_GRAPHICS, GIVEN_UP];
    const { page } = setup;
    await setup.open(station.url, 'lanes');
    const lanes = page.getByRole('main').getByRole('listitem');
    await expect(lanes).toHaveCount(2);
    await expect(lanes.nth(0)).toContainText('Lane 1: judges on the graphics processor');
    await expect(lanes.nth(0)).toContainText('NVIDIA H200, driver 570.1');
    await expect(lanes.nth(0)).toContainText('agrees with the CPU to 2e-5, 3.1 times as fast');
    await expect(lanes.nth(1)).toContainText('Lane 2: judges on the main processor');
    await expect(lanes.nth(1)).toContainText('WebGPU failed (the device was lost)');
    await expect(lanes.nth(1)).toContainText('512 MB of memory');
    await expect(page.getByText('2 lanes with 1 thread each, for the most parts per minute on 2 cores.')).toBeVisible();
  });

  test('say whether they are starting or cannot be started, and follow what becomes of them', async ({
    station,
    setup,
  }) => {
    station.status.lanes = [
      { ...failedLane, state: 'starting' },
      { ...failedLane, id: 2 },
    ];
    const { page } = setup;
    await setup.open(station.url, 'lanes');
    await expect(page.getByText('Lane 1: starting')).toBeVisible();
    await expect(page.getByText('Lane 2: cannot start')).toBeVisible();
    station.changeStatus({ lanes: [ON_GRAPHICS] });
    await expect(page.getByText('Lane 1: judges on the graphics processor')).toBeVisible();
    await expect(page.getByText('Lane 2')).toBeHidden();
  });
});

test.describe('a graphics processor that failed', () => {
  test.beforeEach(({ station }) => {
    station.status = { ...workingStatus(), lanes: [GIVEN_UP] };
  });

  test('is checked again when it is asked for, and judges again', async ({ station, setup }) => {
    let asked = 0;
    station.handlers['provider.retry'] = () => {
      asked += 1;
      return {};
    };
    const { page } = setup;
    await setup.open(station.url, 'lanes');
    await page.getByRole('button', { name: 'Try again' }).click();
    await expect(page.getByRole('status').filter({ hasText: 'running in the background' })).toBeVisible();
    expect(asked).toBe(1);
    station.changeStatus({ lanes: [ON_GRAPHICS] });
    await expect(page.getByText('Lane 1: judges on the graphics processor')).toBeVisible();
  });

  test('is not said to be checked where the station refused, which says why', async ({ station, setup }) => {
    const { page } = setup;
    await setup.open(station.url, 'lanes');
    const retry = page.getByRole('button', { name: 'Try again' });
    await retry.click();
    const answer = page.getByRole('status').filter({ hasText: 'running in the background' });
    await expect(answer).toBeVisible();
    const refusal = new SigmalineError('internal', { reason: 'the disk is full' });
    station.handlers['provider.retry'] = () => {
      throw refusal;
    };
    await retry.click();
    await expect(page.getByRole('alert').filter({ hasText: refusal.message })).toBeVisible();
    await expect(answer).toBeHidden();
  });
});

test.describe('the execution provider', () => {
  const offered = (station: { status: { executionProviders: string[] } }, ...names: string[]): void => {
    station.status.executionProviders = names;
  };

  test.beforeEach(({ station }) => {
    station.status = workingStatus();
  });

  test('is chosen from those that the machine of the station offers', async ({ station, setup }) => {
    offered(station, 'cpu', 'cuda', 'webgpu');
    const { page } = setup;
    await setup.open(station.url, 'station');
    const field = page.getByLabel('Execution provider');
    await expect(field.getByRole('option')).toHaveText(['Automatic', 'CPU', 'CUDA (NVIDIA)', 'WebGPU']);
    await field.selectOption('cuda');
    await page.getByRole('button', { name: 'Save' }).click();
    await expect(page.getByText('Saved.')).toBeVisible();
    expect(station.settings.executionProvider).toBe('cuda');
  });

  test('that is set and not offered stays set until another is chosen, and is told of', async ({ station, setup }) => {
    offered(station, 'cpu');
    station.settings = { ...station.settings, executionProvider: 'coreml' };
    const { page } = setup;
    await setup.open(station.url, 'station');
    const field = page.getByLabel('Execution provider');
    await expect(field).toHaveValue('coreml');
    await expect(field.getByRole('option')).toHaveText([
      'Automatic',
      'CPU',
      'Core ML (Apple): not available on this machine',
    ]);
  });
});
