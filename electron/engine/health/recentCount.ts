const BUCKET_MS = 10_000;
const BUCKETS = 30;

/** What "the last minutes" are. */
export const RECENT_MINUTES = (BUCKETS * BUCKET_MS) / 60_000;

/** How often something happened in the last minutes, in steps of ten seconds; memory and time do not grow with it. Times are monotonic milliseconds. */
export class RecentCount {
  readonly #counts = new Uint32Array(BUCKETS);
  readonly #sinceMs: number;
  #newest: number;

  constructor(nowMs: number) {
    this.#sinceMs = nowMs;
    this.#newest = Math.floor(nowMs / BUCKET_MS);
  }

  add(nowMs: number): void {
    this.#forgetBefore(nowMs);
    this.#counts[this.#newest % BUCKETS] = (this.#counts[this.#newest % BUCKETS] ?? 0) + 1;
  }

  total(nowMs: number): number {
    this.#forgetBefore(nowMs);
    return this.#counts.reduce((sum, count) => sum + count, 0);
  }

  /** Null while it has not been counted for a minute. */
  perMinute(nowMs: number): number | null {
    const countedMs = Math.min(nowMs - this.#sinceMs, (BUCKETS - 1) * BUCKET_MS + (nowMs % BUCKET_MS));
    return countedMs < 60_000 ? null : (this.total(nowMs) * 60_000) / countedMs;
  }

  #forgetBefore(nowMs: number): void {
    const newest = Math.floor(nowMs / BUCKET_MS);
    const first = Math.max(this.#newest + 1, newest - BUCKETS + 1);
    for (let bucket = first; bucket <= newest; bucket += 1) this.#counts[bucket % BUCKETS] = 0;
    this.#newest = Math.max(this.#newest, newest);
  }
}
