import type { HostedProcess, ProcessHost, ProcessRole } from './processHost.ts';
import { belongsToRelay, type RelayMessage, relayRequestSchema } from './relayMessages.ts';

/**
 * The main process's end of the relay: starts, feeds and ends lanes for an engine that cannot do so itself.
 * @returns the engine without the relay's messages. When it ends, so do its lanes: nobody is left to read their answers.
 */
export function relayLanes(engine: HostedProcess, host: Pick<ProcessHost, 'start'>): HostedProcess {
  const lanes = new Map<number, HostedProcess>();
  const tell = (message: RelayMessage): void => engine.send(message);

  function start(id: number, role: Exclude<ProcessRole, 'engine'>): void {
    const lane = host.start(role);
    lanes.set(id, lane);
    let announced = false;
    lane.onMessage((message) => {
      // Electron knows the process id only once the process runs, which its first message proves.
      if (!announced && lane.pid !== undefined) tell({ kind: 'relay.spawned', id, pid: lane.pid });
      announced = true;
      tell({ kind: 'relay.message', id, message });
    });
    lane.onExit((code) => {
      lanes.delete(id);
      tell({ kind: 'relay.exited', id, code });
    });
  }

  engine.onMessage((raw) => {
    if (!belongsToRelay(raw)) return;
    const parsed = relayRequestSchema.safeParse(raw);
    if (!parsed.success) return;
    const request = parsed.data;
    switch (request.kind) {
      case 'relay.start':
        start(request.id, request.role);
        return;
      case 'relay.send':
        lanes.get(request.id)?.send(request.message);
        return;
      case 'relay.kill':
        lanes.get(request.id)?.kill();
        return;
    }
  });
  engine.onExit(() => {
    for (const lane of lanes.values()) lane.kill();
  });

  return {
    get pid() {
      return engine.pid;
    },
    send: (message) => engine.send(message),
    onMessage: (listener) =>
      engine.onMessage((message) => {
        if (!belongsToRelay(message)) listener(message);
      }),
    onExit: (listener) => engine.onExit(listener),
    kill: () => engine.kill(),
  };
}
