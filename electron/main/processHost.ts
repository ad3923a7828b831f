import type { UtilityProcessLauncher } from '../hosts/index.ts';
import { createChildProcessHost, createUtilityProcessHost, type ProcessHost } from '../hosts/index.ts';
import type { StationPaths } from './stationPaths.ts';

/** Electron's fuses keep these variables from loading other code into the main process; the plain Node has no fuses. */
const NO_OTHER_CODE = { NODE_OPTIONS: '', NODE_PATH: '' };

/** On Linux sharp crashes inside Electron's own binary, so a plain Node runs engine and lanes there. */
export function processHostFor(
  platform: NodeJS.Platform,
  launcher: UtilityProcessLauncher,
  { bundleFolder, nodePath }: Pick<StationPaths, 'bundleFolder' | 'nodePath'>,
): ProcessHost {
  return platform === 'linux'
    ? createChildProcessHost({ bundleFolder, nodePath, serialization: 'json', environment: NO_OTHER_CODE })
    : createUtilityProcessHost(launcher, bundleFolder);
}
