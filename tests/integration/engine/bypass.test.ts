import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { BYPASSED_CODE } from '../../../shared/domain/index.ts';
import { createTestStation, type TestStation } from './station.ts';
import { png } from './testImages.ts';

let station: TestStation;

beforeEach(async () => {
  station = await createTestStation();
  await station.start();
});

afterEach(() => station.remove());

const arrive = (part: number) => writeFile(join(station.cameraFolder, `part-${part}.png`), png(part));

it('a by-pass lasts over a restart: its parts are recorded and not judged, it is no downtime, and ended it is over', async () => {
  const source = await station.addSource('ring');
  await arrive(1);
  await station.settled(1);
  const asked = { source: source.id, reason: 'Trial parts', comment: 'Ring 7', minutes: 30 };
  const { id } = await station.client().request('bypass.begin', asked);
  await arrive(2);
  await station.settled(2);
  await station.stop();
  await station.start();
  const { bypasses, conditions } = await station.status();
  expect(bypasses).toMatchObject([{ id, reason: 'Trial parts', parts: 1 }]);
  expect(conditions.map(({ code }) => code)).toContain('bypass.active');
  await arrive(3);
  await station.settled(3);
  await station.client().request('bypass.end', { id });
  await arrive(4);
  const records = await station.settled(4);
  expect(records.map(({ error }) => error?.code ?? 'judged')).toEqual([
    'judged',
    BYPASSED_CODE,
    BYPASSED_CODE,
    'judged',
  ]);
  // After a start the records of the shift are counted beside its work.
  await station.until('the shift is counted', async () => (await station.status()).shift.bypassed > 0);
  const { shift, bypasses: now, sources } = await station.status();
  expect(shift).toMatchObject({ error: 2, bypassed: 2 });
  expect(now).toEqual([]);
  expect(sources[0]?.downtime).toBeNull();
  const day = { from: new Date(Date.now() - 3_600_000).toISOString(), to: new Date(Date.now() + 60_000).toISOString() };
  expect(await station.client().request('bypass.list', day)).toMatchObject([
    { id, comment: 'Ring 7', parts: 2, endedEarly: true },
  ]);
  const { periods } = await station.client().request('downtime.list', day);
  expect(periods.map(({ reason }) => reason)).not.toContain('nothing-arrived');
  const found = await station.client().request('records.search', { filter: { error: BYPASSED_CODE } });
  expect(found.records).toHaveLength(2);
  const again = await station.client().request('record.judgeAgain', { id: found.records[0]!.id });
  expect(again).toMatchObject({ recorded: { verdict: 'error', score: null }, isSame: false });
  expect(again.again.score).not.toBeNull();
});
