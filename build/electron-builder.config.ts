import type { Configuration } from 'electron-builder';

export interface PackageTarget {
  readonly platform: 'linux' | 'win32' | 'darwin';
  readonly arch: 'x64' | 'arm64';
}

/** The packages with native code and what they load at run time, without any other platform's binaries; everything else is bundled. */
export function nativePackageFiles({ platform, arch }: PackageTarget): string[] {
  return [
    'better-sqlite3/{package.json,LICENSE}',
    'better-sqlite3/lib/**/*.js',
    `better-sqlite3/prebuilds/${platform}-${arch}.node`,
    'onnxruntime-node/package.json',
    'onnxruntime-node/dist/*.js',
    `onnxruntime-node/bin/napi-v6/${platform}/${arch}/*`,
    'onnxruntime-common/package.json',
    'onnxruntime-common/dist/cjs/**/*.{js,json}',
    'sharp/{package.json,LICENSE}',
    'sharp/dist/*.{cjs,mjs}',
    '@img/colour/{package.json,LICENSE.md,*.cjs}',
    `@img/sharp-${platform}-${arch}/**/*`,
    `@img/sharp-libvips-${platform}-${arch}/**/*`,
    // The fonts that reports embed.
    '@expo-google-fonts/{noto-sans,noto-sans-jp,noto-sans-sc}/{package.json,LICENSE,LICENSE_FONT}',
    '@expo-google-fonts/{noto-sans,noto-sans-jp,noto-sans-sc}/{400Regular,600SemiBold}/*.ttf',
    'detect-libc/{package.json,LICENSE}',
    'detect-libc/lib/*.js',
    'semver/{package.json,LICENSE}',
    'semver/**/*.js',
    '!**/*.{d.ts,map,h}',
  ];
}

/** How the desktop application is packaged. What is not named here is not in the package. */
export function configurationFor(target: PackageTarget): Configuration {
  const node = target.platform === 'win32' ? 'node.exe' : 'node';
  return {
    appId: 'org.sigmaline.station',
    productName: 'Sigmaline',
    copyright: 'Copyright the Sigmaline authors. Licensed under the Apache License, Version 2.0.',
    directories: { output: 'dist', buildResources: 'build' },
    files: [
      'package.json',
      'out/{main,preload,renderer,node}/**/*',
      '!**/*.map',
      '!node_modules/**',
      { from: 'node_modules', to: 'node_modules', filter: nativePackageFiles(target) },
    ],
    asar: true,
    // Bundles and native packages are used by processes that are no Electron and cannot look into app.asar.
    asarUnpack: ['package.json', 'out/node/**', 'node_modules/**'],
    extraResources: [
      { from: 'resources/backbones', to: 'backbones' },
      { from: 'resources/samples', to: 'samples' },
      // Engine, lanes and tasks run on it (electron/main/station.ts). npm's package `node` brings that of this platform.
      { from: `node_modules/node/bin/${node}`, to: node },
    ],
    extraFiles: [
      { from: 'LICENSE', to: 'LICENSE.sigmaline.txt' },
      { from: 'THIRD_PARTY_NOTICES.md', to: 'THIRD_PARTY_NOTICES.md' },
    ],
    electronFuses: {
      runAsNode: false,
      enableCookieEncryption: true,
      enableNodeOptionsEnvironmentVariable: false,
      enableNodeCliInspectArguments: false,
      enableEmbeddedAsarIntegrityValidation: true,
      onlyLoadAppFromAsar: true,
      loadBrowserProcessSpecificV8Snapshot: false,
      grantFileProtocolExtraPrivileges: false,
    },
    // Every native package brings its binaries; nothing is compiled and nothing published.
    npmRebuild: false,
    publish: null,
    linux: {
      target: 'dir',
      category: 'Science',
      executableName: 'sigmaline',
    },
    win: { target: 'dir' },
    mac: { target: 'dir', category: 'public.app-category.business', binaries: ['Contents/Resources/node'] },
  };
}
