/** `npm start`: opens the station in Electron where its binary is installed, otherwise serves the same interface on 127.0.0.1. */
import { existsSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { runTool, runUntilItEnds } from './tasks.ts';

const root = fileURLToPath(new URL('..', import.meta.url));
const asked = process.argv.slice(2);

await runTool('build', 'node', ['build/build.ts']);
const electron = electronBinary();
if (electron === null) {
  console.log('Electron is not installed here; the interface is served to a browser instead.');
  await runUntilItEnds(process.execPath, [join(root, 'out/node/sigmaline.js'), 'serve', ...asked]);
} else {
  await runUntilItEnds(electron, [root, ...asked]);
}

/** The binary that the electron package has downloaded, or null; asking the package itself would start the download. */
function electronBinary(): string | null {
  const folder = dirname(createRequire(import.meta.url).resolve('electron/package.json'));
  const names = { win32: 'electron.exe', darwin: 'Electron.app/Contents/MacOS/Electron' } as Record<string, string>;
  const binary = join(folder, 'dist', names[process.platform] ?? 'electron');
  return existsSync(binary) ? binary : null;
}
