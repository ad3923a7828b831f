import { createWriteStream } from 'node:fs';
import { mkdir, stat } from 'node:fs/promises';
import { dirname } from 'node:path';
import { Readable, Transform } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { SigmalineError } from '../../../shared/domain/index.ts';
import { errnoCode, isDiskFull } from '../../files/index.ts';

export interface Download {
  readonly address: string;
  /** Grows as bytes arrive. What is there already is taken for the beginning of the file: its hash has to be checked afterwards. */
  readonly file: string;
  /** `total` is null where the server does not tell it. */
  readonly onProgress: (done: number, total: number | null) => void;
  readonly signal?: AbortSignal | undefined;
  /** A server that is silent for so long is given up. */
  readonly patienceMs?: number;
}

const PATIENCE_MS = 60_000;
const RANGE_NOT_SATISFIABLE = 416;
const PARTIAL_CONTENT = 206;

/**
 * Downloads a file, going on where an earlier try stopped. After a failure what has arrived stays for the next one.
 *
 * @throws SigmalineError download.*, station.disk-full, station.data-folder; the reason of `signal` where it ended the download
 */
export async function download({
  address,
  file,
  onProgress,
  signal,
  patienceMs = PATIENCE_MS,
}: Download): Promise<void> {
  const patience = createPatience(patienceMs);
  const ended = signal === undefined ? patience.signal : AbortSignal.any([signal, patience.signal]);
  try {
    await mkdir(dirname(file), { recursive: true });
    const start = await sizeOf(file);
    const response = await request(address, start, ended);
    // Nothing lies beyond the last byte: an earlier try got all of it and was ended before anybody looked.
    if (response.status === RANGE_NOT_SATISFIABLE) return;
    await receive(response, response.status === PARTIAL_CONTENT ? start : 0);
  } catch (cause) {
    signal?.throwIfAborted();
    throw await failure(cause);
  } finally {
    patience.end();
  }

  async function receive(response: Response, start: number): Promise<void> {
    if (response.body === null) throw new Error('it sent nothing');
    const length = response.headers.get('content-length');
    const total = length === null ? null : start + Number(length);
    let done = start;
    const counter = new Transform({
      transform(chunk: Buffer, _, next) {
        patience.renew();
        done += chunk.length;
        onProgress(done, total);
        next(null, chunk);
      },
    });
    const target = createWriteStream(file, { flags: start === 0 ? 'w' : 'a', flush: true });
    await pipeline(Readable.fromWeb(response.body), counter, target, { signal: ended });
    if (total !== null && done < total) throw new Error(`${total} bytes were announced`);
  }

  async function failure(cause: unknown): Promise<unknown> {
    if (cause instanceof SigmalineError) return cause;
    const folder = dirname(file);
    const root = rootOf(cause);
    if (isDiskFull(root)) return new SigmalineError('station.disk-full', { folder }, cause);
    const reason = patience.signal.aborted ? `nothing came for ${patienceMs / 1000} seconds` : reasonOf(cause);
    if (['EACCES', 'EROFS', 'EPERM'].includes(errnoCode(root) ?? '')) {
      return new SigmalineError('station.data-folder', { folder, reason }, cause);
    }
    const done = await sizeOf(file);
    if (done === 0) return new SigmalineError('download.unreachable', { address, reason }, cause);
    return new SigmalineError('download.interrupted', { address, done, reason }, cause);
  }
}

async function request(address: string, start: number, signal: AbortSignal): Promise<Response> {
  // Positions in a compressed answer would not be positions in the file.
  const plain = { 'accept-encoding': 'identity' };
  const headers = start === 0 ? plain : { ...plain, range: `bytes=${start}-` };
  const response = await fetch(address, { headers, signal });
  if (response.ok || (response.status === RANGE_NOT_SATISFIABLE && start > 0)) return response;
  await response.body?.cancel();
  throw new SigmalineError('download.refused', { address, status: `${response.status} ${response.statusText}`.trim() });
}

/** Aborts when it was not renewed for too long. */
function createPatience(patienceMs: number) {
  const controller = new AbortController();
  const clock = setTimeout(() => controller.abort(), patienceMs);
  return { signal: controller.signal, renew: () => clock.refresh(), end: () => clearTimeout(clock) };
}

async function sizeOf(file: string): Promise<number> {
  return (await stat(file).catch(() => null))?.size ?? 0;
}

/** What lies beneath `fetch failed`. */
function rootOf(cause: unknown): unknown {
  return cause instanceof Error && cause.cause !== undefined ? rootOf(cause.cause) : cause;
}

function reasonOf(cause: unknown): string {
  const root = rootOf(cause);
  return root instanceof Error ? root.message || root.name : String(root);
}
