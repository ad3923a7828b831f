import type { ElectronParentPort } from './parentPort.ts';
import type { HostedProcess, ProcessHost } from './processHost.ts';
import { type RelayMessage, type RelayRequest, relayMessageSchema } from './relayMessages.ts';

/** The engine's end of the relay: lanes that the main process starts on its behalf look like any other hosted process. */
export function createRelayedHost(port: ElectronParentPort): ProcessHost {
  const lanes = new Map<number, RelayedLane>();
  let nextId = 1;

  const ask = (request: RelayRequest): void => port.postMessage(request);

  port.on('message', (event) => {
    const parsed = relayMessageSchema.safeParse(event.data);
    if (!parsed.success) return;
    const { id } = parsed.data;
    const lane = lanes.get(id);
    if (lane === undefined) return;
    if (parsed.data.kind === 'relay.exited') lanes.delete(id);
    lane.receive(parsed.data);
  });

  return {
    start(role) {
      if (role === 'engine') throw new Error('An engine starts no other engine');
      const id = nextId++;
      const lane = createRelayedLane(id, ask);
      lanes.set(id, lane);
      ask({ kind: 'relay.start', id, role });
      return lane.process;
    },
  };
}

interface RelayedLane {
  readonly process: HostedProcess;
  receive(message: RelayMessage): void;
}

function createRelayedLane(id: number, ask: (request: RelayRequest) => void): RelayedLane {
  const messageListeners: ((message: unknown) => void)[] = [];
  const exitListeners: ((code: number | null) => void)[] = [];
  let pid: number | undefined;
  return {
    process: {
      get pid() {
        return pid;
      },
      send: (message) => ask({ kind: 'relay.send', id, message }),
      onMessage: (listener) => messageListeners.push(listener),
      onExit: (listener) => exitListeners.push(listener),
      kill: () => ask({ kind: 'relay.kill', id }),
    },
    receive(message) {
      switch (message.kind) {
        case 'relay.spawned':
          pid = message.pid;
          return;
        case 'relay.message':
          for (const listener of messageListeners) listener(message.message);
          return;
        case 'relay.exited':
          for (const listener of exitListeners) listener(message.code);
          return;
      }
    },
  };
}
