import { samplePart } from './support/sampleParts.ts';
import { ordinaryParts, workingStatus } from './support/states.ts';
import { expect, test } from './support/test.ts';

test.describe('the live view', () => {
  test.beforeEach(({ station }) => {
    station.status = workingStatus();
    station.record(...ordinaryParts(8, 'pass'), samplePart({ number: 9, verdict: 'fail' }));
  });

  test('enlarges the part by buttons, wheel, double tap and keys, and shows the next one whole', async ({
    station,
    operator,
  }) => {
    await operator.open(station.url);
    const { page } = operator;
    const moved = page.getByTestId('moved');
    const zoom = (): Promise<number> =>
      moved.evaluate((element) => new DOMMatrix(getComputedStyle(element).transform).a);
    await expect(operator.image).toHaveJSProperty('tagName', 'CANVAS');
    await page.getByRole('button', { name: 'Larger' }).click();
    await expect.poll(zoom).toBeCloseTo(1.6, 2);
    await page.getByRole('button', { name: 'Whole image' }).click();
    await expect.poll(zoom).toBe(1);
    const box = (await operator.image.boundingBox())!;
    await page.mouse.dblclick(box.x + 60, box.y + 60);
    await expect.poll(zoom).toBe(3);
    await page.mouse.wheel(0, 2000);
    await expect.poll(zoom).toBe(1);
    await page.keyboard.press('+');
    await expect.poll(zoom).toBeGreaterThan(1.5);
    await page.keyboard.press('0');
    await expect.poll(zoom).toBe(1);
    await page.keyboard.press('+');
    await expect.poll(zoom).toBeGreaterThan(1.5);
    station.deliver(samplePart({ number: 10, verdict: 'pass' }));
    await expect.poll(zoom).toBe(1);
  });

  test('is pinched larger between two fingers, moved by one, and pinched back to the whole', async ({
    station,
    operator,
  }) => {
    await operator.open(station.url);
    const { page } = operator;
    const moved = page.getByTestId('moved');
    const at = () =>
      moved.evaluate((element) => {
        const { a, e, f } = new DOMMatrix(getComputedStyle(element).transform);
        return { zoom: a, x: e, y: f };
      });
    await expect(operator.image).toHaveJSProperty('tagName', 'CANVAS');
    const box = (await operator.image.boundingBox())!;
    const [x, y] = [box.x + box.width / 2, box.y + box.height / 2];
    const devtools = await page.context().newCDPSession(page);
    await devtools.send('Emulation.setTouchEmulationEnabled', { enabled: true, maxTouchPoints: 2 });
    const touch = (type: 'touchStart' | 'touchMove' | 'touchEnd', fingers: [number, number][]) =>
      devtools.send('Input.dispatchTouchEvent', {
        type,
        touchPoints: fingers.map(([fingerX, fingerY], id) => ({ x: fingerX, y: fingerY, id })),
      });
    const apart = (distance: number): [number, number][] => [
      [x - distance, y],
      [x + distance, y],
    ];
    await touch('touchStart', apart(40));
    for (const distance of [60, 80, 100, 120]) await touch('touchMove', apart(distance));
    await touch('touchEnd', []);
    await expect.poll(async () => (await at()).zoom).toBeCloseTo(3, 1);
    // Between both fingers the picture stays where it is.
    expect(Math.abs((await at()).x)).toBeLessThan(12);

    const before = await at();
    await touch('touchStart', [[x, y]]);
    for (const step of [1, 2, 3, 4]) await touch('touchMove', [[x - 20 * step, y + 10 * step]]);
    await touch('touchEnd', []);
    await expect.poll(async () => Math.round((await at()).x - before.x)).toBe(-80);
    expect(Math.round((await at()).y - before.y)).toBe(40);
    expect((await at()).zoom).toBeCloseTo(before.zoom, 5);

    await touch('touchStart', apart(120));
    for (const distance of [90, 60, 30, 15]) await touch('touchMove', apart(distance));
    await touch('touchEnd', []);
    await expect.poll(at).toEqual({ zoom: 1, x: 0, y: 0 });
  });

  test('compares the part with a typical good one, beside it or in its place, and keeps doing so for the next', async ({
    station,
    operator,
  }) => {
    await operator.open(station.url);
    const { page } = operator;
    const typical = page.getByTestId('typical');
    const beside = page.getByRole('button', { name: 'Compare with a typical good part beside it' });
    await beside.click();
    await expect(typical).toBeVisible();
    expect((await typical.boundingBox())!.x).toBeGreaterThan((await operator.image.boundingBox())!.x);
    station.deliver(samplePart({ number: 10, verdict: 'review' }));
    await expect(page.getByRole('region', { name: 'Image of the part' })).toContainText('No. 10');
    await expect(typical).toBeVisible();
    await page.getByRole('button', { name: 'in its place, in turns' }).click();
    await expect(typical).toBeVisible();
    await expect(typical).toHaveCount(0);
    await page.getByRole('button', { name: 'in its place, in turns' }).click();
    await expect(page.getByText('A typical good part')).toHaveCount(0);
  });

  test('says where no good part is at hand to compare with', async ({ station, operator }) => {
    station.handlers['record.get'] = () => {
      throw new Error('The record cannot be read');
    };
    await operator.open(station.url);
    await operator.page.getByRole('button', { name: 'Compare with a typical good part beside it' }).click();
    await expect(operator.page.getByText('No good part to compare with is at hand.')).toBeVisible();
  });

  test('outlines what lies above the limit and names the strongest place in words', async ({ station, operator }) => {
    await operator.open(station.url);
    await expect(operator.page.getByTestId('outline').locator('path').last()).toHaveAttribute('d', /^M.*L/);
    await expect(operator.page.getByRole('region', { name: 'Image of the part' })).toContainText(
      /: .*\sσ, limit .*\sσ/,
    );
  });
});

test.describe('the colours of a screen', () => {
  test('follow the machine until somebody chooses, and the choice stays with the screen', async ({ station, page }) => {
    station.status = workingStatus();
    const theme = page.locator('html');
    await page.emulateMedia({ colorScheme: 'dark' });
    await page.goto(`${station.url}#/setup/screen`);
    await expect(theme).toHaveAttribute('data-theme', 'dark');
    await page.emulateMedia({ colorScheme: 'dark', contrast: 'more' });
    await expect(theme).toHaveAttribute('data-theme', 'contrast');
    await page.getByRole('radio', { name: 'Light For' }).click();
    await expect(theme).toHaveAttribute('data-theme', 'light');
    await page.reload();
    await expect(theme).toHaveAttribute('data-theme', 'light');
  });

  test('mutes by one touch, and says so', async ({ station, page }) => {
    station.status = workingStatus();
    await page.goto(station.url);
    await page.getByRole('button', { name: 'The browser allows no sound yet' }).click();
    await page.getByRole('button', { name: 'Sound is on. Mute it' }).click();
    await expect(page.getByRole('button', { name: 'Sound is muted' })).toBeVisible();
  });
});
