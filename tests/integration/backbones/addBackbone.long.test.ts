import { createHash } from 'node:crypto';
import { existsSync } from 'node:fs';
import { mkdir, mkdtemp, readdir, readFile, rm, utimes, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { type FileServer, serveFile } from '../../../electron/engine/backbones/fileServer.fixture.ts';
import {
  BackboneInstaller,
  BackboneStore,
  type InstallProgress,
  type PublishedRequest,
} from '../../../electron/engine/backbones/index.ts';
import { weightsFile } from '../../../electron/graph/efficientnet/randomEfficientNet.fixture.ts';
import { createChildProcessHost } from '../../../electron/hosts/index.ts';
import type { SigmalineError } from '../../../shared/domain/index.ts';

const resourcesFolder = fileURLToPath(new URL('../../../resources', import.meta.url));
const publishedB4 = fileURLToPath(
  new URL('../../../../shared/backbones/efficientnet-b4/efficientnet-b4-levels1-7.safetensors', import.meta.url),
);
const weights = weightsFile('b0', 7);
const sha256 = createHash('sha256').update(weights).digest('hex');

let root: string;
let dataFolder: string;
let server: FileServer | undefined;
beforeEach(async () => {
  root = await mkdtemp(join(tmpdir(), 'sigmaline-add-'));
  dataFolder = join(root, 'data');
});
afterEach(async () => {
  await server?.close();
  server = undefined;
  await rm(root, { recursive: true });
});

function station(host = createChildProcessHost()) {
  const backbones = new BackboneStore({ resourcesFolder, dataFolder });
  return { backbones, installer: new BackboneInstaller({ host, backbones, dataFolder }) };
}

const request = (changes: Partial<PublishedRequest> = {}): PublishedRequest => {
  return { id: 'efficientnet-b0', from: null, sha256: null, licence: null, ...changes };
};

async function inFile(bytes: Uint8Array): Promise<string> {
  const file = join(root, 'weights.safetensors');
  await writeFile(file, bytes);
  return file;
}

/** Everything that lies where backbones lie, half-done work included. */
const installed = () => readdir(join(dataFolder, 'backbones')).catch(() => []);

describe('adding EfficientNet from a file', () => {
  it('installs a network that recipes can be fitted on, with source and hash', async () => {
    const { installer, backbones } = station();
    const added = await installer.addPublished(request({ from: await inFile(weights) }));
    expect(added.manifest).toMatchObject({
      id: 'efficientnet-b0',
      licence: 'not stated',
      source: `weights.safetensors (SHA-256 ${sha256})`,
    });
    expect(await backbones.load('efficientnet-b0')).toEqual(added);
    expect(await installed()).toEqual(['efficientnet-b0']);
    expect((await readdir(added.folder)).sort()).toEqual(['efficientnet-b0.onnx', 'manifest.json']);
  });

  it.each([
    ['the file is not there', 'weights.not-found', () => Promise.resolve(request({ from: '/nowhere/w.safetensors' }))],
    [
      'the file was cut',
      'weights.unreadable',
      async () => request({ from: await inFile(weights.subarray(0, weights.length - 1000)) }),
    ],
    [
      'the file is that of another network',
      'weights.wrong-shape',
      async () => request({ id: 'efficientnet-b4', from: await inFile(weights) }),
    ],
    [
      'the file is not the one that was meant',
      'backbone.checksum',
      async () => request({ from: await inFile(weights), sha256: 'c'.repeat(64) }),
    ],
    ['there is no such network', 'backbone.unknown', () => Promise.resolve(request({ id: 'efficientnet-b9' }))],
    [
      'no hash is known for the download',
      'backbone.unpinned',
      () => Promise.resolve(request({ id: 'efficientnet-b7' })),
    ],
  ])('installs nothing where %s', async (_, code, make) => {
    await expect(station().installer.addPublished(await make())).rejects.toMatchObject({ code });
    expect(await installed()).toEqual([]);
  });

  it('never replaces one that is there', async () => {
    const { installer } = station();
    const from = await inFile(weights);
    const { folder } = await installer.addPublished(request({ from }));
    const before = await readFile(join(folder, 'manifest.json'));
    await expect(installer.addPublished(request({ from, licence: 'MIT' }))).rejects.toMatchObject({
      code: 'backbone.exists',
    });
    expect(await readFile(join(folder, 'manifest.json'))).toEqual(before);
  });

  it('gives the id to one of two that are added at the same time', async () => {
    const { installer } = station();
    const from = await inFile(weights);
    const outcomes = await Promise.allSettled([1, 2].map(() => installer.addPublished(request({ from }))));
    expect(outcomes.map(({ status }) => status).sort()).toEqual(['fulfilled', 'rejected']);
    expect(outcomes.find(({ status }) => status === 'rejected')).toMatchObject({ reason: { code: 'backbone.exists' } });
    expect(await installed()).toEqual(['efficientnet-b0']);
  });

  it.each([
    ['crashes', 'process.exit(7)', 'backbone.crashed', /exit code 7/],
    ['is cancelled', 'cancel', 'backbone.cancelled', /cancelled/],
  ])('installs nothing where the process %s', async (_, script, code, message) => {
    await writeFile(join(root, 'package.json'), '{"type":"module"}');
    const work = script === 'cancel' ? 'setTimeout(() => undefined, 60000)' : script;
    await writeFile(
      join(root, 'task.js'),
      `process.on('message', () => { ${work} }); process.send({ kind: 'ready' });`,
    );
    const { installer } = station(createChildProcessHost({ bundleFolder: root }));
    const cancellation = new AbortController();
    if (script === 'cancel') setTimeout(() => cancellation.abort(), 500);
    const adding = installer.addPublished(request({ from: await inFile(weights) }), { signal: cancellation.signal });
    await expect(adding).rejects.toMatchObject({ code, message: expect.stringMatching(message) });
    expect(await installed()).toEqual([]);
  });
});

describe('adding EfficientNet from an address', () => {
  it('downloads, checks, builds, and leaves nothing else behind', async () => {
    server = await serveFile(weights);
    const steps: InstallProgress[] = [];
    const added = await station().installer.addPublished(request({ from: server.address, sha256, licence: 'MIT' }), {
      onProgress: (step) => steps.push(step),
    });
    expect(added.manifest).toMatchObject({ licence: 'MIT', source: `${server.address} (SHA-256 ${sha256})` });
    expect(steps.at(-2)).toEqual({ phase: 'downloading', done: weights.length, total: weights.length });
    expect(steps.at(-1)).toEqual({ phase: 'building' });
    expect(await installed()).toEqual(['efficientnet-b0']);
  });

  it('goes on where an earlier try was cut', async () => {
    server = await serveFile(weights, { breakAfter: { bytes: 1_000_000, times: 1 } });
    const { installer } = station();
    const from = server.address;
    const cut: unknown = await installer.addPublished(request({ from, sha256 })).catch((thrown: unknown) => thrown);
    expect(cut).toMatchObject({ code: 'download.interrupted' });
    // What was on its way when the connection broke may be lost.
    const done = Number((cut as SigmalineError).details.done);
    expect(done).toBeGreaterThan(0);
    expect(done).toBeLessThanOrEqual(1_000_000);
    expect(await installed()).toEqual([`.download-${sha256.slice(0, 16)}`]);
    await installer.addPublished(request({ from, sha256 }));
    expect(server.ranges).toEqual([null, `bytes=${done}-`]);
    expect(await installed()).toEqual(['efficientnet-b0']);
  });

  it('throws away what is not the file that was expected', async () => {
    server = await serveFile(weightsFile('b0', 7, 2));
    const adding = station().installer.addPublished(request({ from: server.address, sha256 }));
    await expect(adding).rejects.toMatchObject({ code: 'backbone.checksum', details: { expected: sha256 } });
    expect(await installed()).toEqual([]);
  });

  it('takes no other file for the published one, whoever sends it', async () => {
    server = await serveFile(weights);
    const adding = station().installer.addPublished(request({ from: server.address }));
    await expect(adding).rejects.toMatchObject({ code: 'backbone.checksum' });
    expect(await installed()).toEqual([]);
  });

  it('takes a file of unknown hash only where its tensors are the published ones', async () => {
    server = await serveFile(weightsFile('b4', 7));
    const adding = station().installer.addPublished(request({ id: 'efficientnet-b4', from: server.address }));
    await expect(adding).rejects.toMatchObject({ code: 'backbone.checksum' });
    expect(await installed()).toEqual([]);
  });

  it.skipIf(!existsSync(publishedB4))(
    'takes the published weights of B4 (../shared) although they come in another file',
    async () => {
      server = await serveFile(await readFile(publishedB4));
      const added = await station().installer.addPublished(
        request({ id: 'efficientnet-b4', from: server.address, licence: 'Apache-2.0' }),
      );
      expect(added.manifest).toMatchObject({ id: 'efficientnet-b4', licence: 'Apache-2.0' });
      expect(added.manifest.source).toMatch(/SHA-256 ed725dcf146b/);
    },
  );

  it('asks no server at all for what it could not check', async () => {
    server = await serveFile(weights);
    const adding = station().installer.addPublished(request({ id: 'efficientnet-b7', from: server.address }));
    await expect(adding).rejects.toMatchObject({ code: 'backbone.unpinned' });
    expect(server.ranges).toEqual([]);
  });
});

describe('what a power cut leaves behind', () => {
  it('is no backbone, and goes a day later', async () => {
    const { installer, backbones } = station();
    const abandoned = join(dataFolder, 'backbones', '.draft-of-yesterday');
    await mkdir(abandoned, { recursive: true });
    await utimes(abandoned, new Date(0), new Date(0));
    expect((await backbones.list()).unusable).toEqual([]);
    await installer.addPublished(request({ from: await inFile(weights) }));
    expect(await installed()).toEqual(['efficientnet-b0']);
  });
});

describe.skipIf(!existsSync(publishedB4))(
  'the published weights of EfficientNet-B4 (skipped: ../shared is missing)',
  () => {
    it('are installed with all seven levels', async () => {
      const { manifest } = await station().installer.addPublished(
        request({ id: 'efficientnet-b4', from: publishedB4 }),
      );
      expect(manifest.levels.map(({ channels }) => channels)).toEqual([48, 24, 32, 56, 112, 160, 272]);
      expect(manifest).toMatchObject({ sizePx: 380, scoring: { part: 7, patch: 7, map: 5 } });
      expect(manifest.source).toContain('ed725dcf146b09c7f68c4ac1ba8c00d626ae5e0eca06b0705628c128cf0956f0');
    });
  },
);
