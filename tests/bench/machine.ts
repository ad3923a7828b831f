import { execFileSync } from 'node:child_process';
import { arch, availableParallelism, cpus, loadavg, release, totalmem, type } from 'node:os';
import { env } from 'onnxruntime-node';

/** Where and when the bench ran: its figures say nothing without it. */
export function describeMachine(provider: string): readonly (readonly [string, string])[] {
  return [
    ['Date', new Date().toISOString().slice(0, 10)],
    ['Processor', `${cpus()[0]?.model.trim() || 'unknown'}, ${availableParallelism()} cores`],
    ['Memory', `${(totalmem() / 2 ** 30).toFixed(0)} GiB`],
    ['System', `${type()} ${release()}, ${arch()}`],
    ['Node', process.versions.node],
    ['ONNX Runtime', env.versions.node ?? 'unknown'],
    ['Provider', provider === 'cpu' ? 'cpu' : `${provider} (${graphicsProcessor()})`],
    ['Load at the start', loadNow()],
  ];
}

/** How many programs wanted the processor during the last minute, beside this one where it has just started. */
export function loadNow(): string {
  return process.platform === 'win32' ? 'not told by Windows' : (loadavg()[0] ?? 0).toFixed(1);
}

function graphicsProcessor(): string {
  try {
    const query = ['--query-gpu=name,driver_version', '--format=csv,noheader'];
    return execFileSync('nvidia-smi', query, { encoding: 'utf8', stdio: ['ignore', 'pipe', 'ignore'] }).trim();
  } catch {
    return 'device not told: there is no nvidia-smi';
  }
}
