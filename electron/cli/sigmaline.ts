#!/usr/bin/env node
/** The command line as a process. */
import { runProgram } from './program.ts';

// Whoever reads the result may have read enough, as `head` does: that is no failure.
process.stdout.on('error', (error: NodeJS.ErrnoException) => {
  if (error.code === 'EPIPE') process.exit();
  throw error;
});

await runProgram(process.argv.slice(2));
