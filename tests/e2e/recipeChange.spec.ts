import { recipeIdSchema, sourceIdSchema } from '../../shared/domain/index.ts';
import { OPERATOR, protectedAccess } from './support/people.ts';
import { feedItemOf, samplePart } from './support/sampleParts.ts';
import { withRecipes } from './support/scenes.ts';
import { watchedSource } from './support/states.ts';
import { expect, test } from './support/test.ts';

const washer = recipeIdSchema.parse('washer');

test('an operator changes the recipe in two touches, confirms its first part with the outline, or goes back', async ({
  station,
  operator,
}) => {
  const { page } = operator;
  withRecipes(station);
  await operator.open(station.url);
  const strip = page.getByRole('region', { name: 'Recipe' });
  await expect(strip).toContainText('Bearing ring');
  await page.getByRole('button', { name: /Change recipe$/ }).click();
  const dialog = page.getByRole('dialog');
  await expect(dialog.getByRole('button', { name: /Bearing ring/ })).toBeDisabled();
  await dialog.getByRole('button', { name: /^Washer/ }).click();
  // The status that each part at the line brings takes no choice away.
  station.changeStatus({ name: 'Line 4', sources: station.status.sources.map((each) => ({ ...each })) });
  await expect(page.getByText('Line 4')).toBeVisible();
  await expect(dialog).toContainText('What has arrived already is still judged by Bearing ring.');
  await dialog.getByRole('button', { name: 'Change to Washer' }).click();
  await expect(operator.verdict).toContainText('First part with Washer not seen yet');
  await expect(strip).toContainText('Washer');

  const placement = [0.5, 0.1, -0.1, 0.5, 0.3, 0.2] as [number, number, number, number, number, number];
  const part = samplePart({ number: 61, verdict: 'pass', changes: { recipeId: washer, placement } });
  station.deliver(part);
  const [source] = station.status.sources;
  if (source === undefined || source.recipeChange === null) throw new Error('the change is open');
  const recipeChange = { ...source.recipeChange, firstPart: feedItemOf(part) };
  station.changeStatus({ sources: [{ ...source, recipeChange }] });
  await expect(operator.verdict).toContainText('First part with Washer: No. 61');
  await expect(page.getByTestId('found')).toBeVisible();
  station.deliver(samplePart({ number: 62, verdict: 'pass' }));
  await expect(page.getByTestId('found')).toHaveCount(0);
  await page.getByRole('button', { name: 'Look at it' }).click();
  await expect(page.getByTestId('found')).toBeVisible();
  await operator.backToLive.click();
  await page.getByRole('button', { name: 'Yes, right' }).click();
  await expect(operator.verdict).not.toContainText('First part');

  station.changeStatus({ sources: [{ ...source, recipeChange }] });
  await page.getByRole('button', { name: 'Back to Bearing ring' }).click();
  await expect(strip).toContainText('Bearing ring');
  await expect(operator.verdict).not.toContainText('First part');
});

test('of two recipes the other one is chosen already', async ({ station, operator }) => {
  const { page } = operator;
  withRecipes(station);
  const list = station.handlers['recipe.list'];
  station.handlers['recipe.list'] = async (input, caller) => {
    const { recipes, ...rest } = await list(input, caller);
    return { ...rest, recipes: recipes.slice(0, 2) };
  };
  await operator.open(station.url);
  await page.getByRole('button', { name: /Change recipe$/ }).click();
  await page.getByRole('dialog').getByRole('button', { name: 'Change to Washer' }).click();
  await expect(page.getByRole('region', { name: 'Recipe' })).toContainText('Washer');
});

test('of several sources somebody says whose recipe changes, each time anew', async ({ station, operator }) => {
  const { page } = operator;
  withRecipes(station);
  const second = {
    ...watchedSource(),
    id: sourceIdSchema.parse('8b1c7f0e-2d3a-4e5f-9a6b-7c8d9e0f1a2b'),
    name: 'Camera 2',
  };
  station.status.sources = [watchedSource(), second];
  await operator.open(station.url);
  const dialog = page.getByRole('dialog');
  for (const _ of ['first', 'second']) {
    await page.getByRole('button', { name: /Change recipe$/ }).click();
    await expect(dialog).toContainText('Choose the source whose recipe changes.');
    await expect(dialog.getByRole('button', { name: /^Washer/ })).toHaveCount(0);
    await dialog.getByRole('button', { name: 'Camera 2' }).click();
    await expect(dialog.getByRole('heading')).toHaveText('Recipe for Camera 2');
    await expect(dialog.getByRole('button', { name: /^Washer/ })).toBeVisible();
    await page.keyboard.press('Escape');
    await expect(dialog).toBeHidden();
  }
});

test('a recipe that fits strange parts is offered in one touch to those who may, and to nobody where file names say it', async ({
  station,
  operator,
}) => {
  const { page } = operator;
  withRecipes(station);
  const proposedRecipe = { id: washer, name: 'Washer', number: 60, score: 0.42, limit: 2.1 };
  station.status.sources = [watchedSource({ proposedRecipe })];
  station.access = protectedAccess(OPERATOR, { rights: ['view', 'dispose'] });
  await operator.open(station.url);
  await expect(page.getByRole('region', { name: 'Recipe' })).toContainText('Bearing ring');
  await expect(page.getByRole('button', { name: /Change recipe$/ })).toHaveCount(0);
  await expect(operator.verdict).not.toContainText('Is Washer on the line?');
  station.changeAccess(protectedAccess(OPERATOR, { rights: ['view', 'dispose', 'changeRecipe'] }));
  await expect(operator.verdict).toContainText('Is Washer on the line?');
  await page.getByRole('button', { name: 'Change to Washer' }).click();
  await expect(operator.verdict).toContainText('First part with Washer not seen yet');

  const source = watchedSource({ proposedRecipe });
  const recipeByName = { table: [{ word: 'W', recipeId: washer }], otherwise: 'error' as const };
  station.changeStatus({ sources: [{ ...source, options: { ...source.options, recipeByName } }] });
  await expect(page.getByRole('region', { name: 'Recipe' })).toContainText('By file name');
  await expect(operator.verdict).not.toContainText('Is Washer on the line?');
  await page.getByRole('button', { name: /Change recipe$/ }).click();
  await expect(page.getByRole('dialog')).toContainText('so nobody changes it by hand');
});
