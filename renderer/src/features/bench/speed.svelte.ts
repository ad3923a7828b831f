import { SvelteMap } from 'svelte/reactivity';
import type { StationConnection } from '../../lib/connection/index.ts';
import { Refusal, type Sentence } from '../../lib/sentence.ts';
import { typedOptional } from '../../lib/typedNumber.ts';

/** Milliseconds of backbones for one image on this machine, as they are measured when somebody asks. */
export class BackboneTimes {
  readonly #connection: StationConnection;
  #measured = $state.raw<ReadonlyMap<string, number>>(new SvelteMap());
  #isMeasuring = $state(false);
  #problem = $state<Sentence | null>(null);

  constructor(connection: StationConnection) {
    this.#connection = connection;
  }

  get isMeasuring(): boolean {
    return this.#isMeasuring;
  }

  get problem(): Sentence | null {
    return this.#problem;
  }

  /** What was measured now, else what inspections with it took lately. */
  of(backbones: readonly { readonly id: string; readonly imageMs: number | null }[]): ReadonlyMap<string, number> {
    const lately = backbones.flatMap(({ id, imageMs }) => (imageMs === null ? [] : [[id, imageMs] as const]));
    return new SvelteMap([...lately, ...this.#measured]);
  }

  /** One after the other: beside each other each would seem slow. */
  async measure(ids: readonly string[]): Promise<void> {
    this.#isMeasuring = true;
    this.#problem = null;
    try {
      for (const id of ids) {
        const { imageMs } = await this.#connection.request('backbone.measure', { id });
        this.#measured = new SvelteMap([...this.#measured, [id, imageMs]]);
      }
    } catch (thrown) {
      this.#problem = Refusal.of(thrown);
    } finally {
      this.#isMeasuring = false;
    }
  }
}

/** How a backbone stands among those whose times are known; null where nothing can be said. */
export function paceOf(id: string, times: ReadonlyMap<string, number>): 'fast' | 'balanced' | 'accurate' | null {
  const own = times.get(id);
  if (own === undefined || times.size < 2) return null;
  const all = [...times.values()];
  if (own === Math.min(...all)) return 'fast';
  // A network that takes more time sees more, among those that are offered.
  return own === Math.max(...all) ? 'accurate' : 'balanced';
}

/** Per cent as they are typed. */
export function typedShare(share: number | null): string {
  return share === null ? '' : String(Number((share * 100).toFixed(3)));
}

/** @returns null for nothing typed; undefined for what is no share up to `most` per cent */
export function shareOfTyped(typed: string, most: number): number | null | undefined {
  const percent = typedOptional(typed);
  if (percent === null) return null;
  return percent > 0 && percent <= most ? percent / 100 : undefined;
}
