import { type ListedVersion, type RecipeSummary, recipeIdSchema } from '../../shared/domain/index.ts';
import type { FakeStation } from './support/fakeStation.ts';
import { samplePart } from './support/sampleParts.ts';
import { bearingRing, listedRecipe, ordinaryParts, workingStatus } from './support/states.ts';
import { expect, test } from './support/test.ts';

const second: RecipeSummary = bearingRing({ version: 2, backboneId: 'efficientnet-b4', sizePx: 380 });

function withTwoVersions(station: FakeStation): void {
  const versions: ListedVersion[] = [bearingRing(), second];
  station.status = workingStatus();
  station.handlers['recipe.list'] = () => ({ recipes: [listedRecipe(versions, 1)], unusable: [] });
  station.record(...ordinaryParts(40, 'pass'));
  station.record(samplePart({ number: 41, verdict: 'fail' }), samplePart({ number: 42, verdict: 'review' }));
}

test('a version is tried on stored inspections, and each part that it would judge otherwise is seen beside', async ({
  station,
  setup,
}) => {
  withTwoVersions(station);
  const { page } = setup;
  await page.goto(`${station.url}#/setup/comparisons`);
  await expect(page.getByText('Nothing was compared yet.')).toBeVisible();
  await page.getByLabel('How many').fill('none');
  await expect(page.getByText('Enter a whole number from 1 to 20000.')).toBeVisible();
  await expect(page.getByRole('button', { name: 'Compare', exact: true })).toBeDisabled();
  await page.getByLabel('How many').fill('100');
  await page.getByRole('button', { name: 'Compare', exact: true }).click();
  await expect(page.getByRole('heading', { name: 'Bearing ring: version 2 against 1' })).toBeVisible();
  await expect(page.getByRole('row', { name: /Time for one image\s61 ms\s34 ms/ })).toBeVisible();
  const review = page.getByRole('row', { name: /^Review/ });
  await review.getByRole('button').first().click();
  await expect(page.getByRole('region', { name: /Parts from Review to/ })).toBeVisible();
  await page.getByRole('button', { name: 'All changes' }).click();
  const parts = page.getByRole('region', { name: 'Parts whose verdict would change' });
  await parts.getByRole('button').first().click();
  const dialog = page.getByRole('dialog');
  await expect(dialog.getByRole('img', { name: 'Heatmap of version 1' })).toBeVisible();
  await expect(dialog.getByRole('img', { name: 'Heatmap of version 2' })).toBeVisible();
  await dialog.getByRole('button', { name: 'Close' }).click();
  await page.getByRole('button', { name: 'All comparisons' }).click();
  const card = page.getByRole('article', { name: 'Bearing ring: version 2 against 1' });
  await expect(card).toContainText('judged by both');
  await card.getByRole('button', { name: 'Remove' }).click();
  await expect(card).toHaveCount(0);
});

test('a shadow watches the line until it is stopped', async ({ station, setup }) => {
  withTwoVersions(station);
  const { page } = setup;
  const asked: unknown[] = [];
  const shadow = station.handlers['comparison.shadow'];
  station.handlers['comparison.shadow'] = (input, caller) => {
    asked.push(input);
    return shadow(input, caller);
  };
  await page.goto(`${station.url}#/setup/comparisons`);
  await page.getByRole('radio', { name: /Live, in the shadow/ }).click();
  await page.getByLabel('For how long').fill('24');
  await page.getByRole('button', { name: 'Start the shadow' }).click();
  await expect(page.getByText(/Watching: \d+ judged by both so far/)).toBeVisible();
  expect(asked).toEqual([{ recipe: recipeIdSchema.parse('bearing-ring'), version: 2, hours: 24 }]);
  await page.getByRole('button', { name: 'All comparisons' }).click();
  await page.getByRole('button', { name: 'Stop' }).click();
  await expect(page.getByText(/Stopped after \d+/)).toBeVisible();
});
