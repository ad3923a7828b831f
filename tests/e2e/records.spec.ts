import type { Locator, Page } from '@playwright/test';
import type { FakeStation } from './support/fakeStation.ts';
import { OPERATOR, protectedAccess, QUALITY } from './support/people.ts';
import { samplePart } from './support/sampleParts.ts';
import { troubledParts, workingStatus } from './support/states.ts';
import { expect, test } from './support/test.ts';

const rows = (page: Page): Locator => page.getByRole('list', { name: 'Records that were found' }).getByRole('listitem');
const heading = (page: Page, name: string | RegExp): Locator => page.getByRole('heading', { name });

async function openRecords(page: Page, station: FakeStation, query = ''): Promise<void> {
  await page.goto(`${station.url}#/records${query}`);
  await expect(rows(page).first()).toBeVisible();
}

async function openFirstFail(page: Page, station: FakeStation): Promise<void> {
  await openRecords(page, station);
  await page.getByRole('button', { name: 'Fail', exact: true }).click();
  await expect(page.getByText('15 records')).toBeVisible();
  await rows(page).first().getByRole('button').click();
  await expect(heading(page, 'Fail')).toBeVisible();
}

test.describe('the records', () => {
  test.beforeEach(({ station }) => {
    station.status = workingStatus();
    station.record(...troubledParts());
  });

  test('are found by verdict, serial and lot, counted with both yields, and the address keeps what was asked', async ({
    page,
    station,
  }) => {
    await openRecords(page, station);
    await expect(page.getByText('120 records')).toBeVisible();
    await expect(page.getByText(/First-pass yield 82\.5/)).toBeVisible();

    await page.getByRole('searchbox', { name: 'Serial' }).fill('50');
    await expect(page.getByText('100 records')).toBeVisible();
    await page.getByRole('button', { name: 'Fail', exact: true }).click();
    await expect(page.getByText('13 records')).toBeVisible();
    await page.getByRole('button', { name: 'More filters' }).click();
    await page.getByLabel('Lot').fill('2026-W48');
    await page.getByRole('button', { name: 'Show records' }).click();
    await expect(page.getByText('5 records')).toBeVisible();

    await page.reload();
    await expect(page.getByText('5 records')).toBeVisible();
    await page.getByRole('button', { name: 'Without: Lot 2026-W48' }).click();
    await expect(page.getByText('13 records')).toBeVisible();
  });

  test('are ordered by score, and shown as pictures', async ({ page, station }) => {
    await openRecords(page, station);
    await page.getByRole('combobox', { name: 'Order' }).selectOption('Highest score first');
    const highest = Math.max(...station.parts.map(({ inspection }) => inspection.score ?? 0));
    await expect(rows(page).first()).toContainText(highest.toFixed(2));
    await page.getByRole('button', { name: 'Pictures' }).click();
    await expect(rows(page).first()).toContainText(highest.toFixed(2));
    await expect(rows(page)).not.toHaveCount(0);
  });

  test('are walked through by keys: rows, records, and back to the row', async ({ page, station }) => {
    await openRecords(page, station);
    await rows(page).first().getByRole('button').focus();
    for (let step = 0; step < 4; step += 1) await page.keyboard.press('ArrowDown');
    await expect(page.locator('[data-index="4"] .open')).toBeFocused();
    await page.keyboard.press('Enter');
    await expect(page.getByText('5 of 120')).toBeVisible();
    await page.keyboard.press('ArrowRight');
    await expect(page.getByText('6 of 120')).toBeVisible();
    await page.keyboard.press('ArrowLeft');
    await page.keyboard.press('ArrowLeft');
    await expect(page.getByText('4 of 120')).toBeVisible();
    await page.keyboard.press('Escape');
    await expect(page.getByText('120 records')).toBeVisible();
  });

  test('go on beyond the first page', async ({ page, station }) => {
    await openRecords(page, station);
    await page.getByRole('list', { name: 'Records that were found' }).evaluate((list) => {
      list.scrollTop = list.scrollHeight;
    });
    await expect(page.getByRole('button', { name: /No\. 61,/ })).toBeAttached();
    await page.getByRole('list', { name: 'Records that were found' }).evaluate((list) => {
      list.scrollTop = list.scrollHeight;
    });
    await expect(page.getByRole('button', { name: /No\. 1,/ })).toBeVisible();
  });

  test('tell of newer ones, and show them when somebody asks', async ({ page, station }) => {
    await openRecords(page, station);
    station.deliver(samplePart({ number: 121, verdict: 'fail' }));
    await page.getByRole('button', { name: '1 newer: show' }).click();
    await expect(rows(page).first()).toContainText('No. 121');
  });

  test('are saved as a filter that everybody finds', async ({ page, station }) => {
    await openRecords(page, station);
    await page.getByRole('button', { name: 'Error', exact: true }).click();
    await page.getByRole('button', { name: 'Saved filters' }).click();
    await page.getByLabel('Name').fill('Camera trouble');
    await page.getByRole('button', { name: 'Save this filter' }).click();
    await page.keyboard.press('Escape');
    await page.getByRole('button', { name: 'Error', exact: true }).click();
    await expect(page.getByText('120 records')).toBeVisible();
    await page.getByRole('button', { name: 'Saved filters' }).click();
    await page.getByRole('button', { name: 'Camera trouble' }).click();
    await expect(page.getByText('3 records')).toBeVisible();
  });

  test('open from a trend', async ({ page, station }) => {
    await openRecords(page, station);
    await page.getByRole('button', { name: 'Trends' }).click();
    const point = page.getByRole('row').nth(1);
    const count = await point.getByRole('cell').first().textContent();
    await point.getByRole('link').click();
    await expect(page.getByText(`${count} records`)).toBeVisible();
  });

  test('say so where nothing is found, and where they cannot be read', async ({ page, station }) => {
    await openRecords(page, station);
    await page.getByRole('searchbox', { name: 'Serial' }).fill('no such serial');
    await expect(page.getByText('No record is like that.')).toBeVisible();
  });
});

test.describe('one record', () => {
  test.beforeEach(({ station }) => {
    station.status = workingStatus();
    station.record(...troubledParts());
  });

  test('shows the heatmap, a good part beside it, and its place in the audit trail', async ({ page, station }) => {
    await openFirstFail(page, station);
    await expect(page.getByRole('img', { name: /Image of No\. 115/ })).toBeVisible();
    await expect(page.getByTestId('record-heatmap')).toBeVisible();
    await page.keyboard.press('h');
    await expect(page.getByTestId('record-heatmap')).toHaveCount(0);
    await page.getByRole('button', { name: 'Beside it' }).click();
    await expect(page.getByRole('img', { name: 'A typical good part' })).toBeVisible();
    await expect(page.getByText('Higher than all 60 held-out good images')).toBeVisible();
    await page.getByRole('button', { name: 'Verify' }).click();
    await expect(page.getByText('The record is as it was written')).toBeVisible();
    await page.getByRole('button', { name: 'Judge again' }).click();
    await expect(page.getByText('bit for bit')).toBeVisible();
  });

  test('is enlarged around the finger, moved, and swiped to the next', async ({ page, station }) => {
    await openFirstFail(page, station);
    const image = page.getByRole('img', { name: /Image of No\./ });
    const whole = (await image.boundingBox())?.width ?? 0;
    await page.getByRole('button', { name: 'Larger' }).click();
    await expect.poll(async () => (await image.boundingBox())?.width ?? 0).toBeGreaterThan(1.5 * whole);
    await page.getByRole('button', { name: 'Whole image' }).click();
    await expect.poll(async () => Math.round((await image.boundingBox())?.width ?? 0)).toBe(Math.round(whole));
    const box = await image.boundingBox();
    const [x, y] = [(box?.x ?? 0) + whole / 2, (box?.y ?? 0) + 50];
    await page.mouse.move(x, y);
    await page.mouse.down();
    await page.mouse.move(x - 150, y, { steps: 4 });
    await page.mouse.up();
    await expect(page.getByText('2 of 15')).toBeVisible();
  });

  test('is decided on with a reason, a kind of fault and its place; a change is a new decision', async ({
    page,
    station,
  }) => {
    await openFirstFail(page, station);
    const decision = page.getByRole('region', { name: 'Decision' });
    await page.getByRole('button', { name: 'Decide', exact: true }).click();
    await page.getByRole('button', { name: 'Confirm reject' }).click();
    await page.getByRole('button', { name: 'Decide', exact: true }).click();
    await expect(page.getByText('Choose a reason.')).toBeVisible();
    await page.getByRole('button', { name: 'Really bad' }).click();
    await page.getByRole('button', { name: 'Scratch' }).click();
    const box = await page.getByRole('img', { name: /Image of No\./ }).boundingBox();
    const [x, y] = [(box?.x ?? 0) + 100, (box?.y ?? 0) + 100];
    await page.mouse.move(x, y);
    await page.mouse.down();
    await page.mouse.move(x + 80, y + 60, { steps: 4 });
    await page.mouse.up();
    await expect(page.getByText('The place is marked.')).toBeVisible();
    await page.getByRole('button', { name: 'Decide', exact: true }).click();
    await expect(decision.getByText('Reject confirmed')).toBeVisible();
    await expect(page.getByRole('img', { name: 'Place that a person marked' })).toBeVisible();

    await page.getByRole('button', { name: 'Decide again' }).click();
    await page.getByRole('button', { name: 'Release', exact: true }).click();
    await page.getByRole('button', { name: 'Dust or oil' }).click();
    await page.getByRole('button', { name: 'Decide', exact: true }).click();
    await expect(decision.getByText('Released')).toBeVisible();
    await expect(decision.getByText('Reject confirmed')).toBeVisible();
    await page.keyboard.press('Escape');
    await expect(rows(page).first()).toContainText('Released');
    await expect(page.getByText(/Final yield 6\.6/)).toBeVisible();
  });

  test('whose decision somebody else has just made shows that one, and writes nothing', async ({ page, station }) => {
    await openFirstFail(page, station);
    await page.getByRole('button', { name: 'Decide', exact: true }).click();
    await page.getByRole('button', { name: 'Scrap' }).click();
    await page.getByRole('button', { name: 'Really bad' }).click();
    const original = station.handlers['disposition.make'];
    station.handlers['disposition.make'] = async (input, caller) => {
      await original({ ...input, decision: 'rework', seen: null }, caller);
      return original(input, caller);
    };
    await page.getByRole('button', { name: 'Decide', exact: true }).click();
    await expect(page.getByText('Somebody else has decided about No. 115')).toBeVisible();
    await expect(page.getByText('Rework · Really bad')).toBeVisible();
  });

  test('that passed has nothing to decide', async ({ page, station }) => {
    await openRecords(page, station);
    await page.getByRole('button', { name: 'Pass', exact: true }).click();
    await expect(page.getByText('99 records')).toBeVisible();
    await rows(page).first().getByRole('button').click();
    await expect(page.getByText('The part passed: there is nothing to decide.')).toBeVisible();
  });
});

test.describe('many records', () => {
  test.beforeEach(({ station }) => {
    station.status = workingStatus();
    station.record(...troubledParts());
  });

  test('are decided on at once', async ({ page, station }) => {
    await openRecords(page, station);
    await page.getByRole('button', { name: 'Not decided', exact: true }).click();
    await expect(page.getByText('21 records')).toBeVisible();
    for (const place of [0, 1, 2]) await page.getByRole('checkbox').nth(place).check();
    await page.getByRole('button', { name: 'Decide about 3' }).click();
    const window = page.getByRole('dialog');
    await window.getByRole('button', { name: 'Scrap' }).click();
    await window.getByRole('button', { name: 'Really bad' }).click();
    await window.getByRole('button', { name: 'Decide about 3' }).click();
    await expect(page.getByRole('dialog')).toHaveCount(0);
    await expect(rows(page).first()).toContainText('Scrap');
    await expect(page.getByText('18 not decided')).toBeVisible();
  });

  test('are signed for by quality, and not offered to operators', async ({ page, station }) => {
    station.access = protectedAccess(OPERATOR, { rights: ['view', 'dispose'] });
    await openRecords(page, station);
    await expect(page.getByRole('checkbox')).toHaveCount(0);
    const signatures: unknown[] = [];
    const original = station.handlers['disposition.makeMany'];
    station.handlers['disposition.makeMany'] = (input, caller) => {
      signatures.push(input.signature);
      return original(input, caller);
    };
    station.changeAccess(protectedAccess(QUALITY, { rights: ['view', 'dispose'] }));
    await page.getByRole('button', { name: 'Not decided', exact: true }).click();
    await page.getByRole('checkbox').first().check();
    await page.getByRole('button', { name: 'Decide about 1' }).click();
    const window = page.getByRole('dialog');
    await window.getByRole('button', { name: 'Release' }).click();
    await window.getByRole('button', { name: 'Dust or oil' }).click();
    await window.getByRole('button', { name: 'Decide about 1' }).click();
    await expect(page.getByRole('heading', { name: 'Sign', exact: true })).toBeVisible();
    await expect(page.getByText('Chen Wei signs: released')).toBeVisible();
    const sign = page.getByRole('dialog').last();
    await sign.getByLabel('Reason').fill('Looked at by hand');
    await sign.getByLabel('Sign-in id').fill('chen');
    await sign.getByLabel('Password', { exact: true }).fill('a long password');
    await sign.getByRole('button', { name: 'Sign', exact: true }).click();
    await expect(page.getByRole('dialog')).toHaveCount(0);
    expect(signatures).toEqual([
      { id: 'chen', secret: 'a long password', meaning: 'released', reason: 'Looked at by hand' },
    ]);
  });
});
