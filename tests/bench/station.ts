import { setTimeout as pause } from 'node:timers/promises';
import { createChildProcessHost, EngineSupervisor } from '../../electron/hosts/index.ts';
import { type Arrival, ContractClient } from '../../shared/contract/index.ts';

/** What a station is started from. */
export interface BuiltStation {
  /** The built processes. */
  readonly bundleFolder: string;
  readonly resourcesFolder: string;
}

const START = { firstMs: 500, longestMs: 5000, settledAfterMs: 60_000 };

/** A whole station: its engine and its lanes in processes of their own. */
export async function openStation({ bundleFolder, ...start }: BuiltStation & { readonly dataFolder: string }) {
  const failed = Promise.withResolvers<never>();
  const supervisor = new EngineSupervisor({
    host: createChildProcessHost({ bundleFolder }),
    start: { kind: 'start', http: null, ...start },
    timing: START,
    stopGraceMs: 5000,
    onFailure: ({ message }) => failed.reject(new Error(message)),
    log: () => undefined,
  });
  const client = new ContractClient({
    send: (frame) => supervisor.send('host', frame),
    onFrame: (listener) => supervisor.onFrame('host', listener),
    onClose: (listener) => supervisor.onClose(listener),
    close: () => undefined,
  });
  const arrivals: Arrival[] = [];
  client.on('feed.appended', ({ items }) => void arrivals.push(...items));
  await Promise.race([new Promise<void>((resolve) => supervisor.onOpen(resolve)), failed.promise]);
  return {
    client,
    arrivals,
    stop: () => supervisor.stop(),
    async recorded(count: number): Promise<void> {
      while (arrivals.length < count) await pause(5);
    },
    capacity: async () => (await client.request('source.list', {}))[0]?.capacity ?? null,
  };
}

/** From the arrival of a file to its record, in milliseconds. */
export function arrivalMs({ arrivedAt, recordedAt }: Arrival): number {
  return Date.parse(recordedAt) - Date.parse(arrivedAt ?? '');
}
