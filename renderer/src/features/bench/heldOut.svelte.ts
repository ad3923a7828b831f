import type { CalibrationAnalysis } from '../../../../shared/contract/index.ts';
import type { RecipeId } from '../../../../shared/domain/index.ts';
import type { StationConnection } from '../../lib/connection/index.ts';
import { Refusal, type Sentence } from '../../lib/sentence.ts';

/** What a version says of its good images; it never changes, so it is read once. */
export class HeldOut {
  #analysis = $state.raw<CalibrationAnalysis | null>(null);
  #problem = $state<Sentence | null>(null);

  /** To be made where effects may be. */
  constructor(
    connection: StationConnection,
    versionOf: () => { readonly id: RecipeId; readonly version: number } | null,
  ) {
    $effect(() => {
      const version = versionOf();
      if (version === null || connection.state !== 'open') return;
      this.#analysis = null;
      let isCurrent = true;
      connection.request('recipe.analysis', version).then(
        (analysis) => {
          if (!isCurrent) return;
          this.#analysis = analysis;
          this.#problem = null;
        },
        (thrown: unknown) => {
          if (isCurrent) this.#problem = Refusal.of(thrown);
        },
      );
      return () => {
        isCurrent = false;
      };
    });
  }

  get analysis(): CalibrationAnalysis | null {
    return this.#analysis;
  }

  get problem(): Sentence | null {
    return this.#problem;
  }
}
