import type { SourceStatus } from '../../../shared/contract/index.ts';
import type { Occupancy } from '../inspection/index.ts';
import type { RecentCount } from './recentCount.ts';

/** How long a part took from its arrival to its verdict, and when it arrived. */
interface Delay {
  readonly ms: number;
  readonly arrivedAt: string;
}

/** What one part costs a lane, on the mean. */
export interface Cost {
  readonly ms: number;
  readonly parts: number;
  /** Measured while lanes had no pause; else one part more would cost less, because a lane reads it while it judges another. */
  readonly isExact: boolean;
}

/** Enough that one odd part counts for little, and few enough to follow a camera that is set to other images. */
const PARTS_OF_COST = 200;
const FEWEST_OF_COST = 20;
/** Longer ones are a network that was opened, or a machine that was busy with something else; as many of the shortest ones balance them. */
const LEFT_OUT = 1 / 20;
const PARTS_OF_DELAY = 1000;
/** Of fewer, none is the slowest of a hundred. */
const FEWEST_OF_DELAY = 100;

/** Their pixels unfold one after the other: no further core makes that quicker, and plain pixels need none of it. */
const UNFOLDED_KINDS = ['png', 'webp'] as const;

/** What the newest parts of one source cost, how long they took, and how many came. Memory and time do not grow with them. */
export class SourceLoad {
  /** Counted since the source is live; null while it is not. */
  arrivals: RecentCount | null = null;
  readonly #costs = new Newest<Occupancy>(PARTS_OF_COST);
  readonly #delays = new Newest<Delay>(PARTS_OF_DELAY);

  addCost(occupancy: Occupancy): void {
    this.#costs.add(occupancy);
  }

  addDelay(delay: Delay): void {
    this.#delays.add(delay);
  }

  /** Null while too few parts are known. */
  cost(): Cost | null {
    const whileBusy = this.#costs.all.filter(({ wasKeptBusy }) => wasKeptBusy);
    const isExact = whileBusy.length >= FEWEST_OF_COST;
    const costs = sorted((isExact ? whileBusy : this.#costs.all).map(({ occupiedMs }) => occupiedMs));
    if (costs.length < FEWEST_OF_COST) return null;
    const leftOut = Math.floor(costs.length * LEFT_OUT);
    const middle = costs.subarray(leftOut, costs.length - leftOut);
    return { ms: middle.reduce((sum, ms) => sum + ms, 0) / middle.length, parts: costs.length, isExact };
  }

  /** Null while too few parts are known, too. What any kind of file would take longer for than the network has no remedy. */
  slowDecoding(): SourceStatus['slowDecoding'] {
    const kind = UNFOLDED_KINDS.find((each) => each === this.#costs.newest?.kind);
    const costs = this.#costs.all.filter((cost) => cost.kind === kind);
    if (kind === undefined || costs.length < FEWEST_OF_COST) return null;
    const decodeMs = medianOf(costs.map((cost) => cost.decodeMs));
    const networkMs = medianOf(costs.map((cost) => cost.networkMs));
    return decodeMs > networkMs ? { kind, decodeMs, networkMs } : null;
  }

  /** Null while too few parts are known. */
  delay(): SourceStatus['delay'] {
    const { all, oldest } = this.#delays;
    const count = all.length;
    if (count < FEWEST_OF_DELAY || oldest === undefined) return null;
    const inOrder = sorted(all.map(({ ms }) => ms));
    const quantile = (share: number): number => Math.round(inOrder[Math.ceil(share * count) - 1] ?? Number.NaN);
    return { medianMs: quantile(0.5), p99Ms: quantile(0.99), parts: count, since: oldest.arrivedAt };
  }
}

/** The newest of what was added, at most so many, in no order. */
class Newest<Item> {
  readonly all: Item[] = [];
  readonly #most: number;
  #added = 0;

  constructor(most: number) {
    this.#most = most;
  }

  get newest(): Item | undefined {
    return this.all[(this.#added - 1) % this.#most];
  }

  get oldest(): Item | undefined {
    return this.all[this.#added % this.all.length];
  }

  add(item: Item): void {
    this.all[this.#added % this.#most] = item;
    this.#added += 1;
  }
}

function medianOf(values: readonly number[]): number {
  return sorted(values)[values.length >> 1] ?? Number.NaN;
}

function sorted(values: readonly number[]): Float64Array {
  return Float64Array.from(values).sort();
}
