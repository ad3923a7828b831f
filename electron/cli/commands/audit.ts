import { createWriteStream } from 'node:fs';
import { resolve } from 'node:path';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import type { Command } from 'commander';
import { messageOf, SigmalineError } from '../../../shared/domain/index.ts';
import { DamagedDatabase, exportLines, openSnapshot, proveRecord, type Snapshot, WrongUse } from '../../audit/index.ts';
import { replaceWhole, unfinishedName, writeWhole } from '../../files/index.ts';
import { print, wrongUse } from '../terminal.ts';
import { addStampCommands } from './auditStamp.ts';

export function addAuditCommand(program: Command): void {
  const audit = program
    .command('audit')
    .description("What can be taken out of a station's audit chain. The station may keep running.");
  audit
    .command('export')
    .description('Write the entries and the checkpoints as JSON Lines, which sigmaline verify reads.')
    .argument('<database>', "the station's database, or a backup of it")
    .requiredOption('--out <file.jsonl>', 'file to write')
    .action((database: string, { out }: { readonly out: string }) =>
      withSnapshot(database, (path) => exportChain(path, resolve(out))),
    );
  audit
    .command('prove')
    .description(
      'Write what shows one record to belong to the last checkpoint, for sigmaline verify --record ID --proof FILE.',
    )
    .argument('<database>', "the station's database, or a backup of it")
    .requiredOption('--record <id>', "the record's id")
    .requiredOption('--out <file.json>', 'file to write')
    .action((database: string, { record, out }: { readonly record: string; readonly out: string }) =>
      withSnapshot(database, (path) => prove(path, record, resolve(out))),
    );
  addStampCommands(audit);
}

async function exportChain(database: string, out: string): Promise<void> {
  let entries = 0;
  function* lines(): Generator<string> {
    for (const { kind, text } of exportLines(database)) {
      if (kind === 'entry') entries += 1;
      yield `${text}\n`;
    }
  }
  const write = (partial: string) => pipeline(Readable.from(lines()), createWriteStream(partial));
  await replaceWhole(out, write, unfinishedName(out));
  print(`${entries} entries: ${out}`);
}

async function prove(database: string, record: string, out: string): Promise<void> {
  const proof = proveRecord(database, record);
  if (typeof proof === 'string') throw new SigmalineError(`proof.${proof}`, { record });
  await writeWhole(out, `${JSON.stringify(proof, null, 2)}\n`);
  print(`proof of record ${record}: ${out}`);
}

/** @param work gets a database that nobody writes meanwhile */
async function withSnapshot(database: string, work: (path: string) => Promise<void>): Promise<void> {
  let snapshot: Snapshot | null = null;
  try {
    snapshot = openSnapshot(database);
    await work(snapshot.path);
  } catch (thrown) {
    if (thrown instanceof WrongUse) throw wrongUse(thrown.message);
    if (!(thrown instanceof DamagedDatabase)) throw thrown;
    throw new SigmalineError('audit.unreadable', { file: database, reason: messageOf(thrown) }, thrown);
  } finally {
    snapshot?.close();
  }
}
