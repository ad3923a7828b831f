import { gzipSync } from 'node:zlib';
import type { Page } from '@playwright/test';
import { recipeIdSchema } from '../../shared/domain/index.ts';
import { IMAGE_PX, THUMBNAIL_PX } from './support/fakeStation.ts';
import { samplePart } from './support/sampleParts.ts';
import { condition, ordinaryParts, workingStatus } from './support/states.ts';
import { expect, test } from './support/test.ts';

test.describe("the operator's screen", () => {
  test('shows a new verdict without a reload: word, score, image and heatmap of the same part', async ({
    station,
    operator,
  }) => {
    station.status = workingStatus();
    station.record(...ordinaryParts(40, 'pass'));
    await operator.open(station.url);
    await expect(operator.verdict).toContainText('Pass');

    station.deliver(samplePart({ number: 41, verdict: 'fail', score: 5.25 }));

    await expect(operator.verdict).toContainText('Fail');
    await expect(operator.verdict).toContainText('5.25');
    await expect(operator.verdict).toContainText('No. 41');
    await expect(operator.image).toHaveAccessibleName(/Image of No\. 41/);
    await expect(operator.heatmap).toBeVisible();
    await expect(operator.gauge).toHaveAttribute('aria-label', /above the limit/);
    await expect(operator.rows.first()).toHaveAttribute('aria-label', /^Fail, No\. 41/);
  });

  test('says what to do with a part of each verdict', async ({ station, operator }) => {
    station.status = workingStatus();
    station.record(...ordinaryParts(20, 'error'));
    await operator.open(station.url);
    await expect(operator.verdict).toContainText('Not judged');
    for (const [number, verdict, action] of [
      [21, 'pass', 'Within the limit'],
      [22, 'review', 'Check this part by hand'],
      [23, 'fail', 'Set this part aside'],
      [24, 'error', 'Not judged'],
    ] as const) {
      station.deliver(samplePart({ number, verdict }));
      await expect(operator.verdict).toContainText(`No. ${number}`);
      await expect(operator.verdict).toContainText(action);
    }
  });

  test('says that a draft has no limit where a limit would stand, and shows score and heatmap', async ({
    station,
    operator,
  }) => {
    station.status = workingStatus();
    const changes = {
      verdict: 'review',
      limit: null,
      limits: null,
      pValue: null,
      amongGood: null,
      reviewReason: { code: 'review.draft', details: {} },
    } as const;
    station.record(samplePart({ number: 1, verdict: 'review', score: 4.5, changes }));
    await operator.open(station.url);
    await expect(operator.verdict).toContainText(/4\.50\sσ.*Draft/s);
    await expect(operator.gauge).toHaveAttribute('aria-label', /draft without a limit/);
    await expect(operator.heatmap).toBeVisible();
    await expect(operator.page.getByText('too few good images for a limit')).toBeVisible();
  });

  test('explains an error with the sentence of the record, and gives no score', async ({ station, operator }) => {
    station.status = workingStatus();
    station.record(
      samplePart({ number: 1, verdict: 'error', errorMessage: 'The file a.png is empty. Check the camera.' }),
    );
    await operator.open(station.url);
    await expect(operator.page.getByText('The file a.png is empty. Check the camera.')).toBeVisible();
    await expect(operator.verdict).not.toContainText('σ');
  });

  test('names source and recipe beside the image, the serial larger than any score, and keeps the ring inside the picture', async ({
    station,
    operator,
  }) => {
    const { page } = operator;
    station.status = workingStatus();
    const part = samplePart({ number: 1, verdict: 'fail' });
    const atTheEdge = { serial: 'SN-4711', mapMaximumX: 0.001, mapMaximumY: 0.999 };
    station.record({ ...part, inspection: { ...part.inspection, ...atTheEdge } });
    await operator.open(station.url);
    const stage = page.getByRole('region', { name: 'Image of the part' });
    await expect(stage).toContainText('Camera 1 · Bearing ring, version 1');
    const heightOf = (selector: string) =>
      page
        .locator(selector)
        .first()
        .evaluate((element) => Number.parseFloat(getComputedStyle(element).fontSize));
    expect(await heightOf('.caption .name')).toBeGreaterThan(await heightOf('.peak .value'));
    expect(await heightOf('.row .first')).toBeGreaterThan(await heightOf('.row .score'));
    const ring = await page.locator('.peak').boundingBox();
    const picture = await operator.image.boundingBox();
    expect(ring!.x).toBeGreaterThanOrEqual(picture!.x - 1);
    expect(ring!.y + ring!.height).toBeLessThanOrEqual(picture!.y + picture!.height + 1);
  });

  test('says when the counters are of several recipes, and keeps them apart in the trend', async ({
    station,
    operator,
  }) => {
    station.status = workingStatus();
    station.record(samplePart({ number: 1, verdict: 'pass' }));
    await operator.open(station.url);
    await expect(operator.page.getByRole('img', { name: 'Score of the last part against the limit' })).toBeVisible();
    await expect(operator.page.getByText('All recipes together')).toHaveCount(0);
    const other = samplePart({ number: 2, verdict: 'pass' });
    const recipeId = recipeIdSchema.parse('disc');
    station.deliver({ ...other, inspection: { ...other.inspection, recipeId } });
    station.changeStatus({ shift: { ...station.status.shift, mixesRecipes: true } });
    await expect(operator.page.getByText('All recipes together')).toBeVisible();
    await expect(operator.page.getByRole('img', { name: 'Score of the last part against the limit' })).toBeVisible();
  });

  test('is usable on small and on upright screens', async ({ station, operator }) => {
    const { page } = operator;
    station.status = workingStatus();
    station.record(...ordinaryParts(60, 'fail'));
    await page.setViewportSize({ width: 800, height: 600 });
    await operator.open(station.url);
    for (const size of [
      { width: 800, height: 600 },
      { width: 768, height: 1024 },
      { width: 683, height: 512 },
    ])
      await test.step(`at ${size.width} x ${size.height}`, async () => {
        await page.setViewportSize(size);
        // As it opens: the size before was scrolled.
        await page.evaluate(() => {
          for (const element of document.querySelectorAll('*')) element.scrollTop = 0;
        });
        await expect(operator.verdict).toBeInViewport({ ratio: 1 });
        await expect(operator.image).toBeInViewport();
        expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBe(size.width);
        await operator.heatmapSwitch.scrollIntoViewIfNeeded();
        await expect(operator.heatmapSwitch).toBeInViewport();
        await expect(operator.verdict).toBeInViewport({ ratio: 1 });
        await operator.row(60).scrollIntoViewIfNeeded();
        await expect(operator.row(60)).toBeInViewport();
      });
  });

  test('goes on when the image of a part cannot be shown', async ({ station, operator }) => {
    station.status = workingStatus();
    station.record(...ordinaryParts(5, 'fail'));
    await operator.page.route('**/image/*/{original,thumbnail}', (route) => route.fulfill({ status: 404 }));
    await operator.open(station.url);
    await expect(operator.verdict).toContainText('Fail');
    await expect(operator.page.getByText('This image cannot be shown.')).toBeVisible();
  });

  test('shows the thumbnail of an image that was moved or deleted, and says so', async ({ station, operator }) => {
    station.status = workingStatus();
    station.record(...ordinaryParts(5, 'fail'));
    await operator.open(station.url);
    const sentence = operator.page.getByText('Thumbnail only: the original is missing.');
    await expect(operator.image).toHaveJSProperty('width', IMAGE_PX);
    await expect(sentence).toBeHidden();
    await operator.page.route('**/image/*/original', (route) => route.fulfill({ status: 404 }));
    await operator.row(3).click();
    await expect(sentence).toBeVisible();
    await expect(operator.image).toHaveJSProperty('width', THUMBNAIL_PX);
    await expect(operator.heatmap).toBeVisible();
  });

  test('never shows an image beside the verdict of another part, however fast parts come', async ({
    station,
    operator,
  }) => {
    station.status = workingStatus();
    station.record(...ordinaryParts(3, 'pass'));
    await operator.open(station.url);
    await expect(operator.image).toBeVisible();
    let number = 3;
    const mixtures = await watchForMixtures(operator.page, async (looks) => {
      // A busy machine draws few frames in that time.
      while (number < 60 || (number < 400 && (await looks()) <= 20)) {
        number += 1;
        station.deliver(samplePart({ number, verdict: number % 3 === 0 ? 'fail' : 'pass' }));
        await operator.page.waitForTimeout(30);
      }
      expect(await looks()).toBeGreaterThan(20);
    });
    expect(mixtures).toEqual([]);
    await expect(operator.verdict).toContainText(`No. ${number}`);
    await expect(operator.image).toHaveAccessibleName(new RegExp(`Image of No\\. ${number}`));
  });

  test('lets the heatmap be faded and switched off', async ({ station, operator }) => {
    station.status = workingStatus();
    station.record(...ordinaryParts(5, 'fail'));
    await operator.open(station.url);
    await expect(operator.heatmap).toHaveCSS('opacity', '0.7');

    await operator.opacity.press('ArrowLeft');
    await expect(operator.heatmap).toHaveCSS('opacity', '0.65');
    await operator.opacity.press('Home');
    await expect(operator.heatmap).toHaveCSS('opacity', '0');

    await operator.heatmapSwitch.click();
    await expect(operator.heatmap).toHaveCount(0);
    await expect(operator.opacity).toHaveAttribute('aria-disabled', 'true');

    await operator.page.reload();
    await expect(operator.heatmapSwitch).not.toBeChecked();
    await operator.heatmapSwitch.click();
    await expect(operator.heatmap).toHaveCSS('opacity', '0');
  });

  test('draws the heatmap strongest where the map is', async ({ station, operator }) => {
    const part = samplePart({ number: 1, verdict: 'fail' });
    station.status = workingStatus();
    station.record(part);
    await operator.open(station.url);
    await expect(operator.heatmap).toBeVisible();
    const { atDefect, opposite } = await operator.heatmap.evaluate(
      (picture: HTMLCanvasElement, place) => {
        const { width, height } = picture;
        const context = Object.assign(document.createElement('canvas'), { width, height }).getContext('2d')!;
        context.drawImage(picture, 0, 0);
        const pixels = context.getImageData(0, 0, width, height).data;
        const alphaAt = (x: number, y: number): number =>
          pixels[4 * (Math.floor(y * height) * width + Math.floor(x * width)) + 3]!;
        return { atDefect: alphaAt(place.x, place.y), opposite: alphaAt(1 - place.x, 1 - place.y) };
      },
      { x: part.defect!.x, y: part.defect!.y },
    );
    expect(atDefect).toBeGreaterThan(150);
    expect(opposite).toBe(0);
  });

  test('names a part by its serial, and says which records it hangs together with', async ({ station, operator }) => {
    station.status = workingStatus();
    const part = samplePart({ number: 1, verdict: 'pass' });
    const named = { ...part, inspection: { ...part.inspection, serial: '0815', lot: '7', view: 'top' } };
    station.record(named);
    station.handlers['inspection.get'] = () => ({ ...named, sameContentAs: 12, followsError: 55 });
    await operator.open(station.url);
    await expect(operator.row(1)).toContainText('0815');
    await expect(operator.row(1)).toHaveAccessibleName(/0815/);
    const stage = operator.page.getByRole('region', { name: 'Image of the part' });
    await expect(stage).toContainText('Serial 0815 · Lot 7 · top');
    await expect(stage).toContainText('Same image as No. 12 · Completed after error No. 55');
  });

  test('counts the age of a verdict from the arrival of its image, and calls late what waited or is of another time', async ({
    station,
    operator,
  }) => {
    station.status = workingStatus();
    const now = Date.now();
    station.record(samplePart({ number: 1, verdict: 'pass', arrivedAt: new Date(now - 20_000) }));
    await operator.open(station.url);
    const panel = operator.page.getByRole('region', { name: 'Verdict' });
    await expect(panel).toContainText(/2\d s ago/);
    await expect(panel).not.toContainText('Late');
    station.deliver(samplePart({ number: 2, verdict: 'pass', arrivedAt: new Date(now - 70_000) }));
    await expect(panel).toContainText('1 min ago');
    await expect(panel).toContainText(/Late: image of \d/);
    station.deliver(samplePart({ number: 3, verdict: 'fail', fileTime: new Date(now - 9 * 3_600_000) }));
    await expect(panel).toContainText('No. 3');
    await expect(panel).toContainText(/Late: image of \d/);
  });

  test('says how many images wait, and for how long the oldest', async ({ station, operator }) => {
    station.status = { ...workingStatus(), backlog: 10_234, oldestWaitingSeconds: 754 };
    await operator.open(station.url);
    const backlog = operator.health.getByText('10,234 waiting, oldest 12 min');
    await expect(backlog).toBeVisible();
    expect(await backlog.evaluate((element) => element.scrollHeight <= element.clientHeight + 1)).toBe(true);
  });

  test('shows a notice until it is acknowledged, and all of a long one', async ({ station, operator }) => {
    const { page } = operator;
    const reason = `${'It is told at length. '.repeat(12)}This is the end`;
    station.status = {
      ...workingStatus(),
      notices: [
        {
          id: 7,
          at: '2026-11-23T10:00:00.000Z',
          code: 'storage.suspected',
          details: { file: 'x', reason },
          acknowledgedAt: null,
        },
      ],
    };
    await operator.open(station.url);
    await page.getByRole('button', { name: 'Read all' }).click();
    const whole = page.getByRole('dialog').getByText('This is the end');
    await expect(whole).toBeInViewport();
    await page.getByRole('button', { name: 'Close' }).click();
    await expect(page.getByRole('dialog')).toHaveCount(0);
    await page.getByRole('button', { name: 'Acknowledge' }).click();
    await expect(page.getByText('seemed damaged while it was in use')).toHaveCount(0);
  });

  test('lets a condition that tells of something past be acknowledged, and no other', async ({ station, operator }) => {
    const { page } = operator;
    const details = { count: 2, files: 40, file: 'x.png' };
    const tail = { ...condition('source.names-unmatched', details), endsWhenRead: true } as const;
    station.status = { ...workingStatus(), conditions: [tail] };
    await operator.open(station.url);
    await expect(page.getByText('2 of the last 40 files did not match')).toBeVisible();
    await page.getByRole('button', { name: 'Acknowledge' }).click();
    await expect(page.getByText('2 of the last 40 files did not match')).toHaveCount(0);
    station.changeStatus({ conditions: [condition('station.disk-low', { folder: '/data', megabytes: 900 })] });
    await expect(page.getByText('Only 900 MB is free')).toBeVisible();
    await expect(page.getByRole('button', { name: 'Acknowledge' })).toHaveCount(0);
  });

  test('lets a clock that jumped be confirmed where all of its warning is read', async ({ station, operator }) => {
    const { page } = operator;
    const jump = { from: '2026-03-02T10:00:00.000Z', to: '2026-05-01T10:00:00.000Z' };
    station.status = { ...workingStatus(), conditions: [condition('clock.jumped', jump)] };
    let confirmed: unknown = null;
    const { 'clock.confirm': confirm } = station.handlers;
    station.handlers['clock.confirm'] = (input, caller) => {
      confirmed = input;
      return confirm(input, caller);
    };
    await operator.open(station.url);
    const warning = page.getByText(/said .* 1 May 2026 when it should have said .* 2 March 2026.*time server\./);
    await expect(warning).toHaveCount(1);
    await expect(operator.verdict.locator(warning)).toBeInViewport({ ratio: 1 });
    await page.getByRole('button', { name: 'The clock is right' }).click();
    await expect(page.getByText('clock jumped')).toHaveCount(0);
    expect(confirmed).toEqual({ to: jump.to });
  });

  test('counts the shift as the station does', async ({ station, operator }) => {
    station.status = workingStatus();
    station.record(...ordinaryParts(5, 'pass'));
    await operator.open(station.url);
    const shift = operator.page.getByRole('region', { name: 'This shift' });
    await expect(shift).toContainText('1,184');
    station.changeStatus({ shift: { ...station.status.shift, fail: 22 } });
    await expect(shift).toContainText('22');
  });
});

/**
 * Looks at every frame whether verdict and image are of the same record, while something happens.
 *
 * @param happen may ask in how many frames both were there
 */
async function watchForMixtures(
  page: Page,
  happen: (looks: () => Promise<number>) => Promise<void>,
): Promise<readonly string[]> {
  await page.evaluate(() => {
    const watch = { looks: 0, mixtures: [] as string[] };
    Object.assign(window, { watch });
    const numberIn = (text: string | null | undefined): string => /No\. ([\d,]+)/.exec(text ?? '')?.[1] ?? '';
    const look = (): void => {
      const said = numberIn(document.querySelector('section[aria-label="Verdict"]')?.textContent);
      const shown = numberIn(document.querySelector('canvas[aria-label^="Image of No."]')?.getAttribute('aria-label'));
      if (said !== '' && shown !== '') watch.looks += 1;
      if (shown !== '' && said !== shown) watch.mixtures.push(`verdict of ${said}, image of ${shown}`);
      requestAnimationFrame(look);
    };
    look();
  });
  const told = (): Promise<{ looks: number; mixtures: string[] }> =>
    page.evaluate(() => (window as unknown as { watch: { looks: number; mixtures: string[] } }).watch);
  await happen(async () => (await told()).looks);
  return (await told()).mixtures;
}

test('the first screen loads no more than 500 kB, packed as servers pack it', async ({ station, page }) => {
  const sizes = new Map<string, number>();
  page.on('response', async (response) => {
    const { pathname } = new URL(response.url());
    if (/\.(js|css|html)$|\/$/.test(pathname)) sizes.set(pathname, gzipSync(await response.body()).byteLength);
  });
  station.status = workingStatus();
  await page.goto(station.url);
  await page.waitForLoadState('networkidle');
  const bytes = [...sizes.values()].reduce((sum, size) => sum + size, 0);
  expect([...sizes.keys()].some((path) => path.endsWith('.js'))).toBe(true);
  expect(bytes).toBeLessThan(500_000);
});
