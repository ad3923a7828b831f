import type { GoldenOutput, GoldenResult, LaneJob } from '../../../shared/processes/lane.ts';
import { goldenOutput, goldenPictures, type SessionCache } from '../session/index.ts';

type GoldenJob = Extract<LaneJob, { kind: 'golden' }>;
type WarmJob = Extract<LaneJob, { kind: 'warm' }>;

/** Runs the recipe's golden pictures, and answers everything that the network said: whoever asked compares. */
export async function runGolden(job: GoldenJob, sessions: SessionCache): Promise<GoldenResult> {
  const recipe = sessions.recipe(job.recipeFolder);
  const pictures = await goldenPictures(job.recipeFolder, recipe);
  const runs: GoldenResult['runs'] = [];
  const startedAt = performance.now();
  const session = await sessions.session(job.recipeFolder, recipe, job.executionProvider);
  let runStartedAt = startedAt;
  for (let run = 0; run < job.runs; run += 1) {
    const outputs: GoldenOutput[] = [];
    for (const picture of pictures) outputs.push(goldenOutput(await session.judge(picture)));
    runs.push({ outputs, durationMs: performance.now() - runStartedAt });
    runStartedAt = performance.now();
  }
  return { runs, executionProvider: session.executionProvider };
}

/** Opens the recipe's network and runs it once: much is allocated, and compiled, only then. */
export async function warm({ recipeFolder, executionProvider }: WarmJob, sessions: SessionCache): Promise<void> {
  const recipe = sessions.recipe(recipeFolder);
  const session = await sessions.session(recipeFolder, recipe, executionProvider);
  const { sizePx } = recipe.preprocessing;
  await session.judge(new Uint8Array(sizePx * sizePx * 3));
}
