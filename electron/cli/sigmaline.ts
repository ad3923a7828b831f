#!/usr/bin/env node
/** The command line: entry and composition root. */
import { Command } from 'commander';
import { SOFTWARE_VERSION } from '../../shared/domain/index.ts';
import { exitCodeOf } from './terminal.ts';

const program = new Command('sigmaline')
  .description('Visual quality control from good parts only.')
  .version(SOFTWARE_VERSION)
  .exitOverride()
  // Otherwise the --version of a command would print that of the program.
  .enablePositionalOptions()
  .showHelpAfterError('Run with --help to see all options.')
  .addHelpText('after', '\nExit codes: 0 success, 1 failure, 2 wrong usage.');

/** A station that starts loads nothing of the other commands. */
const COMMANDS: Readonly<Record<string, () => Promise<(program: Command) => void>>> = {
  calibrate: async () => (await import('./commands/calibrate.ts')).addCalibrateCommand,
  inspect: async () => (await import('./commands/inspect.ts')).addInspectCommand,
  evaluate: async () => (await import('./commands/evaluate.ts')).addEvaluateCommand,
  serve: async () => (await import('./commands/serve.ts')).addServeCommand,
  export: async () => (await import('./commands/export.ts')).addExportCommand,
  verify: async () => (await import('./commands/verify.ts')).addVerifyCommand,
  audit: async () => (await import('./commands/audit.ts')).addAuditCommand,
  backbone: async () => (await import('./commands/backbone.ts')).addBackboneCommand,
  backup: async () => (await import('./commands/backup.ts')).addBackupCommand,
  restore: async () => (await import('./commands/backup.ts')).addRestoreCommand,
  diagnostics: async () => (await import('./commands/diagnostics.ts')).addDiagnosticsCommand,
  people: async () => (await import('./commands/people.ts')).addPeopleCommand,
  report: async () => (await import('./commands/report.ts')).addReportCommand,
  test: async () => (await import('./commands/test.ts')).addTestCommand,
  recipe: async () => (await import('./commands/recipe.ts')).addRecipeCommand,
};
const [asked = ''] = process.argv.slice(2);
const wanted = Object.entries(COMMANDS).filter(([name]) => !Object.hasOwn(COMMANDS, asked) || name === asked);
for (const [, load] of wanted) (await load())(program);
for (const command of program.commands)
  command.exitOverride().showHelpAfterError('Run with --help to see all options.');

// Whoever reads the result may have read enough, as `head` does: that is no failure.
process.stdout.on('error', (error: NodeJS.ErrnoException) => {
  if (error.code === 'EPIPE') process.exit();
  throw error;
});

try {
  await program.parseAsync();
} catch (thrown) {
  process.exitCode = exitCodeOf(thrown);
}
