import { sha256Of, withRemark } from '../images.ts';
import { createRandom } from '../random.ts';
import { type JudgedPart, judgeUndisturbed, limitsOf } from '../realParts.ts';
import { createTortureStation } from '../station/index.ts';
import type { KillOptions } from './index.ts';
import { noKills } from './killer.ts';
import { killRounds, type PlannedFile, type RoundsResult } from './rounds.ts';

/** Rounds with lanes that decode and judge with a real recipe: every score must be what the same station gave before anything was killed. */
export async function realRounds({
  realRounds: rounds,
  filesPerRound,
  seed,
  print,
}: KillOptions): Promise<RoundsResult> {
  if (rounds === 0) return { kills: noKills(), records: 0, failures: [] };
  const station = await createTortureStation({ lanes: 'real', laneGoal: 'throughput' });
  try {
    const parts = await judgeUndisturbed(station);
    return await killRounds({
      station,
      rounds,
      filesPerRound,
      recordedBefore: parts.length,
      limits: await limitsOf(station),
      random: createRandom(seed + 1),
      print: (line) => print(`real lanes: ${line}`),
      plan: (number) => plannedFile(number, parts),
    });
  } finally {
    await station.remove();
  }
}

function plannedFile(number: number, parts: readonly JudgedPart[]): PlannedFile {
  const part = parts[number % parts.length];
  if (part === undefined) throw new RangeError('there are no parts');
  const bytes = withRemark(part.png, number);
  return { file: `part-${String(number).padStart(5, '0')}.png`, bytes, sha256: sha256Of(bytes), score: part.score };
}
