import { copyFile, mkdir, readFile, rename } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { OperatorPage, SetupPage } from './support/pages.ts';
import { RealStation } from './support/realStation.ts';
import { expect, test } from './support/test.ts';

const SAMPLES = fileURLToPath(new URL('../../resources/samples/test', import.meta.url));
/** On a busy machine. */
const SOON = { timeout: 60_000 };

test('a shift: start, run, fail, decide, fault, recovery, by-pass, recipe change, hand-over, board and report', async ({
  page,
}) => {
  test.setTimeout(300_000);
  const station = await RealStation.start();
  const camera = join(station.dataFolder, '..', 'camera');
  const address = new URL('/', station.url).href;
  const operator = new OperatorPage(page);
  const setup = new SetupPage(page);
  let delivered = 0;
  /** As a camera does it: under another name, then renamed. */
  const deliver = async (sample: string): Promise<void> => {
    delivered += 1;
    const name = `part-${String(delivered).padStart(4, '0')}.jpg`;
    await copyFile(join(SAMPLES, sample), join(camera, `${name}.tmp`));
    await rename(join(camera, `${name}.tmp`), join(camera, name));
  };
  try {
    await mkdir(camera);
    await page.goto(station.url);

    await test.step('start: a recipe and a source', async () => {
      await page.getByRole('button', { name: 'Start the demo line' }).click();
      await expect(operator.verdict).toContainText('No. 1', SOON);
      await setup.open(address, 'demo');
      await page.getByRole('button', { name: 'Stop the demo line' }).click();
      await setup.open(address, 'sources');
      await page.getByLabel('Name').fill('Camera 7');
      await page.getByLabel('Folder that the camera writes to').fill(camera);
      await page.getByRole('button', { name: 'Add source' }).click();
      await expect(page.getByRole('heading', { name: 'Camera 7' })).toBeVisible();
      await setup.open(address, 'recipes');
      await setup.productName.fill('Ring of the night');
      await setup.goodFolder.fill(join(station.dataFolder, '..', 'resources', 'samples', 'good'));
      await setup.target.fill('5');
      await setup.calibrate.click();
      await expect(page.getByRole('region', { name: 'Ring of the night is calibrated' })).toBeVisible(SOON);
      await page.getByRole('link', { name: 'Inspection' }).click();
    });

    await test.step('run: a good part passes', async () => {
      await deliver('good/ring-03.jpg');
      await expect(operator.rows.first()).toHaveAccessibleName(/^Pass/, SOON);
      await expect(operator.verdict).toContainText('Pass');
      await expect(page.getByRole('region', { name: 'Image of the part' })).toContainText('Camera 7');
    });

    await test.step('fail, and a decision in two touches', async () => {
      await deliver('bad/missing-hole-1.jpg');
      await expect(operator.verdict).toContainText('Fail', SOON);
      await page.getByRole('button', { name: 'Decide about this part' }).click();
      const bar = page.getByRole('region', { name: 'Decision about this part' });
      await bar.getByRole('button', { name: 'Scrap' }).click();
      await bar.getByRole('button', { name: 'Really bad' }).click();
      // At the part while it is shown, and in the strip that takes it back.
      await expect(page.getByText(/Scrap · Really bad/).first()).toBeVisible();
    });

    await test.step('fault: no image can be read, and no old verdict stands', async () => {
      await rename(camera, `${camera}-away`);
      await expect(operator.verdict).toContainText('Camera 7', SOON);
      await expect(operator.verdict).toContainText('No images can be read');
    });

    await test.step('recovery: the next part is judged', async () => {
      await rename(`${camera}-away`, camera);
      await deliver('good/ring-04.jpg');
      await expect(operator.rows.first()).toHaveAccessibleName(/^Pass/, SOON);
      await expect(operator.verdict).not.toContainText('No images can be read', SOON);
    });

    await test.step('by-pass: what comes meanwhile is recorded and is no pass', async () => {
      await page.getByRole('button', { name: 'By-pass: Switch inspection off' }).click();
      const form = page.getByRole('dialog');
      await form.getByRole('button', { name: '5 min', exact: true }).click();
      await form.getByRole('button', { name: 'Trial parts' }).click();
      await form.getByRole('button', { name: /^Switch off for/ }).click();
      await expect(operator.verdict).toContainText('By-pass', SOON);
      await deliver('good/ring-05.jpg');
      await expect(operator.rows.first()).toHaveAccessibleName(/^By-pass/, SOON);
      await page.getByRole('button', { name: 'End by-pass' }).first().click();
      await expect(page.getByRole('button', { name: 'End by-pass' })).toHaveCount(0, SOON);
      await deliver('good/ring-06.jpg');
      await expect(operator.rows.first()).toHaveAccessibleName(/^Pass/, SOON);
    });

    await test.step('another recipe, confirmed by its first part', async () => {
      await page.getByRole('button', { name: /Change recipe$/ }).click();
      const window = page.getByRole('dialog');
      await window.getByRole('button', { name: 'Camera 7' }).click();
      await window.getByRole('button', { name: /^Ring of the night/ }).click();
      await window.getByRole('button', { name: 'Change to Ring of the night' }).click();
      await expect(operator.verdict).toContainText('First part with Ring of the night not seen yet', SOON);
      await deliver('good/ring-07.jpg');
      await expect(operator.verdict).toContainText(/First part with Ring of the night: No\. \d/, SOON);
      await page.getByRole('button', { name: 'Yes, right' }).click();
      await expect(operator.verdict).not.toContainText('First part', SOON);
      await expect(page.getByRole('region', { name: 'Recipe' })).toContainText('Ring of the night');
    });

    await test.step('hand-over', async () => {
      await page.getByRole('button', { name: /^Hand/ }).click();
      await page.getByLabel('Note for the next shift').fill('Camera 7 was loose at its bracket.');
      await page.getByRole('button', { name: 'Leave this note' }).click();
      await expect(page.getByRole('list', { name: 'Last notes' })).toContainText('loose at its bracket');
      await page.keyboard.press('Escape');
    });

    await test.step('the board of the shift, and its report', async () => {
      await page.getByRole('link', { name: 'Shift' }).click();
      const board = page.getByRole('region', { name: 'Shift board' });
      await expect(board.getByRole('region', { name: 'Why parts did not pass' })).toContainText('Really bad', SOON);
      await expect(board.getByRole('region', { name: 'Downtime' })).toContainText('no images could be read');
      await expect(board.getByRole('region', { name: 'Downtime' })).toContainText('parts not inspected: 1');
      await page.goto(`${address}#/setup/reports`);
      // A finger that bounces asks for one report: strict mode refuses two.
      await page.getByRole('button', { name: 'Shift so far' }).dblclick();
      const [saved] = await Promise.all([
        page.waitForEvent('download'),
        page.getByRole('link', { name: /^Download/ }).click(SOON),
      ]);
      expect((await readFile(await saved.path())).subarray(0, 5).toString()).toBe('%PDF-');
    });
  } finally {
    await station.stop();
  }
});
