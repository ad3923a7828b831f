import { ContractClient, ListenedChannel } from '../../shared/contract/index.ts';
import { SigmalineError } from '../../shared/domain/index.ts';
import type { EngineSupervisor } from '../hosts/index.ts';
import type { PageRequests } from '../pages/index.ts';

/** The main process's own requests to the engine. Each engine gets a fresh client; while there is none, requests fail with `connection.lost`. */
export function createHostRequests(engine: EngineSupervisor): PageRequests {
  let channel: ListenedChannel | null = null;
  let client: ContractClient | null = null;

  engine.onFrame('host', (frame) => channel?.receive(frame));
  engine.onOpen(() => {
    channel = new ListenedChannel(
      (frame) => engine.send('host', frame),
      () => undefined,
    );
    client = new ContractClient(channel);
  });
  engine.onClose(() => {
    client = null;
    channel?.end();
  });

  return {
    request: (name, input) =>
      client === null ? Promise.reject(new SigmalineError('connection.lost')) : client.request(name, input),
  };
}
