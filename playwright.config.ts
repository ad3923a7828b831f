import { existsSync } from 'node:fs';
import { defineConfig } from '@playwright/test';
import { keepTemporaryFilesInMemory } from './tests/memoryFolder.ts';

/**
 * The browser that was named, or Debian's where it is installed; elsewhere the one that `playwright install chromium` brings. The headless shell draws no window around
 * the page, which takes a quarter of a test's processor time.
 */
const DEBIAN_BROWSERS = ['/usr/lib/chromium/chromium-headless-shell', '/usr/bin/chromium'];
const CHROMIUM = process.env.SIGMALINE_CHROMIUM ?? DEBIAN_BROWSERS.find((path) => existsSync(path));
// A context and its page serve all tests of a worker, one after the other, cleaned in between: another one for each costs a test half of its time.
process.env.PW_TEST_REUSE_CONTEXT = '1';

keepTemporaryFilesInMemory();

const isRoot = process.getuid?.() === 0;

export default defineConfig({
  testDir: 'tests/e2e',
  globalSetup: './tests/e2e/support/build.ts',
  // Pictures for people are drawn by `npm run gallery` alone.
  testIgnore: process.env.SIGMALINE_GALLERY === undefined ? ['gallery.spec.ts'] : [],
  outputDir: 'test-results',
  fullyParallel: true,
  workers: 2,
  timeout: 60_000,
  expect: { timeout: 15_000 },
  forbidOnly: process.env.CI !== undefined,
  // Whatever passes only then is named at the end of `npm test`, and counted apart.
  retries: 1,
  reporter: 'list',
  use: {
    viewport: { width: 1024, height: 768 },
    locale: 'en-GB',
    actionTimeout: 20_000,
    // A trace takes a quarter of a test's processor time: only what failed is traced, at its second try. Pictures of every frame cost more than all the rest of it.
    trace: { mode: 'on-first-retry', screenshots: false },
    screenshot: 'only-on-failure',
    launchOptions: {
      ...(CHROMIUM !== undefined ? { executablePath: CHROMIUM } : {}),
      // Chromium refuses its sandbox to root.
      args: isRoot ? ['--no-sandbox'] : [],
    },
  },
});
