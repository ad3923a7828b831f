import { X509Certificate } from 'node:crypto';
import { existsSync, readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { type Command, Option } from 'commander';
import { type ErrorReport, messageOf, reportOf, SigmalineError } from '../../../shared/domain/index.ts';
import { parseCheckpoint } from '../../audit/index.ts';
import { writeWhole } from '../../files/index.ts';
import { collected } from '../options.ts';
import { EXIT, print, wrongUse } from '../terminal.ts';
import type { TimeStamp } from '../timeStamp.ts';

/** Time stamps of an authority over checkpoints, as files: the station asks nobody by itself. */
export function addStampCommands(audit: Command): void {
  audit
    .command('stamp-request')
    .description(
      'Write what a time stamp authority (RFC 3161) is asked for, over a checkpoint. Take it to the authority, and its answer back.',
    )
    .argument('<checkpoint>', 'a checkpoint that left the station')
    .requiredOption('--out <file.tsq>', 'file to write')
    .action((checkpoint: string, { out }: { readonly out: string }) => request(checkpoint, resolve(out)));
  audit
    .command('stamp-check')
    .description('Check a time stamp over a checkpoint: whose it is, and since when the checkpoint existed.')
    .argument('<checkpoint>', 'the checkpoint that the request was made from')
    .argument('<file.tsr>', "the authority's answer")
    .addOption(authorityOption())
    .option('--json', 'print what was found as JSON', false)
    .addHelpText('after', '\nExit codes: 0 the time stamp holds, 1 it does not, 2 wrong usage.')
    .action(check);
}

/** `--ca`, whose certificates the authorities of time stamps are held against. */
export function authorityOption(): Option {
  return new Option(
    '--ca <file.pem>',
    'a certificate that the time stamp authority must lead to; can be given several times',
  )
    .argParser(collected)
    .default([], 'the one in the time stamp is believed');
}

async function request(checkpoint: string, out: string): Promise<void> {
  const { timeStampRequest } = await import('../timeStamp.ts');
  const bytes = readGiven(checkpoint);
  if (parseCheckpoint(bytes.toString()) === null) throw new SigmalineError('stamp.not-a-checkpoint', { checkpoint });
  await writeWhole(out, timeStampRequest(bytes));
  print(`request for a time stamp over ${checkpoint}: ${out}`);
}

interface CheckOptions {
  readonly ca: readonly string[];
  readonly json: boolean;
}

async function check(checkpoint: string, stamp: string, { ca, json }: CheckOptions): Promise<void> {
  const found = await findStamp(checkpoint, stamp, ca.flatMap(readAuthorities));
  print(json ? JSON.stringify(found, null, 2) : stampLine(found));
  if (!found.isValid) process.exitCode = EXIT.failed;
}

/** What checking a time stamp found. */
interface StampFinding extends Partial<TimeStamp> {
  readonly checkpoint: string;
  readonly stamp: string;
  readonly isValid: boolean;
  /** What is wrong with it. */
  readonly fault?: ErrorReport;
}

/** Checks the time stamps that lie beside checkpoints, under the same names with `.tsr`. @throws SigmalineError `usage.invalid` */
export async function stampsBeside(checkpoints: readonly string[], ca: readonly string[]): Promise<StampFinding[]> {
  const authorities = ca.flatMap(readAuthorities);
  const stamped = checkpoints.filter((checkpoint) => existsSync(`${checkpoint}.tsr`));
  if (ca.length > 0 && stamped.length === 0)
    throw wrongUse('--ca is for time stamps, and none lies beside a checkpoint: CHECKPOINT.tsr.');
  return Promise.all(stamped.map((checkpoint) => findStamp(checkpoint, `${checkpoint}.tsr`, authorities)));
}

async function findStamp(
  checkpoint: string,
  stamp: string,
  authorities: readonly X509Certificate[],
): Promise<StampFinding> {
  const { checkTimeStamp } = await import('../timeStamp.ts');
  const [bytes, response] = [readGiven(checkpoint), readGiven(stamp)];
  try {
    return { checkpoint, stamp, isValid: true, ...(await checkTimeStamp(bytes, response, stamp, authorities)) };
  } catch (thrown) {
    if (!(thrown instanceof SigmalineError)) throw thrown;
    return { checkpoint, stamp, isValid: false, fault: reportOf(thrown) };
  }
}

/** What is said of a time stamp. */
export function stampLine({ checkpoint, fault, at, authority, serial, fingerprint, isTrusted }: StampFinding): string {
  if (fault !== undefined) return `TIME STAMP DOES NOT HOLD: ${fault.message} [${fault.code}]`;
  const unanchored = `\nnote: No certificate of the authority was given (--ca), so anybody could have made this time stamp. Compare the SHA-256 of the certificate in it with the one that the authority publishes: ${fingerprint}`;
  return `time stamp holds: ${checkpoint} existed at ${at}, says ${authority}, serial number ${serial}${isTrusted === true ? '' : unanchored}`;
}

function readAuthorities(file: string): X509Certificate[] {
  const found =
    readGiven(file)
      .toString()
      .match(/-----BEGIN CERTIFICATE-----.+?-----END CERTIFICATE-----/gs) ?? [];
  if (found.length === 0) throw wrongUse(`The file ${file} holds no certificate as PEM.`);
  try {
    return found.map((pem) => new X509Certificate(pem));
  } catch (thrown) {
    throw wrongUse(`The file ${file} holds a certificate that cannot be read (${messageOf(thrown)}).`);
  }
}

function readGiven(file: string): Buffer {
  try {
    return readFileSync(file);
  } catch (thrown) {
    throw wrongUse(`The file ${file} cannot be read (${messageOf(thrown)}).`);
  }
}
