import type { Page } from '@playwright/test';
import { SigmalineError } from '../../shared/domain/index.ts';
import { ADMINISTRATOR, protectedAccess, withPeople } from './support/people.ts';
import { condition, ordinaryParts, workingStatus } from './support/states.ts';
import { expect, test } from './support/test.ts';

const SCREENS = [
  '#/',
  '#/review',
  '#/records',
  '#/shift',
  '#/health',
  '#/bench',
  '#/connections',
  'board',
  ...'recipes comparisons test-sets sources station screen lanes decisions export reports keeping demo people audit'
    .split(' ')
    .map((section) => `#/setup/${section}`),
];

/** Texts that are wider or higher than their box. One that ends in dots is meant: it is a name that somebody gave. */
function cutTexts(page: Page): Promise<string[]> {
  return page.evaluate(() =>
    [...document.querySelectorAll<HTMLElement>('#root *')]
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
        const frame = element.closest('section, dialog')?.getBoundingClientRect().right ?? innerWidth;
        return (!scrolls && element.scrollWidth > element.clientWidth + 1) || (!scroller && right > frame + 1);
      })
      .map((element) => `${element.tagName} ${element.className}: ${element.textContent?.trim().slice(0, 80)}`),
  );
}

for (const locale of ['de-DE', 'es-ES', 'fr-FR', 'zh-CN', 'ja-JP'])
  test.describe(`${locale} on the smallest screen`, () => {
    test.use({ viewport: { width: 1024, height: 768 }, locale });

    test('has no text that is cut or runs out of its box', async ({ page, station }) => {
      station.status = workingStatus();
      station.record(...ordinaryParts(20, 'pass'), ...ordinaryParts(3, 'fail'));
      await page.goto(station.url);
      await expect(page.locator('html')).toHaveAttribute('lang', locale);
      for (const screen of SCREENS) {
        await page.goto(`${station.url}${screen}`);
        await page.locator('main > *').first().waitFor();
        await page.evaluate(() => document.fonts.ready);
        expect([screen, ...(await cutTexts(page))]).toEqual([screen]);
      }
      // A headline of two lines leaves whole lines of what stands below it.
      station.changeStatus({ conditions: [condition('station.backlog-stuck', { count: 80, seconds: 200 }, 'alarm')] });
      await page.goto(`${station.url}#/`);
      const words = page.locator('.panel.stopped .words');
      await words.waitFor();
      expect(await words.evaluate((element) => element.scrollHeight - element.clientHeight)).toBeLessThanOrEqual(1);
    });
  });

test('a screen speaks the language that is chosen on it, at once and after a reload', async ({ page, station }) => {
  station.status = workingStatus();
  await page.goto(station.url);
  await page.getByRole('combobox', { name: /Language/ }).selectOption('日本語');
  await expect(page.getByRole('link', { name: '記録' })).toBeVisible();
  await page.reload();
  await expect(page.locator('html')).toHaveAttribute('lang', 'ja-JP');
  await page.getByRole('combobox', { name: /Language/ }).selectOption('');
  await expect(page.getByRole('link', { name: 'Records' })).toBeVisible();
});

test('what was said of a form follows another language, and what was typed stays', async ({ page, station }) => {
  station.status = workingStatus();
  station.handlers['source.add'] = ({ folder }) => {
    throw new SigmalineError('source.duplicate', { folder, source: 'Camera 1' });
  };
  await page.goto(`${station.url}#/setup/sources`);
  const fields = page.locator('form').getByRole('textbox');
  await fields.nth(1).fill('/data/camera-1');
  await page.getByRole('button', { name: 'Add source' }).click();
  await expect(fields.first()).toHaveAccessibleDescription('This is required.');
  await fields.first().fill('Camera 2');
  await page.getByRole('button', { name: 'Add source' }).click();
  await expect(fields.nth(1)).toHaveAccessibleDescription(/is already watched by the source Camera 1/);
  await page.getByRole('combobox', { name: /Language/ }).selectOption('Deutsch');
  await expect(fields.nth(1)).toHaveAccessibleDescription(/wird schon von der Quelle Camera 1 überwacht/);
  await expect(fields.nth(1)).toHaveValue('/data/camera-1');
  await expect(fields.first()).toHaveValue('Camera 2');

  await page.goto(`${station.url}#/connections`);
  await page.getByRole('button', { name: /^Modbus TCP/ }).click();
  await page.locator('form').getByRole('textbox').first().fill('PLC');
  await page.getByRole('button', { name: 'Anlegen' }).click();
  const told = page.getByRole('status').filter({ hasText: 'PLC' });
  await expect(told).toHaveText(/^„PLC“ wurde angelegt/);
  await page.getByRole('combobox', { name: /Language/ }).selectOption('Français');
  await expect(told).toHaveText(/^«\u202fPLC\u202f» a été créée/);
});

test('a station speaks its language where nobody has chosen one', async ({ page, station }) => {
  station.status = { ...workingStatus(), language: 'fr' };
  await page.goto(station.url);
  await expect(page.getByRole('link', { name: 'Enregistrements' })).toBeVisible();
});

test.describe('what is kept in English', () => {
  test.use({ locale: 'de-DE' });

  test('is said in the language of whoever reads: reasons in brackets, and the names of settings in an entry', async ({
    page,
    station,
  }) => {
    const reason = 'disk I/O error';
    station.status = {
      ...workingStatus(),
      conditions: [condition('storage.failed', { file: '/data/station.sqlite', reason }, 'alarm')],
    };
    withPeople(station, protectedAccess(ADMINISTRATOR, { rights: ['view', 'bypass'] }));
    await page.goto(`${station.url}#/health`);
    await expect(page.getByText('Lese- oder Schreibfehler der Festplatte').first()).toBeVisible();
    await expect(page.getByText(reason)).toHaveCount(0);
    await page.goto(`${station.url}#/`);
    await page.getByRole('button', { name: /^Bypass/ }).click();
    await expect(page.getByRole('dialog').getByRole('button', { name: 'Versuchsteile' })).toBeVisible();
    await page.keyboard.press('Escape');

    await page.goto(`${station.url}#/setup/audit`);
    await page
      .getByRole('button', { name: /^Einstellungen geändert/ })
      .first()
      .click();
    await expect(page.getByRole('row', { name: 'Name der Station stationName' })).toContainText('Line 3, end of line');
    await expect(page.getByRole('row', { name: /^Kanäle lanes/ })).toBeVisible();
  });
});
