import { rename, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { afterEach, beforeEach, expect, it } from 'vitest';
import type { DowntimePeriod, DowntimeReason } from '../../../shared/domain/index.ts';
import { createTestStation, type TestStation } from './station.ts';
import { png } from './testImages.ts';
import { quickTimings } from './testProcesses.ts';

const timings = { ...quickTimings, samePartMs: 20, quietAfterMs: 1500, silentCycleAfterMs: 60_000 };
const downtimeTimings = { lookEveryMs: 50, aliveEveryMs: 50 };

let station: TestStation;

beforeEach(async () => {
  station = await createTestStation();
  await station.start({ timings, downtimeTimings });
});

afterEach(() => station.remove());

/** All of today, the oldest first. */
async function periods(): Promise<DowntimePeriod[]> {
  const [from, to] = [Date.now() - 3_600_000, Date.now() + 3_600_000].map((time) => new Date(time).toISOString());
  const list = await station.client().request('downtime.list', { from: from ?? '', to: to ?? '' });
  expect(list.isMore).toBe(false);
  return list.periods.reverse();
}

const isNow = (reason: DowntimeReason | null) =>
  station.until(`downtime is ${reason}`, async () => {
    const [source] = (await station.status()).sources;
    return (source?.downtime?.reason ?? null) === reason;
  });

it('a station tells its downtime by reasons, through a restart, without a gap and without an overlap', async () => {
  await station.addSource('ring', { cycleSeconds: 0.2 });
  await writeFile(join(station.cameraFolder, 'part-1.png'), png(1));
  const [only] = await station.settled(1);
  await isNow('nothing-arrived');
  await station.until('the next part is due', async () => (await station.status()).sources[0]?.waitingSince !== null);
  // A cycle and a tenth, and half a second: from then on the verdict was not that of the part at the line.
  const [source] = (await station.status()).sources;
  expect(source?.cycleSeconds).toBe(0.2);
  expect(Date.parse(source?.waitingSince ?? '') - Date.parse(only?.recordedAt ?? '')).toBe(720);
  await rename(station.cameraFolder, `${station.cameraFolder}-away`);
  await isNow('source-unreachable');
  await station.stop();
  await pause(1200);
  await station.start({ timings, downtimeTimings });
  await isNow('source-unreachable');
  await rename(`${station.cameraFolder}-away`, station.cameraFolder);
  await isNow('nothing-arrived');
  await writeFile(join(station.cameraFolder, 'part-2.png'), png(2));
  // That lasts until the next part is due, which is soon.
  await isNow(null);
  await station.settled(2);

  const all = await periods();
  expect(all.map(({ reason }) => reason)).toEqual([
    'nothing-arrived',
    'source-unreachable',
    'station-off',
    'source-unreachable',
    'nothing-arrived',
  ]);
  const [first] = await station.records();
  expect(Math.abs(Date.parse(all[0]?.began ?? '') - Date.parse(first?.arrivedAt ?? ''))).toBeLessThan(500);
  for (const [index, { began, ended }] of all.entries()) {
    expect(ended).not.toBeNull();
    const before = all[index - 1]?.ended ?? began;
    expect(began >= before).toBe(true);
  }
  // One follows the other at once; only while the station starts nothing is known of its sources yet.
  expect([all[1]?.began, all[4]?.began]).toEqual([all[0]?.ended, all[3]?.ended]);
  const off = all[2];
  expect(Date.parse(off?.ended ?? '') - Date.parse(off?.began ?? '')).toBeGreaterThanOrEqual(1150);
  const { shift } = await station.status();
  const sumMs = all.reduce((sum, { began, ended }) => sum + Date.parse(ended ?? '') - Date.parse(began), 0);
  expect(shift.downtimeSeconds).toBe(Math.floor(sumMs / 1000));
});

it('a recipe that cannot be used is downtime of its source, told with the condition that stops it', async () => {
  const { id } = await station.addSource();
  await writeFile(join(station.dataFolder, 'recipes', 'ring', '1', 'recipe.json'), '{');
  await isNow('no-recipe');
  const { conditions } = await station.status();
  expect(conditions).toMatchObject([{ code: 'recipe.corrupt', severity: 'alarm', subject: { kind: 'source', id } }]);
});

it('a span that ends before it begins is refused', async () => {
  const [from, to] = ['2026-11-29T14:00:00.000Z', '2026-11-29T06:00:00.000Z'];
  await expect(station.client().request('downtime.list', { from, to })).rejects.toMatchObject({
    code: 'request.invalid',
  });
});
