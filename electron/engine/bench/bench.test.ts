import { randomUUID } from 'node:crypto';
import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  truncateSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import sharp from 'sharp';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { openStationCaller } from '../../../shared/contract/index.ts';
import { calibrationSettingsSchema, type SigmalineError } from '../../../shared/domain/index.ts';
import { openTestKernel, type TestKernel } from '../kernel/kernel.fixture.ts';
import { Bench, type BenchNeeds } from './bench.ts';

const caller = openStationCaller('window', 'test');
let root: string;
let folder: string;
let station: TestKernel;
let bench: Bench;
let told: SigmalineError[];

/** Its processes never answer: what is examined is told by the station's own test. */
function openBench(): Bench {
  const silent = { send: () => undefined, kill: () => undefined, onMessage: () => undefined, onExit: () => undefined };
  const needs = {
    host: { start: () => silent },
    notices: { add: (notice: SigmalineError) => told.push(notice) },
    records: { find: () => null },
    findOriginal: async () => null,
    sources: () => [],
  };
  return new Bench(station.kernel, needs as unknown as BenchNeeds);
}

const begin = (recipe: string) => bench.handlers['bench.begin']({ recipe }, caller);
const list = async () => (await bench.handlers['bench.list']({}, caller)).drafts;
const draftFolder = (id: string): string => join(root, 'bench', id);
const image = (size = 64): Promise<Buffer> =>
  sharp({ create: { width: size, height: size, channels: 3, background: 'grey' } })
    .png()
    .toBuffer();

beforeEach(async () => {
  root = mkdtempSync(join(tmpdir(), 'sigmaline-bench-'));
  folder = join(root, 'good');
  mkdirSync(folder);
  for (const name of ['part-2.png', 'part-10.png', 'note.txt']) writeFileSync(join(folder, name), await image());
  told = [];
  station = openTestKernel(root);
  bench = openBench();
});
afterEach(async () => {
  station.close();
  rmSync(root, { recursive: true });
});

describe('a calibration in the making', () => {
  it('is on the disk with all that was answered, whenever the station is killed', async () => {
    const { id } = await begin('Ring');
    await bench.handlers['bench.addFolder']({ id, folder }, caller);
    const settings = calibrationSettingsSchema.parse({ recipe: 'Ring', target: 0.01 });
    await bench.handlers['bench.change']({ id, revision: 0, settings, step: 'area' }, caller);
    const { images } = await bench.handlers['bench.images']({ id }, caller);
    expect(images.map(({ file }) => file)).toEqual(['part-2.png', 'part-10.png']);
    await bench.handlers['bench.takeOut']({ id, keys: [images[0]!.key], removed: true }, caller);
    const before = await list();
    // What a kill leaves: half a line, and the unfinished copy of a file that is written whole.
    writeFileSync(join(draftFolder(id), 'images.jsonl'), '{"out":["', { flag: 'a' });
    writeFileSync(join(draftFolder(id), 'draft.json.part'), '{"id":');
    bench = openBench();
    expect(await list()).toEqual(before);
    expect(before).toMatchObject([
      { revision: 1, step: 'area', settings: { target: 0.01 }, images: { good: 1, removed: 1 } },
    ]);
  });

  it('examines anew what another version of the product measured', async () => {
    const { id } = await begin('Ring');
    await bench.handlers['bench.addFolder']({ id, folder }, caller);
    const [{ key } = { key: '' }] = (await bench.handlers['bench.images']({ id }, caller)).images;
    const older = { kind: 'examined', key, facts: { sha256: 'a', measures: { brightness: 9 } } };
    writeFileSync(join(draftFolder(id), 'images.jsonl'), `${JSON.stringify({ examined: older })}\n`, { flag: 'a' });
    bench = openBench();
    expect(await list()).toMatchObject([{ images: { good: 2, waiting: 2 } }]);
    expect(told).toEqual([]);
  });

  it('refuses who changes an older one, and takes no image twice', async () => {
    const { id } = await begin('Ring');
    await bench.handlers['bench.change']({ id, revision: 0, step: 'area' }, caller);
    const late = async () => bench.handlers['bench.change']({ id, revision: 0, step: 'mask' }, caller);
    await expect(late()).rejects.toMatchObject({ code: 'bench.changed-meanwhile' });
    expect(await bench.handlers['bench.addFolder']({ id, folder }, caller)).toEqual({ added: 2 });
    expect(await bench.handlers['bench.addFolder']({ id, folder }, caller)).toEqual({ added: 0 });
  });

  it.each([
    ['draft.json', (file: string) => truncateSync(file, 40)],
    ['images.jsonl', (file: string) => writeFileSync(file, '{"add":[]}\nnonsense\n{"usual":null}\n')],
  ])('is put aside and told of where its %s is damaged; the others go on', async (name, damage) => {
    const { id } = await begin('Broken');
    const whole = await begin('Whole');
    await bench.handlers['bench.addFolder']({ id, folder }, caller);
    damage(join(draftFolder(id), name));
    bench = openBench();
    expect((await list()).map((draft) => draft.id)).toEqual([whole.id]);
    expect(told.map(({ code }) => code)).toEqual(['bench.damaged']);
    const [aside] = readdirSync(join(root, 'damaged'));
    expect(existsSync(join(root, 'damaged', aside!, name))).toBe(true);
  });

  it('is removed with its files, and the audit chain says so', async () => {
    const { id } = await begin('Ring');
    await bench.handlers['bench.remove']({ id }, caller);
    expect(existsSync(draftFolder(id))).toBe(false);
    const actions = station.kernel.database.prepare<{ entry: string }>('SELECT * FROM audit_entry').all();
    expect(JSON.stringify(actions)).toContain('bench.removed');
    await expect(async () => bench.handlers['bench.get']({ id }, caller)).rejects.toMatchObject({
      code: 'bench.not-found',
    });
  });

  it('tells the command that does the same', async () => {
    const { id } = await begin("Ring's outer");
    await bench.handlers['bench.addFolder']({ id, folder }, caller);
    const { images } = await bench.handlers['bench.images']({ id }, caller);
    await bench.handlers['bench.takeOut']({ id, keys: [images[1]!.key], removed: true }, caller);
    const told = await bench.handlers['bench.command']({ id }, caller);
    expect(told.command).toBe(`sigmaline calibrate --settings Ring-s-outer.json --good ${folder}`);
    expect(JSON.parse(told.settings)).toMatchObject({ recipe: "Ring's outer", without: [{ file: 'part-10.png' }] });
    // What lies in the folder besides, the draft does not know.
    writeFileSync(join(folder, 'part-11.png'), await image());
    const { command } = await bench.handlers['bench.command']({ id }, caller);
    const file = /--images (.+)$/.exec(command)?.[1] ?? '';
    expect(readFileSync(file, 'utf8')).toBe(`${join(folder, 'part-2.png')}\n`);
  });
});

describe('files that are dropped on the page', () => {
  const asked = { file: 'part.png', offset: 0, isLast: true };
  const upload = async (id: string, piece: Partial<typeof asked> & { content: string; upload?: string }) =>
    bench.handlers['bench.upload']({ id, upload: randomUUID(), ...asked, ...piece }, caller);
  const filesOf = async (id: string) =>
    (await bench.handlers['bench.images']({ id }, caller)).images.map(({ file }) => file);

  it('come in pieces, of which the last may come twice', async () => {
    const { id } = await begin('Ring');
    const whole = await image();
    const [first, rest] = [whole.subarray(0, 50), whole.subarray(50)];
    const sent = randomUUID();
    await upload(id, { upload: sent, content: first.toString('base64'), isLast: false });
    expect(await filesOf(id)).toEqual([]);
    const last = { upload: sent, offset: 50, content: rest.toString('base64') };
    await upload(id, last);
    await upload(id, last);
    expect(await filesOf(id)).toEqual(['part.png']);
    const { images } = await bench.handlers['bench.images']({ id }, caller);
    const stored = readFileSync(join(draftFolder(id), 'images', images[0]!.key, 'part.png'));
    expect(stored.equals(whole)).toBe(true);
  });

  it.each(['../../../outside.png', '..\\..\\outside.png', '/etc/outside.png', 'C:\\outside.png', 'con.png', 'a:b.png'])(
    'never lie where their name %s says',
    async (file) => {
      const { id } = await begin('Ring');
      await upload(id, { file, content: (await image()).toString('base64') });
      const [{ key } = { key: '' }] = (await bench.handlers['bench.images']({ id }, caller)).images;
      const [name, ...others] = readdirSync(join(draftFolder(id), 'images', key));
      expect(others).toEqual([]);
      expect(name).toMatch(/^(outside|_con|a_b|b)\.png$/);
    },
  );

  it.each([
    ['no image by their name', { file: 'run.exe' }, 'its name'],
    ['hidden', { file: '.png' }, 'its name'],
    ['no image by their content', { content: Buffer.from('<html>'.repeat(20)).toString('base64') }, 'no image'],
    ['empty', { content: '' }, 'no image'],
    ['continued where nothing began', { offset: 700 }, 'missing'],
  ])('are refused where they are %s', async (_, piece, reason) => {
    const { id } = await begin('Ring');
    const refused = upload(id, { content: (await image()).toString('base64'), ...piece });
    await expect(refused).rejects.toMatchObject({ code: 'bench.upload', message: expect.stringContaining(reason) });
    expect(await filesOf(id)).toEqual([]);
  });

  it('are refused where they are cut off, and nothing of them stays', async () => {
    const { id } = await begin('Ring');
    const cut = (await image(300)).subarray(0, -20).toString('base64');
    await expect(upload(id, { content: cut })).rejects.toMatchObject({ code: 'bench.upload' });
    expect(readdirSync(join(draftFolder(id), 'uploads'))).toEqual([]);
  });

  it('are not taken up again after a restart', async () => {
    const { id } = await begin('Ring');
    await upload(id, { content: 'AAAA', isLast: false });
    bench = openBench();
    expect(existsSync(join(draftFolder(id), 'uploads'))).toBe(false);
  });
});
