import type { Locator } from '@playwright/test';
import sharp from 'sharp';
import { BYPASSED_CODE } from '../../shared/domain/index.ts';
import { FakeStation, IMAGE_PX } from './support/fakeStation.ts';
import { askedThumbnails, type OperatorPage } from './support/pages.ts';
import { feedItemOf, type SamplePart, samplePart } from './support/sampleParts.ts';
import { ordinaryParts, workingStatus } from './support/states.ts';
import { expect, test } from './support/test.ts';

test.describe('the feed', () => {
  test.beforeEach(({ station }) => {
    station.status = workingStatus();
  });

  test('opens an old part by a click, says that it is not live, and goes back', async ({ station, operator }) => {
    station.record(...ordinaryParts(40, 'pass'));
    await operator.open(station.url);
    await operator.row(37).click();
    await expect(operator.verdict).toContainText('You are looking at No. 37');
    await expect(operator.image).toHaveAccessibleName(/Image of No\. 37/);

    station.deliver(samplePart({ number: 41, verdict: 'fail' }));
    await expect(operator.verdict).toContainText('4 parts have arrived since');
    await expect(operator.verdict).toContainText(/Live\s+Fail/);
    await expect(operator.image).toHaveAccessibleName(/Image of No\. 37/);

    await operator.backToLive.click();
    await expect(operator.verdict).toContainText('No. 41');
    await expect(operator.backToLive).toHaveCount(0);
  });

  test('is walked through by the keyboard', async ({ station, operator }) => {
    station.record(...ordinaryParts(40, 'pass'));
    await operator.open(station.url);
    await operator.feed.focus();
    await operator.page.keyboard.press('ArrowDown');
    await expect(operator.verdict).toContainText('You are looking at No. 39');
    await operator.page.keyboard.press('PageDown');
    await expect(operator.verdict).toContainText('You are looking at No. 33');
    await expect(operator.row(33)).toHaveAttribute('aria-selected', 'true');
    await operator.page.keyboard.press('ArrowUp');
    await expect(operator.verdict).toContainText('You are looking at No. 34');
    await operator.page.keyboard.press('Escape');
    await expect(operator.backToLive).toHaveCount(0);
    await expect(operator.verdict).toContainText('No. 40');
  });

  test('takes every step of keys that come faster than pictures', async ({ station, operator }) => {
    station.record(...ordinaryParts(40, 'pass'));
    await operator.open(station.url);
    await operator.page.route('**/*.jpg*', async (route) => {
      await new Promise((resolve) => setTimeout(resolve, 400));
      await route.continue();
    });
    await operator.feed.focus();
    for (const key of ['ArrowDown', 'ArrowDown', 'PageDown', 'ArrowUp']) await operator.page.keyboard.press(key);
    await expect(operator.verdict).toContainText('You are looking at No. 33');
    await expect(operator.row(33)).toHaveAttribute('aria-selected', 'true');
  });

  test('goes back to live by itself when nobody touches the screen', async ({ station, operator }) => {
    station.record(...ordinaryParts(10, 'pass'));
    await operator.open(station.url);
    await operator.row(5).click();
    await expect(operator.backToLive).toBeVisible();
    const chosenAt = Date.now();
    await operator.page.clock.setFixedTime(chosenAt + 70_000);
    await expect(operator.verdict).toContainText('Returns to live');
    await operator.page.clock.setFixedTime(chosenAt + 100_000);
    await expect(operator.backToLive).toHaveCount(0);
  });

  test('holds the rows in view still while parts arrive above them', async ({ station, operator }) => {
    station.record(...ordinaryParts(300, 'pass'));
    await operator.open(station.url);
    await expect(operator.row(300)).toBeVisible();
    await operator.feed.evaluate((list) => {
      list.scrollTop = 2000;
    });
    const middle = operator.row(265);
    await expect(middle).toBeVisible();
    const before = await middle.boundingBox();
    for (let number = 301; number <= 310; number++) station.deliver(samplePart({ number, verdict: 'pass' }));
    await expect(operator.page.getByText('310', { exact: true })).toBeVisible();
    const after = await middle.boundingBox();
    expect(Math.abs(after!.y - before!.y)).toBeLessThan(1);
  });

  test('reads 5,000 parts page by page, to the very first', async ({ station, operator }) => {
    station.record(...ordinaryParts(5000, 'pass'));
    await operator.open(station.url);
    await expect(operator.row(5000)).toBeVisible();
    await operator.feed.evaluate((list) => {
      list.scrollTop = list.scrollHeight;
    });
    await expect(operator.row(1)).toBeVisible();
    expect(await operator.rows.count()).toBeLessThan(40);
    await operator.page.getByRole('button', { name: 'To the newest' }).click();
    await expect(operator.row(5000)).toBeVisible();
  });

  test('of a million parts the first is reached, and each between, with rows that lie where they should', async ({
    station,
    operator,
  }) => {
    const newest = 1_000_000;
    const made = (number: number): SamplePart => samplePart({ number, verdict: 'pass' });
    station.page = (before, limit) => {
      const from = before === null ? newest : before - 1;
      const numbers = Array.from({ length: Math.min(limit, from) }, (_, offset) => from - offset);
      return { items: numbers.map((number) => feedItemOf(made(number))), total: newest };
    };
    station.record(made(newest));
    await operator.open(station.url);
    await expect(operator.row(newest)).toBeVisible();
    const leap = (share: number): Promise<void> =>
      operator.feed.evaluate((list, to) => list.scrollTo(0, to * (list.scrollHeight - list.clientHeight)), share);

    await leap(1);
    await expect(operator.row(1)).toBeInViewport({ ratio: 1 });
    await leap(0.5);
    await expect(operator.row(500_000)).toBeInViewport({ ratio: 1 });
    const boxes = await Promise.all((await operator.rows.all()).map((row) => row.boundingBox()));
    const tops = boxes.map((box) => box?.y ?? Number.NaN).toSorted((one, other) => one - other);
    const heights = new Set(tops.slice(1).map((top, place) => top - (tops[place] ?? Number.NaN)));
    expect([...heights]).toEqual([boxes[0]?.height]);

    const seen = operator.rows.filter({ visible: true }).nth(8);
    const name = await seen.getAttribute('id');
    const row = operator.page.locator(`[id="${name}"]`);
    const before = await row.boundingBox();
    await operator.feed.hover();
    await operator.page.mouse.wheel(0, 90);
    await expect.poll(async () => (before?.y ?? 0) - ((await row.boundingBox())?.y ?? 0)).toBe(90);
    await operator.page.getByRole('button', { name: 'To the newest' }).click();
    await expect(operator.row(newest)).toBeInViewport({ ratio: 1 });
  });

  test('holds the rows in view and the pictures of one part, and as much after 400 parts as after 150', async ({
    station,
    operator,
  }) => {
    const { page } = operator;
    await page.addInitScript(keepPictures);
    const memory = await page.context().newCDPSession(page);
    await memory.send('Performance.enable');
    station.record(...ordinaryParts(40, 'fail'));
    await operator.open(station.url);
    let number = 40;
    const heldAfter = async (parts: number): Promise<number[]> => {
      while (number < parts) {
        number += 1;
        station.deliver(samplePart({ number, verdict: number % 2 === 0 ? 'fail' : 'pass' }));
        // As quick as the page draws: what is put off would be put off for ever.
        if (number % 5 === 0) await page.evaluate(() => new Promise((resolve) => void requestAnimationFrame(resolve)));
      }
      await expect(operator.verdict).toContainText(`No. ${parts}`);
      await expect(operator.image).toHaveJSProperty('width', IMAGE_PX);
      // The image and thumbnails were given to their canvases: only the heatmap of the part that is shown is held beside them.
      await expect.poll(() => page.evaluate(() => window.openPictures())).toBe(1);
      await memory.send('HeapProfiler.collectGarbage');
      const { metrics } = await memory.send('Performance.getMetrics');
      const counted = ['Documents', 'Nodes', 'JSEventListeners'].map(
        (wanted) => metrics.find(({ name }) => name === wanted)!.value,
      );
      return [...counted, await page.evaluate(() => window.objectUrls)];
    };
    const held = await heldAfter(150);
    expect(await page.evaluate(() => window.picturesMade)).toBeGreaterThan(20);
    const later = await heldAfter(400);
    // A word more or less on the screen is a node; what a part leaves behind would be hundreds.
    const grown = later.map((count, kind) => count - held[kind]!);
    expect(Math.max(...grown), `${held.join(', ')} and later ${later.join(', ')}`).toBeLessThan(10);
    expect(await operator.rows.count()).toBeLessThan(40);
    await expect(page.locator('img')).toHaveCount(0);
  });

  test('lists what did not pass on demand, counts what it hides, and remembers it', async ({ station, operator }) => {
    const bypassed = { code: BYPASSED_CODE, details: {}, sentence: null };
    for (let number = 1; number <= 300; number++) station.record(samplePart({ number, verdict: 'pass' }));
    station.record(samplePart({ number: 301, verdict: 'fail' }));
    station.record(samplePart({ number: 302, verdict: 'error', changes: { error: bypassed } }));
    station.record(samplePart({ number: 303, verdict: 'review' }), samplePart({ number: 304, verdict: 'pass' }));
    await operator.open(station.url);
    const { page } = operator;
    await page.getByRole('button', { name: 'Not passed' }).click();
    await expect(page.getByText('301 hidden')).toBeVisible();
    await expect(operator.rows).toHaveCount(3);
    await expect(operator.row(302)).toHaveAccessibleName(/^By-pass, No\. 302/);
    // The verdict stays that of the newest part, which the list does not show.
    await expect(operator.verdict).toContainText('No. 304');
    await operator.feed.focus();
    await page.keyboard.press('ArrowDown');
    await expect(operator.verdict).toContainText('You are looking at No. 303');
    await page.keyboard.press('Escape');

    await page.getByRole('button', { name: 'Review', exact: true }).click();
    await expect(operator.rows).toHaveCount(1);
    station.deliver(samplePart({ number: 305, verdict: 'review' }), samplePart({ number: 306, verdict: 'fail' }));
    await expect(operator.rows).toHaveCount(2);
    await expect(page.getByText('304 hidden')).toBeVisible();
    // One that was never told is found as soon as the next one comes.
    station.record(samplePart({ number: 307, verdict: 'review' }));
    station.deliver(samplePart({ number: 308, verdict: 'pass' }));
    await expect(operator.row(307)).toBeVisible();
    await page.reload();
    await expect(operator.rows).toHaveCount(3);
    await page.getByRole('button', { name: 'All', exact: true }).click();
    await expect(operator.row(308)).toBeVisible();
    await expect(page.getByText('hidden')).toHaveCount(0);
  });

  test('fills the gap that missed events leave', async ({ station, operator }) => {
    station.record(...ordinaryParts(20, 'pass'));
    await operator.open(station.url);
    await expect(operator.row(20)).toBeVisible();
    station.record(samplePart({ number: 21, verdict: 'fail' }), samplePart({ number: 22, verdict: 'pass' }));
    station.deliver(samplePart({ number: 23, verdict: 'pass' }));
    await expect(operator.row(21)).toBeVisible();
    await expect(operator.row(22)).toBeVisible();
  });

  test('leaves the page idle for more than half of the time with 5,000 parts, while scrolling and while parts arrive', async ({
    station,
    operator,
  }) => {
    station.record(...ordinaryParts(5000, 'pass'));
    await operator.page.setViewportSize({ width: 1920, height: 1080 });
    await operator.open(station.url);
    await expect(operator.row(5000)).toBeVisible();

    const scrolling = await frameCost(operator, 40);
    let number = 5001;
    const line = setInterval(() => station.deliver(samplePart({ number: number++, verdict: 'pass' })), 200);
    const arriving = await frameCost(operator, 0);
    clearInterval(line);

    test.info().annotations.push({ type: 'scrolling', description: JSON.stringify(scrolling) });
    test.info().annotations.push({ type: 'arriving', description: JSON.stringify(arriving) });
    // Enough for 60 frames a second: the processor time of the page, unlike the frames seen, does not depend on what else the machine does.
    expect(scrolling.busyShare).toBeLessThan(0.5);
    expect(arriving.busyShare).toBeLessThan(0.5);
  });
});

test.describe('pictures of the rows', () => {
  /** The colour of a part's picture says its number; every tenth has none, or a damaged one. */
  const colourOf = (number: number): readonly [number, number, number] => [
    (number % 8) * 32,
    ((number >> 3) % 16) * 16,
    128,
  ];
  const picture = ({ inspection: { number } }: { inspection: { number: number } }, size: number) => {
    if (number % 20 === 0) return Promise.resolve(new TextEncoder().encode('no picture'));
    if (number % 10 === 0) return Promise.reject(new Error('There is no picture of this part.'));
    const [r, g, b] = colourOf(number);
    const plain = sharp({ create: { width: size, height: size, channels: 3, background: { r, g, b } } });
    return plain.jpeg({ quality: 100, chromaSubsampling: '4:4:4' }).toBuffer();
  };

  let line: FakeStation;
  test.beforeEach(async () => {
    line = await FakeStation.start({ picture });
    line.status = workingStatus();
  });
  test.afterEach(() => line.stop());

  /** Of the parts whose rows are there: those that show a picture, and those whose picture is that of another one. */
  async function shownIn(feed: Locator): Promise<{ own: number[]; wrong: number[]; empty: number[] }> {
    const seen = await feed.evaluate((list) =>
      [...list.querySelectorAll('[role=option]')].map((row) => {
        const sample = document.createElement('canvas').getContext('2d', { willReadFrequently: true })!;
        sample.canvas.width = sample.canvas.height = 1;
        const canvas = row.querySelector('canvas');
        if (canvas !== null) sample.drawImage(canvas, 0, 0, 1, 1);
        const number = Number(/No\. (\d+),/.exec(row.getAttribute('aria-label') ?? '')?.[1]);
        return { number, pixel: [...sample.getImageData(0, 0, 1, 1).data] };
      }),
    );
    const drawn = seen.filter(({ pixel }) => pixel[3] !== 0);
    const isOwn = ({ number, pixel }: (typeof seen)[number]): boolean =>
      number % 10 !== 0 && colourOf(number).every((value, channel) => Math.abs(value - pixel[channel]!) < 6);
    const numbersOf = (rows: typeof seen): number[] => rows.map(({ number }) => number);
    return {
      own: numbersOf(drawn.filter(isOwn)),
      wrong: numbersOf(drawn.filter((row) => !isOwn(row))),
      empty: numbersOf(seen.filter(({ number, pixel }) => pixel[3] === 0 && number % 10 !== 0)),
    };
  }

  test('are each its own part\u2019s at fifty parts a second, and come several in one answer', async ({ operator }) => {
    const asked = askedThumbnails(operator.page);
    line.record(samplePart({ number: 1, verdict: 'pass' }));
    await operator.open(line.url);
    await expect.poll(() => shownIn(operator.feed)).toEqual({ own: [1], wrong: [], empty: [] });
    let number = 1;
    const arriving = setInterval(() => line.deliver(samplePart({ number: ++number, verdict: 'pass' })), 20);
    while (number < 120) expect((await shownIn(operator.feed)).wrong).toEqual([]);
    clearInterval(arriving);
    // Whoever looks at rows that stand still sees all pictures that there are.
    await expect.poll(async () => (await shownIn(operator.feed)).empty).toEqual([]);
    const { own, wrong } = await shownIn(operator.feed);
    expect(wrong).toEqual([]);
    expect(own.length).toBeGreaterThan(8);
    expect(asked.length).toBeLessThan(asked.flat().length / 2);
  });

  test('come by themselves where the answer for several fails', async ({ operator }) => {
    line.record(...[1, 2, 3].map((number) => samplePart({ number, verdict: 'pass' })));
    await operator.page.route('**/thumbnails?*', (route) => route.fulfill({ status: 500 }));
    await operator.open(line.url);
    await expect.poll(async () => (await shownIn(operator.feed)).own).toEqual([3, 2, 1]);
  });
});

declare global {
  interface Window {
    picturesMade: number;
    /** How many pictures that were decoded are held: of one that was given back, or given away, the width is 0. */
    openPictures: () => number;
    objectUrls: number;
  }
}

/** Counts what lies outside of the page's own memory. */
function keepPictures(): void {
  const pictures = new Set<ImageBitmap>();
  const decode = window.createImageBitmap.bind(window);
  window.picturesMade = 0;
  window.objectUrls = 0;
  const createImageBitmap = async (...wish: Parameters<typeof decode>): Promise<ImageBitmap> => {
    const picture = await decode(...wish);
    window.picturesMade += 1;
    pictures.add(picture);
    return picture;
  };
  Object.assign(window, { createImageBitmap });
  window.openPictures = () => {
    for (const picture of pictures) if (picture.width === 0) pictures.delete(picture);
    return pictures.size;
  };
  const make = URL.createObjectURL.bind(URL);
  const giveBack = URL.revokeObjectURL.bind(URL);
  URL.createObjectURL = (what) => {
    window.objectUrls += 1;
    return make(what);
  };
  URL.revokeObjectURL = (address) => {
    window.objectUrls -= 1;
    giveBack(address);
  };
}

const FRAMES = 150;

interface FrameCost {
  /** Processor time of the page's main thread, as a share of the time that passed. */
  readonly busyShare: number;
  readonly medianFrameMs: number;
}

async function frameCost({ page, feed }: OperatorPage, pixelsPerFrame: number): Promise<FrameCost> {
  const debuggerSession = await page.context().newCDPSession(page);
  await debuggerSession.send('Performance.enable', { timeDomain: 'threadTicks' });
  const taskSeconds = async (): Promise<number> => {
    const { metrics } = await debuggerSession.send('Performance.getMetrics');
    return metrics.find((metric) => metric.name === 'TaskDuration')!.value;
  };
  const before = await taskSeconds();
  const began = performance.now();
  const median = await medianFrameMs(feed, pixelsPerFrame);
  const busyShare = ((await taskSeconds()) - before) / ((performance.now() - began) / 1000);
  await debuggerSession.detach();
  return { busyShare, medianFrameMs: median };
}

async function medianFrameMs(list: Locator, pixelsPerFrame: number): Promise<number> {
  return list.evaluate(
    (element, { step, frames }) =>
      new Promise<number>((resolve) => {
        const gaps: number[] = [];
        let last = 0;
        const frame = (now: number): void => {
          if (last > 0) gaps.push(now - last);
          last = now;
          element.scrollTop += step;
          if (gaps.length < frames) requestAnimationFrame(frame);
          else resolve(gaps.sort((a, b) => a - b)[Math.floor(frames / 2)]!);
        };
        requestAnimationFrame(frame);
      }),
    { step: pixelsPerFrame, frames: FRAMES },
  );
}
