import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { type BrowserContext, chromium } from '@playwright/test';
import { settings } from './settings.ts';

/** The browser that was named, or Debian's where it is installed; elsewhere the one that Playwright brings. */
const CHROMIUM = process.env.SIGMALINE_CHROMIUM ?? '/usr/bin/chromium';

let context: BrowserContext | null = null;

/** The one browser of this process; its default context can be reached over the DevTools protocol as well. */
export async function openChromium(): Promise<BrowserContext> {
  context = await chromium.launchPersistentContext(join(settings.appFolder, 'chromium'), {
    ...(existsSync(CHROMIUM) ? { executablePath: CHROMIUM } : {}),
    args: ['--no-sandbox', `--remote-debugging-port=${settings.debuggingPort}`],
    viewport: { width: 1440, height: 900 },
  });
  return context;
}

export async function closeChromium(): Promise<void> {
  await context?.close();
}
