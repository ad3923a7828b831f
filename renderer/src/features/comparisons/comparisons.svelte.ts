import type { ComparedRecord, Comparison, RequestInput } from '../../../../shared/contract/index.ts';
import type { Verdict } from '../../../../shared/domain/index.ts';
import type { StationConnection } from '../../lib/connection/index.ts';
import { Refusal, type Sentence } from '../../lib/sentence.ts';
import { texts } from '../../lib/texts.ts';

/** The comparisons of the station, as they go on. */
export class ComparisonList {
  readonly #connection: StationConnection;
  #all = $state.raw<readonly Comparison[]>([]);
  #problem = $state<Sentence | null>(null);

  /** To be made where effects may be. */
  constructor(connection: StationConnection) {
    this.#connection = connection;
    $effect(() => connection.on('comparison.changed', ({ comparison }) => this.#take(comparison)));
    $effect(() => {
      if (connection.state === 'open') void this.#read();
    });
  }

  /** The newest first. */
  get all(): readonly Comparison[] {
    return this.#all;
  }

  get problem(): Sentence | null {
    return this.#problem;
  }

  find(id: number | null): Comparison | null {
    return this.#all.find((comparison) => comparison.id === id) ?? null;
  }

  /** @returns its id; null where it could not begin, and `problem` says why */
  start(input: RequestInput<'comparison.start'>): Promise<number | null> {
    return this.#begin(this.#connection.request('comparison.start', input));
  }

  shadow(input: RequestInput<'comparison.shadow'>): Promise<number | null> {
    return this.#begin(this.#connection.request('comparison.shadow', input));
  }

  async stop(id: number): Promise<void> {
    await this.#begin(this.#connection.request('comparison.stop', { id }));
  }

  async remove(id: number): Promise<void> {
    try {
      await this.#connection.request('comparison.remove', { id });
      this.#all = this.#all.filter((comparison) => comparison.id !== id);
    } catch (thrown) {
      this.#problem = Refusal.of(thrown);
    }
  }

  async #begin(asked: Promise<Comparison>): Promise<number | null> {
    this.#problem = null;
    try {
      const comparison = await asked;
      this.#take(comparison);
      return comparison.id;
    } catch (thrown) {
      this.#problem = Refusal.of(thrown);
      return null;
    }
  }

  async #read(): Promise<void> {
    try {
      this.#all = (await this.#connection.request('comparison.list', {})).comparisons;
      this.#problem = null;
    } catch (thrown) {
      this.#problem = Refusal.of(thrown);
    }
  }

  #take(comparison: Comparison): void {
    const isKnown = this.#all.some(({ id }) => id === comparison.id);
    this.#all = isKnown
      ? this.#all.map((known) => (known.id === comparison.id ? comparison : known))
      : [comparison, ...this.#all];
  }
}

/** Which of its inspections are looked at: those that went from one verdict to another, or all whose verdict would change. */
export interface ChangeFilter {
  readonly from: Verdict | null;
  readonly to: Verdict | null;
}

/** The inspections of a comparison whose verdict would change, page after page. */
export class ChangedRecords {
  readonly #connection: StationConnection;
  #records = $state.raw<readonly ComparedRecord[]>([]);
  #hasMore = $state(false);
  #problem = $state<Sentence | null>(null);
  #asked = 0;

  constructor(connection: StationConnection) {
    this.#connection = connection;
  }

  get records(): readonly ComparedRecord[] {
    return this.#records;
  }

  get hasMore(): boolean {
    return this.#hasMore;
  }

  get problem(): Sentence | null {
    return this.#problem;
  }

  show(id: number, { from, to }: ChangeFilter): Promise<void> {
    return this.#ask({ id, from, to, onlyChanged: from === null || from !== to }, []);
  }

  more(id: number, { from, to }: ChangeFilter): Promise<void> {
    const before = this.#records.at(-1)?.record.number ?? null;
    return this.#ask({ id, from, to, onlyChanged: from === null || from !== to, before }, this.#records);
  }

  async #ask(input: RequestInput<'comparison.records'>, earlier: readonly ComparedRecord[]): Promise<void> {
    this.#asked += 1;
    const asked = this.#asked;
    try {
      const { records, hasMore } = await this.#connection.request('comparison.records', input);
      if (asked !== this.#asked) return;
      this.#records = [...earlier, ...records];
      this.#hasMore = hasMore;
      this.#problem = null;
    } catch (thrown) {
      if (asked === this.#asked) this.#problem = Refusal.of(thrown);
    }
  }
}

/** How many verdicts would be others. */
export function changedCount({ changes }: Comparison): number {
  return changes.filter(({ from, to }) => from !== to).reduce((sum, { count }) => sum + count, 0);
}

/** The share of inspections that do not pass, by the version that judged and by the other; null before there is any. */
export function rejectShares({
  changes,
  judged,
}: Comparison): { readonly against: number; readonly version: number } | null {
  if (judged === 0) return null;
  const share = (side: 'from' | 'to'): number =>
    changes.filter((change) => change[side] !== 'pass').reduce((sum, { count }) => sum + count, 0) / judged;
  return { against: share('from'), version: share('to') };
}

/** How it stands, in one line. */
export function stateWords(comparison: Comparison): string {
  const { state, judged, lacking, total } = comparison;
  const words = texts.comparisons;
  const done = judged + lacking;
  if (state === 'running') return comparison.kind === 'shadow' ? words.watching(judged) : words.running(done, total);
  return words.states[state](judged);
}
