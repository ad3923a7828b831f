import type { Command } from 'commander';
import type { BackupAccount } from '../../../shared/contract/index.ts';
import { backupsOf, previewBackup, restoreFrom } from '../../engine/index.ts';
import { dataFolderOf, dataOption } from '../options.ts';
import { print } from '../terminal.ts';

export function addBackupCommand(program: Command): void {
  program
    .command('backup')
    .description('The backups of a station.')
    .command('list')
    .description('List them, the newest first. The station may keep running, or be unable to start.')
    .addOption(dataOption())
    .action(async ({ data }: { readonly data?: string }) => {
      const backups = await backupsOf(dataFolderOf(data));
      for (const { path, at, lastSequence } of backups)
        print(`${at.toISOString()}  ${lastSequence === null ? 'before an update' : `to No. ${lastSequence}`}  ${path}`);
      if (backups.length === 0) print('no backups');
    });
}

interface RestoreOptions {
  readonly from: string;
  readonly to?: string;
  readonly dryRun: boolean;
  readonly data?: string;
}

export function addRestoreCommand(program: Command): void {
  program
    .command('restore')
    .description(
      'Make a new data folder of a backup. The present one stays as it is, and its station may keep running.',
    )
    .requiredOption('--from <file>', 'the backup: backup list names them')
    .option('--to <folder>', 'the new data folder; it must be empty or not there')
    .option('--dry-run', 'only say what the backup holds, and what it lacks against the present data folder', false)
    .addOption(dataOption())
    .action(run);
}

async function run({ from, to, dryRun, data }: RestoreOptions): Promise<void> {
  const dataFolder = dataFolderOf(data);
  if (dryRun || to === undefined) {
    print(accountLines(await previewBackup(from, dataFolder)).join('\n'));
    return;
  }
  const { folder, records, missingRecipes } = await restoreFrom(from, dataFolder, to);
  print(`${records} records: ${folder}`);
  for (const { id, version } of missingRecipes) print(`missing: version ${version} of the recipe ${id}`);
  print(`Stop the present station, then start this one: sigmaline serve --data "${folder}"`);
}

/** What people are told of a backup. */
function accountLines({
  at,
  records,
  entries,
  people,
  missingRecipes,
  chain,
  commonEntries,
  lacks,
}: BackupAccount): string[] {
  return [
    `backup of ${at}`,
    `holds: records to No. ${records.last}${records.recordedAt === null ? '' : ` of ${records.recordedAt}`}, ${entries} entries, ${people} people`,
    `audit trail against the present one: ${CHAINS[chain]}${commonEntries === null ? '' : ` (${commonEntries} entries in common)`}`,
    ...(lacks === null
      ? ['lacks: cannot be told, since the present database cannot be read']
      : [
          `lacks: ${spanText(lacks.records, 'records')}`,
          `lacks: ${spanText(lacks.entries, 'entries')}`,
          `lacks: ${lacks.dispositions} dispositions`,
          ...lacks.actions.map(({ area, count }) => `lacks: ${count} entries about ${area}`),
        ]),
    ...missingRecipes.map(({ id, version }) => `missing: version ${version} of the recipe ${id}`),
  ];
}

const CHAINS: Readonly<Record<BackupAccount['chain'], string>> = {
  prefix: 'the beginning of it',
  same: 'the same',
  ahead: 'further than it',
  diverges: 'another from some entry on',
  unknown: 'cannot be compared',
};

function spanText(
  { count, first, last, from, to }: NonNullable<BackupAccount['lacks']>['records'],
  what: string,
): string {
  return count === 0 ? `no ${what}` : `${count} ${what}, ${first} to ${last}, of ${from} to ${to}`;
}
