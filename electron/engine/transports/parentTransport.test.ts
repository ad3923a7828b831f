import { describe, expect, it } from 'vitest';
import { type Caller, type Channel, openStationCaller } from '../../../shared/contract/index.ts';
import type { Parent } from '../../hosts/index.ts';
import { openParentTransport } from './parentTransport.ts';
import type { Reception } from './reception.ts';

interface Line {
  readonly channel: Channel;
  readonly caller: () => Caller;
  readonly frames: unknown[];
  closed: boolean;
}

function start() {
  const sent: unknown[] = [];
  const lines: Line[] = [];
  let deliver: (message: unknown) => void = () => undefined;
  const parent: Parent = {
    send: (message) => sent.push(message),
    onMessage: (listener) => {
      deliver = listener;
    },
    onGone: () => undefined,
  };
  let left = 0;
  const reception: Reception = {
    enter: (place) => ({ caller: () => openStationCaller(place.channel, 'window'), leave: () => void left++ }),
    behind: ({ channel }) => ({ ...openStationCaller('host', `behind the ${channel}`) }),
  };
  const server: Parameters<typeof openParentTransport>[1] = {
    attach(channel, { caller }) {
      const line: Line = { channel, caller, frames: [], closed: false };
      channel.onFrame((frame) => line.frames.push(frame));
      channel.onClose(() => {
        line.closed = true;
      });
      lines.push(line);
    },
  };
  const close = openParentTransport(parent, server, reception);
  return { left: () => left, sent, lines, close, deliver: (message: unknown) => deliver(message) };
}

describe('the parent connection', () => {
  it('gives the window an engineer line and the host a line of its own', () => {
    const { deliver, lines, sent } = start();
    deliver({ kind: 'frame', channel: 'window', frame: 'first' });
    deliver({ kind: 'frame', channel: 'host', frame: 'second' });
    deliver({ kind: 'frame', channel: 'window', frame: 'third' });
    expect(lines.map(({ caller, frames }) => ({ channel: caller().channel, role: caller().role, frames }))).toEqual([
      { channel: 'window', role: 'engineer', frames: ['first', 'third'] },
      { channel: 'host', role: 'engineer', frames: ['second'] },
    ]);
    // What the window shows is fetched in the name of whoever is signed in there.
    expect(lines[1]?.caller().session).toBe('behind the window');
    lines[1]?.channel.send({ kind: 'result', id: 1, output: 7 });
    expect(sent).toEqual([{ kind: 'frame', channel: 'host', frame: { kind: 'result', id: 1, output: 7 } }]);
  });

  it('forgets a window that was closed, and greets the next one', () => {
    const { deliver, lines, sent, left } = start();
    deliver({ kind: 'frame', channel: 'window', frame: 'before' });
    expect(left()).toBe(0);
    deliver({ kind: 'windowClosed', channel: 'window' });
    expect([lines[0]?.closed, left()]).toEqual([true, 1]);
    lines[0]?.channel.send({ kind: 'event', name: 'station.changed', payload: {} });
    expect(sent).toEqual([]);
    deliver({ kind: 'frame', channel: 'window', frame: 'after' });
    expect(lines[1]?.frames).toEqual(['after']);
  });

  it('ignores what is no message of the engine', () => {
    const { deliver, lines } = start();
    deliver('nonsense');
    deliver({ kind: 'frame', channel: 'elsewhere', frame: 1 });
    expect(lines).toEqual([]);
  });

  it('ends both lines with the engine', () => {
    const { deliver, lines, close } = start();
    deliver({ kind: 'frame', channel: 'window', frame: 1 });
    deliver({ kind: 'frame', channel: 'host', frame: 1 });
    close();
    deliver({ kind: 'frame', channel: 'host', frame: 2 });
    expect(lines.map((line) => line.closed)).toEqual([true, true]);
  });
});
