import { WebSocket } from 'ws';
import { type Channel, ListenedChannel } from '../../../shared/contract/index.ts';

export interface WebSocketChannelOptions {
  /** Silence of the other end is noticed after at most two of these. */
  readonly pingIntervalMs?: number;
  /** A client that reads slower than events come is dropped here, before it takes the station's memory; it connects again by itself. */
  readonly bufferLimitBytes?: number;
}

/** WebSocket close code for text that is not of the agreed kind (RFC 6455, 7.4.1). */
const INVALID_PAYLOAD = 1007;

/** Frames as JSON texts over a WebSocket, at either end of it. */
export function createWebSocketChannel(socket: WebSocket, options: WebSocketChannelOptions = {}): Channel {
  const { pingIntervalMs = 15_000, bufferLimitBytes = 16 * 1024 * 1024 } = options;

  const channel = new ListenedChannel(
    (frame) => {
      if (socket.readyState !== WebSocket.OPEN) return;
      if (socket.bufferedAmount > bufferLimitBytes) socket.terminate();
      else socket.send(JSON.stringify(frame));
    },
    () => socket.close(),
  );

  let answered = true;
  socket.on('pong', () => {
    answered = true;
  });
  const pings = setInterval(() => {
    if (!answered) {
      socket.terminate();
      return;
    }
    answered = false;
    if (socket.readyState === WebSocket.OPEN) socket.ping();
  }, pingIntervalMs);
  pings.unref();

  socket.on('message', (content: Buffer) => {
    let frame: unknown;
    try {
      frame = JSON.parse(content.toString('utf8'));
    } catch {
      socket.close(INVALID_PAYLOAD, 'not JSON');
      return;
    }
    channel.receive(frame);
  });
  socket.once('close', () => {
    clearInterval(pings);
    channel.end();
  });
  // A broken connection reports an error and then closes: closing is what counts.
  socket.on('error', () => undefined);

  return channel;
}
