import { judgementOf, type RecipeVersion, recipeRunBy } from '../../../shared/domain/index.ts';
import { type InspectionResult, sizedTraitsOf } from '../../../shared/processes/lane.ts';
import { type InspectJob, type LaneClient, LaneJobError, openLane, type ProcessHost } from '../../hosts/index.ts';
import { Queue } from '../kernel/index.ts';
import { givePrecedence } from './goldenProbe.ts';

interface QuietLaneNeeds {
  readonly host: ProcessHost;
  /** Of the networks that judge live parts: with as many a network gives the same bits. */
  readonly threads: () => number;
}

/** What a version says of an image. */
export interface QuietJudgement {
  readonly result: InspectionResult;
  /** As the provider ran it. */
  readonly recipe: RecipeVersion;
  readonly judgement: ReturnType<typeof judgementOf>;
}

const CPU = 'cpu';
/** Its networks take memory that live parts may need. */
const IDLE_MS = 10_000;

/**
 * Judges images of which nothing is recorded, one at a time, in a process of its own that gives way to live parts. It starts with the first image, and ends a
 * while after the last. A station has one, whoever asks: each would hold networks in memory.
 */
export class QuietLane {
  readonly #needs: QuietLaneNeeds;
  readonly #queue = new Queue();
  #lane: LaneClient | null = null;
  #idle: NodeJS.Timeout | undefined;
  #isStopped = false;

  constructor(needs: QuietLaneNeeds) {
    this.#needs = needs;
  }

  /**
   * @param version as it is stored
   * @param mapPath gets the anomaly map
   * @param provider on which it is judged; where that is not there any more, on the CPU, as the result tells
   * @throws SigmalineError `lane.*`, `image.*`, `recipe.corrupt`
   */
  async judge(
    { recipe, folder: recipeFolder }: { readonly recipe: RecipeVersion; readonly folder: string },
    imagePath: string,
    mapPath: string | null,
    provider: string | null,
  ): Promise<QuietJudgement> {
    const result = await this.#inspect(
      { kind: 'inspect', imagePath, recipeFolder, mapPath, thumbnailPath: null },
      provider,
    );
    const asRun = recipeRunBy(recipe, result.executionProvider);
    return { result, recipe: asRun, judgement: judgementOf(asRun, { ...result, traits: sizedTraitsOf(result) }) };
  }

  #inspect(job: InspectJob, provider: string | null): Promise<InspectionResult> {
    return this.#queue.run(() =>
      this.#within((lane) =>
        lane.inspect({ ...job, executionProvider: provider ?? CPU }).catch((thrown: unknown) => {
          const isProvider = thrown instanceof LaneJobError && !thrown.isLaneFailure && (provider ?? CPU) !== CPU;
          if (!isProvider) throw thrown;
          return lane.inspect({ ...job, executionProvider: CPU });
        }),
      ),
    );
  }

  /** @throws SigmalineError `lane.*`, `image.*` */
  write(job: Parameters<LaneClient['write']>[0]): Promise<void> {
    return this.#queue.run(() => this.#within((lane) => lane.write(job)));
  }

  stop(): void {
    this.#isStopped = true;
    clearTimeout(this.#idle);
    this.#lane?.close();
  }

  async #within<Result>(use: (lane: LaneClient) => Promise<Result>): Promise<Result> {
    clearTimeout(this.#idle);
    try {
      return await use(await this.#open());
    } finally {
      if (!this.#isStopped) this.#idle = setTimeout(() => this.#lane?.close(), IDLE_MS).unref();
    }
  }

  async #open(): Promise<LaneClient> {
    if (this.#lane !== null) return this.#lane;
    const lane = await openLane(this.#needs.host, { threads: this.#needs.threads(), isQuiet: true });
    this.#lane = lane;
    lane.onGone(() => {
      if (this.#lane === lane) this.#lane = null;
    });
    if (this.#isStopped) lane.close();
    givePrecedence(lane.pid);
    return lane;
  }
}
