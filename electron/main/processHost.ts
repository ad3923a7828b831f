import type { UtilityProcessLauncher } from '../hosts/index.ts';
import { createChildProcessHost, createUtilityProcessHost, type ProcessHost } from '../hosts/index.ts';
import type { StationPaths } from './stationPaths.ts';

/** On Linux sharp crashes inside Electron's own binary, so a plain Node runs engine and lanes there. */
export function processHostFor(
  platform: NodeJS.Platform,
  launcher: UtilityProcessLauncher,
  { bundleFolder, nodePath }: Pick<StationPaths, 'bundleFolder' | 'nodePath'>,
): ProcessHost {
  return platform === 'linux'
    ? createChildProcessHost({ bundleFolder, nodePath })
    : createUtilityProcessHost(launcher, bundleFolder);
}
