import { homedir } from 'node:os';
import { join, resolve } from 'node:path';

interface Machine {
  readonly platform: NodeJS.Platform;
  readonly environment: Readonly<Record<string, string | undefined>>;
  readonly homeFolder: string;
}

/**
 * Where a station's data lie, the same for the window and the command line: what was asked for, the environment's SIGMALINE_DATA,
 * or the platform's place for such data. Absolute.
 */
export function dataFolderOf(
  asked: string | undefined,
  machine: Machine = { platform: process.platform, environment: process.env, homeFolder: homedir() },
): string {
  const { platform, environment, homeFolder } = machine;
  const named = asked ?? environment.SIGMALINE_DATA;
  if (named !== undefined && named !== '') return resolve(named);
  switch (platform) {
    case 'win32':
      return join(environment.LOCALAPPDATA ?? join(homeFolder, 'AppData', 'Local'), 'Sigmaline');
    case 'darwin':
      return join(homeFolder, 'Library', 'Application Support', 'Sigmaline');
    default:
      return join(environment.XDG_DATA_HOME ?? join(homeFolder, '.local', 'share'), 'sigmaline');
  }
}
