/** Runs the torture suite: npm run test:torture -- --help */
import { randomInt } from 'node:crypto';
import { writeFile } from 'node:fs/promises';
import { availableParallelism } from 'node:os';
import { setup as buildProcesses } from '../builtProcesses.ts';
import { changedBytes } from './bytes/index.ts';
import { diskAndFolders } from './disk/index.ts';
import { nthCallFails } from './faults/index.ts';
import { manyFiles } from './files/index.ts';
import { killTorture } from './kill/index.ts';
import { malformedImages } from './malformed/index.ts';
import { againstTheModel } from './model/index.ts';
import { readOptions, type SectionName, type TortureOptions, USAGE } from './options.ts';
import type { Outcome, Print } from './outcome.ts';
import { type PartReport, reportText } from './report.ts';
import { soak } from './soak/index.ts';

const FILES_PER_ROUND = 200;
/** Of the rounds of test 1, every so many runs with lanes that really judge. */
const REAL_ROUND_EVERY = 10;
const MIGRATION_KILLS = 20;
const BACKUP_KILLS = 20;
const RESTORE_KILLS = 20;

function sectionRuns(options: TortureOptions, print: Print): Record<SectionName, () => Promise<Outcome>> {
  const { rounds, files, stride, runs, cases, soakMinutes, seed, path, replayPath } = options;
  const replay = path === null ? null : { path, replayPath };
  return {
    kill: () =>
      killTorture({
        rounds,
        filesPerRound: FILES_PER_ROUND,
        realRounds: Math.ceil((rounds - 1) / REAL_ROUND_EVERY),
        migrationKills: MIGRATION_KILLS,
        backupKills: BACKUP_KILLS,
        restoreKills: RESTORE_KILLS,
        seed,
        print,
      }),
    files: () => manyFiles({ files, seed, print }),
    faults: async () => {
      const { summary, failures } = await nthCallFails({ stride, print });
      return { summary: { tried: summary }, failures };
    },
    disk: async () => {
      const { summary, failures, skipped } = await diskAndFolders({ print });
      return { summary: { tried: summary }, failures, skipped };
    },
    malformed: async () => {
      const { summary, failures } = await malformedImages({ cases, seed, print });
      return { summary: { tried: summary }, failures };
    },
    bytes: () => changedBytes({ seed, print }),
    soak: () => soak({ minutes: soakMinutes, seed, print }),
    model: () => againstTheModel({ runs, seed, replay, print }),
  };
}

async function run(options: TortureOptions): Promise<readonly PartReport[]> {
  const reports: PartReport[] = [];
  for (const name of options.sections) {
    const runs = sectionRuns(options, (line) => console.log(`${name}: ${line}`));
    const beganMs = performance.now();
    const outcome = await runs[name]().catch(
      (thrown: unknown): Outcome => ({
        summary: {},
        failures: [`it did not end: ${thrown instanceof Error ? (thrown.stack ?? thrown.message) : String(thrown)}`],
      }),
    );
    reports.push({ name, seconds: (performance.now() - beganMs) / 1000, outcome });
  }
  return reports;
}

try {
  const options = readOptions(process.argv.slice(2), () => randomInt(2 ** 31));
  if (options.help) console.log(USAGE);
  else {
    const heading = `Torture with the seed ${options.seed}, ${new Date().toISOString()}, Node ${process.versions.node}, ${process.platform} ${process.arch}, ${availableParallelism()} cores`;
    console.log(heading);
    await buildProcesses();
    const reports = await run(options);
    const text = reportText(reports, heading);
    console.log(`\n${text}`);
    if (options.report !== null) await writeFile(options.report, text);
    if (reports.some(({ outcome }) => outcome.failures.length > 0)) process.exitCode = 1;
  }
} catch (thrown) {
  console.error(thrown instanceof TypeError || thrown instanceof RangeError ? `${thrown.message}\n\n${USAGE}` : thrown);
  process.exitCode = 1;
}
