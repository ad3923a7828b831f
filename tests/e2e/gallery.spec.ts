import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { SCENES } from './support/allScenes.ts';
import { expect, test } from './support/test.ts';

/**
 * Draws every scene for people to look at: `npm run gallery` leaves the pictures and a page of them in out/gallery. No test: the browser tests leave it out.
 * docs/screens holds some of its pictures.
 */
const FOLDER = 'out/gallery';

const LOOKS = [
  { name: '1024-light-en', size: { width: 1024, height: 768 }, theme: 'light', language: 'en' },
  { name: '1920-light-en', size: { width: 1920, height: 1080 }, theme: 'light', language: 'en' },
  { name: '1920-dark-en', size: { width: 1920, height: 1080 }, theme: 'dark', language: 'en' },
  { name: '1024-contrast-en', size: { width: 1024, height: 768 }, theme: 'contrast', language: 'en' },
  { name: '1024-light-de', size: { width: 1024, height: 768 }, theme: 'light', language: 'de' },
  { name: '1024-dark-ja', size: { width: 1024, height: 768 }, theme: 'dark', language: 'ja' },
] as const;

const fileOf = (scene: string, look: string): string => `${scene.replaceAll(/[^a-z0-9]+/gi, '-')}--${look}.png`;

test.beforeAll(() => {
  mkdirSync(FOLDER, { recursive: true });
  const pictures = SCENES.map(
    ({ name }) =>
      `<h2>${name}</h2><p>${LOOKS.map((look) => `<a href="${fileOf(name, look.name)}"><img loading="lazy" width="480" alt="${name}, ${look.name}" src="${fileOf(name, look.name)}"></a>`).join(' ')}</p>`,
  );
  writeFileSync(
    join(FOLDER, 'index.html'),
    `<!doctype html><meta charset="utf-8"><title>Sigmaline</title>${pictures.join('\n')}`,
  );
});

for (const scene of SCENES) {
  test(scene.name, async ({ station, page }) => {
    scene.prepare(station);
    await page.setViewportSize(LOOKS[0].size);
    await page.goto(station.url + scene.address);
    await expect(page.getByRole('contentinfo')).toContainText('Connected');
    await scene.act?.(page, station);
    const menu = page.locator('header select[aria-label*=Language]');
    const html = page.locator('html');
    for (const { name, size, theme, language } of LOOKS) {
      await page.setViewportSize(size);
      // Also behind a window.
      if ((await html.getAttribute('lang'))?.startsWith(language) !== true) {
        await menu.evaluate((select, chosen) => {
          (select as HTMLSelectElement).value = chosen;
          select.dispatchEvent(new Event('change', { bubbles: true }));
        }, language);
        await expect(html).toHaveAttribute('lang', new RegExp(`^${language}`));
      }
      await page.evaluate(async (chosen) => {
        document.documentElement.dataset.theme = chosen;
        await Promise.allSettled(document.getAnimations().map((animation) => animation.finished));
      }, theme);
      await page.screenshot({ path: join(FOLDER, fileOf(scene.name, name)) });
    }
  });
}
