import type { ThemeChoice, ThisScreen } from './thisScreen.svelte.ts';

type Theme = Exclude<ThemeChoice, 'auto'>;

/** Colours the page as this screen likes it, and from then on whenever it or the machine's settings change; colours are in ui/tokens.css. */
export function followTheme(page: Window, thisScreen: ThisScreen): void {
  const dark = page.matchMedia('(prefers-color-scheme: dark)');
  const contrast = page.matchMedia('(prefers-contrast: more)');
  const apply = (): void => {
    const ofMachine: Theme = contrast.matches ? 'contrast' : dark.matches ? 'dark' : 'light';
    page.document.documentElement.dataset.theme = thisScreen.theme === 'auto' ? ofMachine : thisScreen.theme;
  };
  dark.addEventListener('change', apply);
  contrast.addEventListener('change', apply);
  $effect.root(() => {
    $effect(apply);
  });
}
