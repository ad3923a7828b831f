import { once } from 'node:events';
import { WebSocket } from 'ws';
import {
  ContractClient,
  type Credentials,
  type RequestInput,
  type RequestOutput,
} from '../../shared/contract/index.ts';
import { messageOf, SigmalineError } from '../../shared/domain/index.ts';
import {
  createWebSocketChannel,
  decideForStation,
  isStationRunning,
  type RecipeRequest,
  withRecipes,
} from '../engine/index.ts';
import { createChildProcessHost } from '../hosts/index.ts';
import { addressKeptIn, tokenIn, tokenKeptIn } from './session.ts';
import { askSecret } from './terminal.ts';

const PATIENCE_MS = 10_000;

export interface StationToAsk {
  readonly dataFolder: string;
  /** Names the station's token where it is not the one in the data folder. */
  readonly tokenFile?: string | undefined;
  /** Who asks a station that is protected. */
  readonly as?: string | undefined;
}

/**
 * Decides which version of a recipe judges: in the database of the data folder, and where a station runs on it, by asking that station, which alone may
 * write then.
 *
 * @throws SigmalineError `station.not-asked`, `storage.*`, and what `here` and `there` throw
 */
export async function decideVersion<Result>(
  station: StationToAsk,
  here: Parameters<typeof decideForStation<Result>>[1],
  there: (client: ContractClient, as: Credentials | undefined) => Promise<Result>,
): Promise<Result> {
  try {
    return await decideForStation(station.dataFolder, here);
  } catch (thrown) {
    if (!(thrown instanceof SigmalineError) || thrown.code !== 'station.locked') throw thrown;
    return askStation(station, there);
  }
}

/** Asks for a request, whoever answers it. */
export type AskRecipes = <N extends RecipeRequest>(name: N, input: RequestInput<N>) => Promise<RequestOutput<N>>;

/**
 * Asks the station that runs on the data folder about its recipes, or acts in its place where none runs and nobody protects it.
 *
 * @param work is told who asks, where somebody does
 * @throws SigmalineError `access.station-stopped`, `station.not-asked`, `storage.*`, and what the requests answer with
 */
export async function askRecipes<Result>(
  station: StationToAsk,
  resourcesFolder: string,
  work: (ask: AskRecipes, as: Credentials | undefined) => Promise<Result>,
): Promise<Result> {
  try {
    const host = createChildProcessHost();
    return await withRecipes({ ...station, resourcesFolder, host }, (ask) => work(ask, undefined));
  } catch (thrown) {
    if (!(thrown instanceof SigmalineError) || thrown.code !== 'station.locked') throw thrown;
    return askStation(station, (client, as) => work((name, input) => client.request(name, input, as), as));
  }
}

/** Asks the station that runs on the data folder. @throws SigmalineError `station.not-running`, `station.not-asked`, and what the requests answer with */
export async function askStation<Result>(
  { dataFolder, tokenFile, as }: StationToAsk,
  ask: (client: ContractClient, as: Credentials | undefined) => Promise<Result>,
): Promise<Result> {
  const refuse = (reason: string, cause?: unknown): never => {
    if (!isStationRunning(dataFolder)) throw new SigmalineError('station.not-running', { folder: dataFolder }, cause);
    throw new SigmalineError('station.not-asked', { folder: dataFolder, reason }, cause);
  };
  const address = addressKeptIn(dataFolder) ?? refuse('it is not served by sigmaline serve');
  const kept = tokenFile === undefined ? tokenKeptIn(dataFolder) : tokenIn(tokenFile);
  const token = kept ?? refuse('its token is not in the data folder; name its file with --token-file');
  const socket = new WebSocket(
    `${address.certificate === null ? 'ws' : 'wss'}://${address.host}:${address.port}/contract?token=${token}`,
    {
      handshakeTimeout: PATIENCE_MS,
      // Exactly the certificate that this station has, whoever signed it and whatever it is for: false is that nothing is wrong with it.
      ...(address.certificate !== null && {
        ca: address.certificate,
        allowPartialTrustChain: true,
        checkServerIdentity: () => false,
      }),
    },
  );
  const client = new ContractClient(createWebSocketChannel(socket));
  try {
    await once(socket, 'open').catch((cause: unknown) => refuse(connectionTrouble(cause), cause));
    return await ask(client, as === undefined ? undefined : { id: as, secret: await askSecret('PIN or password') });
  } finally {
    socket.terminate();
  }
}

function connectionTrouble(cause: unknown): string {
  const message = messageOf(cause);
  return message.includes('403') ? 'it has another token; name its file with --token-file' : message;
}
