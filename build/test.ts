/** `npm test`: builds what the browser tests need, then runs every test but the long ones and those that torture the station (`--long` all of them), names those that passed only at their second try, and closes with one line that counts them all. */
import { mkdtempSync, readFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, relative } from 'node:path';
import { ensureChromium, runTool } from './tasks.ts';

const reports = mkdtempSync(join(tmpdir(), 'sigmaline-tests-'));
const unitReport = join(reports, 'unit.json');
const browserReport = join(reports, 'browser.json');
const isLong = process.argv.includes('--long');

await ensureChromium();
await runTool('build', 'node', ['build/build.ts']);
await runTool(
  'unit and integration tests',
  'vitest',
  [
    'run',
    // In the same run: where the torture waits for the processes that it has killed another test works.
    ...(isLong ? [] : ['--project=!torture', '--project=!long*']),
    '--reporter=default',
    '--reporter=json',
    `--outputFile.json=${unitReport}`,
  ],
  60,
);
process.env.PLAYWRIGHT_JSON_OUTPUT_FILE = browserReport;
// Each scene is looked at in one theme and language then, instead of in all.
if (!isLong) process.env.SIGMALINE_SHORT_TESTS = '1';
await runTool('browser tests', 'playwright', [
  'test',
  '--reporter=list,json',
  ...(isLong ? [] : ['--grep-invert=@long']),
]);

const unit = readReport(unitReport) as UnitReport;
const browser = readReport(browserReport) as BrowserReport;
const passedLate = [...flakyUnitTests(unit), ...flakyTests(browser.suites)];
if (passedLate.length > 0) console.log(`\nPassed only at their second try:\n${passedLate.join('\n')}`);
const passed = unit.numPassedTests + browser.stats.expected + browser.stats.flaky;
const failed = unit.numFailedTests + browser.stats.unexpected;
const skipped = unit.numPendingTests + browser.stats.skipped;
console.log(`\ntests: ${passed} passed, ${failed} failed, ${skipped} skipped, ${passedLate.length} flaky`);

interface UnitReport {
  readonly numPassedTests: number;
  readonly numFailedTests: number;
  readonly numPendingTests: number;
  readonly testResults: readonly {
    readonly name: string;
    readonly assertionResults: readonly {
      readonly fullName: string;
      readonly status: string;
      /** Of every try. */
      readonly failureMessages: readonly string[];
    }[];
  }[];
}

interface BrowserSuite {
  readonly title: string;
  readonly suites?: readonly BrowserSuite[];
  readonly specs: readonly {
    readonly title: string;
    readonly file: string;
    readonly line: number;
    readonly tests: readonly { readonly status: string }[];
  }[];
}

interface BrowserReport {
  readonly suites: readonly BrowserSuite[];
  readonly stats: {
    readonly expected: number;
    readonly unexpected: number;
    readonly skipped: number;
    readonly flaky: number;
  };
}

function flakyUnitTests({ testResults }: UnitReport): string[] {
  return testResults.flatMap(({ name, assertionResults }) =>
    assertionResults
      .filter(({ status, failureMessages }) => status === 'passed' && failureMessages.length > 0)
      .map(({ fullName }) => `  ${relative('.', name)} ${fullName}`),
  );
}

/** Where they stand and what they are called. */
function flakyTests(suites: readonly BrowserSuite[]): string[] {
  return suites.flatMap(({ specs, suites: inner = [] }) => [
    ...specs
      .filter(({ tests }) => tests.some(({ status }) => status === 'flaky'))
      .map(({ file, line, title }) => `  tests/e2e/${file}:${line} ${title}`),
    ...flakyTests(inner),
  ]);
}

function readReport(file: string): unknown {
  return JSON.parse(readFileSync(file, 'utf8'));
}
