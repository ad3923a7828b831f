import { globSync } from 'node:fs';
import { basename, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { configurationFor, nativePackageFiles, type PackageTarget } from '../../../build/electron-builder.config.ts';

const root = fileURLToPath(new URL('../../..', import.meta.url));

/** What lies in node_modules for every platform at once: sharp alone brings only the binaries of the machine it was installed on. */
const UNIVERSAL = ['better-sqlite3', 'onnxruntime-node'];
const BINARY = /\.(node|dll|dylib|so(\.[\d.]+)?)$/;

function binariesFor(target: PackageTarget): string[] {
  const patterns = nativePackageFiles(target).filter((pattern) => UNIVERSAL.some((name) => pattern.startsWith(name)));
  return globSync(patterns, { cwd: join(root, 'node_modules') }).filter((file) => BINARY.test(file));
}

function nameOf(file: string): string {
  return basename(file).replace(/\d+\.\d+\.\d+/, 'VERSION');
}

describe('the packages of the platforms', () => {
  it.each([
    ['linux', 'x64', ['libonnxruntime.so.1', 'linux-x64.node', 'onnxruntime_binding.node']],
    ['linux', 'arm64', ['libonnxruntime.so.1', 'linux-arm64.node', 'onnxruntime_binding.node']],
    [
      'win32',
      'x64',
      ['DirectML.dll', 'dxcompiler.dll', 'dxil.dll', 'onnxruntime.dll', 'onnxruntime_binding.node', 'win32-x64.node'],
    ],
    [
      'darwin',
      'arm64',
      ['darwin-arm64.node', 'libonnxruntime.1.dylib', 'libonnxruntime.VERSION.dylib', 'onnxruntime_binding.node'],
    ],
  ] as const)('%s-%s holds its own binaries only', (platform, arch, expected) => {
    const binaries = binariesFor({ platform, arch });
    expect(binaries.map(nameOf).sort()).toEqual([...expected]);
    const paths = binaries.filter(
      (file) => !file.includes(`${platform}/${arch}`) && !file.includes(`${platform}-${arch}`),
    );
    expect(paths).toEqual([]);
  });

  it.each([
    ['linux', 'x64', 'node'],
    ['win32', 'x64', 'node.exe'],
    ['darwin', 'arm64', 'node'],
  ] as const)('%s-%s brings the Node that our processes run on', (platform, arch, node) => {
    const { extraResources } = configurationFor({ platform, arch });
    expect(extraResources).toContainEqual({ from: `node_modules/node/bin/${node}`, to: node });
  });
});
