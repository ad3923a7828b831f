/** `npm test`: builds what the browser tests need, then runs every test but those that torture the station, and closes with one line that counts them all. */
import { mkdtempSync, readFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { ensureChromium, runTool } from './tasks.ts';

const reports = mkdtempSync(join(tmpdir(), 'sigmaline-tests-'));
const unitReport = join(reports, 'unit.json');
const browserReport = join(reports, 'browser.json');

ensureChromium();
runTool('build', 'node', ['build/build.ts']);
runTool('unit and integration tests', 'vitest', [
  'run',
  // `npm run check` tortures it as well, which takes minutes more.
  '--project=!torture',
  '--reporter=default',
  '--reporter=json',
  `--outputFile.json=${unitReport}`,
]);
process.env.PLAYWRIGHT_JSON_OUTPUT_FILE = browserReport;
runTool('browser tests', 'playwright', ['test', '--reporter=list,json']);

const unit = readReport(unitReport) as { numPassedTests: number; numFailedTests: number; numPendingTests: number };
const browser = (
  readReport(browserReport) as { stats: { expected: number; unexpected: number; skipped: number; flaky: number } }
).stats;
const passed = unit.numPassedTests + browser.expected + browser.flaky;
const failed = unit.numFailedTests + browser.unexpected;
const skipped = unit.numPendingTests + browser.skipped;
console.log(`\ntests: ${passed} passed, ${failed} failed, ${skipped} skipped`);

function readReport(file: string): unknown {
  return JSON.parse(readFileSync(file, 'utf8'));
}
