import { spawn, spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

const root = fileURLToPath(new URL('..', import.meta.url));

/** Runs one tool of the project and ends the whole script with the tool's exit code where it fails. */
export function runTool(title: string, command: string, toolArguments: readonly string[]): void {
  const began = performance.now();
  console.log(`\n--- ${title}`);
  const result = spawnSync(command, toolArguments, {
    cwd: root,
    stdio: 'inherit',
    shell: process.platform === 'win32',
  });
  if (result.status !== 0) {
    console.error(`${title}: failed (${[command, ...toolArguments].join(' ')})`);
    process.exit(result.status ?? 1);
  }
  console.log(`${title}: ok, ${((performance.now() - began) / 1000).toFixed(1)} s`);
}

/** Debian's packages that tests need, each with a file by which it is known to be there. */
const DEBIAN_PACKAGES = [
  { name: 'chromium', file: '/usr/bin/chromium' },
  // Draws PDF reports as pictures.
  { name: 'poppler-utils', file: '/usr/bin/pdftoppm' },
  // Reaches the software GPU that comes with Chromium.
  { name: 'libvulkan1', file: `/usr/lib/${process.arch === 'arm64' ? 'aarch64' : 'x86_64'}-linux-gnu/libvulkan.so.1` },
];

/**
 * Makes sure that the browser tests find a Chromium: the one that SIGMALINE_CHROMIUM names, Debian's package (installed with apt-get as
 * root), or Playwright's own download.
 */
export function ensureChromium(): void {
  if (process.env.SIGMALINE_CHROMIUM !== undefined) return;
  if (isDebianRoot()) {
    install(DEBIAN_PACKAGES.filter(({ file }) => !existsSync(file)).map(({ name }) => name));
  } else if (!existsSync('/usr/bin/chromium')) {
    runTool('chromium (playwright)', 'playwright', ['install', 'chromium']);
  }
}

/** Makes sure that `soffice` is there: as root on Debian its package is installed. */
export function ensureLibreOffice(): void {
  if (spawnSync('soffice', ['--version']).status === 0) return;
  if (isDebianRoot()) install(['libreoffice-calc']);
  else throw new Error('LibreOffice is missing: install it so that soffice is found on the PATH.');
}

function isDebianRoot(): boolean {
  return existsSync('/etc/debian_version') && process.getuid?.() === 0;
}

function install(packages: readonly string[]): void {
  if (packages.length === 0) return;
  runTool('package lists', 'apt-get', ['update', '-qq']);
  const options = ['-y', '-qq', '--no-install-recommends'];
  runTool(`${packages.join(', ')} (apt-get)`, 'apt-get', ['install', ...options, ...packages]);
}

/** Runs a program in the foreground, hands it the signals that this script gets, and ends with its exit code. */
export async function runUntilItEnds(command: string, commandArguments: readonly string[]): Promise<never> {
  const child = spawn(command, commandArguments, { stdio: 'inherit' });
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, () => child.kill(signal));
  const code = await new Promise<number>((resolve) => {
    child.once('error', () => resolve(1));
    child.once('exit', (exitCode) => resolve(exitCode ?? 1));
  });
  process.exit(code);
}
