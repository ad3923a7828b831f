import { randomUUID } from 'node:crypto';
import { type Channel, type ContractServer, openStationCaller } from '../../../shared/contract/index.ts';
import { type EngineMessage, engineRequestSchema } from '../../../shared/processes/engine.ts';
import type { Parent } from '../../hosts/index.ts';

type Line = 'window' | 'host';

/**
 * Serves the contract to the process that started the engine: for its window and for itself. A line is attached with its first frame, so nothing
 * is sent to a window that is not there; a window that was closed or reloaded begins again the same way.
 *
 * @returns the function that ends both lines
 */
export function openParentTransport(parent: Parent, server: Pick<ContractServer, 'attach'>): () => void {
  const lines = new Map<Line, ParentLine>();
  let open = true;

  const end = (name: Line): void => {
    const line = lines.get(name);
    lines.delete(name);
    line?.end();
  };

  parent.onMessage((raw) => {
    const parsed = engineRequestSchema.safeParse(raw);
    if (!parsed.success || !open) return;
    const message = parsed.data;
    if (message.kind === 'windowClosed') end('window');
    if (message.kind !== 'frame') return;
    let line = lines.get(message.channel);
    if (line === undefined) {
      line = createLine(message.channel, parent, () => end(message.channel));
      lines.set(message.channel, line);
      server.attach(line.channel, openStationCaller(message.channel, randomUUID()));
    }
    line.receive(message.frame);
  });

  return () => {
    open = false;
    for (const name of [...lines.keys()]) end(name);
  };
}

interface ParentLine {
  readonly channel: Channel;
  receive(frame: unknown): void;
  end(): void;
}

function createLine(name: Line, parent: Parent, close: () => void): ParentLine {
  const frameListeners: ((frame: unknown) => void)[] = [];
  const closeListeners: (() => void)[] = [];
  let ended = false;
  return {
    channel: {
      send(frame) {
        if (!ended) parent.send({ kind: 'frame', channel: name, frame } satisfies EngineMessage);
      },
      onFrame: (listener) => frameListeners.push(listener),
      onClose: (listener) => closeListeners.push(listener),
      close,
    },
    receive(frame) {
      for (const listener of frameListeners) listener(frame);
    },
    end() {
      if (ended) return;
      ended = true;
      for (const listener of closeListeners) listener();
    },
  };
}
