import { z } from 'zod';
import { type SourceId, sourceIdSchema } from '../../../shared/domain/index.ts';
import type { Kernel, Repeated, Work } from '../kernel/index.ts';

/** The next images that a source delivers: how many are still to come. */
export const collectingSchema = z.object({
  sourceId: sourceIdSchema,
  left: z.number().int().positive(),
  /** The number of the newest record that was looked at. */
  after: z.number().int().nonnegative(),
});
export type Collecting = z.infer<typeof collectingSchema>;

/** What was missed, by a kill or a fault, is collected so long after. */
const COLLECT_EVERY_MS = 60_000;

/** Has whoever waits for images of sources collect them, as their records are committed. */
export class Collector {
  readonly #work: Work;
  readonly #repeated: Repeated;

  /** @param isAwaited whether images of a source are wanted now: asked in each record's way, so it must be quick */
  constructor(kernel: Kernel, isAwaited: (source: SourceId) => boolean, collect: () => Promise<void>) {
    this.#work = kernel.work();
    this.#repeated = this.#work.repeat(COLLECT_EVERY_MS, collect);
    kernel.recorders.onCommitted(({ sourceId }) => {
      if (isAwaited(sourceId)) this.#repeated.wake();
    });
  }

  stop(graceMs: number): Promise<void> {
    return this.#work.stop(graceMs);
  }
}
