import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { RequestOutput } from '../../../shared/contract/index.ts';
import { factOf, judgementOf, recipeRunBy, SigmalineError } from '../../../shared/domain/index.ts';
import { type InspectionResult, sizedTraitsOf } from '../../../shared/processes/lane.ts';
import { type LaneClient, LaneJobError, openLane, type ProcessHost } from '../../hosts/index.ts';
import { Queue } from '../kernel/index.ts';
import { givePrecedence } from '../lanes/index.ts';
import type { RecipeStore } from '../recipes/index.ts';
import type { OriginalImageFinder } from '../records/index.ts';
import type { RecordedInspection } from '../storage/index.ts';

export interface SecondJudgementNeeds {
  readonly host: ProcessHost;
  readonly recipes: Pick<RecipeStore, 'load'>;
  readonly findOriginal: OriginalImageFinder;
  /** Of the networks that judge live parts: with as many a network gives the same bits. */
  readonly threads: () => number;
}

const CPU = 'cpu';

/** Judges images of records once more, one at a time, in a process of its own that gives way to live parts. Nothing is recorded. */
export class SecondJudgement {
  readonly #needs: SecondJudgementNeeds;
  readonly #queue = new Queue();
  #lane: LaneClient | null = null;
  #isStopped = false;

  constructor(needs: SecondJudgementNeeds) {
    this.#needs = needs;
  }

  /** @throws SigmalineError `record.not-judged`, `image.not-found`, `recipe.*`, `record.judge-failed` */
  async of(record: RecordedInspection): Promise<RequestOutput<'record.judgeAgain'>> {
    const { recipeId, recipeVersion, score, executionProvider, verdict, number, file, sha256 } = record;
    if (recipeId === null || recipeVersion === null || score === null)
      throw new SigmalineError('record.not-judged', { number });
    const { recipe, folder: recipeFolder } = await this.#needs.recipes.load(recipeId, recipeVersion);
    const imagePath = await this.#needs.findOriginal(record);
    if (imagePath === null) throw new SigmalineError('image.not-found', { file });
    const job = { kind: 'inspect', imagePath, recipeFolder, thumbnailPath: null } as const;
    const result = await this.#queue.run(() =>
      this.#judge(job, executionProvider ?? CPU).catch((thrown: unknown) => {
        throw new SigmalineError('record.judge-failed', { number, reason: factOf(thrown) }, thrown);
      }),
    );
    if (result.sha256 !== sha256) throw new SigmalineError('image.not-found', { file });
    const judgement = judgementOf(recipeRunBy(recipe, result.executionProvider), {
      ...result,
      traits: sizedTraitsOf(result),
    });
    const mapSha256 = result.mapSha256 ?? null;
    const recordedMap = record.mapSha256 ?? null;
    return {
      recorded: { verdict, score, provider: executionProvider, mapSha256: recordedMap },
      again: { verdict: judgement.verdict, score: result.score, provider: result.executionProvider, mapSha256 },
      // Records of version 0.2.0 and before do not know the hash of their map.
      isSame: result.score === score && (recordedMap === null || recordedMap === mapSha256),
    };
  }

  stop(): void {
    this.#isStopped = true;
    this.#lane?.close();
  }

  /** On what it was judged then; where that is not there any more, on the CPU: the difference is told. */
  async #judge(
    job: Omit<Parameters<LaneClient['inspect']>[0], 'mapPath'>,
    provider: string,
  ): Promise<InspectionResult> {
    const scratch = await mkdtemp(join(tmpdir(), 'sigmaline-again-'));
    try {
      const lane = await openLane(this.#needs.host, { threads: this.#needs.threads(), isQuiet: true });
      this.#lane = lane;
      if (this.#isStopped) lane.close();
      givePrecedence(lane.pid);
      const inspect = (executionProvider: string): Promise<InspectionResult> =>
        lane.inspect({ ...job, mapPath: join(scratch, 'map.npy'), executionProvider });
      return await inspect(provider).catch((thrown: unknown) => {
        const isProvider = thrown instanceof LaneJobError && !thrown.isLaneFailure && provider !== CPU;
        if (!isProvider) throw thrown;
        return inspect(CPU);
      });
    } finally {
      this.#lane?.close();
      this.#lane = null;
      await rm(scratch, { recursive: true, force: true });
    }
  }
}
