/**
 * The real engine in a process that may be killed at any time. It tells which lanes it started, so that they can be killed too, and how much heap it
 * uses; the room on the disk and the time of its clock may be made up.
 */
import { type Engine, startEngine } from '../../../electron/engine/engine.ts';
import { openParentTransport } from '../../../electron/engine/transports/index.ts';
import { connectToParent, createChildProcessHost, type ProcessHost } from '../../../electron/hosts/index.ts';
import { testHost } from '../../integration/engine/testProcesses.ts';
import { setClockError } from './clock.ts';
import type { EngineSettings, FromEngine, ToEngine } from './messages.ts';

const TELL_HEAP = new URL('./tellHeap.js', import.meta.url).href;
const HEAP_EVERY_MS = 5000;
const TOTAL_BYTES = 1e12;

const parent = connectToParent();
let engine: Engine | null = null;
let freeBytes: number | null = null;

const tell = (message: FromEngine): void => parent.send(message);

parent.onGone(() => process.exit(0));
parent.onMessage((raw) => {
  const message = raw as ToEngine;
  if (message.kind === 'begin') void begin(message);
  if (message.kind === 'room') freeBytes = message.freeBytes;
  if (message.kind === 'clock') setClockError(message.errorMs);
  if (message.kind === 'end') void end();
});
setInterval(() => tellHeap(process.pid, process.memoryUsage().heapUsed), HEAP_EVERY_MS).unref();
tell({ kind: 'ready' });

function tellHeap(pid: number, bytes: number): void {
  tell({ kind: 'heap', pid, bytes });
}

async function begin(settings: EngineSettings): Promise<void> {
  freeBytes = settings.freeBytes ?? null;
  setClockError(settings.clockErrorMs ?? 0);
  try {
    engine = await startEngine({
      dataFolder: settings.dataFolder,
      resourcesFolder: settings.dataFolder,
      host: announcing(
        settings.lanes === 'test'
          ? testHost({ slowMs: settings.slowMs ?? 5 })
          : createChildProcessHost({ environment: { NODE_OPTIONS: `--import ${TELL_HEAP}` } }),
      ),
      http: null,
      timings: settings.timings,
      // As the real process does: whoever started it starts it again.
      onBroken: () => process.exit(1),
      ...(settings.retentionEveryMs === undefined ? {} : { retentionTimings: { everyMs: settings.retentionEveryMs } }),
      ...(settings.backupLookEveryMs === undefined
        ? {}
        : { backupTimings: { lookEveryMs: settings.backupLookEveryMs, wantedAfterMs: 0 } }),
      ...(settings.freeBytes === undefined || settings.freeBytes === null
        ? {}
        : {
            measureDisk: async () => ({
              freeBytes: freeBytes ?? TOTAL_BYTES,
              totalBytes: TOTAL_BYTES,
              freeFiles: 0,
              totalFiles: 0,
            }),
            measureDiskEveryMs: 25,
          }),
    });
    openParentTransport(parent, engine.server, engine.reception);
    tell({ kind: 'begun' });
  } catch (thrown) {
    tell({ kind: 'refused', message: thrown instanceof Error ? thrown.message : String(thrown) });
  }
}

async function end(): Promise<void> {
  await engine?.stop();
  tell({ kind: 'ended' });
  process.exit(0);
}

/** The same host; whoever tortures learns of every process that it starts. */
function announcing(host: ProcessHost): ProcessHost {
  return {
    start(role) {
      const started = host.start(role);
      const { pid } = started;
      if (role === 'lane' && pid !== undefined) {
        tell({ kind: 'lane', pid, runs: true });
        started.onExit(() => tell({ kind: 'lane', pid, runs: false }));
        started.onMessage((message) => {
          const told = message as { readonly kind?: unknown; readonly bytes?: unknown };
          if (told.kind === 'heap' && typeof told.bytes === 'number') tellHeap(pid, told.bytes);
        });
      }
      return started;
    },
  };
}
