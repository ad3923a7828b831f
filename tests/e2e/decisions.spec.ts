import { workingStatus } from './support/states.ts';
import { expect, test } from './support/test.ts';

test('an engineer edits the reasons and the defect classes that people choose from', async ({
  page,
  station,
  setup,
}) => {
  await setup.open(station.url, 'decisions');
  const reasons = page.getByRole('group', { name: 'Reasons' });
  const first = reasons.getByLabel('Reasons, 1', { exact: true });
  await expect(first).toHaveValue('Really bad');
  await first.fill('A real fault');
  await reasons.getByRole('button', { name: 'Move "Good part" up' }).click();
  await reasons.getByRole('button', { name: 'Remove "Other"' }).click();
  await reasons.getByRole('button', { name: 'Add a reason' }).click();
  await expect(reasons.getByRole('textbox').last()).toBeFocused();
  const save = page.getByRole('button', { name: 'Save the lists' });
  await save.click();
  await expect(page.getByText('Each line needs a name')).toBeVisible();
  await page.keyboard.type('Flash');
  await save.click();
  await expect(page.getByText('The lists are saved.')).toBeVisible();
  const { reasons: saved, defects } = station.settings.dispositions;
  expect(saved.slice(0, 2)).toEqual(['Good part', 'A real fault']);
  expect(saved).toContain('Flash');
  expect(saved).not.toContain('Other');
  expect(defects).toContain('Scratch');
});

test('what another screen makes of the lists meanwhile is said, and nothing is overwritten', async ({
  page,
  station,
  setup,
}) => {
  await setup.open(station.url, 'decisions');
  const reasons = page.getByRole('group', { name: 'Reasons' });
  await reasons.getByLabel('Reasons, 1', { exact: true }).fill('Mine');
  station.changeSettings({
    ...station.settings,
    dispositions: { ...station.settings.dispositions, reasons: ['Theirs'] },
  });
  await expect(page.getByText('Changed on another screen: now "Theirs"')).toBeVisible();
  await expect(reasons.getByLabel('Reasons, 1', { exact: true })).toHaveValue('Mine');
});

test('released parts join the good images only if the engineer says so', async ({ page, station, setup }) => {
  station.status = workingStatus();
  station.handlers['calibration.released'] = () => ({ images: 3, gone: 1 });
  const asked: unknown[] = [];
  const start = station.handlers['calibration.start'];
  station.handlers['calibration.start'] = (input, caller) => {
    asked.push(input.released);
    return start(input, caller);
  };
  await setup.open(station.url, 'recipes');
  const offer = page.getByRole('switch', { name: 'Add 3 released parts' });
  await setup.goodFolder.fill('/good');
  await setup.productName.fill('A new product');
  await expect(offer).toBeHidden();
  await setup.productName.fill('Bearing ring');
  await expect(offer).not.toBeChecked();
  await expect(page.getByText('The images of 1 more are gone.')).toBeVisible();
  await offer.click();
  await setup.calibrate.click();
  await expect.poll(() => asked).toEqual([true]);
});
