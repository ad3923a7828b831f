import type { Page } from '@playwright/test';
import { OPERATOR, protectedAccess, withPeople } from './support/people.ts';
import { samplePart } from './support/sampleParts.ts';
import { workingStatus } from './support/states.ts';
import { expect, test } from './support/test.ts';

const named = (number: number, verdict: 'pass' | 'fail' | 'review', serial: string) => {
  const part = samplePart({ number, verdict });
  return { ...part, inspection: { ...part.inspection, serial } };
};

/** As a scanner does: all keys at once, and Enter. */
async function scan(page: Page, code: string): Promise<void> {
  await page.evaluate((text) => {
    const target = document.activeElement ?? document.body;
    const began = performance.now();
    for (const [order, key] of [...text, 'Enter'].entries()) {
      const event = new KeyboardEvent('keydown', { key, bubbles: true, cancelable: true });
      // A machine that pauses between two keys parts no code.
      Object.defineProperty(event, 'timeStamp', { value: began + 5 * order });
      const isTaken = !target.dispatchEvent(event);
      if (isTaken || key === 'Enter' || !(target instanceof HTMLInputElement)) continue;
      target.value += key;
      target.dispatchEvent(new Event('input', { bubbles: true }));
    }
  }, code);
}

test.describe('a source that holds', () => {
  test.beforeEach(({ station }) => {
    station.status = workingStatus();
    station.holding = true;
  });

  test('keeps a failed part on the screen until it is disposed of in two touches', async ({
    page,
    station,
    operator,
  }) => {
    await operator.open(station.url);
    station.deliver(samplePart({ number: 1, verdict: 'fail' }));
    await expect(page.getByText('Held: No. 1')).toBeVisible();
    station.deliver(samplePart({ number: 2, verdict: 'pass' }), samplePart({ number: 3, verdict: 'review' }));
    station.deliver(samplePart({ number: 4, verdict: 'fail' }));
    await expect(page.getByText('2 parts wait behind it, 1 failed')).toBeVisible();
    await expect(operator.verdict).toContainText('No. 1');
    await page.reload();
    await expect(page.getByText('Held: No. 1')).toBeVisible();
    const bar = page.getByRole('region', { name: 'Decision about this part' });
    // A finger that bounces has said what, and not yet why.
    await bar.getByRole('button', { name: 'Release' }).dblclick();
    await expect(page.getByText('Release: why?')).toBeVisible();
    await expect(bar.getByRole('button', { name: 'Dust or oil' })).toBeVisible();
    // Nobody decides about a part that the reasons have pushed off a low screen.
    await expect
      .poll(async () => {
        const box = await operator.image.boundingBox();
        return Math.min(box?.width ?? 0, box?.height ?? 0);
      })
      .toBeGreaterThan(150);
    await bar.getByRole('button', { name: 'Dust or oil' }).click();
    await expect(page.getByText('Held: No. 3')).toBeVisible();
    await expect(page.getByText('No. 1: Released · Dust or oil')).toBeVisible();
    await expect(operator.verdict).toContainText('Review');
  });

  test('is served by keys, and what was decided last can be changed by a further decision', async ({
    page,
    station,
    operator,
  }) => {
    const asked: unknown[] = [];
    const make = station.handlers['disposition.make'];
    station.handlers['disposition.make'] = (input, caller) => {
      asked.push([input.decision, input.reason, input.seen]);
      return make(input, caller);
    };
    station.record(samplePart({ number: 1, verdict: 'fail' }), samplePart({ number: 2, verdict: 'fail' }));
    await operator.open(station.url);
    station.deliver(samplePart({ number: 3, verdict: 'pass' }));
    await expect(page.getByText('Held: No. 1')).toBeVisible();
    await page.getByRole('link', { name: 'Shift', exact: true }).click();
    await page.getByRole('link', { name: 'Inspection' }).click();
    await expect(page.getByRole('button', { name: 'Release' })).toBeEnabled();
    await page.keyboard.press('Enter');
    await expect(page.getByText('Held: No. 2')).toBeVisible();
    await expect(page.getByRole('button', { name: 'Release' })).toBeEnabled();
    await page.keyboard.press('4');
    await expect(page.getByText('Scrap: why?')).toBeVisible();
    await page.keyboard.press('Escape');
    await page.getByRole('button', { name: 'Take back' }).click();
    await expect(operator.verdict).toContainText('No. 1');
    await expect(page.getByRole('button', { name: 'Release' })).toBeEnabled();
    await page.keyboard.press('2');
    await expect(page.getByText('Release: why?')).toBeVisible();
    await page.keyboard.press('2');
    await expect
      .poll(() => asked)
      .toEqual([
        ['confirmed', 'Really bad', null],
        ['released', 'Dust or oil', null],
      ]);
    await expect(page.getByText('Held: No. 2')).toBeVisible();
  });

  test('lets a part go on every screen when another one decides', async ({ page, station, operator }) => {
    station.record(samplePart({ number: 1, verdict: 'fail' }));
    await operator.open(station.url);
    const passed = samplePart({ number: 2, verdict: 'pass' });
    station.deliver(passed);
    await expect(page.getByText('Held: No. 1')).toBeVisible();
    const { id } = station.parts[0]!.inspection;
    await station.request('disposition.make', { id, seen: null, decision: 'scrap', reason: 'Really bad' });
    await expect(page.getByText('Held: No. 1')).toBeHidden();
    await expect(operator.verdict).toContainText('Pass');
  });

  test('tells whoever decides a moment later that it was not recorded', async ({ page, station, operator }) => {
    const make = station.handlers['disposition.make'];
    station.handlers['disposition.make'] = async (input, caller) => {
      station.handlers['disposition.make'] = make;
      await make({ ...input, decision: 'scrap' }, caller);
      return make(input, caller);
    };
    station.record(samplePart({ number: 1, verdict: 'fail' }), samplePart({ number: 2, verdict: 'fail' }));
    await operator.open(station.url);
    station.deliver(samplePart({ number: 3, verdict: 'pass' }));
    await expect(page.getByText('Held: No. 1')).toBeVisible();
    await page.getByRole('button', { name: 'Release' }).click();
    await page.getByRole('button', { name: 'Dust or oil' }).click();
    await expect(page.getByText('Held: No. 2')).toBeVisible();
    await expect(page.getByText('Somebody else has decided about No. 1 in the meantime')).toBeVisible();
    await expect(page.getByRole('status').filter({ hasText: 'Decide about this part' })).toBeVisible();
  });

  test('asks for the secret where the policy says so', async ({ page, station, operator }) => {
    const access = protectedAccess(OPERATOR, { rights: ['view', 'dispose'] });
    withPeople(station, { ...access, person: access.person && { ...access.person, hasSigned: true } });
    const words = station.handlers['disposition.words'];
    station.handlers['disposition.words'] = async (input, caller) => ({
      ...(await words(input, caller)),
      signsOne: true,
    });
    const signed: unknown[] = [];
    const make = station.handlers['disposition.make'];
    station.handlers['disposition.make'] = (input, caller) => {
      signed.push(input.signature);
      return make(input, caller);
    };
    station.record(samplePart({ number: 1, verdict: 'fail' }));
    await operator.open(station.url);
    station.deliver(samplePart({ number: 2, verdict: 'pass' }));
    await page.getByRole('button', { name: /^Confirm reject Really bad/ }).click();
    const dialog = page.getByRole('dialog');
    await expect(dialog).toContainText('Really bad');
    // A code that is scanned over the pad does nothing, here or behind it.
    await scan(page, 'SN-4711');
    for (const digit of '2580') await dialog.getByRole('button', { name: digit, exact: true }).click();
    await dialog.getByRole('button', { name: 'Sign', exact: true }).click();
    await expect.poll(() => signed).toEqual([{ secret: '2580', meaning: 'rejected', reason: 'Really bad' }]);
  });

  test('takes the badge of whoever signs first, and the PIN behind it by the keys', async ({
    page,
    station,
    operator,
  }) => {
    withPeople(station, protectedAccess(OPERATOR, { rights: ['view', 'dispose'] }));
    const words = station.handlers['disposition.words'];
    station.handlers['disposition.words'] = async (input, caller) => ({
      ...(await words(input, caller)),
      signsOne: true,
    });
    const signed: unknown[] = [];
    const make = station.handlers['disposition.make'];
    station.handlers['disposition.make'] = (input, caller) => {
      signed.push(input.signature);
      return make(input, caller);
    };
    station.record(samplePart({ number: 1, verdict: 'fail' }));
    await operator.open(station.url);
    station.deliver(samplePart({ number: 2, verdict: 'pass' }));
    await page.getByRole('button', { name: /^Confirm reject Really bad/ }).click();
    const dialog = page.getByRole('dialog');
    await expect(dialog.getByRole('textbox', { name: 'Sign-in id or badge' })).toBeFocused();
    await scan(page, 'B00012345');
    await page.keyboard.type('2580', { delay: 100 });
    await expect(dialog.getByRole('textbox', { name: 'Sign-in id or badge' })).toHaveValue('B00012345');
    await page.keyboard.press('Enter');
    await expect
      .poll(() => signed)
      .toEqual([{ id: 'B00012345', secret: '2580', meaning: 'rejected', reason: 'Really bad' }]);
  });
});

test.describe('the review queue', () => {
  test.beforeEach(({ station }) => {
    station.status = { ...workingStatus(), waiting: { parts: 4, held: null, claims: [] } };
    station.record(
      named(1, 'fail', 'SN-0001'),
      named(2, 'pass', 'SN-0002'),
      named(3, 'review', 'SN-0003'),
      named(4, 'fail', 'SN-0004'),
      named(5, 'fail', 'SN-0005'),
    );
  });

  test('is gone through by keys, the oldest first, past what others look at', async ({ page, station }) => {
    station.changeStatus({
      waiting: {
        parts: 4,
        held: null,
        claims: [{ number: 3, name: 'Ann Smith', screen: null, since: new Date().toISOString() }],
      },
    });
    await page.goto(station.url);
    await page.getByRole('link', { name: /^Review/ }).click();
    const stage = page.getByRole('region', { name: 'Image of the part' });
    const bar = page.getByRole('region', { name: 'Decision about this part' });
    await expect(stage.getByRole('img', { name: /^Image of No\. 1:/ })).toBeVisible();
    await expect(page.getByText('Ann Smith looks at No. 3')).toBeVisible();
    await expect(bar.getByRole('button', { name: 'Release' })).toBeEnabled();
    await page.keyboard.press('Enter');
    await expect(stage.getByRole('img', { name: /^Image of No\. 4:/ })).toBeVisible();
    await page.keyboard.press('ArrowRight');
    await expect(stage.getByRole('img', { name: /^Image of No\. 5:/ })).toBeVisible();
    await page.keyboard.press('ArrowLeft');
    await expect(stage.getByRole('img', { name: /^Image of No\. 4:/ })).toBeVisible();
  });

  test('takes one key for each of twenty parts that are rejects as usual', async ({ page, station }) => {
    for (let number = 6; number <= 21; number += 1) station.record(named(number, 'fail', `SN-00${number}`));
    const made: number[] = [];
    const make = station.handlers['disposition.make'];
    station.handlers['disposition.make'] = (input, caller) => {
      made.push(station.partOf(input.id).inspection.number);
      return make(input, caller);
    };
    station.changeStatus({ waiting: { parts: 20, held: null, claims: [] } });
    await page.goto(`${station.url}#/review`);
    const due = [1, ...Array.from({ length: 19 }, (_, index) => index + 3)];
    for (const [place, number] of due.entries()) {
      await expect(page.getByRole('img', { name: `Image of No. ${number}:` })).toBeVisible();
      await expect(page.getByRole('button', { name: 'Release' })).toBeEnabled();
      await page.keyboard.press('Enter');
      await expect.poll(() => made.length).toBe(place + 1);
    }
    expect(made).toEqual(due);
    station.changeStatus({ waiting: { parts: 0, held: null, claims: [] } });
    await expect(page.getByText('No part waits for a decision')).toBeVisible();
  });

  test('opens the part of a scanned serial, and says who looks at it', async ({ page, station }) => {
    station.changeStatus({
      waiting: {
        parts: 4,
        held: null,
        claims: [{ number: 5, name: null, screen: 'Line 3, left', since: new Date().toISOString() }],
      },
    });
    await page.goto(`${station.url}#/review`);
    await expect(page.getByRole('img', { name: /^Image of No\. 1:/ })).toBeVisible();
    await scan(page, 'sn-0005');
    await expect(page.getByRole('img', { name: /^Image of No\. 5:/ })).toBeVisible();
    await expect(page.getByText('Line 3, left looks at this part.')).toBeVisible();
    await expect(page.getByRole('button', { name: 'Release' })).toBeHidden();
    await scan(page, 'SN-9999');
    await expect(page.getByText('No part and no lot is called "SN-9999".')).toBeVisible();
  });

  test('says what another screen decided meanwhile, and decides nothing twice', async ({ page, station }) => {
    await page.goto(`${station.url}#/review`);
    await expect(page.getByRole('img', { name: /^Image of No\. 1:/ })).toBeVisible();
    const { id } = station.parts[0]!.inspection;
    await station.request('disposition.make', { id, seen: null, decision: 'scrap', reason: 'Really bad' });
    await expect(page.getByText('Somebody else has decided about this part meanwhile.')).toBeVisible();
    await expect(page.getByRole('button', { name: 'Release' })).toBeHidden();
    await page.keyboard.press('ArrowRight');
    await expect(page.getByRole('img', { name: /^Image of No\. 3:/ })).toBeVisible();
  });
});

test('a scan opens its part on the live view and in the records and stays in no field; one in pieces opens none', async ({
  page,
  station,
  operator,
}) => {
  station.status = workingStatus();
  const { inspection, ...last } = named(2, 'pass', 'SN-0002');
  station.record(named(1, 'fail', 'SN-0001'), { ...last, inspection: { ...inspection, lot: 'LOT-47' } });
  await operator.open(station.url);
  await expect(operator.verdict).toContainText('No. 2');
  await scan(page, 'SN-0001');
  await expect(operator.verdict).toContainText('No. 1');
  // A lot is more than one part: its records are listed.
  await scan(page, 'LOT-47');
  await expect(page.getByRole('list', { name: 'Records that were found' }).getByRole('listitem')).toHaveCount(1);
  await page.getByRole('link', { name: 'Inspection' }).click();
  await page.getByRole('link', { name: 'Records' }).click();
  const search = page.getByPlaceholder('Serial …');
  await search.click();
  await page.keyboard.type('0', { delay: 80 });
  await scan(page, 'SN-0001');
  await expect(page.getByRole('status').filter({ hasText: 'Scan again' })).toBeVisible();
  await expect(search).toHaveValue('0');
  // Longer than what tears a scan.
  await page.keyboard.type('0', { delay: 300 });
  await scan(page, 'SN-0001');
  await expect(search).toHaveValue('00');
  await expect(page.getByRole('heading', { name: 'Fail' })).toBeVisible();
});

test('a screen without a keyboard types on its own, also in a window', async ({ page, station }) => {
  station.status = workingStatus();
  station.record(named(1, 'fail', 'SN-0001'));
  await page.addInitScript(() => localStorage.setItem('sigmaline.screen', JSON.stringify({ keyboard: 'always' })));
  await page.goto(`${station.url}#/records`);
  await page.getByRole('button', { name: 'More filters' }).click();
  const field = page.getByRole('dialog').getByLabel('Serial contains');
  await field.click();
  const keyboard = page.getByRole('group', { name: 'Keyboard on the screen' });
  for (const key of ['Capitals', 'S', 'n', '-', '0'])
    await keyboard.getByRole('button', { name: key, exact: true }).click();
  await expect(field).toHaveValue('Sn-0');
  await keyboard.getByRole('button', { name: 'Delete the last sign' }).click();
  await expect(field).toHaveValue('Sn-');
  await keyboard.getByRole('button', { name: 'Hide the keyboard' }).click();
  await expect(keyboard).toBeHidden();
  await expect(page.getByRole('dialog')).toBeVisible();
});
