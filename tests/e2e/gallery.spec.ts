import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { LANGUAGES, type Language } from '../../shared/i18n/languages.ts';
import { GROUPS, type Group, SCREENS_GROUP } from './support/galleryScenes.ts';
import { speak } from './support/spoken.ts';
import { expect, test } from './support/test.ts';

/**
 * Draws every state for people to look at: `npm run gallery` leaves the pictures and a page of them in out/gallery. No test: the browser tests leave it out.
 * `npm run gallery -- --grep Faults` draws those of one kind. docs/screens holds some of its pictures.
 */
const FOLDER = 'out/gallery';

const SIZES = { 1024: 768, 1280: 800, 1920: 1080, 3840: 2160 } as const;
const THEMES = ['light', 'dark', 'contrast'] as const;

interface Look {
  readonly width: keyof typeof SIZES;
  readonly theme: (typeof THEMES)[number];
  readonly language: Language;
}

const looksOf = (widths: readonly Look['width'][], themes: readonly Look['theme'][], languages: readonly Language[]) =>
  languages.flatMap((language) => themes.flatMap((theme) => widths.map((width): Look => ({ width, theme, language }))));

const STATE_LOOKS: readonly Look[] = [
  ...looksOf([1024, 1920], ['light'], ['en']),
  ...looksOf([1920], ['dark'], ['en']),
  ...looksOf([1024], ['contrast'], ['en']),
  ...looksOf([1024], ['light'], ['de']),
  ...looksOf([1024], ['dark'], ['ja']),
];
const SCREEN_LOOKS: readonly Look[] = [
  ...looksOf([1024, 1920], THEMES, ['en']),
  ...looksOf([1280, 3840], ['light'], ['en']),
  ...looksOf(
    [1024, 1920],
    ['light'],
    LANGUAGES.filter((language) => language !== 'en'),
  ),
];

const looksFor = (group: Group): readonly Look[] => (group === SCREENS_GROUP ? SCREEN_LOOKS : STATE_LOOKS);
const nameOf = ({ width, theme, language }: Look): string => `${width}-${theme}-${language}`;
const fileOf = (scene: string, look: Look): string => `${scene.replaceAll(/[^a-z0-9]+/gi, '-')}--${nameOf(look)}.png`;

const PAGE_STYLE =
  'body{font:16px sans-serif;margin:24px}section div{display:flex;gap:12px;overflow-x:auto}figure{margin:0}img{width:480px;border:1px solid #999}';

/** All pictures on one page, those of a state side by side. */
function pageOfPictures(): string {
  const row = (scene: string, looks: readonly Look[]): string => {
    const pictures = looks.map((look) => {
      const file = fileOf(scene, look);
      return `<figure><a href="${file}"><img loading="lazy" alt="${scene}, ${nameOf(look)}" src="${file}"></a><figcaption>${nameOf(look)}</figcaption></figure>`;
    });
    return `<h3>${scene}</h3><div>${pictures.join('')}</div>`;
  };
  const sections = GROUPS.map((group) => {
    const rows = group.scenes.map(({ name }) => row(name, looksFor(group)));
    return `<section id="${group.title}"><h2>${group.title}</h2>${rows.join('\n')}</section>`;
  });
  const links = GROUPS.map(({ title }) => `<a href="#${title}">${title}</a>`).join(' ');
  return `<!doctype html><meta charset="utf-8"><title>Sigmaline: every state</title><style>${PAGE_STYLE}</style><nav>${links}</nav>${sections.join('\n')}`;
}

test.beforeAll(() => {
  mkdirSync(FOLDER, { recursive: true });
  writeFileSync(join(FOLDER, 'index.html'), pageOfPictures());
});

for (const group of GROUPS)
  test.describe(group.title, () => {
    for (const scene of group.scenes) {
      test(scene.name, async ({ station, page }) => {
        test.setTimeout(240_000);
        scene.prepare(station);
        await page.setViewportSize({ width: 1024, height: SIZES[1024] });
        await page.goto(station.url + scene.address);
        await expect(page.locator('main')).not.toBeEmpty();
        await scene.act?.(page, station);
        for (const look of looksFor(group)) {
          await page.setViewportSize({ width: look.width, height: SIZES[look.width] });
          await speak(page, station, look.language);
          await page.evaluate(async (chosen) => {
            document.documentElement.dataset.theme = chosen;
            await Promise.allSettled(document.getAnimations().map((animation) => animation.finished));
          }, look.theme);
          await page.screenshot({ path: join(FOLDER, fileOf(scene.name, look)) });
        }
      });
    }
  });
