import { existsSync } from 'node:fs';
import { homedir } from 'node:os';
import { dirname, join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';

/** Where the station's data lie: what was asked for, the environment's SIGMALINE_DATA, or the platform's place for such data. */
export function dataFolderOf(asked: string | undefined): string {
  const named = asked ?? process.env['SIGMALINE_DATA'];
  if (named !== undefined && named !== '') return resolve(named);
  switch (process.platform) {
    case 'win32':
      return join(process.env['LOCALAPPDATA'] ?? join(homedir(), 'AppData', 'Local'), 'Sigmaline');
    case 'darwin':
      return join(homedir(), 'Library', 'Application Support', 'Sigmaline');
    default:
      return join(process.env['XDG_DATA_HOME'] ?? join(homedir(), '.local', 'share'), 'sigmaline');
  }
}

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
