import { type ContractServer, ListenedChannel } from '../../../shared/contract/index.ts';
import { type EngineMessage, engineRequestSchema, type Line } from '../../../shared/processes/engine.ts';
import type { Parent } from '../../hosts/index.ts';
import type { Reception } from './reception.ts';

const WINDOW = { channel: 'window', browser: null } as const;
/** A second screen with counters and nothing to touch: nobody signs in at it. */
const BOARD = { channel: 'window', browser: 'board' } as const;

/**
 * Serves the contract to the process that started the engine: for its windows and for itself. A line is attached with its first frame, so nothing
 * is sent to a window that is not there; a window that was closed or reloaded begins again the same way, with nobody signed in. The host asks in the name of
 * whoever is signed in at the window: it fetches what the window shows.
 *
 * @returns the function that ends all lines
 */
export function openParentTransport(
  parent: Parent,
  server: Pick<ContractServer, 'attach'>,
  reception: Reception,
): () => void {
  const lines = new Map<Line, ListenedChannel>();
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
    if (message.kind === 'windowClosed') end(message.channel);
    if (message.kind !== 'frame') return;
    const { channel: name } = message;
    let line = lines.get(name);
    if (line === undefined) {
      line = new ListenedChannel(
        (frame) => parent.send({ kind: 'frame', channel: name, frame } satisfies EngineMessage),
        () => end(name),
      );
      lines.set(name, line);
      if (name === 'host') server.attach(line, { caller: () => reception.behind(WINDOW) });
      else {
        const visitor = reception.enter({ ...(name === 'board' ? BOARD : WINDOW), peer: name });
        server.attach(line, visitor);
        line.onClose(visitor.leave);
      }
    }
    line.receive(message.frame);
  });

  return () => {
    open = false;
    for (const name of [...lines.keys()]) end(name);
  };
}
