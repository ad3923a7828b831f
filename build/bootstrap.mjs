/**
 * Runs a script of the project on the project's own Node, after installing what is missing. It is the one file that runs on whatever
 * Node the machine has (20 or newer), so it uses no package and no TypeScript.
 *
 *   node build/bootstrap.mjs build/demo.ts [arguments]
 */
import { spawn, spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = fileURLToPath(new URL('..', import.meta.url));
const [script, ...scriptArguments] = process.argv.slice(2);
const [major] = process.versions.node.split('.').map(Number);

if (script === undefined) fail('usage: node build/bootstrap.mjs SCRIPT [ARGUMENTS]', 2);
if (major < 20)
  fail(`Sigmaline needs Node 20 or newer; this is ${process.version}. Install a newer one from nodejs.org.`, 1);

const ourNode = join(root, 'node_modules', 'node', 'bin', process.platform === 'win32' ? 'node.exe' : 'node');
const stampFile = join(root, 'node_modules', '.installed-lockfile');
const stamp = createHash('sha256')
  .update(readFileSync(join(root, 'package-lock.json')))
  .digest('hex');

if (!existsSync(ourNode) || !existsSync(stampFile) || readFileSync(stampFile, 'utf8') !== stamp) install();

const run = spawn(ourNode, [join(root, script), ...scriptArguments], {
  stdio: 'inherit',
  env: { ...process.env, PATH: withOurTools(process.env.PATH ?? '') },
});
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.on(signal, () => run.kill(signal));
run.once('error', () => process.exit(1));
run.once('exit', (code) => process.exit(code ?? 1));

function install() {
  console.error('Installing packages; this takes a minute or two the first time ...');
  // onnxruntime-node would fetch CUDA libraries; electron its binary: both are optional, and neither may be reachable.
  const environment = { ...process.env, ONNXRUNTIME_NODE_INSTALL: 'skip', npm_config_ignore_scripts: 'true' };
  // `install` from the lockfile, not `ci`: some registries do not carry every platform's optional binaries, and `ci` insists on all of them.
  npm(['install', '--no-save', '--loglevel=error'], environment);
  // The only install script that is wanted: it brings the Node binary of this platform.
  npm(['rebuild', 'node', '--loglevel=error'], { ...process.env, npm_config_ignore_scripts: 'false' });
  if (!existsSync(ourNode)) fail('npm could not install Node 24 for this platform (the package "node").', 1);
  writeFileSync(stampFile, stamp);
}

function npm(npmArguments, environment) {
  const insideNpm = process.env.npm_execpath;
  const command = insideNpm === undefined ? 'npm' : process.execPath;
  const leading = insideNpm === undefined ? [] : [insideNpm];
  const result = spawnSync(command, [...leading, ...npmArguments], {
    cwd: root,
    // Standard output belongs to the script that follows (it may print JSON).
    stdio: ['ignore', 2, 2],
    env: environment,
    shell: insideNpm === undefined && process.platform === 'win32',
  });
  if (result.status !== 0)
    fail(`npm ${npmArguments[0]} failed. Check the connection to the npm registry and run the command again.`, 1);
}

function withOurTools(path) {
  return [join(root, 'node_modules', '.bin'), path].join(process.platform === 'win32' ? ';' : ':');
}

function fail(message, code) {
  console.error(message);
  process.exit(code);
}
