import { createHash } from 'node:crypto';
import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { FakeMachine } from '../../../electron/engine/kernel/machine.fixture.ts';
import { type SourceOptions, sourceOptionsSchema } from '../../../shared/domain/index.ts';
import { createTestStation, type TestStation } from './station.ts';
import { png } from './testImages.ts';
import { quickTimings } from './testProcesses.ts';

let station: TestStation;
let machine: FakeMachine;
let used: number;
beforeEach(async () => {
  station = await createTestStation();
  machine = new FakeMachine('2026-11-27T10:00:00.000Z');
  used = 0;
  await station.start({ readClock: machine.read });
});
afterEach(() => station.remove());

/** Images that the lane of tests passes: its score follows from what they hash to. */
const GOOD = Array.from({ length: 200 }, (_, content) => png(content)).filter(
  (image) => createHash('sha256').update(image).digest('hex') < '3',
);
const VIEWS = ['top', 'side'].map((name) => ({ name, recipeId: null }));
const side = (): string => join(station.cameraFolder, '..', 'side');

/** A camera for each view of the same parts. @returns the ids of both */
async function cameras(together: object, waitSeconds = 60): Promise<[string, string]> {
  await mkdir(side(), { recursive: true });
  const pattern = String.raw`^(?<serial>\d+)`;
  const views = { names: VIEWS, together, waitSeconds };
  const { id, recipeId } = await station.addSource('ring', {
    pattern,
    views,
    oneView: { name: 'top', source: null },
  } as Partial<SourceOptions>);
  const options = sourceOptionsSchema.parse({ pattern, oneView: { name: 'side', source: id } });
  const other = { name: 'Camera 2', folder: side(), recipeId, options };
  return [id, (await station.client().request('source.add', other)).id];
}

async function arrives(view: 'top' | 'side', serial: string): Promise<void> {
  const before = (await station.records()).length;
  used += 1;
  const name = `${serial}_${used}.png`;
  await writeFile(join(view === 'top' ? station.cameraFolder : side(), name), GOOD[used] ?? '');
  await station.settled(before + 1);
}

async function parts(): Promise<string[]> {
  const page = await station.client().request('part.page', {});
  const said = page.parts.map(({ state, verdict, views }) => {
    const came = views.map(({ record }) => record?.serial ?? '-');
    return `${came.join(' ')} ${state} ${verdict}`;
  });
  return said.reverse();
}
const standing = async () => (await station.status()).sources.map(({ waitingSince }) => waitingSince === null);

it('two cameras whose images are put together by arrival: no part passes by the image of a neighbour, over a restart and a clock that is set by the cycle', async () => {
  await cameras({ by: 'arrival', withinSeconds: 1 }, 20);
  await arrives('top', '1');
  await arrives('side', '1');
  expect(await parts()).toEqual(['1 1 complete pass']);
  for (const [step, from] of [
    [-4000, 2],
    [4000, 4],
  ] as const) {
    machine.pass(4000);
    await arrives('top', String(from));
    machine.pass(4000);
    await station.stop();
    machine.wallMs += step;
    await station.start({ readClock: machine.read });
    await arrives('side', String(from + 1));
  }
  machine.pass(30_000);
  await station.until('nothing is waited for', async () => (await parts()).every((said) => !said.includes('waiting')));
  expect(await parts()).toEqual([
    '1 1 complete pass',
    '2 - incomplete review',
    '- 3 incomplete review',
    '4 - incomplete review',
    '- 5 incomplete review',
  ]);
});

it('an image that waited while its views were taken away, and over a restart, is no part of its own', async () => {
  await station.stop();
  const timings = { ...quickTimings, incompleteMs: 300_000 };
  await station.start({ readClock: machine.read, timings });
  await cameras({ by: 'serial' });
  const image = GOOD.at(-1) ?? Buffer.alloc(0);
  const cut = join(side(), '7_cut.png');
  await writeFile(cut, image.subarray(0, image.length - 20));
  await station.until('it is seen', async () => (await station.status()).backlog === 1);
  const [first, second] = (await station.status()).sources;
  if (first === undefined || second === undefined) throw new Error('there are two sources');
  machine.pass(1000);
  const change = { ...second, options: { ...second.options, oneView: null } };
  await station.client().request('source.change', change);
  await station.client().request('source.remove', { id: first.id });
  await station.stop();
  await station.start({ readClock: machine.read, timings });
  await writeFile(cut, image);
  await station.settled(1);
  expect((await station.records()).map(({ verdict }) => verdict)).toEqual(['pass']);
  expect(await parts()).toEqual(['- - 7 waiting null']);
  expect((await station.status()).shift).toMatchObject({ pass: 0 });
});

it('a by-pass of one camera, however short, takes back the verdict of the part that both have seen, and its part is an error', async () => {
  const [, second] = await cameras({ by: 'serial' });
  await arrives('top', '1');
  await arrives('side', '1');
  expect(await standing()).toEqual([true, true]);
  const client = station.client();
  const input = { source: second, reason: 'Trial parts', minutes: 5, comment: null } as Parameters<
    typeof client.request<'bypass.begin'>
  >[1];
  const short = await client.request('bypass.begin', input);
  await client.request('bypass.end', { id: short.id });
  expect(await standing()).toEqual([false, false]);
  machine.pass(1000);
  await arrives('top', '2');
  const { id } = await client.request('bypass.begin', input);
  machine.pass(1000);
  await arrives('side', '2');
  await client.request('bypass.end', { id });
  expect(await parts()).toEqual(['1 1 complete pass', '2 2 complete error']);
  expect(await standing()).toEqual([false, false]);
});

it('a source whose time of arrival is more than half its cycle says that neighbours may mix, until it is shorter', async () => {
  const views = (withinSeconds: number) => ({
    pattern: '(?<view>[a-z]+)',
    cycleSeconds: 4,
    views: {
      names: VIEWS,
      together: { by: 'arrival', withinSeconds } as const,
      waitSeconds: 5,
      incomplete: 'review',
    } as const,
  });
  await station.addSource('ring', views(2.5));
  const found = async () => (await station.status()).conditions.filter(({ code }) => code === 'source.views-mix');
  const details = { withinSeconds: 2.5, cycleSeconds: 4 };
  expect(await found()).toMatchObject([{ details, severity: 'warning', subject: { kind: 'source' } }]);
  await station.changeSource(views(2));
  expect(await found()).toEqual([]);
});
