import { SigmalineError, sourceSubject } from '../../shared/domain/index.ts';
import { LANGUAGES } from '../../shared/i18n/languages.ts';
import { ADMINISTRATOR, OPERATOR, protectedAccess, withPeople } from './support/people.ts';
import { samplePart } from './support/sampleParts.ts';
import { cutTexts, speak } from './support/spoken.ts';
import { ALL_LANES_FAILED, condition, ordinaryParts, watchedSource, workingStatus } from './support/states.ts';
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

/** Of panels as they are built into kiosks: the smallest that is usual with so many points. */
const PANELS = [
  { width: 1024, height: 768, inches: 15 },
  { width: 1280, height: 800, inches: 12.1 },
  { width: 1920, height: 1080, inches: 21.5 },
  { width: 3840, height: 2160, inches: 32 },
] as const;
/** Of the size of a letter: a capital in the narrowest of the fonts, a Chinese or Japanese sign. */
const HEIGHTS = { capital: 0.7, sign: 0.85 };
/** Minutes of arc: what ISO 9241-303 asks for at least, for letters and for signs. */
const LEAST = { capital: 16, sign: 20 };

test('the word of each verdict, and that nothing is inspected, is read from three metres in every language on every panel', {
  tag: '@long',
}, async ({ page, station }) => {
  test.slow();
  station.status = workingStatus();
  station.record(...ordinaryParts(3, 'pass'));
  await page.goto(station.url);
  const region = page.locator('section.verdict');
  const word = region.locator('.word');
  const tooSmall: string[] = [];
  const measure = async (what: string): Promise<void> => {
    for (const language of LANGUAGES) {
      await speak(page, station, language);
      for (const { inches, ...size } of PANELS) {
        await page.setViewportSize(size);
        const { px, isInside, isCut } = await word.evaluate((element) => ({
          px: Number.parseFloat(getComputedStyle(element).fontSize),
          isInside: element.scrollWidth <= element.clientWidth + 1,
          isCut: [...document.querySelectorAll('section.verdict .action')].some(
            ({ scrollHeight, clientHeight }) => scrollHeight > clientHeight + 1,
          ),
        }));
        const kind = /zh|ja/.test(language) ? 'sign' : 'capital';
        const millimetres = (inches * 25.4 * px * HEIGHTS[kind]) / Math.hypot(size.width, size.height);
        const minutes = Math.round(2 * Math.atan(millimetres / 2 / 3000) * (180 / Math.PI) * 60);
        if (minutes < LEAST[kind] || !isInside || isCut)
          tooSmall.push(
            `${what}, ${language}, ${size.width}: ${minutes}'${isInside ? '' : ', runs out'}${isCut ? ', cut' : ''}`,
          );
      }
    }
  };
  for (const [order, verdict] of (['pass', 'review', 'fail', 'error'] as const).entries()) {
    station.deliver(samplePart({ number: 4 + order, verdict }));
    await expect(region.locator(`.panel.${verdict}`)).toBeVisible();
    await measure(verdict);
  }
  station.deliver(samplePart({ number: 8, verdict: 'pass', changes: { lateMs: 340 } }));
  await expect(region.locator('.late')).toBeVisible();
  await measure('late');
  station.changeStatus({ conditions: [ALL_LANES_FAILED] });
  await expect(region.locator('.panel.stopped')).toBeVisible();
  await measure('not inspecting');
  expect(tooSmall).toEqual([]);
});

test('a language follows whoever signs in, and leaves with them', async ({ page, station }) => {
  station.status = workingStatus();
  withPeople(station, protectedAccess(null));
  await page.goto(station.url);
  await expect(page.getByRole('link', { name: 'Records' })).toBeVisible();
  const access = protectedAccess(OPERATOR);
  station.changeAccess({ ...access, person: access.person && { ...access.person, language: 'fr' } });
  await expect(page.getByRole('link', { name: 'Enregistrements' })).toBeVisible();
  station.changeAccess(protectedAccess(null));
  await expect(page.getByRole('link', { name: 'Records' })).toBeVisible();
});

test('a screen speaks the language that is chosen on it, at once and after a reload', async ({ page, station }) => {
  const check = { code: 'line.check', details: {} } as const;
  const details = { source: 'Camera 1', failed: 18, count: 20, promised: 10, check };
  const conditions = [condition('source.fails-unlikely', details, 'alarm', sourceSubject(watchedSource()))];
  station.status = { ...workingStatus(), conditions };
  await page.goto(station.url);
  await page.getByRole('combobox', { name: /Language/ }).selectOption('日本語');
  await expect(page.getByRole('link', { name: '記録' })).toBeVisible();
  await expect(page.getByRole('contentinfo')).not.toContainText('Too many fails');
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
    await expect(page.getByText('Lese- oder Schreibfehler des Datenträgers').first()).toBeVisible();
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
