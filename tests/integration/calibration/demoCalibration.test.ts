import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import type { EventPayload } from '../../../shared/contract/index.ts';
import { createTestStation, type TestStation } from '../engine/station.ts';
import { resourcesFolder } from '../sampleSets.ts';

let station: TestStation;
beforeEach(async () => {
  station = await createTestStation();
});
afterEach(() => station.remove());

it("the demo's calibration can be cancelled like any other, and the demo is off then", async () => {
  await station.start({ resourcesFolder });
  const client = station.client();
  const progress = Promise.withResolvers<EventPayload<'calibration.progress'>>();
  const ended: EventPayload<'calibration.ended'>[] = [];
  client.on('calibration.progress', progress.resolve);
  client.on('calibration.ended', (event) => ended.push(event));
  await client.request('demo.start', {});
  const { runId } = await progress.promise;
  expect((await station.status()).demo).toBe('preparing');
  await client.request('calibration.cancel', { runId });
  await station.until('the demo is off', async () => (await station.status()).demo === 'off');
  expect(ended).toMatchObject([{ runId, recipe: null, error: { code: 'calibration.cancelled' } }]);
  expect((await station.status()).sources.map(({ folder }) => folder)).not.toContain(
    join(station.dataFolder, 'demo-line'),
  );
});
