import { execFileSync } from 'node:child_process';
import { copyFileSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Page } from '@playwright/test';
import { RIGHT_PIN } from './support/fakeStation.ts';
import { ADMINISTRATOR, ENGINEER, OPERATOR, protectedAccess, QUALITY, withPeople } from './support/people.ts';
import { RealStation } from './support/realStation.ts';
import { ALL_LANES_FAILED, workingStatus } from './support/states.ts';
import { expect, test } from './support/test.ts';

const PASSWORD = 'correct horse battery';
const SECOND = 'staple under the stars';

/** A person at the screen of a real station. */
class Visitor {
  readonly page: Page;
  readonly #url: string;

  constructor(page: Page, url: string) {
    this.page = page;
    this.#url = url;
  }

  async open(section: 'people' | 'audit' | 'station' | 'export'): Promise<void> {
    await this.page.goto(new URL(`/#/setup/${section}`, this.#url).href);
  }

  async press(name: string | RegExp): Promise<void> {
    await this.page.getByRole('button', { name, exact: true }).first().click();
  }

  async add(name: string, id: string, role: string, secret: string): Promise<void> {
    const form = this.page.getByRole('region', { name: 'Add a person' });
    await form.getByLabel('Name, as it is printed').fill(name);
    await form.getByLabel('Sign-in id').fill(id);
    await form.getByRole('radio', { name: new RegExp(`^${role}`) }).click();
    await form.getByLabel(/^First/).fill(secret);
    await form.getByRole('button', { name: 'Add a person' }).click();
    await expect(this.page.getByText(`${name} can sign in now.`)).toBeVisible();
  }

  async signIn(id: string, secret: string): Promise<void> {
    const dialog = this.page.getByRole('dialog');
    await dialog.getByRole('textbox').first().fill(id);
    await dialog.getByRole('button', { name: 'Next' }).click();
    await dialog.getByLabel('PIN or password').fill(secret);
    await dialog.getByRole('button', { name: 'Sign in', exact: true }).click();
  }

  /** The first sign-in asks for a secret that nobody else knows. */
  async chooseSecret(secret: string, next: string): Promise<void> {
    const dialog = this.page.getByRole('dialog');
    await dialog.getByLabel('The one you have now').fill(secret);
    await dialog.getByLabel(/^New/).fill(next);
    await dialog.getByLabel('The new one again').fill(next);
    await dialog.getByRole('button', { name: 'Change', exact: true }).click();
    // A secret takes its time to be hashed on purpose, and a busy machine takes a multiple of it.
    await expect(dialog).toBeHidden({ timeout: 60_000 });
  }
}

test('a station is protected, everybody acts by a name, and a changed byte is found', async ({ page }) => {
  test.setTimeout(180_000);
  const station = await RealStation.start();
  try {
    await page.goto(station.url);
    const at = new Visitor(page, station.url);

    await page.getByRole('link', { name: 'Open station' }).click();
    await page.getByLabel('Name, as it is printed').fill('Anna Weber');
    await page.getByLabel('Sign-in id').fill('weber');
    await page.getByLabel(/^New password/).fill(PASSWORD);
    await page.getByLabel('The new one again').fill('something else');
    await at.press('Protect this station');
    await expect(page.getByText('These two are not the same')).toBeVisible();
    await page.getByLabel('The new one again').fill(PASSWORD);
    await at.press('Protect this station');
    await expect(page.getByRole('button', { name: /^Anna Weber/ })).toBeVisible();
    await at.add('Pjotr Ivanov', 'ivanov', 'Operator', '4711');
    await at.add('Chen Wei', 'chen', 'Quality', PASSWORD);
    await at.add('Eva Lund', 'lund', 'Engineer', PASSWORD);

    await test.step('an engineer signs in and changes a setting', async () => {
      await at.press(/^Anna Weber/);
      await at.press('Sign out');
      await at.press('Sign in');
      await at.signIn('lund', 'wrong password');
      await expect(page.getByRole('dialog').getByRole('alert')).toContainText('is not right');
      // The field has the keys still. Those of a hand: all at once they would be a scan.
      await page.keyboard.type(PASSWORD, { delay: 60 });
      await page.getByRole('dialog').getByRole('button', { name: 'Sign in', exact: true }).click();
      await at.chooseSecret(PASSWORD, SECOND);
      await at.open('station');
      await page.getByLabel('Name of the station').fill('Line 7');
      await at.press('Save');
      await expect(page.getByText('Saved.')).toBeVisible();
    });

    await test.step('an operator tries what operators may not', async () => {
      await at.press(/^Eva Lund/);
      await at.signIn('ivanov', '4711');
      await at.chooseSecret('4711', '2580');
      await expect(page.getByText('Not for your role')).toBeVisible();
      await expect(page.getByLabel('Name of the station')).toBeHidden();
    });

    await test.step('quality exports, and verifies the chain', async () => {
      await at.press(/^Pjotr Ivanov/);
      await at.signIn('chen', PASSWORD);
      await at.chooseSecret(PASSWORD, SECOND);
      await at.open('export');
      await page.getByRole('button', { name: 'Export', exact: true }).click();
      await expect(page.getByText('records written')).toBeVisible();
      await at.open('audit');
      await expect(page.getByRole('button', { name: /^Export made/ })).toBeVisible();
      await page
        .getByRole('button', { name: /^Settings changed/ })
        .first()
        .click();
      await expect(page.getByRole('row', { name: /stationName/ })).toContainText('Line 7');
      await at.press('Back to the chain');
      await at.press('Verify now');
      await expect(page.getByRole('status').filter({ hasText: 'Intact' })).toBeVisible();
    });

    await test.step('quality signs a review with both components', async () => {
      await at.press('Sign a review');
      await page.getByLabel('What was found').fill('All entries looked at, nothing wrong.');
      await at.press('Go on to the signature');
      const dialog = page.getByRole('dialog');
      await dialog.getByLabel('Reason').fill('monthly review');
      await dialog.getByLabel('Sign-in id or badge').fill('chen');
      await dialog.getByLabel('Password').fill(SECOND);
      await dialog.getByRole('button', { name: 'Sign', exact: true }).click();
      await expect(page.getByText('The review is signed.')).toBeVisible();
      await expect(page.getByRole('button', { name: /^Review signed/ })).toBeVisible();
    });

    await page.goto('about:blank');
    await station.end();
    const database = join(station.dataFolder, 'station.sqlite');
    const verify = (file: string): string => verified(station.verifier, file);
    expect(verify(database)).toContain('intact');

    const changed = join(station.dataFolder, 'changed.sqlite');
    copyFileSync(database, changed);
    const bytes = readFileSync(changed);
    const entry = '"stationName":"Line ';
    const place = bytes.indexOf(`${entry}7"`);
    expect(place).toBeGreaterThan(0);
    bytes.write('8', place + entry.length);
    writeFileSync(changed, bytes);
    expect(verify(changed)).toMatch(/entry .*altered/i);
  } finally {
    await station.stop();
  }
});

/** What the verifier prints, whatever it finds. */
function verified(verifier: string, file: string): string {
  try {
    return execFileSync(process.execPath, [verifier, file], { encoding: 'utf8' });
  } catch (thrown) {
    return String((thrown as { stdout?: string }).stdout);
  }
}

test.describe('whoever is signed out in the middle of something', () => {
  test('finds it as it was after the next sign-in, and nobody else does', async ({ station, setup, page }) => {
    station.status = workingStatus();
    withPeople(station, protectedAccess(ENGINEER));
    await setup.open(station.url, 'station');
    const name = page.getByLabel('Name of the station');
    await name.fill('Half typed');

    station.changeAccess(protectedAccess(null));
    await expect(page.getByText('What you typed before is kept for you.')).toBeVisible();
    await expect(name).toBeHidden();
    station.changeAccess(protectedAccess(ENGINEER));
    await expect(name).toHaveValue('Half typed');

    station.changeAccess(protectedAccess(null));
    station.changeAccess(protectedAccess(ADMINISTRATOR));
    await expect(name).toHaveValue(station.settings.stationName);
  });
});

test.describe('the set-up', () => {
  const rooms = (page: Page): Promise<string[]> =>
    page.getByRole('navigation', { name: 'Set-up' }).getByRole('link').allTextContents();

  test('shows each person the rooms that are theirs, and who the others are for', async ({ station, page }) => {
    station.status = workingStatus();
    withPeople(station, protectedAccess(OPERATOR));
    await page.goto(station.url);
    await page.getByRole('link', { name: 'Set-up' }).click();
    await expect(page.getByLabel('Name of this screen')).toBeVisible();
    expect(await rooms(page)).toEqual(['This screen', 'Export', 'Reports']);
    await expect(page.getByText('More of the set-up is for: Engineer, Quality, Administrator, Auditor.')).toBeVisible();

    station.changeAccess(protectedAccess({ ...QUALITY, mustChangeSecret: false }));
    await expect(page.getByText('More of the set-up')).toBeHidden();
    expect(await rooms(page)).not.toContain('Demo line');
    expect(await rooms(page)).toContain('Audit');

    station.changeAccess(protectedAccess(ADMINISTRATOR));
    await expect(page.getByText('More of the set-up')).toBeHidden();
    expect(await rooms(page)).toHaveLength(15);
  });

  test('lets whoever may only look see what is set, with nothing to press', async ({ station, setup, page }) => {
    station.status = workingStatus();
    withPeople(station, protectedAccess({ ...QUALITY, mustChangeSecret: false }));
    const room = page.locator('.content');
    const press = room.getByRole('button', { name: /Save|Change|Remove|Add|Calibrate/ });
    await setup.open(station.url, 'station');
    await expect(page.getByText('You may look at this.')).toBeVisible();
    await expect(page.getByLabel('Name of the station')).toBeDisabled();
    await expect(press).toHaveCount(0);
    for (const [section, seen] of [
      ['decisions', 'Reasons'],
      ['sources', 'Camera 1'],
      ['lanes', /^Lane 1/],
      ['recipes', 'Bearing ring'],
    ] as const) {
      await setup.open(station.url, section);
      await expect(room.getByText(seen).first()).toBeVisible();
      await expect(press).toHaveCount(0);
    }
    station.changeAccess(protectedAccess(ENGINEER));
    await expect(room.getByRole('button', { name: 'Calibrate', exact: true })).toBeVisible();
  });

  test('asks whoever has not signed in to do so, and shows the rest then', async ({ station, page }) => {
    station.status = workingStatus();
    withPeople(station, protectedAccess(null));
    await page.goto(station.url);
    await page.getByRole('link', { name: 'Set-up' }).click();
    await expect(page.getByRole('heading', { name: 'Sign in to see this' })).toBeVisible();
    expect(await rooms(page)).toEqual(['This screen']);
    await page.getByRole('navigation', { name: 'Set-up' }).getByRole('button', { name: 'Sign in' }).click();
    await expect(page.getByRole('dialog', { name: 'Who is at the station?' })).toBeVisible();
    await page.keyboard.press('Escape');
    station.changeAccess(protectedAccess(ENGINEER));
    await expect(page.getByRole('link', { name: 'Sources' })).toBeVisible();
  });

  test('answers an address that is for others with words', async ({ station, setup, page }) => {
    station.status = workingStatus();
    withPeople(station, protectedAccess(OPERATOR, { rights: ['view'] }));
    for (const section of ['recipes', 'sources', 'station', 'lanes', 'decisions', 'demo', 'keeping'] as const) {
      await setup.open(station.url, section);
      await expect(page.getByText(/^You are signed in as Operator. This screen is for: .*Engineer/)).toBeVisible();
    }
    await setup.open(station.url, 'export');
    await expect(page.getByText('do not give your role this right: Export records.')).toBeVisible();
    expect(await rooms(page)).toEqual(['This screen', 'Reports']);
    await page.goto(`${station.url}#/review`);
    await expect(page.getByText('do not give your role this right: Decide on parts.')).toBeVisible();
    await page.getByRole('button', { name: 'Change person' }).click();
    await expect(page.getByRole('dialog')).toBeVisible();
  });

  test('has every room while nobody signs in at the station', async ({ station, setup, page }) => {
    station.status = workingStatus();
    await setup.open(station.url, 'demo');
    await expect(page.getByRole('link', { name: 'Demo line' })).toBeVisible();
    expect(await rooms(page)).toHaveLength(15);
    await expect(page.getByText('More of the set-up')).toBeHidden();
  });
});

test.describe('an action that asks who does it', () => {
  test('is done with an id and a PIN while nobody is signed in, and not with a wrong one', async ({
    station,
    operator,
    page,
  }) => {
    station.status = { ...workingStatus(), conditions: [{ ...ALL_LANES_FAILED, endsWhenRead: true }] };
    withPeople(station, protectedAccess(null, { secretAtAction: true }));
    await operator.open(station.url);
    const dialog = page.getByRole('dialog', { name: 'Who does this?' });
    const acknowledge = page.getByRole('button', { name: 'Acknowledge' });
    for (const pin of ['0000', RIGHT_PIN]) {
      await acknowledge.click();
      await dialog.getByRole('button', { name: 'Chen Wei' }).click();
      for (const digit of pin) await dialog.getByRole('button', { name: digit, exact: true }).click();
      await dialog.getByRole('button', { name: 'Go on' }).click();
      await expect(dialog).toBeHidden();
      await expect(acknowledge).toBeVisible({ visible: pin !== RIGHT_PIN });
    }
  });
});
