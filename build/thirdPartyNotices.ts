import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { licenceOf } from './licenceTexts.ts';

/** Packages of the interface that end up in its bundle; npm counts them among the development's, as the bundle needs them no more. */
export const INTERFACE_PACKAGES = ['@lucide/svelte', 'bits-ui', 'svelte', 'uplot'];

interface LockedPackage {
  readonly version: string;
  readonly license?: string;
  readonly dependencies?: Readonly<Record<string, string>>;
  readonly optionalDependencies?: Readonly<Record<string, string>>;
  readonly os?: readonly string[];
  readonly cpu?: readonly string[];
  readonly libc?: readonly string[];
}

type Lockfile = Readonly<Record<string, LockedPackage>>;

interface Notice {
  readonly name: string;
  readonly version: string;
  readonly licence: string;
  readonly text: string;
}

/** The notices of everything that is shipped: the closure of our dependencies in the lockfile, the same on every machine. */
export function thirdPartyNotices(root: string): string {
  const { packages } = JSON.parse(readFileSync(join(root, 'package-lock.json'), 'utf8')) as { packages: Lockfile };
  const names = [...Object.keys(packages['']?.dependencies ?? {}), ...INTERFACE_PACKAGES];
  const notices = closureOf(names, packages).map((path) => noticeOf(path, packages, root));
  const electron = packages['node_modules/electron']?.version;
  const node = packages['node_modules/node']?.version;
  return `${HEADING}
${notices.map(({ name, version, licence }) => `- ${name} ${version} (${licence})`).join('\n')}

The desktop application also contains Electron ${electron} with Chromium and Node.js (MIT and others; their texts lie beside the program as
\`LICENSE.electron.txt\` and \`LICENSES.chromium.html\`), and on Linux Node.js ${node} (MIT and others:
<https://github.com/nodejs/node/blob/v${node}/LICENSE>). The libraries inside libvips and ONNX Runtime are listed at
<https://github.com/lovell/sharp-libvips/blob/main/THIRD-PARTY-NOTICES.md> and
<https://github.com/microsoft/onnxruntime/blob/main/ThirdPartyNotices.txt>.

${groupedTexts(notices)}`;
}

const HEADING = `# Third-party notices

Sigmaline contains the following packages. This file is made by \`build/notices.ts\` from the lockfile and the licence files of the packages; the texts
follow the list.
`;

/** The paths in the lockfile of the named packages and of all that they need on the platforms that are packaged, sorted. */
function closureOf(names: readonly string[], packages: Lockfile): string[] {
  const found = new Set<string>();
  const pending = names.map((name) => ({ name, from: '' }));
  for (let next = pending.pop(); next !== undefined; next = pending.pop()) {
    const path = resolved(next.name, next.from, packages);
    const locked = path === null ? undefined : packages[path];
    if (path === null || locked === undefined || found.has(path) || !isPackaged(path, locked)) continue;
    found.add(path);
    const needed = { ...locked.dependencies, ...locked.optionalDependencies };
    pending.push(...Object.keys(needed).map((name) => ({ name, from: path })));
  }
  return [...found].sort();
}

/** As Node finds it: beside the package that asks, then beside each one around it. */
function resolved(name: string, from: string, packages: Lockfile): string | null {
  const around = from.split(/(?:^|\/)node_modules\//).slice(1);
  for (let depth = around.length; depth >= 0; depth -= 1) {
    const path = [...around.slice(0, depth), name].map((part) => `node_modules/${part}`).join('/');
    if (path in packages) return path;
  }
  return null;
}

/** Binaries of platforms that no package is made for are not shipped. */
function isPackaged(path: string, { os, cpu, libc }: LockedPackage): boolean {
  if (path.includes('wasm32') || libc?.includes('musl') === true) return false;
  const isOurs = (wanted: readonly string[] | undefined, ours: readonly string[]): boolean =>
    wanted === undefined || wanted.some((name) => ours.includes(name));
  return isOurs(os, ['linux', 'win32', 'darwin']) && isOurs(cpu, ['x64', 'arm64']);
}

function noticeOf(path: string, packages: Lockfile, root: string): Notice {
  const locked = packages[path];
  const name = path.slice(path.lastIndexOf('node_modules/') + 'node_modules/'.length);
  if (locked === undefined) throw new Error(`${name} is not in the lockfile`);
  // What is installed depends on the platform, this file must not.
  const own = locked.os === undefined && locked.cpu === undefined ? ownTexts(join(root, path)) : '';
  const licence = locked.license ?? 'see its text';
  return { name, version: locked.version, licence, text: own === '' ? licenceOf(licence, root) : own };
}

function ownTexts(folder: string): string {
  if (!existsSync(folder)) throw new Error(`${folder} is not installed`);
  const files = readdirSync(folder).filter((file) => /^(licen[cs]e|copying|notice)/i.test(file));
  const texts = files.sort().map((file) => readFileSync(join(folder, file), 'utf8').trim());
  return texts.join('\n\n').replaceAll('\r\n', '\n');
}

/** Each text once, under the packages that come with it. */
function groupedTexts(notices: readonly Notice[]): string {
  const groups = Map.groupBy(notices, ({ text }) => text);
  return [...groups]
    .map(([text, group]) => `## ${group.map(({ name }) => name).join(', ')}\n\n\`\`\`\`text\n${text}\n\`\`\`\`\n`)
    .join('\n');
}
