import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import type { Page } from '@playwright/test';
import type { AxeResults, RunOptions } from 'axe-core';
import { SCENES } from './support/allScenes.ts';
import { cutPanels, cutTexts, speak } from './support/spoken.ts';
import { ordinaryParts, workingStatus } from './support/states.ts';
import { expect, test } from './support/test.ts';

const AXE = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');

/** All of axe's rules where there is least room; what a theme can change, its colours, in the others. */
const EVERY_LOOK = [
  { theme: 'light', size: { width: 1024, height: 768 }, rules: null },
  { theme: 'dark', size: { width: 1920, height: 1080 }, rules: ['color-contrast'] },
  { theme: 'contrast', size: { width: 1280, height: 800 }, rules: ['color-contrast'] },
] as const;
/** `npm test` looks at each scene where there is least room; `npm run check` at all. */
const isShort = process.env.SIGMALINE_SHORT_TESTS !== undefined;
const LOOKS = isShort ? EVERY_LOOK.slice(0, 1) : EVERY_LOOK;

/** The languages with the longest words and sentences. */
const LONGEST = isShort ? (['de'] as const) : (['de', 'fr'] as const);

for (const scene of SCENES) {
  test(`${scene.name}: accessible in every theme, without scrolling, targets for gloves, room for long languages`, async ({
    station,
    page,
  }) => {
    scene.prepare(station);
    await page.setViewportSize(EVERY_LOOK[0].size);
    await page.goto(station.url + scene.address);
    await expect(page.getByRole('contentinfo')).toContainText('Connected');
    await scene.act?.(page, station);
    // Put in by the debugger, past the page's Content-Security-Policy.
    await page.evaluate(AXE);

    for (const { theme, size, rules } of LOOKS) {
      await page.setViewportSize(size);
      await page.evaluate((name) => {
        document.documentElement.dataset.theme = name;
        // Colours change slowly.
        for (const animation of document.getAnimations()) animation.finish();
      }, theme);
      expect(await violationsOn(page, rules), theme).toEqual([]);
      expect(await page.evaluate(() => [document.body.scrollWidth, document.body.scrollHeight])).toEqual([
        size.width,
        size.height,
      ]);
      expect(await smallTargetsOn(page)).toEqual([]);
      expect(await cutPanels(page)).toEqual([]);
    }
    await page.setViewportSize(EVERY_LOOK[0].size);
    for (const language of LONGEST) {
      await speak(page, station, language);
      expect([...(await cutTexts(page)), ...(await cutPanels(page))], language).toEqual([]);
    }
  });
}

for (const address of [
  '',
  '#/review',
  '#/records',
  '#/shift',
  '#/health',
  '#/connections',
  '#/bench',
  '#/setup/screen',
]) {
  test(`everything on ${address || 'the live view'} is reached by the Tab key, and seen to be reached`, async ({
    station,
    page,
  }) => {
    station.status = workingStatus();
    station.record(...ordinaryParts(12, 'fail'));
    station.status.waiting = { parts: 1, held: null, claims: [] };
    await page.goto(station.url + address);
    await page.locator('main > *').first().waitFor();
    await page.waitForLoadState('networkidle');
    const unseen: string[] = [];
    const most =
      20 + (await page.evaluate(() => document.querySelectorAll('a, button, input, select, [tabindex]').length));
    await page.evaluate(() => document.body.focus());
    let rounds = 0;
    // A screen may have taken the focus to itself: what stands before it comes with the second round.
    for (let steps = 0; steps < most && rounds < 2; steps += 1) {
      await page.keyboard.press('Tab');
      const reached = await page.evaluate(() => {
        const element = document.activeElement as HTMLElement;
        if (element === document.body) return null;
        // A control without a look of its own is outlined by what shows it.
        const shows = [element, element.parentElement!, ...element.parentElement!.children].find((each) => {
          const { outlineStyle, outlineWidth, opacity } = getComputedStyle(each);
          return outlineStyle !== 'none' && Number.parseFloat(outlineWidth) >= 2 && opacity !== '0';
        });
        const { top, bottom, left, right } = element.getBoundingClientRect();
        const isOnScreen = bottom > 0 && right > 0 && top < innerHeight && left < innerWidth;
        const wasReached = element.dataset.reached !== undefined;
        element.dataset.reached = '';
        return { wasReached, isSeen: shows !== undefined && isOnScreen, what: element.outerHTML.slice(0, 120) };
      });
      if (reached === null) rounds += 1;
      else if (reached.wasReached) break;
      else if (!reached.isSeen) unseen.push(reached.what);
    }
    expect(unseen, 'focus that nobody sees').toEqual([]);
    const missed = await page.evaluate(() =>
      [...document.querySelectorAll<HTMLElement>('a[href], button, input, select, textarea, summary, [tabindex="0"]')]
        .filter(
          (element) =>
            element.checkVisibility() && element.tabIndex >= 0 && !element.matches(':disabled, [type="radio"]'),
        )
        .filter((element) => element.dataset.reached === undefined && element.closest('[inert]') === null)
        .map(({ outerHTML }) => outerHTML.slice(0, 120)),
    );
    expect(missed, 'out of reach').toEqual([]);
  });
}

async function violationsOn(page: Page, rules: readonly string[] | null): Promise<string[]> {
  // What is in order is not described: that takes as long as looking for what is not.
  const options: RunOptions = { resultTypes: ['violations'], ...(rules !== null && { runOnly: [...rules] }) };
  const results = await page.evaluate(
    (chosen): Promise<AxeResults> =>
      (window as unknown as { axe: { run(options: RunOptions): Promise<AxeResults> } }).axe.run(chosen),
    options,
  );
  return results.violations.map(
    (violation) => `${violation.id}: ${violation.nodes.map((node) => node.target.join(' ')).join(', ')}`,
  );
}

/** Whatever a finger presses has to be at least 56 px high: gloves. */
function smallTargetsOn(page: Page): Promise<string[]> {
  return page.evaluate(() => {
    const pressed = 'a[href], button, input, select, textarea, summary, [role="option"], [role="switch"]';
    return [...document.querySelectorAll<HTMLElement>(pressed)]
      .filter((element) => element.checkVisibility() && element.getBoundingClientRect().height < 55.5)
      .map((element) => element.outerHTML.slice(0, 80));
  });
}
