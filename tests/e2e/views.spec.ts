import { sourceIdSchema } from '../../shared/domain/index.ts';
import { IMAGE_PX } from './support/fakeStation.ts';
import { overdue, viewSample, withViews } from './support/scriptedParts.ts';
import { watchedSource } from './support/states.ts';
import { expect, test } from './support/test.ts';

test.describe('a part of several views', () => {
  test('has one verdict, which is never that of a view alone; its views stand side by side', async ({
    page,
    station,
    operator,
  }) => {
    withViews(station);
    const deliver = (...said: string[]): void => {
      for (const each of said) station.deliver(viewSample(station, each));
    };
    station.record(...['0001 top', '0001 side', '0001 back'].map((said) => viewSample(station, said)));
    await operator.open(station.url);
    const verdict = page.getByRole('region', { name: 'Verdict' });
    const views = page.getByRole('list', { name: 'Views of the part' });
    await expect(verdict).toContainText('Pass');
    await expect(verdict).toContainText('3 of 3 views');

    deliver('0002 top', '0002 side');
    await expect(verdict).toContainText('Waiting for the view back');
    await expect(verdict).not.toContainText('Pass');
    await expect(views.getByRole('listitem').nth(2)).toContainText('Not there yet');
    deliver('0002 back review');
    await expect(verdict).toContainText('Review');

    deliver('0003 top', '0003 side fail');
    await expect(verdict).toContainText('Fail');
    deliver('0003 back');
    await views.getByRole('button', { name: /side.*Fail.*Enlarge/ }).click();
    await expect(verdict).toContainText('Fail');
    await page.getByRole('button', { name: 'All views' }).click();
    await expect(views.getByRole('listitem')).toHaveCount(3);
    // Its picture was given to the canvas that is gone by now.
    await views.getByRole('button', { name: /side.*Fail.*Enlarge/ }).click();
    await expect(operator.image).toHaveJSProperty('width', IMAGE_PX);
    await page.getByRole('button', { name: 'All views' }).click();
    await page.getByRole('button', { name: 'Back to live' }).click();

    deliver('0004 top', '0004 back');
    overdue(station, '0004');
    await expect(verdict).toContainText('Review');
    await expect(verdict).toContainText('Incomplete: side did not come');
    await expect(page.getByRole('option', { name: /Review/ }).first()).toContainText('2/3');
    await page.getByRole('button', { name: 'Decide about this part' }).click();
    await expect(page.getByRole('button', { name: /Scrap/ })).toBeVisible();
    await expect(views.getByRole('listitem')).toHaveCount(3);
  });

  test('that a late view makes whole is no pass: it stays for review, says why, and takes no place of a part that came after it', async ({
    page,
    station,
    operator,
  }) => {
    withViews(station);
    for (const said of ['0001 top', '0001 back', '0002 top', '0002 back']) station.record(viewSample(station, said));
    for (const serial of ['0001', '0002']) overdue(station, serial);
    const comesLate = (said: string): void => {
      const late = viewSample(station, said);
      station.reopened.add(said.slice(0, 4));
      station.overtaken.add(late.inspection.id);
      station.deliver(late);
    };
    const large = operator.verdict.getByText('Pass', { exact: true });
    await operator.open(station.url);
    await expect(operator.verdict).toContainText('Incomplete: side did not come');
    comesLate('0002 side');
    await expect(operator.verdict).toContainText('A view came too late');
    await expect(operator.verdict).toContainText('Review');
    await expect(operator.rows.first()).toHaveAccessibleName(/^Review/);
    await expect(large).toHaveCount(0);

    for (const view of ['top', 'side', 'back']) station.deliver(viewSample(station, `0003 ${view}`));
    await expect(large).toBeVisible();
    comesLate('0001 side');
    await expect(operator.rows.nth(2)).toHaveAccessibleName(/^Review.*0001/);
    await expect(operator.rows.nth(2)).toContainText('3/3');
    await expect(operator.verdict).toContainText('0003');
    await expect(large).toBeVisible();
    await page.reload();
    await expect(operator.rows.first()).toBeVisible();
    await expect(large).toHaveCount(0);
  });

  test('that is completed behind one that began after it is listed as a pass, and neither large nor heard', async ({
    page,
    station,
    operator,
  }) => {
    await page.addInitScript(() => {
      const heard: number[] = [];
      localStorage.setItem('sigmaline.screen', JSON.stringify({ sounds: ['pass'] }));
      Object.assign(globalThis, { heard });
      globalThis.OscillatorNode = class extends OscillatorNode {
        constructor(context: BaseAudioContext, options?: OscillatorOptions) {
          super(context, options);
          heard.push(options?.frequency ?? 0);
        }
      };
    });
    const heard = () => page.evaluate(() => (globalThis as unknown as { heard: number[] }).heard.length);
    withViews(station);
    for (const said of ['0001 top', '0001 side']) station.record(viewSample(station, said));
    await operator.open(station.url);
    await page.getByRole('button', { name: 'The browser allows no sound yet' }).click();
    await expect(page.getByRole('button', { name: 'Sound is on. Mute it' })).toBeVisible();
    for (const view of ['top', 'side', 'back']) station.deliver(viewSample(station, `0002 ${view}`));
    const large = operator.verdict.getByText('Pass', { exact: true });
    await expect(large).toBeVisible();
    await expect.poll(heard).toBe(1);

    const last = viewSample(station, '0001 back');
    station.overtaken.add(last.inspection.id);
    station.deliver(last);
    await expect(operator.rows.nth(1)).toHaveAccessibleName(/^Pass.*0001/);
    await expect(operator.verdict).toContainText('0002');
    await expect(large).toBeVisible();
    expect(await heard()).toBe(1);
    const newest = station.parts.length;
    station.changeStatus({ sources: station.status.sources.map((each) => ({ ...each, overtaken: newest })) });
    await page.reload();
    await expect(operator.verdict).toContainText('passed when the line had gone on');
    await expect(large).toHaveCount(0);
  });

  test('is late where any of its views was', async ({ station, operator }) => {
    withViews(station);
    for (const view of ['top', 'side']) station.record(viewSample(station, `0001 ${view}`));
    await operator.open(station.url);
    const { inspection, ...last } = viewSample(station, '0001 back');
    station.deliver({ ...last, inspection: { ...inspection, lateMs: 340 } });
    await expect(operator.verdict).toContainText('Pass');
    await expect(operator.verdict).toContainText('too late');
    await expect(operator.verdict).toContainText('Late by 340');
  });

  test('is listed once, also behind many whose numbers leave gaps', async ({ page, station, operator }) => {
    withViews(station);
    const serials = Array.from({ length: 30 }, (_, place) => String(place + 1).padStart(4, '0'));
    for (const [place, serial] of serials.entries()) {
      for (const view of ['top', 'side', 'back'].slice(0, 1 + (place % 3))) {
        station.record(viewSample(station, `${serial} ${view}`));
      }
    }
    await operator.open(station.url);
    await expect(operator.rows.first()).toContainText('0030');
    await expect(operator.rows.nth(9)).toContainText('0021');
    for (const view of ['top', 'side', 'back']) station.deliver(viewSample(station, `0031 ${view}`));
    await expect(operator.rows.filter({ hasText: '0031' })).toContainText('3/3');
    await expect(page.getByRole('list', { name: 'Views of the part' }).getByRole('listitem')).toHaveCount(3);
  });

  test('beside parts of one image: no image is listed as a pass while its part is none', async ({
    station,
    operator,
  }) => {
    withViews(station);
    const [viewed] = station.status.sources;
    if (viewed === undefined) throw new Error('a source has views');
    const other = watchedSource({ id: sourceIdSchema.parse('3f0c5d6e-7a59-4f0e-9a55-2f6f1d0a7c77'), name: 'Other' });
    station.status = { ...station.status, sources: [viewed, other] };
    for (const said of ['0001 top', '0001 side fail', '0002 top']) station.record(viewSample(station, said));
    await operator.open(station.url);
    await expect(operator.row(1)).toHaveAccessibleName(/^Fail, No\. 1, 0001, top · /);
    await expect(operator.row(2)).toHaveAccessibleName(/^Fail, No\. 2, 0001, side · /);
    await expect(operator.row(3)).toHaveAccessibleName(/^Waiting, No\. 3, 0002, top · /);
    for (const said of ['0002 side', '0002 back']) station.deliver(viewSample(station, said));
    await expect(operator.row(3)).toHaveAccessibleName(/^Pass, No\. 3, 0002, top · /);
  });

  test('is one row of the review queue, also where all its views passed and one did not come', async ({
    page,
    station,
  }) => {
    withViews(station);
    for (const said of [
      '0001 top',
      '0001 side',
      '0001 back',
      '0002 top',
      '0002 back',
      '0003 top fail',
      '0003 side fail',
    ])
      station.record(viewSample(station, said));
    for (const serial of ['0002', '0003']) overdue(station, serial);
    await page.goto(`${station.url}#/review`);
    const side = page.getByRole('main');
    await expect(side).toContainText('Review');
    await expect(side).toContainText('Incomplete: side did not come');
    const views = page.getByRole('list', { name: 'Views of the part' });
    await expect(views.getByRole('listitem')).toHaveCount(3);
    await views.getByRole('button', { name: /back.*Enlarge/ }).click();
    await page.getByRole('button', { name: 'All views' }).click();
    await page.getByRole('button', { name: /Scrap/ }).click();
    await page.getByRole('button', { name: /Really bad/ }).click();
    await expect(side).toContainText('No. 6');
    await expect(side).toContainText('Incomplete: back did not come');
    await page.getByRole('link', { name: 'All images of this part' }).click();
    await expect(page.getByRole('list', { name: 'Records that were found' }).getByRole('listitem')).toHaveCount(2);
    await expect(page.getByText('Part No. 6')).toBeVisible();
  });
});
