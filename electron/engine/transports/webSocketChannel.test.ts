import { once } from 'node:events';
import { type AddressInfo, connect, type Socket } from 'node:net';
import { afterEach, describe, expect, it } from 'vitest';
import { WebSocket, WebSocketServer } from 'ws';
import type { Channel } from '../../../shared/contract/index.ts';
import { createWebSocketChannel, type WebSocketChannelOptions } from './webSocketChannel.ts';

let server: WebSocketServer;
const clients: { terminate(): void }[] = [];

afterEach(() => {
  for (const client of clients.splice(0)) client.terminate();
  server.close();
});

/** A client that shakes hands and then neither reads nor answers, as a machine that was put to sleep. */
async function connectDeaf(port: number): Promise<Socket> {
  const socket = connect(port, '127.0.0.1');
  socket.write(
    'GET / HTTP/1.1\r\nHost: 127.0.0.1\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n' +
      'Sec-WebSocket-Version: 13\r\nSec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n\r\n',
  );
  await once(socket, 'data');
  return socket.pause();
}

async function channelTo(
  open: (port: number) => Promise<{ terminate(): void }>,
  options: WebSocketChannelOptions,
): Promise<{ channel: Channel; closed: Promise<void>; isClosed: () => boolean }> {
  server = new WebSocketServer({ port: 0, host: '127.0.0.1' });
  await once(server, 'listening');
  const connection = once(server, 'connection');
  clients.push(await open((server.address() as AddressInfo).port));
  const [socket] = (await connection) as [WebSocket];
  const channel = createWebSocketChannel(socket, options);
  let ended = false;
  const closed = new Promise<void>((resolve) => {
    channel.onClose(() => {
      ended = true;
      resolve();
    });
  });
  return { channel, closed, isClosed: () => ended };
}

const deaf = async (port: number): Promise<{ terminate(): void }> => {
  const socket = await connectDeaf(port);
  return { terminate: () => socket.destroy() };
};

const lively = async (port: number): Promise<WebSocket> => {
  const socket = new WebSocket(`ws://127.0.0.1:${port}/`);
  await once(socket, 'open');
  return socket;
};

describe('a WebSocket channel', () => {
  it('drops a client that fell silent', async () => {
    const { closed } = await channelTo(deaf, { pingIntervalMs: 20 });
    await expect(closed).resolves.toBeUndefined();
  });

  it('keeps a client that answers its pings', async () => {
    // Each answer has to come before the next ping, whatever else the machine does.
    const { isClosed } = await channelTo(lively, { pingIntervalMs: 500 });
    for (let pings = 0; pings < 3; pings += 1) await once(clients.at(-1) as WebSocket, 'ping');
    expect(isClosed()).toBe(false);
  });

  it('drops a client that reads slower than events come, before it takes the memory', async () => {
    const { channel, isClosed } = await channelTo(deaf, { pingIntervalMs: 60_000, bufferLimitBytes: 256 * 1024 });
    const payload = 'x'.repeat(64 * 1024);
    let sent = 0;
    while (!isClosed() && sent < 2000) {
      channel.send({ kind: 'event', name: 'feed.appended', payload });
      sent += 1;
      await new Promise(setImmediate);
    }
    expect(isClosed()).toBe(true);
    expect(() => channel.send({ kind: 'event', name: 'feed.appended', payload })).not.toThrow();
  });
});
