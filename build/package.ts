/**
 * `npm run package [-- --electron FOLDER]`: the desktop application for this machine's platform, in dist/. FOLDER is an unpacked Electron distribution;
 * without it electron-builder fetches the one that package.json names.
 */
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { BUNDLE_NAMES, buildIfStale } from './bundles.ts';
import { packageApplication } from './packageApplication.ts';

const root = fileURLToPath(new URL('..', import.meta.url));
const { values } = parseArgs({ options: { electron: { type: 'string' } } });
const installed = join(root, 'node_modules', 'electron', 'dist');
const electronFolder = values.electron ?? (existsSync(installed) ? installed : undefined);

for (const name of BUNDLE_NAMES) {
  console.log(`${name}: ${(await buildIfStale(name)) ? 'built' : 'unchanged'}`);
}
try {
  const folder = await packageApplication({ electronFolder, outputFolder: join(root, 'dist') });
  console.log(`\npackage: ${folder}`);
} catch (thrown) {
  console.error(thrown instanceof Error ? thrown.message : thrown);
  if (electronFolder === undefined) {
    console.error(
      'The Electron distribution may not be reachable from here. Fetch it elsewhere, unpack it, and name it: npm run package -- --electron FOLDER',
    );
  }
  process.exit(1);
}
