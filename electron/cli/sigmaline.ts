#!/usr/bin/env node
/** The command line: entry and composition root. */
import { Command } from 'commander';
import { SOFTWARE_VERSION } from '../../shared/domain/index.ts';
import { addBackboneCommand } from './commands/backbone.ts';
import { addCalibrateCommand } from './commands/calibrate.ts';
import { addEvaluateCommand } from './commands/evaluate.ts';
import { addExportCommand } from './commands/export.ts';
import { addInspectCommand } from './commands/inspect.ts';
import { addRecipeCommand } from './commands/recipe.ts';
import { addServeCommand } from './commands/serve.ts';
import { exitCodeOf } from './terminal.ts';

const program = new Command('sigmaline')
  .description('Visual quality control from good parts only.')
  .version(SOFTWARE_VERSION)
  .exitOverride()
  // Otherwise the --version of a command would print that of the program.
  .enablePositionalOptions()
  .showHelpAfterError('Run with --help to see all options.')
  .addHelpText('after', '\nExit codes: 0 success, 1 failure, 2 wrong usage.');

for (const add of [
  addCalibrateCommand,
  addInspectCommand,
  addEvaluateCommand,
  addServeCommand,
  addExportCommand,
  addBackboneCommand,
  addRecipeCommand,
]) {
  add(program);
}
for (const command of program.commands)
  command.exitOverride().showHelpAfterError('Run with --help to see all options.');

try {
  await program.parseAsync();
} catch (thrown) {
  process.exitCode = exitCodeOf(thrown);
}
