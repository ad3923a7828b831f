import type { Page } from '@playwright/test';
import type { Language } from '../../../shared/i18n/languages.ts';
import type { FakeStation } from './fakeStation.ts';
import { expect } from './test.ts';

/** By the menu, which also works behind a window and without a station; the board has none and speaks as the station does. */
export async function speak(page: Page, station: FakeStation, language: Language): Promise<void> {
  const html = page.locator('html');
  if ((await html.getAttribute('lang'))?.startsWith(language) === true) return;
  const menu = page.locator('header select[aria-label*=Language]');
  if ((await menu.count()) === 0) station.changeStatus({ language });
  else
    await menu.evaluate((select, chosen) => {
      (select as HTMLSelectElement).value = chosen;
      select.dispatchEvent(new Event('change', { bubbles: true }));
    }, language);
  await expect(html).toHaveAttribute('lang', new RegExp(`^${language}`));
}

/** Texts that are wider or higher than their box. One that ends in dots is meant: it is a name that somebody gave. */
export function cutTexts(page: Page): Promise<string[]> {
  return page.evaluate(() =>
    [...document.body.querySelectorAll<HTMLElement>('*')]
      .filter((element) => {
        const { overflowX, overflowY, textOverflow, clipPath, display } = getComputedStyle(element);
        const hasText = [...element.childNodes].some(
          (node) => node.nodeType === Node.TEXT_NODE && node.textContent?.trim(),
        );
        if (!hasText || textOverflow === 'ellipsis' || clipPath !== 'none' || display === 'inline') return false;
        if (element.closest('[aria-hidden="true"], select, svg') !== null || element.clientWidth === 0) return false;
        const scrolls = /auto|scroll/.test(overflowX + overflowY);
        const { right } = element.getBoundingClientRect();
        const scroller = element.closest('.table, table, [role="listbox"]') !== null;
        const frame = element.closest('section, [role="dialog"]')?.getBoundingClientRect().right ?? innerWidth;
        return (!scrolls && element.scrollWidth > element.clientWidth + 1) || (!scroller && right > frame + 1);
      })
      .map((element) => `${element.tagName} ${element.className}: ${element.textContent?.trim().slice(0, 80)}`),
  );
}

/** Panels of a column that its screen cuts off: what has no room there is left out whole. */
export function cutPanels(page: Page): Promise<string[]> {
  return page.evaluate(() =>
    [...document.querySelectorAll<HTMLElement>('section.verdict ~ .side')]
      .filter(({ scrollHeight, clientHeight }) => scrollHeight > clientHeight + 1)
      .map(
        ({ textContent, scrollHeight, clientHeight }) =>
          `${scrollHeight} of ${clientHeight} px: ${textContent?.slice(0, 80)}`,
      ),
  );
}
