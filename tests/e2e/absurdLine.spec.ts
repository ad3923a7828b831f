import { sourceSubject } from '../../shared/domain/index.ts';
import { samplePart } from './support/sampleParts.ts';
import { condition, ordinaryParts, watchedSource, workingStatus } from './support/states.ts';
import { expect, test } from './support/test.ts';

const subject = sourceSubject(watchedSource());
/** The longest there is. */
const difference = { code: 'differs.red-blue', details: { found: -46, low: -15, high: -10 } } as const;
const check = { code: 'line.check-images', details: { difference } } as const;
const differing = condition(
  'source.images-differ',
  { source: 'Camera 1', file: 'part-0041.png', difference },
  'warning',
  subject,
);
const failing = condition(
  'source.fails-unlikely',
  { source: 'Camera 1', failed: 18, count: 20, promised: 10, check },
  'alarm',
  subject,
);

test('an absurd line says all that the operator can do on every screen, and its verdicts stay current', async ({
  station,
  operator,
}) => {
  const { page } = operator;
  station.status = workingStatus();
  station.record(...ordinaryParts(40, 'pass'));
  station.record(samplePart({ number: 41, verdict: 'fail', recordedAt: new Date(Date.now() - 60_000) }));
  await operator.open(station.url);
  for (const size of [
    { width: 1920, height: 1080 },
    { width: 1024, height: 768 },
    { width: 800, height: 600 },
  ])
    await test.step(`at ${size.width} x ${size.height}`, async () => {
      await page.setViewportSize(size);
      station.changeStatus({ conditions: [failing, differing] });
      const alarm = page.getByRole('alert').getByText(/^18 of the last 20 parts from Camera 1 failed\./);
      await expect(alarm).toContainText('promised: at most 10 in 100');
      await expect(alarm).toContainText('(red and blue exchanged?): red less blue -46, good -15 to -10.');
      await expect(alarm).toContainText('If the parts are bad, stop the line.');
      expect(await alarm.evaluate((element) => element.scrollHeight - element.clientHeight)).toBeLessThanOrEqual(1);
      await expect(alarm).toBeInViewport({ ratio: 1 });
      await expect(operator.verdict).toBeInViewport({ ratio: 1 });
      await expect(operator.verdict.locator('.panel.fail')).toHaveClass(/current/);
      await expect(operator.health).toContainText('Too many fails');

      station.changeStatus({ conditions: [differing] });
      const warning = page.getByRole('alert').getByText(/^Images from Camera 1 have changed/);
      await expect(warning).toContainText(/^Images from Camera 1 have changed\. The colours of this image differ/);
      await expect(operator.health).toContainText('Images differ');

      station.changeStatus({ conditions: [] });
      await expect(operator.health).toContainText('Camera 1');
      await expect(warning).toHaveCount(0);
    });
});

const foreign = condition(
  'source.wrong-product',
  {
    ...{ source: 'Camera 1', count: 12, recipe: 'bearing-ring' },
    advice: { code: 'line.no-recipe-fits', details: { count: 5 } },
  },
  'alarm',
  subject,
);
const changed = {
  ...condition(
    'detection.good-parts-changed',
    {
      source: 'Camera 1',
      recipe: 'bearing-ring',
      version: 4,
      number: 12_345,
      scores: { code: 'line.scores-higher', details: {} },
      change: { code: 'changed.position', details: {} },
    },
    'warning',
    subject,
  ),
  endsWhenRead: true,
} as const;

for (const size of [
  { width: 1920, height: 1080 },
  { width: 1024, height: 768 },
]) {
  test(`a changed line says what has changed, and a part why it is to be looked at, at ${size.width} x ${size.height}`, async ({
    station,
    operator,
  }) => {
    const { page } = operator;
    await page.setViewportSize(size);
    station.status = { ...workingStatus(), conditions: [foreign] };
    station.record(...ordinaryParts(40, 'pass'));
    station.record(samplePart({ number: 41, verdict: 'fail', changes: { unusualShare: 0.93 } }));
    await operator.open(station.url);
    const alarm = page
      .getByRole('alert')
      .getByText(/^Is this the right recipe\? Nearly every place of the last 12 images from Camera 1/);
    await expect(alarm).toContainText('By none of the 5 other recipes');
    expect(await alarm.evaluate((element) => element.scrollHeight - element.clientHeight)).toBeLessThanOrEqual(1);
    await expect(operator.health).toContainText('Wrong product?');
    await expect(operator.verdict).toContainText('Fail');
    await expect(
      page.getByText('Is this the right recipe? Nearly every place of this part is unusual.'),
    ).toBeInViewport({
      ratio: 1,
    });

    station.deliver(samplePart({ number: 42, verdict: 'fail', changes: { partShare: 0.8, mapMaximumX: 0.7 } }));
    const whole = page.getByText('The part as a whole is unusual.');
    await expect(whole).toBeInViewport({ ratio: 1 });
    await expect(page.getByRole('img', { name: /^Place that adds most to how unusual the part is, / })).toBeVisible();
    const value = page.locator('.peak .value');
    await expect(value).toHaveText(/^adds most, /);
    await expect(value).toBeInViewport({ ratio: 1 });
    station.deliver(samplePart({ number: 43, verdict: 'fail' }));
    await expect(page.getByRole('img', { name: /^Most unusual place, / })).toBeVisible();
    await expect(whole).toHaveCount(0);

    station.changeStatus({ conditions: [changed] });
    await expect(operator.health).toContainText('Parts changed');
    const warning = page.getByRole('alert').getByText(/^The parts from Camera 1 that pass have changed/);
    await expect(warning).toContainText('they score higher than before');
    const details = { found: 71, low: 88, high: 104 };
    const reviewReason = { code: 'review.darker', details } as const;
    station.deliver(samplePart({ number: 44, verdict: 'fail', changes: { verdict: 'review', reviewReason } }));
    await expect(operator.verdict).toContainText('Check this part by hand');
    await expect(page.getByText('None of the 60 good parts was as unusual')).toBeInViewport({ ratio: 1 });
    const [word, score] = await Promise.all(
      ['.word', '.score'].map((name) => operator.verdict.locator(name).boundingBox()),
    );
    if (!word || !score) throw new Error('the verdict has a word and a score');
    // Beside each other, or one below the other.
    const isBeside = word.x + word.width < score.x || score.x + score.width < word.x;
    expect(isBeside || word.y + word.height <= score.y, JSON.stringify({ word, score })).toBe(true);
    const reason = page.getByText(/^This image is darker than the good ones \(mean 71, good 88 to 104\)/);
    await expect(reason).toBeInViewport({ ratio: 1 });
    expect(await reason.evaluate((element) => element.scrollHeight - element.clientHeight)).toBeLessThanOrEqual(1);
    await page.getByRole('alert').getByRole('button', { name: 'Acknowledge' }).click();
    await expect(warning).toHaveCount(0);
  });
}
