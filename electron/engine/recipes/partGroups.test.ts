import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { partsOf, tryGroup } from './partGroups.ts';

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'sigmaline-groups-'));
  for (const name of ['0031-2.png', '0031-1.png', '0032-1.png']) await writeFile(join(folder, name), '');
});
afterEach(() => rm(folder, { recursive: true }));

it('tells what a pattern makes of the images of a folder, the first as an example', async () => {
  expect(await tryGroup(folder, '^(?<serial>\\d+)-')).toEqual({
    images: 3,
    parts: 2,
    file: '0031-1.png',
    serial: '0031',
  });
});

it.each([
  ['(', 'calibration.group'],
  ['(?<lot>\\d+)', 'calibration.group'],
  ['part-(?<serial>\\d+)', 'calibration.group-unmatched'],
])('refuses %s', async (group, code) => {
  await expect(tryGroup(folder, group)).rejects.toMatchObject({ code });
});

it('refuses with an example that works as it stands', () => {
  const examples: string[] = [];
  try {
    partsOf([], { group: '(' });
  } catch (thrown) {
    examples.push(...(/such as "(.+)"/.exec(String(thrown)) ?? []).slice(1));
  }
  expect(examples.map((example) => partsOf(['0031-2.png'], { group: example }))).toEqual([['0031']]);
});

it('takes the parts that a list of images tells, and a pattern for the others', () => {
  const listed = [
    { path: '/a/0031-1.png', part: 'A' },
    { path: '/b/0031-2.png', part: null },
  ];
  const paths = listed.map(({ path }) => path);
  expect(partsOf(paths, { listed, group: '^(?<serial>\\d+)-' })).toEqual(['A', '0031']);
  expect(partsOf(paths, { listed })).toEqual(['A', '/b/0031-2.png']);
  expect(partsOf(paths, { listed: listed.slice(1) })).toBeNull();
});
