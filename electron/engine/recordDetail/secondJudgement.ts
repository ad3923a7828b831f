import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { RequestOutput } from '../../../shared/contract/index.ts';
import { BYPASSED_CODE, factOf, SigmalineError } from '../../../shared/domain/index.ts';
import type { QuietJudgement, QuietLane } from '../lanes/index.ts';
import type { RecipeStore, StoredRecipe } from '../recipes/index.ts';
import type { OriginalImageFinder } from '../records/index.ts';
import type { RecordedInspection } from '../storage/index.ts';

export interface SecondJudgementNeeds {
  readonly lane: Pick<QuietLane, 'judge'>;
  readonly recipes: Pick<RecipeStore, 'load'>;
  readonly findOriginal: OriginalImageFinder;
}

/** Judges images of records once more, as they were judged then. Nothing is recorded. */
export class SecondJudgement {
  readonly #needs: SecondJudgementNeeds;

  constructor(needs: SecondJudgementNeeds) {
    this.#needs = needs;
  }

  /** @throws SigmalineError `record.not-judged`, `image.not-found`, `recipe.*`, `record.judge-failed` */
  async of(record: RecordedInspection): Promise<RequestOutput<'record.judgeAgain'>> {
    const { recipeId, recipeVersion, score, executionProvider, verdict, number, file, sha256, error } = record;
    // What a by-pass kept from being judged can be judged now.
    const isJudgeable = score !== null || error?.code === BYPASSED_CODE;
    if (recipeId === null || recipeVersion === null || !isJudgeable)
      throw new SigmalineError('record.not-judged', { number });
    const version = await this.#needs.recipes.load(recipeId, recipeVersion);
    const imagePath = await this.#needs.findOriginal(record);
    if (imagePath === null) throw new SigmalineError('image.not-found', { file });
    const { result, judgement } = await this.#judge(version, imagePath, executionProvider).catch((thrown: unknown) => {
      throw new SigmalineError('record.judge-failed', { number, reason: factOf(thrown) }, thrown);
    });
    if (result.sha256 !== sha256) throw new SigmalineError('image.not-found', { file });
    const mapSha256 = result.mapSha256 ?? null;
    const recordedMap = record.mapSha256 ?? null;
    return {
      recorded: { verdict, score, provider: executionProvider, mapSha256: recordedMap },
      again: { verdict: judgement.verdict, score: result.score, provider: result.executionProvider, mapSha256 },
      // Records of version 0.2.0 and before do not know the hash of their map.
      isSame: result.score === score && (recordedMap === null || recordedMap === mapSha256),
    };
  }

  async #judge(version: StoredRecipe, imagePath: string, provider: string | null): Promise<QuietJudgement> {
    const scratch = await mkdtemp(join(tmpdir(), 'sigmaline-again-'));
    try {
      return await this.#needs.lane.judge(version, imagePath, join(scratch, 'map.npy'), provider);
    } finally {
      await rm(scratch, { recursive: true, force: true });
    }
  }
}
