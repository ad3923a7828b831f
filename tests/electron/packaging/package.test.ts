import { fork } from 'node:child_process';
import { existsSync, globSync, mkdirSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { listPackage, statFile } from '@electron/asar';
import { FuseState, FuseV1Options, getCurrentFuseWire } from '@electron/fuses';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { BUNDLE_NAMES, buildIfStale } from '../../../build/bundles.ts';
import { packageApplication } from '../../../build/packageApplication.ts';
import type { EngineMessage } from '../../../shared/processes/engine.ts';
import { makeStandInDistribution } from './standInDistribution.ts';

const root = fileURLToPath(new URL('../../..', import.meta.url));
const { version } = JSON.parse(readFileSync(join(root, 'node_modules/electron/package.json'), 'utf8'));

// Before the tests and outside their limits: on a busy machine the bundles alone take longer.
for (const name of BUNDLE_NAMES) await buildIfStale(name);

describe.skipIf(process.platform !== 'linux')('the package (Linux, on a stand-in distribution)', () => {
  const folder = mkdtempSync(join(tmpdir(), 'sigmaline-package-'));
  let application: string;
  let archive: string;
  let unpacked: string;

  beforeAll(async () => {
    const electronFolder = join(folder, 'electron');
    mkdirSync(electronFolder);
    await makeStandInDistribution(electronFolder, version);
    application = await packageApplication({ electronFolder, outputFolder: join(folder, 'dist') });
    archive = join(application, 'resources', 'app.asar');
    unpacked = join(application, 'resources', 'app.asar.unpacked');
  }, 180_000);

  afterAll(() => rmSync(folder, { recursive: true, force: true }));

  const archived = (): string[] => listPackage(archive, { isPack: false }).map((file) => file.slice(1));

  it('holds the built application and its packages with native code, and nothing else', () => {
    const tops = new Set(archived().map((file) => file.split('/').slice(0, 2).join('/')));
    expect([...tops].filter((top) => !top.startsWith('node_modules')).sort()).toEqual([
      'out',
      'out/main',
      'out/node',
      'out/preload',
      'out/renderer',
      'package.json',
    ]);
    const packages = archived().filter((file) => file.endsWith('/package.json') && !file.includes('/dist/'));
    expect(packages.map((file) => file.slice('node_modules/'.length, -'/package.json'.length)).sort()).toEqual([
      '@expo-google-fonts/noto-sans',
      '@expo-google-fonts/noto-sans-jp',
      '@expo-google-fonts/noto-sans-sc',
      '@img/colour',
      `@img/sharp-libvips-linux-${process.arch}`,
      `@img/sharp-linux-${process.arch}`,
      'better-sqlite3',
      'detect-libc',
      'onnxruntime-common',
      'onnxruntime-node',
      'semver',
      'sharp',
    ]);
  });

  it('holds no tests, no sources and no source maps', () => {
    const suspicious = archived().filter((file) => /\.(ts|svelte|map|cpp|h)$|\.test\.|(^|\/)tests?\//.test(file));
    expect(suspicious).toEqual([]);
  });

  it("holds no other platform's binaries", () => {
    const binaries = archived().filter((file) => /\.(node|dll|dylib|so(\.[\d.]+)?|exe)$/.test(file));
    expect(binaries.length).toBeGreaterThan(3);
    const foreign = /win32|darwin|musl|\.dll$|\.dylib$/;
    expect(
      binaries.filter((file) => foreign.test(file) || (!file.includes(process.arch) && !file.includes('libvips'))),
    ).toEqual([]);
  });

  it('has every native module, and all that a plain Node runs, beside the archive and not in it', () => {
    expect(archived()).toEqual(
      expect.arrayContaining(['engine', 'lane', 'decoder', 'task', 'sigmaline'].map((name) => `out/node/${name}.js`)),
    );
    const needed = archived().filter((file) => {
      const isFile = !('files' in statFile(archive, file, false));
      return isFile && (file.startsWith('node_modules/') || file.startsWith('out/node/'));
    });
    expect(needed.length).toBeGreaterThan(50);
    expect(needed.filter((file) => !existsSync(join(unpacked, file)))).toEqual([]);
    expect(globSync('**/*.node', { cwd: unpacked })).toHaveLength(3);
  });

  it('brings backbone, samples, licences and the Node that runs the engine', () => {
    for (const file of [
      'LICENSE.sigmaline.txt',
      'THIRD_PARTY_NOTICES.md',
      'resources/backbones/scattering/manifest.json',
      'resources/backbones/scattering/scattering.onnx',
      'resources/samples/good',
      'resources/node',
    ]) {
      expect(existsSync(join(application, file)), file).toBe(true);
    }
  });

  it('has its fuses set: no Node by another door, nothing but our own archive', async () => {
    const fuses = await getCurrentFuseWire(join(application, 'sigmaline'));
    const isOn = (fuse: FuseV1Options): boolean => fuses[fuse] === FuseState.ENABLE;
    expect({
      runAsNode: isOn(FuseV1Options.RunAsNode),
      cookieEncryption: isOn(FuseV1Options.EnableCookieEncryption),
      nodeOptions: isOn(FuseV1Options.EnableNodeOptionsEnvironmentVariable),
      nodeInspect: isOn(FuseV1Options.EnableNodeCliInspectArguments),
      asarIntegrity: isOn(FuseV1Options.EnableEmbeddedAsarIntegrityValidation),
      onlyFromAsar: isOn(FuseV1Options.OnlyLoadAppFromAsar),
      fileProtocolPrivileges: isOn(FuseV1Options.GrantFileProtocolExtraPrivileges),
    }).toEqual({
      runAsNode: false,
      cookieEncryption: true,
      nodeOptions: false,
      nodeInspect: false,
      asarIntegrity: true,
      onlyFromAsar: true,
      fileProtocolPrivileges: false,
    });
  });

  it('runs: its own Node starts its engine, which opens a database and has a lane load ONNX Runtime', async () => {
    const engine = fork(join(unpacked, 'out/node/engine.js'), [], {
      execPath: join(application, 'resources/node'),
      execArgv: [],
      cwd: folder,
      serialization: 'advanced',
    });
    const dataFolder = join(folder, 'data');
    mkdirSync(dataFolder);
    try {
      const laneIsIdle = new Promise<boolean>((resolve, reject) => {
        engine.once('exit', (code) => reject(new Error(`The engine ended with ${code}`)));
        engine.on('message', (message: EngineMessage) => {
          if (message.kind === 'failed') reject(new Error(message.error.message));
          const status = {
            kind: 'frame',
            channel: 'window',
            frame: { kind: 'request', id: 1, name: 'station.status', input: {} },
          };
          if (message.kind === 'started') engine.send(status);
          if (message.kind === 'frame' && JSON.stringify(message.frame).includes('"executionProvider":"cpu"'))
            resolve(true);
        });
      });
      engine.send({ kind: 'start', dataFolder, resourcesFolder: join(application, 'resources'), http: null });
      expect(await laneIsIdle).toBe(true);
      expect(existsSync(join(dataFolder, 'station.sqlite'))).toBe(true);
    } finally {
      engine.removeAllListeners('exit');
      const ended = new Promise((resolve) => engine.once('exit', resolve));
      engine.send({ kind: 'stop' });
      await ended;
    }
  });
});
