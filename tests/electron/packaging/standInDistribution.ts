import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { createPackage } from '@electron/asar';

/** Electron's fuses lie behind this mark in its binary: version, number of fuses, one digit each. */
const FUSES = Buffer.concat([
  Buffer.from('dL7pKGdnNz796PbbjQWNKmHXBZaB9tsX'),
  Buffer.from([1, 9]),
  Buffer.from('101100110'),
]);

/** A folder with what electron-builder expects of an unpacked Electron for Linux, for machines that cannot fetch the real one. */
export async function makeStandInDistribution(folder: string, version: string): Promise<void> {
  for (const part of ['locales', 'resources', 'default-app']) mkdirSync(join(folder, part), { recursive: true });
  writeFileSync(join(folder, 'electron'), Buffer.concat([Buffer.from('\x7fELF'), FUSES, Buffer.alloc(64)]), {
    mode: 0o755,
  });
  writeFileSync(join(folder, 'version'), version);
  for (const file of ['LICENSE', 'LICENSES.chromium.html', 'locales/en-US.pak'])
    writeFileSync(join(folder, file), file);
  writeFileSync(join(folder, 'default-app', 'package.json'), '{}');
  await createPackage(join(folder, 'default-app'), join(folder, 'resources', 'default_app.asar'));
}
