import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import type { Page } from '@playwright/test';
import type { AxeResults, RunOptions } from 'axe-core';
import { SCENES } from './support/allScenes.ts';
import { expect, test } from './support/test.ts';

const AXE = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');

/** All of axe's rules where there is least room; what a theme can change, its colours, in the others. */
const LOOKS = [
  { theme: 'light', size: { width: 1024, height: 768 }, rules: null },
  { theme: 'dark', size: { width: 1920, height: 1080 }, rules: ['color-contrast'] },
  { theme: 'contrast', size: { width: 1280, height: 800 }, rules: ['color-contrast'] },
] as const;

for (const scene of SCENES) {
  test(`${scene.name}: accessible in every theme, without scrolling, targets for gloves`, async ({ station, page }) => {
    scene.prepare(station);
    await page.setViewportSize(LOOKS[0].size);
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
    }
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
