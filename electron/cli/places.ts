import { existsSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

export { dataFolderOf } from '../hosts/index.ts';

/** The folder that came with the program and holds `name`; the program may run from source or from its bundle. */
function folderBesideProgram(name: string): string {
  let folder = dirname(fileURLToPath(import.meta.url));
  while (!existsSync(join(folder, name))) {
    const parent = dirname(folder);
    if (parent === folder) throw new Error(`The folder ${name} is missing from this installation of Sigmaline.`);
    folder = parent;
  }
  return join(folder, name);
}

export function resourcesFolder(): string {
  return dirname(folderBesideProgram(join('resources', 'backbones')));
}

/** Where the built interface lies; it need not be there. */
export function rendererFolder(): string {
  return join(dirname(resourcesFolder()), 'out', 'renderer');
}
