import type { Command } from 'commander';
import { givenFrom, runVerification, verificationLines, WrongUse } from '../../audit/index.ts';
import { verifyPlant } from '../../connectors/index.ts';
import { collected } from '../options.ts';
import { EXIT, print, showProgress, wrongUse } from '../terminal.ts';
import { authorityOption, stampLine, stampsBeside } from './auditStamp.ts';

interface VerifyOptions {
  readonly checkpoint: readonly string[];
  readonly key: readonly string[];
  readonly ca: readonly string[];
  readonly record?: string;
  readonly proof?: string;
  readonly station?: string;
  readonly files: boolean;
  readonly json: boolean;
}

export function addVerifyCommand(program: Command): void {
  program
    .command('verify')
    .description(
      'Verify the audit chain and the records of a station, offline: a database, a backup, an export of the chain, or the proof of one record. The station may keep running.',
    )
    .argument(
      '[file]',
      "the station's database (station.sqlite in its data folder), a backup of it, or an export; or the PostgreSQL of the plant: postgres://USER@HOST/DATABASE (docs/connections/postgres.md)",
    )
    .option(
      '--checkpoint <file>',
      'a checkpoint that left the station; can be given several times. A time stamp over it is looked for beside it: FILE.tsr',
      collected,
      [],
    )
    .option('--key <file>', "the station's public key; can be given several times", collected, [])
    .addOption(authorityOption())
    .option('--record <id>', 'the record that a proof is for')
    .option('--proof <file>', 'the proof of one record, instead of a database')
    .option('--station <name>', 'of a database of the plant: the station, by its name or id, instead of all of them')
    .option('--no-files', 'leave out the images and anomaly maps')
    .option('--json', 'print what was found as JSON', false)
    .addHelpText('after', '\nExit codes: 0 intact, 1 not intact or a time stamp that does not hold, 2 wrong usage.')
    .action(run);
}

async function run(file: string | undefined, options: VerifyOptions): Promise<void> {
  const progress = showProgress();
  try {
    if (file !== undefined && /^postgres(ql)?:\/\//.test(file)) return await runPlant(file, options);
    const timeStamps = await stampsBeside(options.checkpoint, options.ca);
    const found = runVerification({
      path: file,
      record: options.record,
      proof: options.proof,
      checkpoints: options.checkpoint,
      keys: options.key,
      withFiles: options.files,
      onProgress: ({ done, total }) => {
        if (!options.json && total > 0) progress.update('Verifying', done, total);
      },
    });
    progress.end();
    const lines = [...verificationLines(found), ...timeStamps.map(stampLine)];
    print(options.json ? JSON.stringify({ ...found, timeStamps }, null, 2) : lines.join('\n'));
    if (!found.isIntact || timeStamps.some(({ isValid }) => !isValid)) process.exitCode = EXIT.failed;
  } catch (thrown) {
    throw thrown instanceof WrongUse ? wrongUse(thrown.message) : thrown;
  } finally {
    progress.end();
  }
}

async function runPlant(url: string, options: VerifyOptions): Promise<void> {
  if (options.record !== undefined || options.proof !== undefined)
    throw new WrongUse('A proof is verified by itself, without a database.');
  const timeStamps = await stampsBeside(options.checkpoint, options.ca);
  const stations = await verifyPlant(
    url,
    options.station,
    givenFrom({ keys: options.key, checkpoints: options.checkpoint }),
  );
  const lines = stations.flatMap(({ station, found }) => [
    `${station.name} (${station.id}):`,
    ...verificationLines(found),
  ]);
  print(
    options.json
      ? JSON.stringify({ stations, timeStamps }, null, 2)
      : [...lines, ...timeStamps.map(stampLine)].join('\n'),
  );
  if (stations.some(({ found }) => !found.isIntact) || timeStamps.some(({ isValid }) => !isValid))
    process.exitCode = EXIT.failed;
}
