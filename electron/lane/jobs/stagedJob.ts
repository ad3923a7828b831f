import type { KnownContent } from '../decoding/index.ts';

/**
 * A job in two halves. The first (reading, decoding) runs on another thread and may overlap with another job; the second may block this
 * thread, because ONNX Runtime does.
 */
export interface StagedJob<Result> {
  /** Starts the first half, which needs this thread no more. Called more than once, it starts once; what goes wrong, `finish` tells. */
  begin(): void;
  /**
   * The second half.
   *
   * @param beforeBlocking is awaited when the first half is done and this thread is about to be blocked; answers whether another job waits
   */
  finish(beforeBlocking: () => Promise<boolean>): Promise<Result>;
  readonly known: KnownContent;
}

/** A job of which nothing is worth overlapping. */
export function unstagedJob<Result>(work: () => Promise<Result>): StagedJob<Result> {
  return { known: { sha256: null, content: null }, begin: () => undefined, finish: work };
}

/** A job that answers nothing and for which nobody waits on the line. */
export function writingJob(write: () => Promise<void>): StagedJob<null> {
  return unstagedJob(async () => {
    await write();
    return null;
  });
}
