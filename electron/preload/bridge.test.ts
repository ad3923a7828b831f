import { describe, expect, it } from 'vitest';
import { createBridge } from './bridge.ts';

const request = { kind: 'request', id: 1, name: 'station.status', input: {} };

function createPort() {
  const { port1, port2 } = new MessageChannel();
  const received: unknown[] = [];
  port2.addEventListener('message', (event) => received.push(event.data));
  port2.start();
  return { port: port1, far: port2, received };
}

const settled = () => new Promise((resolve) => setTimeout(resolve, 20));

describe('the bridge', () => {
  it('sends requests of its list and refuses all else', async () => {
    const { bridge, open } = createBridge(new Set(['station.status']));
    const { port, received } = createPort();
    open(port);
    bridge.send(request);
    bridge.send({ kind: 'ping', id: 2 });
    for (const frame of [{ ...request, name: 'export.locate' }, { kind: 'result', id: 1 }, 'text', null, undefined]) {
      expect(() => bridge.send(frame)).toThrow('There is no request');
    }
    await settled();
    expect(received).toEqual([request, { kind: 'ping', id: 2 }]);
    port.close();
  });

  it('keeps no request for a later engine', async () => {
    const { bridge, open } = createBridge(new Set(['station.status']));
    bridge.send(request);
    const { port, received } = createPort();
    open(port);
    await settled();
    expect(received).toEqual([]);
    port.close();
  });

  it('tells of an engine that was there before the listener', () => {
    const { bridge, open } = createBridge(new Set());
    const { port } = createPort();
    open(port);
    let told = 0;
    bridge.onOpen(() => {
      told += 1;
    });
    expect(told).toBe(1);
    port.close();
  });

  it('gives a new port for a lost one, and hears nothing more from the old one', async () => {
    const { bridge, open } = createBridge(new Set());
    const log: unknown[] = [];
    bridge.onOpen(() => log.push('open'));
    bridge.onClose(() => log.push('closed'));
    bridge.onFrame((frame) => log.push(frame));
    const [first, second] = [createPort(), createPort()];
    open(first.port);
    open(second.port);
    first.far.postMessage('from the old engine');
    second.far.postMessage('from the new engine');
    await settled();
    expect(log).toEqual(['open', 'closed', 'open', 'from the new engine']);
    first.port.close();
    second.far.close();
    await settled();
    expect(log.at(-1)).toBe('closed');
  });
});
