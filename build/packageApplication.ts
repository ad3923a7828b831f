import { fileURLToPath } from 'node:url';
import { build, Platform } from 'electron-builder';
import { configurationFor, type PackageTarget } from './electron-builder.config.ts';

const root = fileURLToPath(new URL('..', import.meta.url));

/**
 * Packs what was built, for the platform of this machine: npm installs only its native binaries.
 * @returns the folder of the application
 */
export async function packageApplication(options: {
  /** An unpacked Electron distribution; undefined to have it fetched. */
  readonly electronFolder: string | undefined;
  readonly outputFolder: string;
}): Promise<string> {
  const configuration = configurationFor(thisMachine());
  let packed: string | null = null;
  await build({
    projectDir: root,
    targets: Platform.current().createTarget('dir'),
    config: {
      ...configuration,
      ...(options.electronFolder === undefined ? {} : { electronDist: options.electronFolder }),
      directories: { ...configuration.directories, output: options.outputFolder },
      afterPack: (context) => {
        packed = context.appOutDir;
        return Promise.resolve();
      },
    },
  });
  if (packed === null) throw new Error('electron-builder packed nothing.');
  return packed;
}

function thisMachine(): PackageTarget {
  const { platform, arch } = process;
  const isSupported =
    (platform === 'linux' || platform === 'win32' || platform === 'darwin') && (arch === 'x64' || arch === 'arm64');
  // ONNX Runtime has no binaries for Intel Macs.
  if (!isSupported || (platform === 'darwin' && arch === 'x64'))
    throw new Error(`There is no package for ${platform}-${arch}.`);
  return { platform, arch };
}
