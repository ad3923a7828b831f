/** The commands, each in a file of its own, and what holds for all of them. */
import { Command } from 'commander';
import { SOFTWARE_VERSION } from '../../shared/domain/index.ts';
import { exitCodeOf } from './terminal.ts';

const AFTER_WRONG_USE = 'Run with --help to see all options.';

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

/** Does what the words of a command line ask for. What went wrong is said, and is in the process's exit code. */
export async function runProgram(words: readonly string[]): Promise<void> {
  const program = new Command('sigmaline')
    .description('Visual quality control from good parts only.')
    .version(SOFTWARE_VERSION)
    .exitOverride()
    // Otherwise the --version of a command would print that of the program.
    .enablePositionalOptions()
    .showHelpAfterError(AFTER_WRONG_USE)
    .addHelpText('after', '\nExit codes: 0 success, 1 failure, 2 wrong usage.');
  const [asked = ''] = words;
  const wanted = Object.entries(COMMANDS).filter(([name]) => !Object.hasOwn(COMMANDS, asked) || name === asked);
  for (const [, load] of wanted) (await load())(program);
  for (const command of program.commands) command.exitOverride().showHelpAfterError(AFTER_WRONG_USE);
  try {
    await program.parseAsync(words, { from: 'user' });
  } catch (thrown) {
    process.exitCode = exitCodeOf(thrown);
  }
}
