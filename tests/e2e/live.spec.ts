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
