import { OPERATOR, protectedAccess, withPeople } from './support/people.ts';
import { lastingBypass, tellBypasses } from './support/scriptedBypass.ts';
import { ordinaryParts, watchedSource, workingStatus } from './support/states.ts';
import { expect, test } from './support/test.ts';

test.beforeEach(({ station }) => {
  station.status = workingStatus();
  station.record(...ordinaryParts(10, 'pass'));
});

test('inspection is switched off in two touches, the screen and the board say so, and it is ended in one', async ({
  page,
  station,
  operator,
}) => {
  await operator.open(station.url);
  await expect(operator.verdict).toContainText('Pass');
  await page.getByRole('button', { name: 'By-pass: Switch inspection off' }).click();
  const dialog = page.getByRole('dialog', { name: 'Switch inspection off' });
  await dialog.getByRole('textbox', { name: 'Other time' }).fill('61');
  await expect(dialog).toContainText('Enter a number of minutes from 1 to 60.');
  await dialog.getByRole('button', { name: '30 min' }).click();
  await dialog.getByRole('button', { name: 'Trial parts' }).click();
  await dialog.getByRole('button', { name: 'Switch off for 30 min' }).click();
  await expect(operator.verdict).toContainText('By-pass: parts leave without inspection');
  await expect(operator.verdict).toContainText('Not inspecting');
  await expect(operator.verdict).not.toContainText('Pass');
  await expect(operator.verdict).toContainText('Trial parts');
  await expect(operator.verdict).toContainText('Ends by itself in 30 min');
  await expect(page.getByRole('contentinfo').getByRole('link', { name: /^Source.*By-pass/ })).toBeVisible();
  await expect(page.getByRole('button', { name: 'By-pass: Switch inspection off' })).toBeHidden();
  await operator.verdict.getByRole('button', { name: 'End by-pass' }).click();
  await expect(operator.verdict).toContainText('Pass');
  tellBypasses(station, [lastingBypass()]);
  await page.goto(`${station.url}board`);
  await expect(page.getByRole('main')).toContainText('Ends by itself in 14 min');
});

test('the by-pass of one source stands above the verdict of another; whoever may not is not offered any', async ({
  page,
  station,
  operator,
}) => {
  const other = watchedSource({ id: '3f0c5d6e-7a59-4f0e-9a55-2f6f1d0a7c99' as never, name: 'Camera 2' });
  station.changeStatus({ sources: [...station.status.sources, other] });
  tellBypasses(station, [lastingBypass({ source: { id: other.id, name: other.name } })]);
  withPeople(station, protectedAccess(OPERATOR));
  await operator.open(station.url);
  await expect(operator.verdict).toContainText('Pass');
  await expect(operator.verdict).toContainText('By-pass: Camera 2');
  await expect(page.getByRole('button', { name: 'End by-pass' })).toBeHidden();
  await expect(page.getByRole('button', { name: 'By-pass: Switch inspection off' })).toBeHidden();
});

test('a note for the next shift is written, waits in its own shift, and is shown to the next one until somebody has read it', async ({
  page,
  station,
  operator,
}) => {
  await operator.open(station.url);
  await page.getByRole('button', { name: /Notes for the next shift/ }).click();
  const dialog = page.getByRole('dialog', { name: 'Notes for the next shift' });
  await expect(dialog.getByRole('textbox', { name: 'Note for the next shift' })).toBeFocused();
  await page.keyboard.type('The light of camera 1 flickers.');
  await dialog.getByRole('button', { name: 'Leave this note' }).click();
  await expect(dialog.getByRole('list')).toContainText('Nobody has read it yet.');
  await expect(dialog.getByRole('button', { name: 'I have read it' })).toBeHidden();
  await page.keyboard.press('Escape');
  await expect(page.getByRole('button', { name: /1 note nobody has read/ })).toBeVisible();
  const band = page.getByRole('region', { name: 'From the shift before' });
  await expect(band).toBeHidden();
  station.changeStatus({ handover: station.status.handover.map((note) => ({ ...note, isDue: true })) });
  await expect(band).toContainText('The light of camera 1 flickers.');
  await band.getByRole('button', { name: 'I have read it' }).click();
  await expect(band).toBeHidden();
  await page.getByRole('button', { name: /Notes for the next shift/ }).click();
  await expect(dialog.getByRole('list')).toContainText('Read at the open station');
});
