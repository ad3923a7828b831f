import { join } from 'node:path';
import { type BrowserContext, chromium } from '@playwright/test';
import { settings } from './settings.ts';

let context: BrowserContext | null = null;

/** The one browser of this process; its default context can be reached over the DevTools protocol as well. */
export async function openChromium(): Promise<BrowserContext> {
  context = await chromium.launchPersistentContext(join(settings.appFolder, 'chromium'), {
    executablePath: process.env.SIGMALINE_CHROMIUM ?? '/usr/bin/chromium',
    args: ['--no-sandbox', `--remote-debugging-port=${settings.debuggingPort}`],
    viewport: { width: 1440, height: 900 },
  });
  return context;
}

export async function closeChromium(): Promise<void> {
  await context?.close();
}
