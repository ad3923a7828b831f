import { type ContractClient, createClient } from '../../shared/contract/index.ts';
import { SigmalineError } from '../../shared/domain/index.ts';
import type { EngineSupervisor } from '../hosts/index.ts';

export type HostRequests = Pick<ContractClient, 'request'>;

/** The main process's own requests to the engine. Each engine gets a fresh client; while there is none, requests fail with `connection.lost`. */
export function createHostRequests(engine: EngineSupervisor): HostRequests {
  let frameListener: (frame: unknown) => void = () => undefined;
  let closeListener: () => void = () => undefined;
  let client: ContractClient | null = null;

  function connect(): void {
    client = createClient({
      send: (frame) => engine.send('host', frame),
      onFrame: (listener) => {
        frameListener = listener;
      },
      onClose: (listener) => {
        closeListener = listener;
      },
      close: () => undefined,
    });
  }

  engine.onFrame('host', (frame) => frameListener(frame));
  engine.onOpen(connect);
  engine.onClose(() => {
    client = null;
    closeListener();
  });
  if (engine.isOpen) connect();

  return {
    request: (name, input) =>
      client === null ? Promise.reject(new SigmalineError('connection.lost')) : client.request(name, input),
  };
}
