import { copyFile, readdir, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { Inspection, InspectionId } from '../../../shared/domain/index.ts';
import { createTestStation, type TestStation } from './station.ts';
import { png } from './testImages.ts';

let station: TestStation;
let written = 0;

beforeEach(async () => {
  written = 0;
  station = await createTestStation();
  await station.start();
  await station.addSource('ring', { pattern: '(?<serial>S\\d+)-\\d+\\.png' });
});
afterEach(() => station.remove());

const place = (file: string): string => join(station.cameraFolder, file);
const get = (id: InspectionId) => station.client().request('record.get', { id });
const again = (id: InspectionId) => station.client().request('record.judgeAgain', { id });
async function states(id: InspectionId): Promise<Record<string, string>> {
  const { checks } = await station.client().request('record.verify', { id });
  return Object.fromEntries(checks.map(({ what, state }) => [what, state]));
}

/** Parts come and are judged. @returns all records */
async function judge(...names: string[]): Promise<Inspection[]> {
  for (const name of names) {
    await writeFile(place(name), png(written));
    written += 1;
  }
  return station.settled(written);
}

const numbered = (count: number): string[] => Array.from({ length: count }, (_, index) => `S${index}-1.png`);

describe('one record', () => {
  it('tells what is known of it: decisions, parts to compare with, those of its serial and its content, and its place in the chain', async () => {
    await judge(...numbered(12));
    await copyFile(place('S3-1.png'), place('S3-2.png'));
    written += 1;
    const records = await station.settled(written);
    const twin = records.at(-1)!;
    const first = records.find(({ file }) => file === 'S3-1.png')!;
    const detail = await get(twin.id);
    expect(detail).toMatchObject({ inspection: { number: twin.number, serial: 'S3' }, sameContentAs: first.number });
    expect(detail).toMatchObject({ calibration: { scores: [], percentile: null, target: 0.05 }, onHold: false });
    expect(detail.sameContent.map(({ number }) => number)).toEqual([first.number]);
    expect(detail.sameSerial.map(({ number }) => number)).toEqual([first.number]);
    expect(detail.chain).toMatchObject({ sequence: expect.any(Number), checkpoint: null });
    const typical = records.find(({ id }) => id === detail.typical);
    expect(typical).toMatchObject({ verdict: 'pass', recipeVersion: 1 });

    const failed = records.find(({ verdict }) => verdict === 'fail')!;
    expect(await get(failed.id)).toMatchObject({ state: 'open', history: [] });
    const decided = { id: failed.id, reason: 'Harmless mark', decision: 'released', seen: null } as const;
    await station.client().request('disposition.make', decided);
    expect(await get(failed.id)).toMatchObject({ state: 'released', history: [{ id: 1, reason: 'Harmless mark' }] });
    const { shift } = await station.status();
    expect(shift.dispositions).toMatchObject({ released: 1, open: shift.fail + shift.review - 1 });
  });

  it('is held against the chain, its checkpoint and its files', async () => {
    const [record, other] = await judge(...numbered(6));
    const { id } = record!;
    const chain = { record: 'holds', entry: 'holds', link: 'holds' };
    expect(await states(id)).toEqual({
      ...chain,
      checkpoint: 'gone',
      dispositions: 'gone',
      image: 'holds',
      map: 'holds',
    });
    await station.client().request('audit.checkpoint', {});
    expect(await states(id)).toMatchObject({ ...chain, checkpoint: 'holds' });
    const maps = join(station.dataFolder, 'maps');
    const map = (await readdir(maps, { recursive: true })).find((name) => name.endsWith(`${id}.npy`));
    await writeFile(join(maps, map!), 'another map');
    expect(await states(id)).toMatchObject({ ...chain, map: 'broken', image: 'holds' });
    await rm(place(other!.file));
    expect(await states(other!.id)).toMatchObject({ image: 'gone', map: 'holds' });
  });

  it('is judged again as it was, by the version that judged it, and nothing is recorded', async () => {
    const [record, gone] = await judge(...numbered(2));
    const answer = await again(record!.id);
    expect(answer).toMatchObject({ isSame: true, recorded: { verdict: record!.verdict, score: record!.score } });
    expect(answer.again).toEqual(answer.recorded);
    expect(await station.records()).toHaveLength(2);
    await rm(place(gone!.file));
    await expect(again(gone!.id)).rejects.toMatchObject({ code: 'image.not-found' });
    await writeFile(place('empty.png'), '');
    written += 1;
    const error = (await station.settled(written)).at(-1)!;
    await expect(again(error.id)).rejects.toMatchObject({ code: 'record.not-judged' });
  });
});
