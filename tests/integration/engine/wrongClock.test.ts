import { mkdir, readdir, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { FakeMachine } from '../../../electron/engine/kernel/machine.fixture.ts';
import type { Afterwards } from '../../../shared/domain/index.ts';
import { createTestStation, type TestStation } from './station.ts';
import { png } from './testImages.ts';
import { quickRetention } from './testProcesses.ts';

const MINUTE_MS = 60_000;
const DAY_MS = 24 * 60 * MINUTE_MS;
const RIGHT = '2026-11-27T10:00:00.000Z';

let station: TestStation;
let machine: FakeMachine;
let archive: string;

beforeEach(async () => {
  station = await createTestStation();
  machine = new FakeMachine(RIGHT);
  archive = join(dirname(station.dataFolder), 'archive');
  await mkdir(archive);
  await start();
});

afterEach(() => station.remove());

const start = (): Promise<void> => station.start({ ...quickRetention, readClock: machine.read });

const watch = (afterwards: Afterwards) => station.addSource('ring', { afterwards });
const inCamera = (): Promise<string[]> => readdir(station.cameraFolder);

const allWell = () => station.until('all is well', async () => (await station.sentences()).length === 0);

/** Images arrive and are recorded; a little later they are a minute old. */
async function record(...names: string[]): Promise<void> {
  const before = (await station.records()).length;
  for (const [index, name] of names.entries()) await writeFile(join(station.cameraFolder, name), png(before + index));
  await station.until('they are recorded', async () => (await station.records()).length === before + names.length);
  // On a busy machine a file may be met a second time before it is known by its content.
  await station.until('nothing waits', async () => (await station.status()).backlog === 0);
  machine.pass(MINUTE_MS);
}

describe('a station whose images are deleted after 30 days', () => {
  it('still has those that are a minute old after its clock was 60 days ahead for seconds, and after a restart in that time', async () => {
    await watch({ kind: 'delete', days: 30 });
    await record('a.png', 'b.png');
    machine.set('2027-01-26T10:01:00.000Z');
    await record('c.png');
    await pause(300);
    await station.stop();
    await start();
    await pause(300);
    machine.set('2026-11-27T10:02:00.000Z');
    await record('d.png');
    await allWell();
    await pause(300);
    expect((await inCamera()).sort()).toEqual(['a.png', 'b.png', 'c.png', 'd.png']);
    machine.pass(30 * DAY_MS);
    await station.until('they are deleted', async () => (await inCamera()).length === 0);
  });

  it('still has them after a start of the machine at 1970, before and after a time server sets the clock', async () => {
    await watch({ kind: 'delete', days: 30 });
    await record('a.png');
    await station.stop();
    machine.shutDown(0);
    machine.set('1970-01-01T00:00:30.000Z');
    await start();
    await record('b.png');
    await pause(300);
    await station.until('it is told', async () => /1 January 1970/.test((await station.sentences()).join()));
    machine.set('2026-11-28T06:00:00.000Z');
    await record('c.png');
    await pause(300);
    expect((await inCamera()).sort()).toEqual(['a.png', 'b.png', 'c.png']);
    await allWell();
  });
});

describe('a station whose images are archived', () => {
  it('keeps them where they are while its clock is in doubt, until an engineer says that it is right', async () => {
    await watch({ kind: 'archive', folder: archive });
    const to = '2099-01-01T10:00:00.000Z';
    machine.set(to);
    await record('a.png');
    await pause(300);
    expect(await inCamera()).toEqual(['a.png']);
    expect((await station.status()).conditions).toMatchObject([{ code: 'clock.jumped', details: { from: RIGHT, to } }]);
    machine.set('2026-11-27T11:00:00.000Z');
    await station.until('it is told', async () => (await station.sentences()).length === 1);
    const { details } = (await station.status()).conditions[0]!;
    await expect(station.client().request('clock.confirm', { to })).rejects.toMatchObject({
      code: 'clock.jumped-again',
    });
    await station.client().request('clock.confirm', { to: details.to as string });
    await station.until('it is archived', async () => (await inCamera()).length === 0);
    const filed = (await readdir(archive, { recursive: true })).find((name) => name.endsWith('a.png'));
    expect(filed).toBe(join('2026', '11', '27', 'a.png'));
    expect((await station.records())[0]?.recordedAt).toMatch(/^2099/);
    await allWell();
  });
});

it('a backup is made after the clock was ahead, and the parts of that time count in the shift in which they were made', async () => {
  const newestBackup = async (): Promise<string> =>
    (await readdir(join(station.dataFolder, 'backups')).catch(() => [])).sort().at(-1) ?? '';
  const backedUp = (hour: number, records: number) =>
    station.until('there is a backup', async () =>
      new RegExp(`2026-11-27T${hour}.*-to-${records}.sqlite`).test(await newestBackup()),
    );
  await watch({ kind: 'leave' });
  await record('a.png');
  await backedUp(10, 1);
  machine.set('2027-01-26T11:02:00.000Z');
  machine.pass(60 * MINUTE_MS);
  await record('b.png');
  await backedUp(11, 2);
  machine.set('2026-11-27T11:03:00.000Z');
  machine.pass(60 * MINUTE_MS);
  await record('c.png');
  await backedUp(12, 3);
  await station.until('all count', async () => {
    const { pass, review, fail } = (await station.status()).shift;
    return pass + review + fail === 3;
  });
});
