/**
 * The engine's process. The parent's first message names the data folder; the process ends on `stop` or when the parent goes away.
 * It may be killed at any time.
 */
import { isAbsolute } from 'node:path';
import { reportOf, SigmalineError } from '../../shared/domain/index.ts';
import { type EngineMessage, type EngineRequest, engineRequestSchema } from '../../shared/processes/engine.ts';
import { connectToParent, createChildProcessHost } from '../hosts/index.ts';
import { type Engine, startEngine } from './engine.ts';
import { openParentTransport } from './transports/index.ts';

type StartRequest = Extract<EngineRequest, { kind: 'start' }>;

const EXIT_DELAY_MS = 100;
/** Whatever does not answer any more: everything that matters is in the database, and the next start finds it. */
const LONGEST_STOP_MS = 4900;

const parent = connectToParent();
let starting: Promise<Engine> | null = null;

parent.onGone(() => void end());
parent.onMessage((raw) => {
  const message = engineRequestSchema.safeParse(raw);
  if (!message.success) return;
  if (message.data.kind === 'start' && starting === null) void begin(message.data);
  if (message.data.kind === 'stop') void end();
});

async function begin(request: StartRequest): Promise<void> {
  try {
    starting = start(request);
    const engine = await starting;
    openParentTransport(parent, engine.server, engine.reception);
    tell({ kind: 'started', url: engine.url });
  } catch (thrown) {
    tell({ kind: 'failed', error: reportOf(thrown) });
    process.exitCode = 1;
    // The message has to leave before the process does.
    setTimeout(() => process.exit(), EXIT_DELAY_MS);
  }
}

async function start({ dataFolder, resourcesFolder, http, keySecret }: StartRequest): Promise<Engine> {
  for (const folder of [dataFolder, resourcesFolder]) {
    if (!isAbsolute(folder)) throw new SigmalineError('folder.relative', { folder });
  }
  return startEngine({
    dataFolder,
    resourcesFolder,
    http,
    host: createChildProcessHost(),
    keySecret: keySecret ? Buffer.from(keySecret, 'base64') : null,
    onBroken: giveUp,
  });
}

/** Whoever started this process starts it again, and what is wrong is put right then. */
function giveUp(error: SigmalineError): void {
  tell({ kind: 'failed', error: reportOf(error) });
  process.exitCode = 1;
  setTimeout(() => process.exit(), EXIT_DELAY_MS);
}

async function end(): Promise<void> {
  setTimeout(() => process.exit(1), LONGEST_STOP_MS).unref();
  try {
    await (await starting)?.stop();
    process.exit(0);
  } catch {
    process.exit(1);
  }
}

function tell(message: EngineMessage): void {
  parent.send(message);
}
