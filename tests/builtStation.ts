import { cpSync, mkdirSync, readdirSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { writeTinyBackbone } from '../electron/lane/testing/backbone.fixture.ts';

const root = fileURLToPath(new URL('..', import.meta.url));
/** As many as the target of the sample product needs. */
const GOOD_PARTS = 20;

/** Lays what was built out as an installation, with quick resources; `parts` are folders of out/. */
export function layOutStation(folder: string, parts: readonly string[]): void {
  for (const part of parts) cpSync(join(root, 'out', part), join(folder, 'out', part), { recursive: true });
  writeFileSync(join(folder, 'package.json'), JSON.stringify({ name: 'sigmaline', type: 'module' }));
  symlinkSync(join(root, 'node_modules'), join(folder, 'node_modules'));
  writeQuickResources(join(folder, 'resources'));
}

/**
 * The product's resources with fewer good parts, and with a tiny network in the place of the built-in one: the sample product is calibrated in a second instead of
 * a minute. For tests of everything around a calibration.
 */
export function writeQuickResources(folder: string): void {
  const samples = join(root, 'resources', 'samples');
  const good = join(folder, 'samples', 'good');
  mkdirSync(good, { recursive: true });
  for (const name of readdirSync(join(samples, 'good')).sort().slice(0, GOOD_PARTS)) {
    cpSync(join(samples, 'good', name), join(good, name));
  }
  symlinkSync(join(samples, 'test'), join(folder, 'samples', 'test'));
  writeTinyBackbone(join(folder, 'backbones', 'scattering'), 'scattering');
}
