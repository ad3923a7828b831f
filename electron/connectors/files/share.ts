import { realpath, stat } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { z } from 'zod';
import { SigmalineError } from '../../../shared/domain/index.ts';
import { isDiskFull, readJsonSync, writeJsonSync } from '../../files/index.ts';
import { folderReason } from '../networkErrors.ts';

/** On which disk or share the folder lay when it was used last. */
const placeSchema = z.object({ folder: z.string(), mount: z.string() });
type Place = z.infer<typeof placeSchema>;
const PLACE = 'share.json';
/** A share that is slower is taken for one that hangs. */
const ANSWER_MS = 10_000;

/**
 * A folder that may lie on a share: one that is gone, full, read-only, or that hangs.
 *
 * A system call to a share that hangs cannot be ended; it holds one of the few threads of this process until the share answers. So there is one at a time, and
 * who asks meanwhile waits for it.
 */
export class Share {
  readonly #folder: string;
  readonly #place: string;
  readonly #answerMs: number;
  #underWay: Promise<void> | null = null;
  /** As the note has it, which nobody else writes; read with the first use. */
  #known: Place | null = null;

  /** @param own a folder of this station, where it is noted what the folder lay on */
  constructor(folder: string, own: string, answerMs = ANSWER_MS) {
    this.#folder = folder;
    this.#place = join(own, PLACE);
    this.#answerMs = answerMs;
  }

  /**
   * Does something in the folder.
   *
   * @param work is given a function that throws where the share is not mounted any more
   * @throws SigmalineError `connection.folder`, `connection.folder-full`, `connection.folder-away`, `connection.timeout`; where the signal ends it, its reason
   */
  async use(work: (requireThere: () => Promise<void>) => Promise<void>, signal: AbortSignal | null): Promise<void> {
    const endMs = performance.now() + this.#answerMs;
    while (this.#underWay !== null)
      await this.#answered(
        this.#underWay.catch(() => undefined),
        endMs,
        signal,
      );
    const working = this.#work(work).finally(() => {
      this.#underWay = null;
    });
    this.#underWay = working;
    await this.#answered(working, endMs, signal);
  }

  async #work(work: (requireThere: () => Promise<void>) => Promise<void>): Promise<void> {
    try {
      await this.#requireThere();
      await work(() => this.#requireThere());
    } catch (thrown) {
      const folder = this.#folder;
      if (thrown instanceof SigmalineError) throw thrown;
      if (isDiskFull(thrown)) throw new SigmalineError('connection.folder-full', { folder }, thrown);
      throw new SigmalineError('connection.folder', { folder, reason: folderReason(thrown) }, thrown);
    }
  }

  async #answered(promise: Promise<void>, endMs: number, signal: AbortSignal | null): Promise<void> {
    const late = Promise.withResolvers<never>();
    const seconds = this.#answerMs / 1000;
    const clock = setTimeout(
      () => late.reject(new SigmalineError('connection.timeout', { where: this.#folder, seconds })),
      Math.max(0, endMs - performance.now()),
    );
    const onAbort = (): void => late.reject(signal?.reason);
    signal?.addEventListener('abort', onAbort, { once: true });
    if (signal?.aborted === true) onAbort();
    try {
      await Promise.race([promise, late.promise]);
    } finally {
      clearTimeout(clock);
      signal?.removeEventListener('abort', onAbort);
      // Whoever stopped waiting hears nothing of it.
      promise.catch(() => undefined);
    }
  }

  /** Where a share is not mounted, its folder is there all the same: an empty one on the disk of the station. */
  async #requireThere(): Promise<void> {
    // Shares of Windows have names of their own, which are gone with them.
    if (process.platform === 'win32') return;
    const folder = this.#folder;
    const mount = await mountOf(await realpath(folder));
    this.#known ??= placeSchema.safeParse(readJsonSync(this.#place)).data ?? null;
    const known = this.#known;
    if (known?.folder === folder && known.mount.length > mount.length)
      throw new SigmalineError('connection.folder-away', { folder, mount: known.mount });
    if (known?.folder === folder && known.mount === mount) return;
    writeJsonSync(this.#place, { folder, mount });
    this.#known = { folder, mount };
  }
}

/** The uppermost folder of the disk or share that a folder lies on. */
async function mountOf(folder: string): Promise<string> {
  const { dev } = await stat(folder);
  let at = folder;
  for (;;) {
    const above = dirname(at);
    if (above === at || (await stat(above)).dev !== dev) return at;
    at = above;
  }
}
