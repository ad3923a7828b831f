import { ListenedChannel } from '../../../../shared/contract/index.ts';
import type { Transport } from './stationConnection.svelte.ts';

const FIRST_RETRY_MS = 400;
const LONGEST_RETRY_MS = 4000;
/** A handshake that hangs (a cable pulled, a station suspended) is given up, or no new one would ever be tried. */
const HANDSHAKE_MS = 5000;
const FORBIDDEN = 403;

/**
 * The contract over a WebSocket, opened again by itself with growing pauses.
 *
 * @param onRefused the station is there and does not know this page any more: its token was replaced, or another station is at its address
 */
export function createWebSocketTransport(address: string, onRefused: () => void): Transport {
  return (onChannel) => {
    let retryMs = FIRST_RETRY_MS;

    function open(): void {
      const socket = new WebSocket(address);
      const channel = new ListenedChannel(
        (frame) => socket.send(JSON.stringify(frame)),
        () => socket.close(),
      );
      let opened = false;
      const handshake = setTimeout(() => socket.close(), HANDSHAKE_MS);

      socket.addEventListener('open', () => {
        clearTimeout(handshake);
        opened = true;
        retryMs = FIRST_RETRY_MS;
        onChannel(channel);
      });
      socket.addEventListener('message', (message) => {
        const frame = parsed(message.data);
        if (frame !== undefined) channel.receive(frame);
      });
      socket.addEventListener('close', () => {
        clearTimeout(handshake);
        channel.end();
        // A browser does not tell why a handshake failed.
        if (!opened) void isRefused().then((refused) => (refused ? onRefused() : undefined));
        setTimeout(open, retryMs);
        retryMs = Math.min(retryMs * 1.5, LONGEST_RETRY_MS);
      });
    }

    open();
  };
}

/** Whether the station answers and refuses this page. */
async function isRefused(): Promise<boolean> {
  try {
    return (await fetch('/', { method: 'HEAD', cache: 'no-store' })).status === FORBIDDEN;
  } catch {
    return false;
  }
}

/** Undefined for what is no JSON: the client would drop it anyway. */
function parsed(data: unknown): unknown {
  try {
    return JSON.parse(String(data));
  } catch {
    return undefined;
  }
}

/** Where the page's own station serves the contract. */
export function contractAddress(page: Location): string {
  const scheme = page.protocol === 'https:' ? 'wss:' : 'ws:';
  return `${scheme}//${page.host}/contract`;
}
