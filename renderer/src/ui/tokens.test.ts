import { globSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';

const CSS = readFileSync(new URL('./tokens.css', import.meta.url), 'utf8');
const THEMES = { light: ':root {', dark: ':root[data-theme="dark"] {', contrast: ':root[data-theme="contrast"] {' };
const VERDICTS = ['pass', 'review', 'fail', 'error'] as const;

type Triple = readonly [number, number, number];

/** Linear light as a person sees it who lacks one kind of cones: Machado, Oliveira, Fernandes 2009, severity 1. */
const VISIONS: Readonly<Record<string, readonly Triple[]>> = {
  all: [
    [1, 0, 0],
    [0, 1, 0],
    [0, 0, 1],
  ],
  deutan: [
    [0.367322, 0.860646, -0.227968],
    [0.280085, 0.672501, 0.047413],
    [-0.01182, 0.04294, 0.968881],
  ],
  protan: [
    [0.152286, 1.052583, -0.204868],
    [0.114503, 0.786281, 0.099216],
    [-0.003882, -0.048116, 1.051998],
  ],
  tritan: [
    [1.255528, -0.076749, -0.178779],
    [-0.078411, 0.930809, 0.147602],
    [0.004733, 0.691367, 0.3039],
  ],
};

function tokensAt(selector: string): Map<string, string> {
  const begin = CSS.indexOf(selector);
  if (begin < 0) throw new Error(`tokens.css has no ${selector}`);
  const block = CSS.slice(begin, CSS.indexOf('}', begin));
  return new Map([...block.matchAll(/--([\w-]+): (#[\da-f]{6});/g)].map(([, name, value]) => [name!, value!]));
}

/** Linear light, 0..1. */
function linear(colour: string): Triple {
  const channel = (at: number): number => {
    const share = Number.parseInt(colour.slice(at, at + 2), 16) / 255;
    return share <= 0.04045 ? share / 12.92 : ((share + 0.055) / 1.055) ** 2.4;
  };
  return [channel(1), channel(3), channel(5)];
}

function dot([a, b, c]: Triple, [x, y, z]: Triple): number {
  return a * x + b * y + c * z;
}

/** Of WCAG 2: 1..21. */
function contrast(one: string, other: string): number {
  const [dark, light] = [one, other]
    .map((colour) => dot([0.2126, 0.7152, 0.0722], linear(colour)))
    .sort((a, b) => a - b);
  return (light! + 0.05) / (dark! + 0.05);
}

/** CIE 1976, white point D65; about 2 is just noticeable. */
function lab(light: Triple): Triple {
  const curve = (t: number): number => (t > 216 / 24389 ? Math.cbrt(t) : ((24389 / 27) * t + 16) / 116);
  const x = curve(dot([0.4124, 0.3576, 0.1805], light) / 0.9505);
  const y = curve(dot([0.2126, 0.7152, 0.0722], light));
  const z = curve(dot([0.0193, 0.1192, 0.9505], light) / 1.089);
  return [116 * y - 16, 500 * (x - y), 200 * (y - z)];
}

function distance(one: string, other: string, vision: readonly Triple[]): number {
  const seen = (colour: string): Triple => {
    const [r, g, b] = vision.map((row) => Math.min(1, Math.max(0, dot(row, linear(colour)))));
    return lab([r!, g!, b!]);
  };
  const [a, b] = [seen(one), seen(other)];
  return Math.hypot(a[0] - b[0], a[1] - b[1], a[2] - b[2]);
}

describe.each(Object.entries(THEMES))('the theme %s', (name, selector) => {
  const tokens = new Map([...tokensAt(THEMES.light), ...tokensAt(selector)]);
  const token = (wanted: string): string => tokens.get(wanted)!;

  it.each(VERDICTS)('writes on the colour of %s with a contrast of 7 and more', (verdict) => {
    expect(contrast(token(verdict), token(`${verdict}-ink`))).toBeGreaterThanOrEqual(7);
  });

  it.each([
    ['ink', 'surface', 7],
    ['ink', 'surface-sunken', 7],
    ['ink', 'surface-pressed', 7],
    ['ink', 'ground', 7],
    ['ink-soft', 'surface', 4.5],
    ['ink-soft', 'surface-sunken', 4.5],
    ['bezel-ink-soft', 'bezel', 4.5],
    ['stage-ink-soft', 'stage', 4.5],
    ['action-ink', 'action', 4.5],
    ['action-strong', 'action-tint', 4.5],
    ['ink', 'action-tint', 7],
    ['ink', 'review-tint', 7],
    ['ink', 'fail-tint', 7],
    ['review-text', 'review-tint', 4.5],
    ['pass', 'surface', 4.5],
    ['fail', 'surface', 4.5],
    ['error', 'surface', 4.5],
    ['idle-ink', 'idle', 7],
    ['lost-ink', 'lost', 7],
    ['focus', 'surface', 3],
    ['line-strong', 'surface', 3],
  ] as const)('tells %s from %s', (ink, ground, least) => {
    expect(contrast(token(ink), token(ground))).toBeGreaterThanOrEqual(least);
  });

  it.each(Object.keys(VISIONS))('keeps every two verdicts apart for eyes with %s cones', (vision) => {
    const pairs = VERDICTS.flatMap((one, at) => VERDICTS.slice(at + 1).map((other) => [one, other] as const));
    for (const [one, other] of pairs) {
      const apart = distance(token(one), token(other), VISIONS[vision]!);
      expect(apart, `${one} and ${other}`).toBeGreaterThan(name === 'light' ? 18 : 30);
    }
  });

  it('gives values to colours only, and to none that the light theme does not know', () => {
    const known = tokensAt(THEMES.light);
    expect([...tokensAt(selector).keys()].filter((each) => !known.has(each))).toEqual([]);
  });
});

it('moves nothing by itself: only what somebody touches, or what happens, changes on the screen', () => {
  const folder = fileURLToPath(new URL('..', import.meta.url));
  const styles = globSync('**/*.{svelte,css}', { cwd: folder });
  expect(styles.length).toBeGreaterThan(100);
  const moving = styles.filter((file) =>
    /@keyframes|animation(-[a-z]+)?\s*:|\binfinite\b/.test(readFileSync(`${folder}/${file}`, 'utf8')),
  );
  expect(moving).toEqual([]);
});
