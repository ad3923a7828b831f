/** The process of the connections: speaks to machines, brokers and databases for the engine. It may be killed at any time; whoever started it starts it again. */
import { constants, setPriority } from 'node:os';
import {
  type ConnectorMessage,
  type ConnectorRequest,
  connectorRequestSchema,
} from '../../shared/processes/connector.ts';
import { connectToParent } from '../hosts/index.ts';
import { Connections } from './connections.ts';

const parent = connectToParent();
const send = (message: ConnectorMessage): void => parent.send(message);
const connections = new Connections(send);

try {
  // A gate waits for it, and it needs little: lanes that use all of the processor come after it.
  setPriority(constants.priority.PRIORITY_ABOVE_NORMAL);
} catch {
  // Where a process may not step forward, it waits for its turn as others do.
}
// Without an engine nobody knows what the line may do: ports close, and machines see that.
parent.onGone(() => process.exit(0));
parent.onMessage((raw) => {
  // A request that is not valid ends this process, and the starter sees that.
  const request = connectorRequestSchema.parse(raw);
  void handle(request);
});
send({ kind: 'ready' });

async function handle(request: ConnectorRequest): Promise<void> {
  switch (request.kind) {
    case 'configure':
      return connections.configure(request);
    case 'outlets':
      return connections.hear(request);
    case 'grown':
      return connections.wake();
    case 'call':
      return send({ kind: 'called', id: request.id, result: await connections.call(request.connection, request.call) });
    case 'again':
      return connections.again(request.connection, request.sequences);
    case 'answer':
      return connections.answered(request.id, request.error);
    case 'stop':
      await connections.stop();
      process.exit(0);
  }
}
