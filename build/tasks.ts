import { spawn, spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { runLimited } from './limitedProcess.ts';

const root = fileURLToPath(new URL('..', import.meta.url));

export interface Tool {
  readonly title: string;
  readonly command: string;
  readonly toolArguments: readonly string[];
  readonly limitMinutes?: number;
}

/** What a step may take where it does not say otherwise: several times what the slowest takes on the smallest machine, so that only one that hangs meets it. */
const USUAL_LIMIT_MINUTES = 20;
/** On a machine that many share. */
const PATIENCE = Number(process.env.SIGMALINE_PATIENCE ?? '1');
const GRACE_MS = 10_000;

/** Runs one tool of the project and ends the whole script with the tool's exit code where it fails. */
export async function runTool(
  title: string,
  command: string,
  toolArguments: readonly string[],
  limitMinutes = USUAL_LIMIT_MINUTES,
): Promise<void> {
  console.log(`\n--- ${title}`);
  await run({ title, command, toolArguments, limitMinutes });
}

/**
 * Runs rows of tools beside each other, the tools of a row one after the other: most tools keep one core busy, and the smallest machine has two. What a tool says is
 * printed once it has ended. The first that fails ends the whole script with its exit code.
 */
export async function runBeside(...rows: readonly (readonly Tool[])[]): Promise<void> {
  await Promise.all(
    rows.map(async (row) => {
      for (const tool of row) {
        const said: Buffer[] = [];
        await run(tool, said);
      }
    }),
  );
}

/** @param said what the tool says, to be printed once it has ended; left out, it is printed as it is said */
async function run(tool: Tool, said?: Buffer[]): Promise<void> {
  const { title, command, toolArguments, limitMinutes = USUAL_LIMIT_MINUTES } = tool;
  const began = performance.now();
  const minutes = limitMinutes * PATIENCE;
  const { code, isLate } = await runLimited(
    command,
    toolArguments,
    { limitMs: minutes * 60_000, graceMs: GRACE_MS },
    { cwd: root, ...(said === undefined ? {} : { hear: (bytes) => void said.push(bytes) }) },
  );
  if (said !== undefined) {
    console.log(`\n--- ${title}`);
    process.stdout.write(Buffer.concat(said));
  }
  if (code !== 0) {
    const late = ` to end within ${minutes} minutes, and was ended with all its processes (SIGMALINE_PATIENCE=2 allows twice as long)`;
    console.error(`${title}: failed${isLate ? late : ''} (${[command, ...toolArguments].join(' ')})`);
    // Ends what runs beside it, as a signal from outside would.
    process.emit('SIGTERM');
    process.exit(code);
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

/** Of Debian: Chromium without a window, with which browser tests take less. They run with the whole one where it cannot be had. */
const HEADLESS_SHELL = { name: 'chromium-headless-shell', file: '/usr/lib/chromium/chromium-headless-shell' };

/**
 * Makes sure that the browser tests find a Chromium: the one that SIGMALINE_CHROMIUM names, Debian's packages (installed with apt-get as
 * root), or Playwright's own download.
 */
export async function ensureChromium(): Promise<void> {
  if (process.env.SIGMALINE_CHROMIUM !== undefined) return;
  if (isDebianRoot()) {
    await install(DEBIAN_PACKAGES.filter(({ file }) => !existsSync(file)).map(({ name }) => name));
    installHeadlessShell();
  } else if (!existsSync('/usr/bin/chromium')) {
    await runTool('chromium (playwright)', 'playwright', ['install', 'chromium']);
  }
}

interface Peer {
  readonly name: string;
  readonly isThere: () => boolean;
  /** Debian's packages. */
  readonly packages: readonly string[];
}

const runs = (command: string, ...options: readonly string[]): boolean => spawnSync(command, options).status === 0;
const starts = (...commands: readonly string[]): boolean =>
  commands.every((command) => spawnSync(command, ['--help']).error === undefined);

/** Programs that nobody here wrote, at which Sigmaline is tried. */
const PEERS: readonly Peer[] = [
  { name: 'LibreOffice (soffice)', isThere: () => starts('soffice'), packages: ['libreoffice-calc'] },
  {
    name: 'mbpoll, and pymodbus for /usr/bin/python3',
    isThere: () => runs('mbpoll', '-V') && runs('/usr/bin/python3', '-c', 'import pymodbus.client'),
    packages: ['mbpoll', 'python3-pymodbus', 'python3-serial-asyncio'],
  },
  {
    name: 'mosquitto and its clients',
    isThere: () => starts('mosquitto', 'mosquitto_rr'),
    packages: ['mosquitto', 'mosquitto-clients'],
  },
  {
    name: "PostgreSQL's server (/usr/lib/postgresql) and psql",
    isThere: () => existsSync('/usr/lib/postgresql') && starts('psql'),
    packages: ['postgresql', 'postgresql-client'],
  },
  { name: 'OpenSSL and curl', isThere: () => starts('openssl', 'curl'), packages: ['openssl', 'curl'] },
];

/** Makes sure that all programs are there at which Sigmaline is tried: as root on Debian their packages are installed. */
export async function ensurePeers(): Promise<void> {
  const missing = PEERS.filter(({ isThere }) => !isThere());
  if (isDebianRoot()) await install(missing.flatMap(({ packages }) => packages));
  const left = missing
    .filter(({ isThere }) => !isThere())
    .map(({ name, packages }) => `${name} (${packages.join(', ')})`);
  if (left.length === 0) return;
  console.error(
    `Install so that they are found on the PATH (in brackets the packages of Debian):\n  ${left.join('\n  ')}`,
  );
  process.exit(1);
}

function isDebianRoot(): boolean {
  return existsSync('/etc/debian_version') && process.getuid?.() === 0;
}

const APT_INSTALL = ['install', '-y', '-qq', '--no-install-recommends'];

async function install(packages: readonly string[]): Promise<void> {
  if (packages.length === 0) return;
  await runTool('package lists', 'apt-get', ['update', '-qq']);
  await runTool(`${packages.join(', ')} (apt-get)`, 'apt-get', [...APT_INSTALL, ...packages]);
}

/** In the version of the Chromium that is there, which stays as it is. */
function installHeadlessShell(): void {
  if (existsSync(HEADLESS_SHELL.file)) return;
  const [, version] = spawnSync('dpkg-query', ['--show', 'chromium'], { encoding: 'utf8' }).stdout.trim().split('\t');
  const apt = (...options: readonly string[]): boolean =>
    spawnSync('apt-get', options, { stdio: 'inherit' }).status === 0;
  console.log(`\n--- ${HEADLESS_SHELL.name} (apt-get)`);
  const isInstalled = apt('update', '-qq') && apt(...APT_INSTALL, `${HEADLESS_SHELL.name}=${version}`);
  if (!isInstalled)
    console.log('It cannot be installed: the browser tests run with the whole Chromium, and take longer.');
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
