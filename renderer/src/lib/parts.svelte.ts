import { SvelteMap } from 'svelte/reactivity';
import type { StationStatus } from '../../../shared/contract/index.ts';
import {
  BYPASSED_CODE,
  type FeedItem,
  type InspectionId,
  type Part,
  type Verdict,
} from '../../../shared/domain/index.ts';
import type { StationConnection } from './connection/index.ts';

/** As many as a screen lists; what is older is found among the records. */
const KEPT = 200;

type NotPassed = Exclude<Verdict, 'pass'>;

/** The part of several views that an image shows; `unread` while that is not known, null where it shows a part of its own. */
export type Whole = Part | 'unread' | null;

/** The newest parts of several views; empty at a station where each image shows a part of its own. */
export class Parts {
  readonly #connection: StationConnection;
  /** The newest first. */
  #newest = $state.raw<readonly Part[]>([]);
  /** What a list shows of them, and how far back. */
  #listed = $state.raw<{ readonly verdicts: readonly NotPassed[]; readonly parts: readonly Part[] } | null>(null);
  /** Of images that somebody looks at, and that show none of the newest parts. */
  readonly #others = new SvelteMap<InspectionId, Part | null>();
  /** On their way: a list asks again with each part that arrives. No state: a failed answer must not ask by itself. */
  #asked: readonly InspectionId[] = [];

  constructor(connection: StationConnection) {
    this.#connection = connection;
    connection.onOpen(() => void this.#read());
    connection.on('part.changed', ({ part }) => this.#take([part]));
  }

  /** The newest first. */
  get newest(): readonly Part[] {
    return this.#newest;
  }

  /** Lists the newest with one of these verdicts from now on; null for all. */
  list(verdicts: readonly NotPassed[] | null): void {
    this.#listed = verdicts === null ? null : { verdicts, parts: this.#newest.filter(isListed(verdicts)) };
    if (this.#connection.state === 'open') void this.#readListed();
  }

  /** The newest first. */
  get listed(): readonly Part[] {
    return this.#listed?.parts ?? this.#newest;
  }

  /** How many of the newest the list leaves out. */
  get hidden(): number {
    return this.#listed === null
      ? 0
      : this.#newest.length - this.#newest.filter(isListed(this.#listed.verdicts)).length;
  }

  wholeOf(item: FeedItem, status: StationStatus | null): Whole {
    const shows = (part: Part): boolean => part.views.some(({ record }) => record?.id === item.id);
    const known = this.#newest.find(shows) ?? this.#others.get(item.id);
    if (known !== undefined) return known;
    return hasViews(item.sourceName, status) ? 'unread' : null;
  }

  /** Reads which part an image shows, where that is not known yet. */
  async want({ id }: FeedItem): Promise<void> {
    if (this.#asked.includes(id)) return;
    this.#asked = [...this.#asked, id];
    try {
      this.#others.set(id, (await this.#connection.request('part.of', { id })).part);
      for (const oldest of this.#others.keys()) {
        if (this.#others.size <= KEPT) break;
        this.#others.delete(oldest);
      }
    } catch {
      // It stays unread, which is never a pass; whoever looks again asks again.
    } finally {
      this.#asked = this.#asked.filter((asked) => asked !== id);
    }
  }

  async #read(): Promise<void> {
    try {
      const { parts } = await this.#connection.request('part.page', { limit: KEPT });
      this.#newest = [];
      this.#others.clear();
      this.#take(parts);
      await this.#readListed();
    } catch {
      // The connection was lost again, and its next opening comes back here.
    }
  }

  async #readListed(): Promise<void> {
    const listed = this.#listed;
    if (listed === null) return;
    try {
      const verdicts = [...listed.verdicts];
      const { parts } = await this.#connection.request('part.page', { limit: KEPT, verdicts });
      if (this.#listed?.verdicts === listed.verdicts) this.#enlist(parts);
    } catch {
      // The newest are listed; the next opening of the connection reads the older ones.
    }
  }

  #take(parts: readonly Part[]): void {
    this.#newest = newestOf([...parts, ...this.#newest]);
    this.#enlist(parts);
    for (const [id, other] of this.#others) {
      const changed = parts.find(({ number }) => number === other?.number);
      if (changed !== undefined) this.#others.set(id, changed);
    }
  }

  #enlist(parts: readonly Part[]): void {
    if (this.#listed === null) return;
    const { verdicts, parts: before } = this.#listed;
    this.#listed = { verdicts, parts: newestOf([...parts, ...before]).filter(isListed(verdicts)) };
  }
}

function isListed(verdicts: readonly NotPassed[]): (part: Part) => boolean {
  return (part) => verdicts.some((verdict) => verdict === itemOfPart(part)?.verdict);
}

/** Of a part that is told twice the later change holds, whatever came first. */
function newestOf(parts: readonly Part[]): Part[] {
  const all = parts.toSorted((one, other) => other.number - one.number || other.change - one.change);
  return all.filter(({ number }, place) => number !== all[place - 1]?.number).slice(0, KEPT);
}

function hasViews(sourceName: string, status: StationStatus | null): boolean {
  const sources = status?.sources ?? [];
  const named = sources.filter(({ name }) => name === sourceName);
  // One that was renamed or removed since may be any of them.
  return (named.length > 0 ? named : sources).some(({ options }) => options.views !== null || options.oneView !== null);
}

/** Whether every part of the station has several views: then lists show parts, and no images. */
export function isAllOfViews(status: StationStatus | null): boolean {
  const sources = status?.sources ?? [];
  return sources.length > 0 && sources.every(({ name }) => hasViews(name, status));
}

/**
 * A view as what stands for its part: under the part's number, with the part's verdict.
 *
 * @returns null while the part waits for a view and nothing speaks against it for sure
 */
export function itemOfPart(part: Part): FeedItem | null {
  const records = part.views.flatMap(({ record }) => record ?? []);
  const first = records.find(({ number }) => number === part.number) ?? records[0];
  if (first === undefined || part.verdict === null || isStillOpen(part)) return null;
  // A by-pass is told only where nothing else kept a view from being judged.
  const errors = records.flatMap(({ errorCode }) => errorCode ?? []);
  const errorCode = errors.find((code) => code !== BYPASSED_CODE) ?? errors[0] ?? null;
  // The verdict of the part came with its last view: any that was late made it late.
  const late = records.flatMap(({ lateMs }) => lateMs ?? []);
  return { ...first, verdict: part.verdict, errorCode, lateMs: late.length === 0 ? null : Math.max(...late) };
}

/**
 * Whether a part was judged when the line had gone on: then its pass is neither large nor heard.
 *
 * @param overtaken the numbers of the records of which the station says so
 */
export function hasGoneOn(item: FeedItem, whole: Whole, overtaken: readonly (number | null)[]): boolean {
  return overtaken.includes(Math.max(...recordsOf(item, whole).map(({ number }) => number)));
}

/** The images that a part was judged by. */
export function recordsOf(item: FeedItem, whole: Whole): readonly FeedItem[] {
  const views = whole === null || whole === 'unread' ? [] : whole.views.flatMap(({ record }) => record ?? []);
  return [item, ...views];
}

/** More views may come, and make it worse: only a fail is sure by then. */
export function isStillOpen({ state, verdict }: Part): boolean {
  return state === 'waiting' && verdict !== 'fail';
}
