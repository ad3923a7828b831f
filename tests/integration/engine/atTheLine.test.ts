import { createHash } from 'node:crypto';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeEach, expect, it } from 'vitest';
import { createTestStation, type TestStation } from './station.ts';
import { png } from './testImages.ts';

let station: TestStation;
beforeEach(async () => {
  station ??= await createTestStation();
  await station.renew();
});
afterAll(() => station.remove());

/** Images that the lane of tests passes: its score follows from what they hash to. */
const GOOD = Array.from({ length: 200 }, (_, content) => png(content)).filter(
  (image) => createHash('sha256').update(image).digest('hex') < '3',
);
let used = 0;
async function passes(name: string): Promise<void> {
  const before = (await station.records()).length;
  used += 1;
  await writeFile(join(station.cameraFolder, `${name}.png`), GOOD[used] ?? '');
  await station.settled(before + 1);
}
const standing = async () => {
  const [source] = (await station.status()).sources;
  return { stands: source?.waitingSince === null, overtaken: source?.overtaken !== null };
};

it('a verdict does not stand again at a source that was removed and added', async () => {
  const { id } = await station.addSource();
  await passes('one');
  expect(await standing()).toEqual({ stands: true, overtaken: false });
  await station.client().request('source.remove', { id });
  const again = await station.addSource();
  expect(again.id).toBe(id);
  expect((await standing()).stands).toBe(false);
  await passes('two');
  expect((await standing()).stands).toBe(true);
});

it('a verdict does not come back after a by-pass in which no part came', async () => {
  await station.addSource();
  await passes('one');
  const client = station.client();
  const input = { source: null, reason: 'Trial parts', minutes: 5, comment: null };
  // Over before anybody asked for the status.
  const { id } = await client.request('bypass.begin', input);
  await client.request('bypass.end', { id });
  const { conditions } = await station.status();
  expect(conditions.some(({ code }) => code === 'bypass.active')).toBe(false);
  expect((await standing()).stands).toBe(false);
  await passes('two');
  expect((await standing()).stands).toBe(true);
});

it('a file that comes whole when its error and another part came before is a pass of a part that has gone', async () => {
  await station.addSource('ring', { incompleteAfterSeconds: 1 });
  const image = GOOD.at(-1) ?? Buffer.alloc(0);
  const cut = join(station.cameraFolder, 'cut.png');
  await writeFile(cut, image.subarray(0, image.length - 20));
  await station.settled(1);
  await passes('other');
  expect(await standing()).toEqual({ stands: true, overtaken: false });
  await writeFile(cut, image);
  const records = await station.settled(3);
  expect(records.map(({ file, verdict }) => `${file} ${verdict}`)).toEqual([
    'cut.png error',
    'other.png pass',
    'cut.png pass',
  ]);
  expect(await standing()).toEqual({ stands: true, overtaken: true });
});
