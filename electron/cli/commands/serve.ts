import { existsSync } from 'node:fs';
import { createServer } from 'node:net';
import { join } from 'node:path';
import { type Command, InvalidArgumentError } from 'commander';
import open from 'open';
import { type ErrorReport, SigmalineError } from '../../../shared/domain/index.ts';
import { createChildProcessHost, EngineSupervisor } from '../../hosts/index.ts';
import { dataFolderOf, dataOption, rendererFolder, resourcesFolder, tokenFileOption } from '../options.ts';
import { forgetAddress, keepAddress, keptToken, tokenIn } from '../session.ts';
import { print, say } from '../terminal.ts';

interface ServeOptions {
  readonly data?: string;
  /** Null takes the usual one if it is free, else any. */
  readonly port?: number;
  readonly tokenFile?: string;
  readonly open: boolean;
}

/** SIGM on the keys of a telephone. */
const USUAL_PORT = 7446;
const RESTART_TIMING = { firstMs: 500, longestMs: 30_000, settledAfterMs: 60_000 };
const STOP_GRACE_MS = 5_000;

export function addServeCommand(program: Command): void {
  program
    .command('serve')
    .description('Run the station and serve its interface on 127.0.0.1 until interrupted.')
    .option(
      '--port <number>',
      `port of the interface; 0 takes a free one (default: ${USUAL_PORT} if it is free)`,
      parsePort,
    )
    .addOption(tokenFileOption())
    .option('--no-open', 'do not open a browser')
    .addOption(dataOption())
    .action(async (options: ServeOptions) => serve(options, dataFolderOf(options.data)));
}

function parsePort(text: string): number {
  const port = Number(text);
  if (!/^\d+$/.test(text) || port > 65_535) throw new InvalidArgumentError('It must be a number from 0 to 65535.');
  return port;
}

/** The engine runs in a process of its own, so that its death is noticed and it is started again, at the same address. */
async function serve(options: ServeOptions, dataFolder: string): Promise<void> {
  const renderer = rendererFolder();
  if (!existsSync(join(renderer, 'index.html'))) {
    throw new SigmalineError('station.no-interface', { folder: renderer });
  }
  // The engine needs to come back at the same one, so it is chosen here.
  const port = options.port === undefined ? await freePort(USUAL_PORT) : options.port || (await freePort());
  const token = options.tokenFile === undefined ? keptToken(dataFolder) : tokenIn(options.tokenFile);
  const url = `http://127.0.0.1:${port}/?token=${token}`;

  await new Promise<void>((resolve, reject) => {
    let openedBefore = false;
    const engine = new EngineSupervisor({
      host: createChildProcessHost(),
      start: {
        kind: 'start',
        dataFolder,
        resourcesFolder: resourcesFolder(),
        http: { port, token, rendererFolder: renderer },
      },
      timing: RESTART_TIMING,
      stopGraceMs: STOP_GRACE_MS,
      onFailure: (error) => {
        if (openedBefore) say(`error: ${error.message} [${error.code}]`);
        else stop(error);
      },
      log: say,
    });
    let stopping = false;
    const stop = (failure: ErrorReport | null): void => {
      if (stopping) return;
      stopping = true;
      forgetAddress(dataFolder);
      engine.stop().then(() => (failure === null ? resolve() : reject(new SigmalineError(failure))), reject);
    };
    const interrupted = (): void => {
      if (!stopping) say('Stopping the station ...');
      stop(null);
    };
    process.on('SIGINT', interrupted);
    process.on('SIGTERM', interrupted);
    engine.onOpen(() => {
      if (openedBefore) return;
      openedBefore = true;
      keepAddress(dataFolder, port);
      print(`Sigmaline is running: ${url}`);
      say(`Data folder: ${dataFolder}. Press Ctrl+C to stop.`);
      // Without a browser the address is there to be copied.
      if (options.open) open(url).catch(() => undefined);
    });
  });
}

/** A port of this machine's own address that is free now: the preferred one if it is. */
export function freePort(preferred = 0): Promise<number> {
  return new Promise((resolve, reject) => {
    const server = createServer();
    server.once('error', (cause) => (preferred === 0 ? reject(cause) : resolve(freePort())));
    server.listen(preferred, '127.0.0.1', () => {
      const address = server.address();
      const port = typeof address === 'object' && address !== null ? address.port : 0;
      server.close(() => resolve(port));
    });
  });
}
