import { describe, expect, it } from 'vitest';
import { stationPaths } from './stationPaths.ts';

describe('where everything lies', () => {
  it('in a checkout', () => {
    expect(
      stationPaths({ appFolder: '/src', electronResourcesFolder: '/electron', isPackaged: false, platform: 'linux' }),
    ).toEqual({
      rendererFolder: '/src/out/renderer',
      preloadFile: '/src/out/preload/index.cjs',
      bundleFolder: '/src/out/node',
      resourcesFolder: '/src/resources',
      nodePath: '/src/node_modules/node/bin/node',
    });
  });

  it('in a package, with all that a plain Node needs outside the archive', () => {
    const paths = stationPaths({
      appFolder: '/opt/sigmaline/resources/app.asar',
      electronResourcesFolder: '/opt/sigmaline/resources',
      isPackaged: true,
      platform: 'linux',
    });
    expect(paths).toEqual({
      rendererFolder: '/opt/sigmaline/resources/app.asar/out/renderer',
      preloadFile: '/opt/sigmaline/resources/app.asar/out/preload/index.cjs',
      bundleFolder: '/opt/sigmaline/resources/app.asar.unpacked/out/node',
      resourcesFolder: '/opt/sigmaline/resources',
      nodePath: '/opt/sigmaline/resources/node',
    });
  });

  it.each([true, false])('is called as Windows calls its programs there (packaged: %s)', (isPackaged) => {
    const { nodePath } = stationPaths({
      appFolder: '/src',
      electronResourcesFolder: '/r',
      isPackaged,
      platform: 'win32',
    });
    expect(nodePath).toBe(isPackaged ? '/r/node.exe' : '/src/node_modules/node/bin/node.exe');
  });
});
