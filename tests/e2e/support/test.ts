import { test as base, expect } from '@playwright/test';
import { FakeStation } from './fakeStation.ts';
import { OperatorPage, SetupPage } from './pages.ts';

interface Fixtures {
  station: FakeStation;
  operator: OperatorPage;
  setup: SetupPage;
}

/** What a browser logs by itself when a connection fails, as some tests want it to. */
const EXPECTED_COMPLAINTS = /WebSocket connection to|Failed to load resource/;

/** Every test has a station of its own, and fails where the page throws, complains or breaks its Content-Security-Policy. */
export const test = base.extend<Fixtures>({
  // biome-ignore lint/correctness/noEmptyPattern: Playwright wants the pattern to see which fixtures are used
  station: async ({}, use) => {
    const station = await FakeStation.start();
    await use(station);
    await station.stop();
  },
  page: async ({ page }, use, testInfo) => {
    const complaints: string[] = [];
    page.on('pageerror', (error) => complaints.push(error.message));
    page.on('console', (message) => {
      const isComplaint = message.type() === 'error' || message.type() === 'warning';
      if (isComplaint && !EXPECTED_COMPLAINTS.test(message.text())) complaints.push(message.text());
    });
    await use(page);
    expect(complaints).toEqual([]);
    // The next station has this one's address: no page of before may find it there. One of a test that failed stays for its picture; its worker ends.
    if (testInfo.status !== testInfo.expectedStatus) return;
    for (const open of page.context().pages()) await open.goto('about:blank');
  },
  operator: async ({ page }, use) => use(new OperatorPage(page)),
  setup: async ({ page }, use) => use(new SetupPage(page)),
});

export { expect };
