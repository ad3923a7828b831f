import { cpSync, mkdirSync, readdirSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { writeTinyBackbone } from '../electron/lane/testing/backbone.fixture.ts';

const root = fileURLToPath(new URL('..', import.meta.url));
/** As many as the target of the sample product needs. */
const GOOD_PARTS = 20;

interface QuickResources {
  /** How many good parts the sample line delivers among its bad ones; all by default, which makes bad ones rare. */
  readonly goodOnLine?: number | undefined;
}

/** Lays what was built out as an installation, with quick resources; `parts` are folders of out/. */
export function layOutStation(folder: string, parts: readonly string[], quick: QuickResources = {}): void {
  for (const part of parts) cpSync(join(root, 'out', part), join(folder, 'out', part), { recursive: true });
  writeFileSync(join(folder, 'package.json'), JSON.stringify({ name: 'sigmaline', type: 'module' }));
  symlinkSync(join(root, 'node_modules'), join(folder, 'node_modules'));
  writeQuickResources(join(folder, 'resources'), quick);
}

/**
 * The product's resources with fewer good parts, and with a tiny network in the place of the built-in one: the sample product is calibrated in a second instead of
 * a minute. For tests of everything around a calibration.
 */
export function writeQuickResources(folder: string, { goodOnLine }: QuickResources = {}): void {
  const samples = join(root, 'resources', 'samples');
  const copyFirst = (count: number, from: string): void => {
    const names = readdirSync(join(samples, from)).sort().slice(0, count);
    for (const name of names) cpSync(join(samples, from, name), join(folder, 'samples', from, name));
  };
  copyFirst(GOOD_PARTS, 'good');
  mkdirSync(join(folder, 'samples', 'test'));
  symlinkSync(join(samples, 'test', 'bad'), join(folder, 'samples', 'test', 'bad'));
  copyFirst(goodOnLine ?? Infinity, join('test', 'good'));
  writeTinyBackbone(join(folder, 'backbones', 'scattering'), 'scattering');
}
