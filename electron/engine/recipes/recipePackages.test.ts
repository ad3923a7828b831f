import { createHash, randomUUID } from 'node:crypto';
import { createWriteStream } from 'node:fs';
import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pipeline } from 'node:stream/promises';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { ZipFile } from 'yazl';
import { openStationCaller } from '../../../shared/contract/index.ts';
import { recipeIdSchema } from '../../../shared/domain/index.ts';
import { recipeVersionOf } from '../../../shared/domain/recipe.fixture.ts';
import { canonicalJson, generateKeyPem, type SigningKey, signingKey, signNote } from '../../audit/index.ts';
import type { ProcessHost } from '../../hosts/index.ts';
import { BackboneStore } from '../backbones/index.ts';
import { openTestKernel, type TestKernel } from '../kernel/kernel.fixture.ts';
import { openRecipes, type Recipes } from './recipes.ts';

const RING = recipeIdSchema.parse('ring');
const caller = openStationCaller('window', 'test');

interface Station {
  readonly folder: string;
  readonly kernel: TestKernel;
  readonly recipes: Recipes;
  readonly key: SigningKey;
}

let home: Station;
let other: Station;

async function stationNamed(name: string): Promise<Station> {
  const folder = await mkdtemp(join(tmpdir(), `sigmaline-package-${name}-`));
  const kernel = openTestKernel(folder);
  const key = signingKey(generateKeyPem(), `sigmaline/${name}`);
  const recipes = openRecipes(kernel.kernel, {
    host: {} as ProcessHost,
    backbones: new BackboneStore({ resourcesFolder: folder, dataFolder: folder }),
    stationKey: () => key,
    stationName: () => `Station ${name}`,
  });
  return { folder, kernel, recipes, key };
}

beforeEach(async () => {
  home = await stationNamed('home');
  other = await stationNamed('other');
  const draft = await home.recipes.store.draft('ring');
  const graph = { file: 'recipe.onnx', sha256: sha256('a graph') };
  await writeFile(join(draft.folder, 'recipe.onnx'), 'a graph');
  await writeFile(join(draft.folder, 'golden.1.png'), Buffer.alloc(3000, 7));
  await writeFile(join(draft.folder, 'recipe.json'), JSON.stringify({ ...recipeVersionOf('ring', draft), graph }));
  await draft.publish();
});
afterEach(async () => {
  for (const { recipes, kernel, folder } of [home, other]) {
    await recipes.stop();
    kernel.close();
    await rm(folder, { recursive: true });
  }
});

const sha256 = (content: string | Uint8Array): string => createHash('sha256').update(content).digest('hex');

async function exported(): Promise<Buffer> {
  await home.recipes.handlers['recipe.export']({ id: RING, version: 1 }, caller);
  const { path } = await home.recipes.handlers['recipe.locateFile']({ id: RING, version: 1 }, caller);
  return readFile(path);
}

/** Sends a file in pieces, as a page does. */
async function sent(content: Buffer, to = other) {
  const upload = randomUUID();
  const half = Math.floor(content.length / 2);
  const send = (from: number, end: number, isLast: boolean) =>
    to.recipes.handlers['recipe.upload'](
      { upload, offset: from, content: content.subarray(from, end).toString('base64'), isLast },
      caller,
    );
  await send(0, half, false);
  const { facts } = await send(half, content.length, true);
  return { upload, facts };
}

async function imported(content: Buffer, to = other) {
  const { upload, facts } = await sent(content, to);
  return to.recipes.handlers['recipe.import']({ upload, key: facts?.key ?? '' }, caller);
}

describe('a version that goes to another station', () => {
  it('arrives with every byte of its graph as the next version there, and says where it is from', async () => {
    const content = await exported();
    expect(await sent(content)).toMatchObject({
      facts: { name: 'Recipe ring', version: 1, signer: 'unknown', station: { name: 'Station home' } },
    });
    expect(await imported(content)).toEqual({ id: RING, version: 1 });
    const { recipe, folder } = await other.recipes.store.load(RING, 1);
    expect(recipe.from).toMatchObject({ id: 'ring', version: 1, station: 'sigmaline/home' });
    expect(await readFile(join(folder, 'golden.1.png'))).toEqual(Buffer.alloc(3000, 7));
    // Whoever signed once is known, and the next import is the next version.
    expect((await sent(content)).facts?.signer).toBe('known');
    expect((await sent(content, home)).facts?.signer).toBe('own');
    expect(await imported(content)).toEqual({ id: RING, version: 2 });
    const [listed] = (await other.recipes.store.list()).recipes;
    expect(listed?.life.versions.map(({ isApproved, fitted }) => [isApproved, fitted])).toEqual([
      [false, null],
      [false, null],
    ]);
  });

  it('is imported only with the signer that was shown', async () => {
    const { upload } = await sent(await exported());
    const asked = other.recipes.handlers['recipe.import'](
      { upload, key: home.key.text.replace('home', 'else') },
      caller,
    );
    await expect(asked).rejects.toMatchObject({ code: 'package.signature' });
  });

  it('is not exported where the station has no key', async () => {
    const { kernel } = home.kernel;
    const backbones = new BackboneStore({ resourcesFolder: home.folder, dataFolder: home.folder });
    const keyless = openRecipes(kernel, { host: {} as ProcessHost, backbones });
    await expect(keyless.handlers['recipe.export']({ id: RING, version: 1 }, caller)).rejects.toMatchObject({
      code: 'package.no-key',
    });
    await keyless.stop();
  });
});

/** A file as an attacker, or another program, would make it: signed with a key of its own, unless it is changed after that. */
async function forged(
  files: Readonly<Record<string, string | Buffer>>,
  { names = {}, note = (text: string) => text, manifest = {} }: Forgery = {},
): Promise<Buffer> {
  const key = signingKey(generateKeyPem(), 'sigmaline/else');
  const text = canonicalJson({
    format: 'sigmaline-recipe/1',
    recipe: { id: 'ring', name: 'Ring', version: 1 },
    station: { name: 'Else', origin: key.name, key: key.text },
    exportedAt: '2026-11-28T08:00:00.000Z',
    softwareVersion: '0.1.0',
    files: Object.entries(files).map(([name, content]) => ({
      name,
      bytes: Buffer.from(content).length,
      sha256: sha256(content),
    })),
    ...manifest,
  });
  const zip = new ZipFile();
  const asItIs = { compress: false };
  zip.addBuffer(Buffer.from(text), 'manifest.json', asItIs);
  zip.addBuffer(Buffer.from(note(signNote(`sigmaline-recipe/1\n${sha256(text)}\n`, key))), 'manifest.note', asItIs);
  for (const [name, content] of Object.entries(files)) {
    zip.addBuffer(Buffer.from(content), name, { compress: content.length > 50_000 });
  }
  zip.end();
  const path = join(other.folder, `${randomUUID()}.zip`);
  await pipeline(zip.outputStream, createWriteStream(path));
  let made = await readFile(path);
  for (const [from, to] of Object.entries(names)) {
    made = Buffer.from(made.toString('latin1').replaceAll(from, to), 'latin1');
  }
  return made;
}

interface Forgery {
  /** Replaced in the bytes of the file by texts of the same length. */
  readonly names?: Readonly<Record<string, string>>;
  readonly note?: (text: string) => string;
  readonly manifest?: object;
}

describe('a file that is not what it says', () => {
  const ring = () => ({
    'recipe.json': JSON.stringify(recipeVersionOf('ring', { version: 1 })),
    'recipe.onnx': 'a graph',
  });

  it.for<[string, () => Promise<Buffer>, string]>([
    ['that is cut', async () => (await exported()).subarray(0, -40), 'package.unreadable'],
    ['that is no ZIP', async () => Buffer.from('recipe'.repeat(100)), 'package.unreadable'],
    ['of another program', () => forged(ring(), { manifest: { format: 'sigmaline-recipe/9' } }), 'package.format'],
    ['without a recipe', () => forged({ 'recipe.onnx': 'a graph' }), 'package.format'],
    [
      'whose recipe is of another version',
      () => forged(ring(), { manifest: { recipe: { id: 'ring', name: 'Ring', version: 2 } } }),
      'package.format',
    ],
    ['whose graph was exchanged', () => forged(ring(), { names: { 'a graph': 'a grape' } }), 'package.changed'],
    [
      'whose note is of another key',
      () => forged(ring(), { note: (text) => text.replace('else', 'home') }),
      'package.signature',
    ],
    ['whose note is missing', () => forged(ring(), { note: () => 'none' }), 'package.signature'],
    [
      'that names its station falsely',
      () => forged(ring(), { names: { '"origin":"sigmaline/else"': '"origin":"sigmaline/home"' } }),
      'package.signature',
    ],
    [
      'that leads out of its folder',
      () => forged({ ...ring(), 'xxxxevil.onnx': 'x' }, { names: { 'xxxxevil.onnx': '../..evil.onx' } }),
      'package.name',
    ],
    [
      'with an absolute path',
      () => forged({ ...ring(), 'xetcxpasswd.x': 'x' }, { names: { 'xetcxpasswd.x': '/etc/passwd.x' } }),
      'package.name',
    ],
    [
      'with two files of one name',
      () => forged({ ...ring(), 'golden.1.png': 'x', 'Golden.1.png': 'y' }),
      'package.name',
    ],
    ['that is a bomb', () => forged({ ...ring(), 'golden.1.png': Buffer.alloc(60_000_000) }), 'package.too-large'],
    [
      'that holds more than it names',
      () => forged({ ...ring(), 'golden.1.png': 'x' }, { manifest: { files: [] } }),
      'package.unreadable',
    ],
  ])('%s is refused, and nothing of it stays', async ([, make, code]) => {
    await expect(sent(await make())).rejects.toMatchObject({ code });
    expect(await readdir(join(other.folder, 'recipe-files'))).toEqual([]);
    expect((await other.recipes.store.list()).recipes).toEqual([]);
  });

  it('whose sizes lie in the directory is not unpacked further than they say', async () => {
    const made = await forged({ ...ring(), 'golden.1.png': Buffer.alloc(100_000) });
    const directory = made.lastIndexOf(Buffer.from('golden.1.png')) - 46;
    made.writeUInt32LE(10, directory + 24);
    await expect(sent(made)).rejects.toMatchObject({ code: 'package.changed' });
  });

  it('that lacks a piece is sent again', async () => {
    const upload = randomUUID();
    const send = (offset: number) =>
      other.recipes.handlers['recipe.upload']({ upload, offset, content: 'AAAA', isLast: false }, caller);
    await send(0);
    await expect(send(6)).rejects.toMatchObject({ code: 'package.upload' });
  });
});

describe('a clone', () => {
  it('is version 1 under another name, judges as the version that it was made of, and leaves that alone', async () => {
    const clone = (name: string) => home.recipes.handlers['recipe.clone']({ id: RING, version: 1, name }, caller);
    expect(await clone('Seal ring')).toEqual({ id: 'seal-ring', version: 1 });
    const { recipe } = await home.recipes.store.load(recipeIdSchema.parse('seal-ring'), 1);
    expect(recipe).toMatchObject({
      name: 'Seal ring',
      from: { id: 'ring', version: 1 },
      graph: { sha256: sha256('a graph') },
    });
    await expect(clone('Ring')).rejects.toMatchObject({ code: 'recipe.name-taken' });
    await expect(clone('?')).rejects.toMatchObject({ code: 'recipe.name' });
  });
});
