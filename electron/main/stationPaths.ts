import { join } from 'node:path';

export interface StationPaths {
  readonly rendererFolder: string;
  readonly preloadFile: string;
  /** The bundles of engine, lane and fitter. */
  readonly bundleFolder: string;
  /** Holds backbones/ and samples/. */
  readonly resourcesFolder: string;
  /** A plain Node, for platforms where our processes cannot run inside Electron's binary. */
  readonly nodePath: string;
}

export interface Installation {
  /** `app.getAppPath()`: the repository, or app.asar. */
  readonly appFolder: string;
  /** `process.resourcesPath` */
  readonly electronResourcesFolder: string;
  readonly isPackaged: boolean;
  readonly platform: NodeJS.Platform;
}

/** Where everything lies, in a package and in a checkout. */
export function stationPaths({ appFolder, electronResourcesFolder, isPackaged, platform }: Installation): StationPaths {
  const node = platform === 'win32' ? 'node.exe' : 'node';
  const inApp = (...parts: string[]): string => join(appFolder, 'out', ...parts);
  const interfacePaths = { rendererFolder: inApp('renderer'), preloadFile: inApp('preload', 'index.cjs') };
  if (!isPackaged) {
    return {
      ...interfacePaths,
      bundleFolder: inApp('node'),
      resourcesFolder: join(appFolder, 'resources'),
      nodePath: join(appFolder, 'node_modules', 'node', 'bin', node),
    };
  }
  return {
    ...interfacePaths,
    // A plain Node cannot look into app.asar.
    bundleFolder: join(electronResourcesFolder, 'app.asar.unpacked', 'out', 'node'),
    resourcesFolder: electronResourcesFolder,
    nodePath: join(electronResourcesFolder, node),
  };
}
