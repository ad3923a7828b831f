import { fileURLToPath } from 'node:url';
import { createChildProcessHost } from '../../../electron/hosts/index.ts';
import { ContractClient, type StationStatus } from '../../../shared/contract/index.ts';
import { sentenceOf } from '../../../shared/domain/index.ts';
import type { EngineMessage } from '../../../shared/processes/engine.ts';
import type { FaultPlan, FiredFault, FromFaulty, ToFaulty } from './processes/messages.ts';

/** An engine whose calls can be made to fail. */
export interface FaultyEngine {
  /** How its start went: it serves, it says why it cannot, or it was gone without a word. */
  readonly start: Promise<
    { readonly kind: 'begun' } | { readonly kind: 'refused'; readonly code: string } | { readonly kind: 'gone' }
  >;
  readonly gone: Promise<number | null>;
  client(): ContractClient;
  /** Every sentence of trouble that its status showed since `arm`. */
  said(): ReadonlySet<string>;
  arm(plan: FaultPlan): void;
  disarm(): Promise<{ readonly calls: number; readonly fired: readonly FiredFault[] }>;
  answerAgain(): void;
  /** Stops it. @returns the milliseconds it took */
  stop(): Promise<number>;
  kill(): Promise<void>;
}

const BUNDLES = fileURLToPath(new URL('./processes', import.meta.url));

export function startFaultyEngine(options: {
  readonly dataFolder: string;
  readonly startFault?: FaultPlan;
  readonly laneFault?: string;
}): FaultyEngine {
  const environment = {
    SIGMALINE_START_FAULT: options.startFault === undefined ? '' : JSON.stringify(options.startFault),
  };
  const hosted = createChildProcessHost({ bundleFolder: BUNDLES, environment }).start('engine');
  const frameListeners: ((frame: unknown) => void)[] = [];
  const sentences = new Set<string>();
  const counters: ((message: Extract<FromFaulty, { kind: 'counted' }>) => void)[] = [];
  let client: ContractClient | null = null;
  const send = (message: ToFaulty | { readonly kind: 'stop' } | object): void => hosted.send(message);
  const gone = new Promise<number | null>((resolve) => hosted.onExit(resolve));

  const start = new Promise<Awaited<FaultyEngine['start']>>((resolve) => {
    hosted.onExit(() => resolve({ kind: 'gone' }));
    hosted.onMessage((raw) => {
      const message = raw as FromFaulty | EngineMessage;
      switch (message.kind) {
        case 'ready':
          return send({ kind: 'begin', dataFolder: options.dataFolder, laneFault: options.laneFault ?? null });
        case 'begun':
          return resolve({ kind: 'begun' });
        case 'refused':
          return resolve({ kind: 'refused', code: message.code });
        case 'counted':
          return counters.shift()?.(message);
        case 'frame':
          for (const listener of frameListeners) listener(message.frame);
          return;
        default:
          return;
      }
    });
  });

  const engine: FaultyEngine = {
    start,
    gone,
    client() {
      if (client === null) {
        client = new ContractClient({
          send: (frame) => send({ kind: 'frame', channel: 'host', frame }),
          onFrame: (listener) => frameListeners.push(listener),
          onClose: () => undefined,
          close: () => undefined,
        });
        client.on('station.changed', (status) => {
          for (const sentence of sentencesOf(status)) sentences.add(sentence);
        });
      }
      return client;
    },
    said: () => sentences,
    arm(plan) {
      sentences.clear();
      send({ kind: 'arm', plan });
    },
    disarm() {
      send({ kind: 'disarm' });
      return new Promise((resolve) => counters.push(resolve));
    },
    answerAgain: () => send({ kind: 'answerAgain' }),
    async stop() {
      const beganMs = performance.now();
      send({ kind: 'stop' });
      await gone;
      return performance.now() - beganMs;
    },
    async kill() {
      hosted.kill();
      await gone;
    },
  };
  return engine;
}

/** The verdicts of these tests are made up, and some images are spoilt on purpose: the station may say that these are many. */
const EXPECTED: ReadonlySet<string> = new Set(['source.fails-unlikely', 'source.errors-unlikely']);

/** Everything else in a status that tells of trouble. */
export function sentencesOf({ conditions, lanes }: StationStatus): string[] {
  return [
    ...conditions.filter(({ code }) => !EXPECTED.has(code)).map(sentenceOf),
    ...lanes.filter(({ state }) => state === 'failed').map(() => 'a lane failed'),
  ].filter((sentence) => sentence !== null);
}
