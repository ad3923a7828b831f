/** `npm run test:interop`: opens exported tables in LibreOffice. Not a part of `npm test`, because LibreOffice is some hundred megabytes. */
import { spawnSync } from 'node:child_process';
import { ensureLibreOffice, runTool } from './tasks.ts';

ensureLibreOffice();
console.log(spawnSync('soffice', ['--version'], { encoding: 'utf8' }).stdout.trim());
runTool('tables in LibreOffice', 'node', ['tests/interop/spreadsheets.ts']);
