import type { Locator, Page } from '@playwright/test';
import { openStationCaller } from '../../shared/contract/index.ts';
import { SigmalineError } from '../../shared/domain/index.ts';
import { askedThumbnails } from './support/pages.ts';
import { workingStatus } from './support/states.ts';
import { expect, test } from './support/test.ts';

/** What an engineer can see and do in the calibration wizard. */
class BenchPage {
  readonly page: Page;
  readonly steps: Locator;
  readonly next: Locator;
  readonly back: Locator;
  readonly counter: Locator;

  constructor(page: Page) {
    this.page = page;
    this.steps = page.getByRole('navigation', { name: 'Steps' });
    this.next = page.getByRole('button', { name: /^Next/ });
    this.back = page.getByRole('button', { name: 'Back', exact: true });
    this.counter = page.getByLabel('What the number of good images allows');
  }

  async begin(address: string, name: string): Promise<void> {
    await this.page.goto(`${address}#/bench`);
    await this.page.getByLabel('Name of the product').fill(name);
    await this.page.getByRole('button', { name: 'Begin' }).click();
    await expect(this.step('Good images, open')).toBeVisible();
  }

  get grid(): Locator {
    return this.page.getByRole('list', { name: 'Good images' });
  }

  image(file: string): Locator {
    return this.grid.getByRole('button', { name: new RegExp(`^${file}`) });
  }

  async addFolder(): Promise<void> {
    await this.page.getByRole('button', { name: 'From a folder' }).click();
    await this.page.getByRole('dialog').getByRole('button', { name: 'good', exact: true }).click();
    await this.page.getByRole('button', { name: 'Take these 60 images' }).click();
    await expect(this.image('ring-0001.png')).toBeVisible();
  }

  step(name: string): Locator {
    return this.steps.getByRole('button', { name });
  }
}

async function boxOf(locator: Locator): Promise<{ x: number; y: number; width: number; height: number }> {
  await expect(locator).toBeVisible();
  return (await locator.boundingBox())!;
}

test.describe('the calibration wizard', () => {
  test.beforeEach(({ station }) => {
    station.status = workingStatus();
  });

  test('a calibration is begun, left at a step, resumed there and removed', async ({ station, page }) => {
    const bench = new BenchPage(page);
    await page.goto(`${station.url}#/setup/recipes`);
    await page.getByRole('link', { name: 'Calibrate in steps' }).click();
    await page.getByLabel('Name of the product').fill('bearing ring');
    await expect(page.getByText('The recipe Bearing ring exists: this makes version 2.')).toBeVisible();
    await page.getByLabel('Name of the product').fill('Gear wheel');
    await expect(page.getByText('A new recipe: this makes version 1.')).toBeVisible();
    await page.getByRole('button', { name: 'Begin' }).click();
    await expect(bench.counter).toHaveText('0 images: 5 % needs 19; 2 % needs 49; 1 % needs 99');
    await bench.next.click();
    await expect(bench.step('Where the part is, open')).toBeVisible();
    await page.getByRole('link', { name: 'All calibrations' }).click();
    await expect(page.getByText('Step 2 of 8: Where the part is')).toBeVisible();
    await page.getByRole('button', { name: 'Go on: Gear wheel' }).click();
    await expect(bench.step('Where the part is, open')).toBeVisible();
    await page.reload();
    await expect(bench.step('Where the part is, open')).toBeVisible();
    await bench.back.click();
    await expect(bench.step('Good images, open')).toBeVisible();
    await bench.back.click();
    await page.getByRole('button', { name: 'Remove: Gear wheel' }).click();
    await page.getByRole('alertdialog').getByRole('button', { name: 'Remove' }).click();
    await expect(page.getByText('None. Begin one on the right.')).toBeVisible();
  });

  test('images of a folder are marked, looked at, taken out one by one or by a mark, and put back', async ({
    station,
    page,
  }) => {
    const bench = new BenchPage(page);
    await bench.begin(station.url, 'Gear wheel');
    await bench.addFolder();
    await expect(bench.counter).toHaveText('60 images: enough for 5 %; enough for 2 %; 1 % needs 99');
    await bench.image('ring-0003.png').focus();
    await page.keyboard.press('Delete');
    await expect(bench.counter).toContainText('59 images');
    await page.keyboard.press('Control+z');
    await expect(bench.counter).toContainText('60 images');
    await page.getByRole('button', { name: 'Duplicate 2' }).click();
    await expect(bench.grid.getByRole('listitem')).toHaveCount(2);
    await page.getByRole('button', { name: 'Take these 2 out' }).click();
    await expect(bench.counter).toContainText('58 images');
    await page.getByRole('button', { name: 'Taken out 2' }).click();
    await bench.image('ring-0007.png').click();
    await expect(page.getByText('The same picture as ring-0006.png: it is counted once.')).toBeVisible();
    await page.getByRole('button', { name: 'Put it back' }).click();
    await page.keyboard.press('ArrowRight');
    await expect(page.getByRole('heading', { name: 'ring-0052.png' })).toBeVisible();
    await page.keyboard.press('Escape');
    await expect(bench.counter).toContainText('59 images');
  });

  test('files that are dropped are sent in pieces, and one that fails is sent again', async ({ station, page }) => {
    const bench = new BenchPage(page);
    const sent: { file: string; offset: number; isLast: boolean }[] = [];
    const upload = station.handlers['bench.upload'];
    let refuses = true;
    station.handlers['bench.upload'] = (input, caller) => {
      sent.push(input);
      if (refuses && input.file === 'b.png') throw new SigmalineError('bench.upload', { file: 'b.png', reason: 'cut' });
      return upload(input, caller);
    };
    await bench.begin(station.url, 'Gear wheel');
    const [large, small] = [Buffer.alloc(1_000_000, 7), Buffer.alloc(1000, 7)];
    await page.locator('input[type=file]').setInputFiles([
      { name: 'a.png', mimeType: 'image/png', buffer: large },
      { name: 'b.png', mimeType: 'image/png', buffer: small },
      { name: 'notes.txt', mimeType: 'text/plain', buffer: small },
    ]);
    await expect(page.getByText('1 file could not be taken.')).toBeVisible();
    await expect(page.getByText('1 file is no image by its name and was left out.')).toBeVisible();
    refuses = false;
    await page.getByRole('button', { name: 'Try again' }).click();
    await expect(bench.counter).toContainText('2 images');
    const pieces = sent.filter(({ file }) => file === 'a.png').map(({ offset, isLast }) => [offset, isLast]);
    expect(pieces).toEqual([
      [0, false],
      [480_000, false],
      [960_000, true],
    ]);
  });

  test('2,000 images are scrolled through with the elements of a screenful', async ({ station, page }) => {
    const bench = new BenchPage(page);
    await bench.begin(station.url, 'Gear wheel');
    await page.getByRole('button', { name: 'From a folder' }).click();
    await page.getByRole('dialog').getByRole('button', { name: 'many', exact: true }).click();
    await page.getByRole('button', { name: /^Take these 2.000 images$/ }).click();
    await expect(bench.image('ring-0001.png')).toBeVisible();
    const elements = () => bench.grid.evaluate((grid) => grid.querySelectorAll('*').length);
    const atFirst = await elements();
    const asked = askedThumbnails(page);
    for (const share of [0.1, 0.35, 0.6, 0.85, 1]) {
      await bench.grid.evaluate((grid, to) => {
        grid.scrollTop = to * grid.scrollHeight;
        return new Promise((done) => requestAnimationFrame(done));
      }, share);
      expect(await elements()).toBeLessThanOrEqual(atFirst);
    }
    await expect(bench.image('ring-2000.png')).toBeInViewport();
    // What stands still gets its picture; most of what was scrolled past was never asked for.
    await expect.poll(() => asked.flat().some((address) => address.endsWith('00000000000007d0/thumbnail'))).toBe(true);
    expect(asked.flat().length).toBeLessThan(1000);
  });

  test('images are collected from a source until somebody stops it', async ({ station, page }) => {
    const bench = new BenchPage(page);
    await bench.begin(station.url, 'Gear wheel');
    await page.getByRole('button', { name: 'From the line' }).click();
    await page.getByLabel('How many images').fill('80');
    await page.getByRole('button', { name: 'Start collecting' }).click();
    await expect(page.getByText('Collecting from Camera 1: 80 to come.')).toBeVisible();
    await page.getByRole('button', { name: 'Stop collecting' }).click();
    await expect(page.getByText('Collecting from')).toBeHidden();
  });

  test('a region is drawn, moved and pulled, and every image tells where its part was found', async ({
    station,
    page,
  }) => {
    const bench = new BenchPage(page);
    await bench.begin(station.url, 'Gear wheel');
    await bench.addFolder();
    await bench.next.click();
    await expect(page.getByText('The same place in all 60 images.')).toBeVisible();
    const toldToDraw = page.getByText('Good images differ strongly in 57 % of the image.');
    await expect(toldToDraw).toBeVisible();
    const picture = await boxOf(page.getByRole('img', { name: 'The first good image' }));
    const at = (x: number, y: number) => [picture.x + x * picture.width, picture.y + y * picture.height] as const;
    const drag = async (from: readonly [number, number], to: readonly [number, number]): Promise<void> => {
      await page.mouse.move(...from);
      await page.mouse.down();
      await page.mouse.move(...to, { steps: 4 });
      await page.mouse.up();
    };
    const region = page.getByRole('group', { name: /^Region/ });
    await drag(at(0.25, 0.25), at(0.75, 0.75));
    await expect(region).toHaveAccessibleName(/50 % wide and 50 % high, 25 % from the left and 25 % from the top/);
    await expect(toldToDraw).toBeHidden();
    await drag(at(0.5, 0.4), at(0.6, 0.3));
    await expect(region).toHaveAccessibleName(/35 % from the left and 15 % from the top/);
    await drag(at(0.85, 0.65), at(0.75, 0.55));
    await expect(region).toHaveAccessibleName(/40 % wide and 40 % high/);
    await region.focus();
    await page.keyboard.press('ArrowLeft');
    await page.keyboard.press('Shift+ArrowDown');
    await expect(region).toHaveAccessibleName(/40 % wide and 41 % high, 34 % from the left/);
    await page.getByRole('button', { name: 'It moves and turns' }).click();
    await expect(page.getByText('Not found in 1 of 60 images')).toBeVisible();
    await page.getByRole('button', { name: /^ring-0009.png: / }).click();
    await page.getByRole('button', { name: 'Take it out' }).click();
    await expect(bench.counter).toContainText('59 images');
    await page.reload();
    await expect(region).toHaveAccessibleName(/40 % wide and 41 % high, 34 % from the left/);
    await page.getByRole('button', { name: 'Whole image' }).click();
    await expect(region).toBeHidden();
  });

  test('polygons and strokes are drawn, moved by keys, undone, redone and removed', async ({ station, page }) => {
    const bench = new BenchPage(page);
    const masks: unknown[] = [];
    const change = station.handlers['bench.change'];
    station.handlers['bench.change'] = (input, caller) => {
      if (input.settings !== undefined) masks.push(input.settings.area.mask);
      return change(input, caller);
    };
    await bench.begin(station.url, 'Gear wheel');
    await bench.addFolder();
    await bench.step('What is ignored').click();
    await expect(page.getByText('Nothing is masked, and that is fine.')).toBeVisible();
    const average = page.getByRole('img', { name: /^Average/ });
    await expect(average).toHaveAttribute('aria-busy', 'false');
    const box = await boxOf(average);
    const at = (x: number, y: number) =>
      [box.x + box.width / 2 + (x - 0.5) * box.height, box.y + y * box.height] as const;
    for (const [x, y] of [
      [0.4, 0.4],
      [0.6, 0.4],
      [0.5, 0.6],
      [0.4, 0.4],
    ] as const)
      await page.mouse.click(...at(x, y));
    const shapes = page.getByRole('list', { name: 'Shapes' });
    await expect(shapes.getByRole('listitem')).toHaveCount(1);
    await page.getByRole('button', { name: 'Brush', exact: true }).click();
    await page.mouse.move(...at(0.2, 0.8));
    await page.mouse.down();
    await page.mouse.move(...at(0.8, 0.8), { steps: 10 });
    await page.mouse.up();
    await expect(shapes.getByRole('listitem')).toHaveCount(2);
    await page.keyboard.press('Control+z');
    await expect(shapes.getByRole('listitem')).toHaveCount(1);
    await page.keyboard.press('Control+y');
    await expect(shapes.getByRole('listitem')).toHaveCount(2);
    await page.getByRole('button', { name: 'Eraser' }).click();
    await page.mouse.click(...at(0.5, 0.8));
    await expect(shapes.getByRole('listitem')).toHaveCount(1);
    await page.getByRole('button', { name: 'Move', exact: true }).click();
    await page.mouse.click(...at(0.5, 0.5));
    await page.keyboard.press('PageDown');
    await page.keyboard.press('Shift+ArrowRight');
    await expect
      .poll(() => masks.at(-1))
      .toEqual([
        {
          kind: 'polygon',
          does: 'ignore',
          points: [
            [expect.closeTo(0.425, 2), expect.closeTo(0.4, 2)],
            [expect.closeTo(0.6, 2), expect.closeTo(0.4, 2)],
            [expect.closeTo(0.5, 2), expect.closeTo(0.6, 2)],
          ],
        },
      ]);
    await page.keyboard.press('Escape');
    await page.getByRole('button', { name: 'Remove all' }).click();
    await expect(page.getByText('Nothing is masked, and that is fine.')).toBeVisible();
  });

  test('what two screens changed alike is asked about; what only one changed is taken over', async ({
    station,
    page,
  }) => {
    const bench = new BenchPage(page);
    await bench.begin(station.url, 'Gear wheel');
    await bench.addFolder();
    await bench.next.click();
    const id = new URL(page.url().replace('#/bench', '')).searchParams.get('draft') ?? '';
    const caller = openStationCaller('browser', 'another');
    const elsewhere = async (position: 'shift' | 'turn', target: number): Promise<void> => {
      const { revision, settings } = await station.handlers['bench.get']({ id }, caller);
      const changed = { ...settings, target, area: { ...settings.area, position } };
      await station.handlers['bench.change']({ id, revision, settings: changed }, caller);
    };
    await elsewhere('shift', 0.01);
    await expect(page.getByRole('button', { name: 'It moves', exact: false }).first()).toHaveAttribute(
      'aria-pressed',
      'true',
    );
    const change = station.handlers['bench.change'];
    let isFirst = true;
    station.handlers['bench.change'] = async (input, asked) => {
      if (isFirst && asked !== caller && input.settings !== undefined) {
        isFirst = false;
        await elsewhere('turn', 0.02);
      }
      return change(input, asked);
    };
    await page.getByRole('button', { name: 'In one place' }).click();
    await expect(page.getByText('Somebody else changed the same meanwhile: area.')).toBeVisible();
    await page.getByRole('button', { name: 'Mine' }).click();
    await expect
      .poll(async () => (await station.handlers['bench.get']({ id }, caller)).settings)
      .toMatchObject({
        target: 0.02,
        area: { position: 'fixed' },
      });
  });

  test('a version is calibrated again with its settings', async ({ station, page }) => {
    const begun = new Promise((resolve) => {
      const begin = station.handlers['bench.begin'];
      station.handlers['bench.begin'] = (input, caller) => {
        resolve(input);
        return begin(input, caller);
      };
    });
    await page.goto(`${station.url}#/setup/recipes`);
    await page.getByRole('link', { name: 'Calibrate again: Bearing ring' }).click();
    await expect(page.getByText('Takes over the settings of version 1')).toBeVisible();
    await page.getByRole('button', { name: 'Begin', exact: true }).click();
    expect(await begun).toEqual({ recipe: 'Bearing ring', from: { id: 'bearing-ring', version: 1 } });
  });

  test('the command line that does the same can be copied', async ({ station, page }) => {
    await new BenchPage(page).begin(station.url, 'Gear wheel');
    await page.context().grantPermissions(['clipboard-read', 'clipboard-write']);
    await page.getByRole('button', { name: 'Command line' }).click();
    await page.getByRole('button', { name: 'Copy: Command' }).click();
    await expect(page.getByRole('button', { name: 'Copy: Command' })).toHaveText('Copied');
    expect(await page.evaluate(() => navigator.clipboard.readText())).toContain('sigmaline calibrate --settings');
  });
});
