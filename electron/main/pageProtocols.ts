import { ContractClient, type EventName, type EventPayload, ListenedChannel } from '../../shared/contract/index.ts';
import { SigmalineError } from '../../shared/domain/index.ts';
import type { EngineSupervisor } from '../hosts/index.ts';
import { loadInterfaceFiles, type PageRequests, Pages, textResponse } from '../pages/index.ts';
import { IMAGE_SCHEME, INTERFACE_ADDRESS, parseImageAddress } from './addresses.ts';

/**
 * Serves the built interface at `app://sigmaline/`, and images of inspections and exported files at `sigmaline-image://`. Only addresses of exactly
 * these shapes are answered.
 */
export function createPageProtocols(
  rendererFolder: string,
  requests: PageRequests,
  log: (line: string) => void,
): (request: Request) => Promise<Response> {
  const files = loadInterfaceFiles(rendererFolder);
  // Whoever asks for the page hears of it.
  files.catch(() => undefined);
  const pages = new Pages({ files, imageScheme: IMAGE_SCHEME, onUnforeseen: (error) => log(String(error)) });
  return async ({ url, method }) => {
    const isPage = url.startsWith(INTERFACE_ADDRESS);
    if (!isPage && parseImageAddress(url) === null) return textResponse(404, 'There is no page at this address.');
    const address = isPage ? url : INTERFACE_ADDRESS + url.slice(`${IMAGE_SCHEME}://`.length);
    return pages.serve(new Request(address, { method }), requests);
  };
}

/** The main process's own requests to the engine, and the events that it hears. */
export interface HostRequests extends PageRequests {
  on<N extends EventName>(name: N, listener: (payload: EventPayload<N>) => void): void;
}

/** Each engine gets a fresh client; while there is none, requests fail with `connection.lost`. */
export function createHostRequests(engine: EngineSupervisor): HostRequests {
  const subscriptions: ((client: ContractClient) => void)[] = [];
  let channel: ListenedChannel | null = null;
  let client: ContractClient | null = null;

  engine.onFrame('host', (frame) => channel?.receive(frame));
  engine.onOpen(() => {
    channel = new ListenedChannel(
      (frame) => engine.send('host', frame),
      () => undefined,
    );
    client = new ContractClient(channel);
    for (const listen of subscriptions) listen(client);
    // The engine hears of the host with its first frame.
    client.ping().catch(() => undefined);
  });
  engine.onClose(() => {
    client = null;
    channel?.end();
  });

  return {
    on(name, listener) {
      subscriptions.push((opened) => void opened.on(name, listener));
    },
    request: (name, input) =>
      client === null ? Promise.reject(new SigmalineError('connection.lost')) : client.request(name, input),
  };
}
