import { existsSync } from 'node:fs';
import { createServer, isIPv6 } from 'node:net';
import { hostname } from 'node:os';
import { join } from 'node:path';
import { type Command, InvalidArgumentError } from 'commander';
import open from 'open';
import { type ErrorReport, SigmalineError } from '../../../shared/domain/index.ts';
import type { TlsFiles } from '../../../shared/processes/engine.ts';
import { createChildProcessHost, EngineSupervisor } from '../../hosts/index.ts';
import { dataFolderOf, dataOption, rendererFolder, resourcesFolder, tokenFileOption } from '../options.ts';
import { forgetAddress, keepAddress, keptToken, tokenIn } from '../session.ts';
import { print, say, wrongUse } from '../terminal.ts';
import { fingerprintOf, selfSigned, tlsFilesAt } from '../tlsCertificate.ts';

interface ServeOptions {
  readonly data?: string;
  /** Null takes the usual one if it is free, else any. */
  readonly port?: number;
  readonly tokenFile?: string;
  readonly open: boolean;
  readonly address: string;
  readonly tlsCertificate?: string;
  readonly tlsKey?: string;
  readonly tlsSelfSigned?: boolean;
}

/** SIGM on the keys of a telephone. */
const USUAL_PORT = 7446;
const RESTART_TIMING = { firstMs: 500, longestMs: 30_000, settledAfterMs: 60_000 };
const STOP_GRACE_MS = 5_000;

export function addServeCommand(program: Command): void {
  program
    .command('serve')
    .description('Run the station and serve its interface until interrupted: to this machine, or with TLS to others.')
    .option(
      '--port <number>',
      `port of the interface; 0 takes a free one (default: ${USUAL_PORT} if it is free)`,
      parsePort,
    )
    .addOption(tokenFileOption())
    .option('--no-open', 'do not open a browser')
    .option(
      '--address <address>',
      'address of this machine to serve at, 0.0.0.0 for all; others than 127.0.0.1 need TLS and a protected station',
      '127.0.0.1',
    )
    .option('--tls-certificate <file>', 'certificate of the station, as PEM')
    .option('--tls-key <file>', 'its key, as PEM')
    .option('--tls-self-signed', 'make a certificate, keep it in the data folder, and show its fingerprint')
    .addOption(dataOption())
    .action(async (options: ServeOptions) => serve(options, dataFolderOf(options.data)));
}

function parsePort(text: string): number {
  const port = Number(text);
  if (!/^\d+$/.test(text) || port > 65_535) throw new InvalidArgumentError('It must be a number from 0 to 65535.');
  return port;
}

/** Null where the station is served without. @throws SigmalineError `usage.invalid`, `station.tls`, `station.data-folder` */
async function tlsOf(options: ServeOptions, dataFolder: string): Promise<TlsFiles | null> {
  const { address, tlsCertificate, tlsKey, tlsSelfSigned = false } = options;
  if ((tlsCertificate === undefined) !== (tlsKey === undefined)) {
    throw wrongUse('Give both --tls-certificate and --tls-key.');
  }
  if (tlsCertificate === undefined || tlsKey === undefined) {
    return tlsSelfSigned ? selfSigned(dataFolder, address) : null;
  }
  if (tlsSelfSigned) throw wrongUse('Give either a certificate or --tls-self-signed.');
  return tlsFilesAt(tlsCertificate, tlsKey);
}

/** Whether the station is served at all addresses of this machine. */
function isEverywhere(address: string): boolean {
  return address === '0.0.0.0' || address === '::';
}

/** By what name this machine finds the station. */
function hostOf(address: string): string {
  if (isEverywhere(address)) return '127.0.0.1';
  return isIPv6(address) ? `[${address}]` : address;
}

/** The engine runs in a process of its own, so that its death is noticed and it is started again, at the same address. */
async function serve(options: ServeOptions, dataFolder: string): Promise<void> {
  const renderer = rendererFolder();
  if (!existsSync(join(renderer, 'index.html'))) {
    throw new SigmalineError('station.no-interface', { folder: renderer });
  }
  // The engine needs to come back at the same one, so it is chosen here.
  const port =
    options.port === undefined
      ? await freePort(USUAL_PORT, options.address)
      : options.port || (await freePort(0, options.address));
  const token = options.tokenFile === undefined ? keptToken(dataFolder) : tokenIn(options.tokenFile);
  const tls = await tlsOf(options, dataFolder);
  const url = `${tls === null ? 'http' : 'https'}://${hostOf(options.address)}:${port}/?token=${token}`;

  await new Promise<void>((resolve, reject) => {
    let openedBefore = false;
    const engine = new EngineSupervisor({
      host: createChildProcessHost(),
      start: {
        kind: 'start',
        dataFolder,
        resourcesFolder: resourcesFolder(),
        http: { port, token, rendererFolder: renderer, address: options.address, tls },
      },
      timing: RESTART_TIMING,
      stopGraceMs: STOP_GRACE_MS,
      onFailure: (error) => {
        if (openedBefore) say(`error: ${error.message} [${error.code}]`);
        // One that cannot even be launched is told before there is anything to stop.
        else queueMicrotask(() => stop(error));
      },
      log: say,
    });
    let stopping = false;
    const stop = (failure: ErrorReport | null): void => {
      if (stopping) return;
      stopping = true;
      // One that never opened has kept none: what is there is that of the station that runs.
      if (openedBefore) forgetAddress(dataFolder);
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
      keepAddress(dataFolder, { host: hostOf(options.address), port, certificate: tls?.certificate ?? null });
      print(`Sigmaline is running: ${url}`);
      if (isEverywhere(options.address)) {
        say(`Other machines reach it at https://${hostname().toLowerCase()}:${port}/?token=${token}`);
      }
      if (tls !== null) say(`Its certificate has the SHA-256 fingerprint ${fingerprintOf(tls)}`);
      say(`Data folder: ${dataFolder}. Press Ctrl+C to stop.`);
      // Without a browser the address is there to be copied.
      if (options.open) open(url).catch(() => undefined);
    });
  });
}

/** A port of an address of this machine that is free now: the preferred one if it is. */
export function freePort(preferred = 0, address = '127.0.0.1'): Promise<number> {
  return new Promise((resolve, reject) => {
    const server = createServer();
    server.once('error', (cause) => {
      const refusal = new SigmalineError('station.port', { port: preferred, reason: cause.message }, cause);
      if (preferred === 0) reject(refusal);
      else resolve(freePort(0, address));
    });
    server.listen(preferred, address, () => {
      const taken = server.address();
      const port = typeof taken === 'object' && taken !== null ? taken.port : 0;
      server.close(() => resolve(port));
    });
  });
}
