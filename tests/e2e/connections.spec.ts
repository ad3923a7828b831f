import { copyFile, mkdir, rename } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Locator } from '@playwright/test';
import { freePort } from '../../electron/connectors/modbus/plc.fixture.ts';
import { OperatorPage } from './support/pages.ts';
import { RealStation } from './support/realStation.ts';
import {
  refusedMessages,
  scriptedConnections,
  scriptedLine,
  sixConnections,
  threeClients,
} from './support/scriptedConnections.ts';
import { watchedSource, workingStatus } from './support/states.ts';
import { expect, test } from './support/test.ts';

test.describe('connections', () => {
  test.beforeEach(({ station }) => {
    station.status = workingStatus();
  });

  test('a PLC is connected: its form says what is wrong, it is switched on, tested and removed', async ({
    station,
    setup,
  }) => {
    const { page } = setup;
    await setup.openConnections(station.url);
    await page.getByRole('button', { name: /Modbus TCP/ }).click();
    await page.getByLabel('Name', { exact: true }).fill('PLC of the press');
    await page.getByLabel('Port', { exact: true }).fill('70000');
    await page.getByLabel('Listens on address').fill('10.0.0.5');
    await expect(page.getByText(/Modbus TCP knows no passwords.*10\.0\.0\.5/)).toBeVisible();
    await page.getByRole('button', { name: 'Create' }).click();
    await expect(page.getByText('Enter a port from 1 to 65535.')).toBeVisible();
    await expect(page.getByLabel('Port', { exact: true })).toBeFocused();
    await page.getByLabel('Port', { exact: true }).fill('1502');
    await page.getByRole('checkbox', { name: 'Camera 1' }).check();
    await page.getByRole('button', { name: 'Create' }).click();
    const card = page.getByRole('article', { name: 'PLC of the press' });
    await expect(card).toContainText('Off');
    await card.getByRole('switch').click();
    await expect(card).toContainText('Working');
    await card.getByRole('button', { name: 'Test', exact: true }).click();
    await expect(card.getByText('The test worked: 12')).toBeVisible();
    const [made] = await Promise.resolve(station.handlers['connection.list']({}, undefined as never));
    expect(made?.settings).toMatchObject({
      kind: 'modbus',
      address: '10.0.0.5',
      port: 1502,
      sources: [watchedSource().id],
    });
    await card.getByRole('button', { name: 'Remove' }).click();
    await page.getByRole('alertdialog').getByRole('button', { name: 'Remove' }).click();
    await expect(page.getByText('There is no connection yet')).toBeVisible();
  });

  test('states, errors and what waits are told; secrets are replaced and never shown', async ({ station, setup }) => {
    const { page } = setup;
    const changes: unknown[] = [];
    Object.assign(station.handlers, scriptedConnections(sixConnections(), { aside: refusedMessages() }));
    const change = station.handlers['connection.change'];
    station.handlers['connection.change'] = (input, context) => {
      changes.push(input);
      return change(input, context);
    };
    await setup.openConnections(station.url);
    const broker = page.getByRole('article', { name: 'Broker' });
    await expect(broker.getByRole('alert')).toContainText('broker.plant:8883 cannot be reached');
    await expect(broker).toContainText(/1,411 since/);
    await broker.getByRole('button', { name: 'Change' }).click();
    await expect(page.getByText('Set. Nobody can read it.')).toBeVisible();
    await page.getByLabel('First part of topics').fill('hall-2');
    const [, , seen] = await Promise.resolve(station.handlers['connection.list']({}, undefined as never));
    if (seen?.settings.kind !== 'mqtt') throw new Error('The third connection is the broker.');
    await change({ id: seen.id, settings: { ...seen.settings, prefix: 'hall-3' }, secrets: {} }, undefined as never);
    await expect(page.getByText('Changed on another screen: now "hall-3"')).toBeVisible();
    await page.getByRole('button', { name: 'Replace: Password' }).click();
    await page.getByLabel('Password').fill('quiet-lathe');
    await page.getByRole('button', { name: 'Save' }).click();
    await expect(page.getByRole('status').filter({ hasText: 'Saved.' })).toBeVisible();
    expect(changes).toMatchObject([
      {
        seen: { settings: { prefix: 'hall-3' } },
        settings: { prefix: 'hall-2' },
        secrets: { password: 'quiet-lathe' },
      },
    ]);
    await page.getByRole('article', { name: 'MES', exact: true }).getByRole('button', { name: 'Set aside: 2' }).click();
    await expect(
      page.getByRole('dialog').getByText(/mes\.plant refuses the message \(422: unknown order\)/),
    ).toHaveCount(2);
    await page.getByRole('button', { name: 'Send all again' }).click();
    await expect(page.getByText('Sent again: 2.')).toBeVisible();
  });

  test('a client that knocked is trusted once its fingerprint was compared, and refused again', async ({
    station,
    setup,
  }) => {
    const { page } = setup;
    Object.assign(station.handlers, scriptedConnections(sixConnections(), { certificates: threeClients() }));
    await setup.openConnections(station.url);
    await page.getByRole('button', { name: 'Waiting to be let in: 1' }).click();
    const client = page.getByRole('listitem', { name: 'UaExpert@office' });
    await expect(client).toContainText('Waits for a decision');
    await client.getByRole('button', { name: 'Trust: UaExpert@office' }).click();
    await expect(page.getByRole('alertdialog')).toContainText('C3:C3:C3');
    await page.getByRole('alertdialog').getByRole('button', { name: 'Trust' }).click();
    await expect(client).toContainText('Trusted');
    await client.getByRole('button', { name: 'Refuse: UaExpert@office' }).click();
    await page.getByRole('alertdialog').getByRole('button', { name: 'Refuse' }).click();
    await expect(client).toContainText('Refused');
    await page.getByRole('button', { name: 'New certificate' }).click();
    await page.getByRole('alertdialog').getByRole('button', { name: 'New certificate' }).click();
    await expect(page.getByText('6B:6B:6B')).toBeVisible();
    await expect(page.getByRole('alertdialog')).toHaveCount(0);
    const certificate = page.getByRole('link', { name: 'Save certificate' });
    const saved = page.waitForEvent('download');
    await certificate.click();
    expect((await saved).suggestedFilename()).toBe('sigmaline.pem');
  });

  test('the handshake is played to its end, and a camera that takes no image is told in words', async ({
    station,
    setup,
  }) => {
    const { page } = setup;
    const told = page.getByRole('region', { name: 'Handshake tester' }).getByRole('alert');
    const [plc] = sixConnections();
    if (plc?.settings.kind !== 'modbus') throw new Error('The first connection is the PLC.');
    plc.settings.announcedSeconds = 0.1;
    Object.assign(station.handlers, scriptedConnections([plc]), scriptedLine(watchedSource()));
    await setup.openConnections(station.url);
    await page.getByRole('button', { name: 'What the PLC reads' }).click();
    await expect(page.getByRole('listitem', { name: 'Camera 1' })).toContainText('None stands');
    await page.getByLabel('Serial of the part').fill('A-77');
    await page.getByRole('button', { name: 'Play the handshake' }).click();
    await expect(page.getByText(/The handshake is complete, in/)).toBeVisible();
    await expect(page.getByRole('row', { name: /Wait for the result/ })).toContainText('Pass, sequence 41, A-77');
    await expect(page.getByRole('row', { name: /Taken back/ })).toContainText('None stands');
    Object.assign(station.handlers, scriptedLine(watchedSource(), { judges: false }));
    await page.getByRole('button', { name: 'Play the handshake' }).click();
    await expect(told).toContainText('Timed out: no result came', { timeout: 9000 });
    await page.getByRole('button', { name: 'Play the handshake' }).click();
    await page.getByRole('button', { name: 'Stop' }).click();
    await expect(told).toContainText('Stopped.');
  });
});

const SAMPLES = fileURLToPath(new URL('../../resources/samples/test', import.meta.url));
/** On a busy machine. */
const SOON = { timeout: 60_000 };
/** A column that says how long a step took. */
const TIME = /^[\d.,]+\s(ms|s)$/;

/** What the tester printed, row by row; the time is looked at for its form. */
async function printed(tester: Locator): Promise<string[][]> {
  const rows = tester.getByRole('row').filter({ hasNot: tester.page().getByRole('columnheader') });
  return Promise.all((await rows.all()).map((row) => row.locator('th, td').allInnerTexts()));
}

test('an engineer plays the PLC at a station that judges: acknowledged, timed out, and without an image', async ({
  page,
  setup,
}) => {
  test.setTimeout(300_000);
  const station = await RealStation.start();
  const camera = join(station.dataFolder, '..', 'camera');
  const address = new URL('/', station.url).href;
  const operator = new OperatorPage(page);
  const tester = page.getByRole('region', { name: 'Handshake tester' });
  const card = page.getByRole('article', { name: 'PLC of the press' });
  /** Begins the handshake; as soon as the part is announced the camera takes this image. */
  const play = async (serial: string, sample: string | null): Promise<void> => {
    await tester.getByLabel('Serial of the part').fill(serial);
    await tester.getByRole('button', { name: 'Play the handshake' }).click();
    if (sample === null) return;
    await expect(tester.getByRole('row', { name: /^Announce/ })).toContainText(serial, SOON);
    await copyFile(join(SAMPLES, sample), join(camera, `${serial}.tmp`));
    await rename(join(camera, `${serial}.tmp`), join(camera, `${serial}.jpg`));
  };
  try {
    await mkdir(camera);
    await page.goto(station.url);
    await page.getByRole('button', { name: 'Start the demo line' }).click();
    await expect(operator.verdict).toContainText('No. 1', SOON);
    await setup.open(address, 'demo');
    await page.getByRole('button', { name: 'Stop the demo line' }).click();
    await setup.open(address, 'sources');
    await page.getByLabel('Name').fill('Camera 7');
    await page.getByLabel('Folder that the camera writes to').fill(camera);
    await page.getByRole('button', { name: 'Add source' }).click();
    await expect(page.getByRole('heading', { name: 'Camera 7' })).toBeVisible();

    await test.step('a connection is made, switched on and tested', async () => {
      await setup.openConnections(address);
      await page.getByRole('button', { name: /Modbus TCP/ }).click();
      await page.getByLabel('Name', { exact: true }).fill('PLC of the press');
      await page.getByLabel('Port', { exact: true }).fill(String(await freePort()));
      await page.getByRole('checkbox', { name: 'Camera 7' }).check();
      await page.getByRole('button', { name: 'Create' }).click();
      await card.getByRole('switch').click();
      await expect(card).toContainText('Waiting for the other end', SOON);
      await card.getByRole('button', { name: 'Test', exact: true }).click();
      await expect(card).toContainText('The test worked', SOON);
    });

    await test.step('announce, wait, acknowledge: each step with its time beside what the diagram expects', async () => {
      await card.getByRole('button', { name: 'What the PLC reads' }).click();
      await expect(page.getByRole('listitem', { name: 'Camera 7' })).toContainText('Inspecting', SOON);
      await play('A-77', 'good/ring-03.jpg');
      await expect(tester.getByRole('status')).toContainText(/The handshake is complete, in [\d.,]+\s(ms|s)/, SOON);
      const time = expect.stringMatching(TIME);
      expect(await printed(tester)).toEqual([
        ['Ready', 'Inspecting, nothing under way', 'Inspecting', time],
        ['Announce', 'The part is announced', 'A-77', time],
        [
          'Wait for the result',
          'New sequence, the serial of the part',
          expect.stringMatching(/^Pass, sequence \d+, A-77$/),
          time,
        ],
        ['Acknowledge', 'Accepted', 'Accepted', time],
        ['Taken back', 'No result stands', 'None stands', time],
      ]);
    });

    await test.step('a bad part is read as one, and its time runs out', async () => {
      await tester.getByRole('button', { name: 'Time-out' }).click();
      await play('A-78', 'bad/missing-hole-1.jpg');
      await expect(tester.getByRole('status')).toContainText('The handshake is complete', SOON);
      const [, , result, last] = await printed(tester);
      expect(result?.[2]).toMatch(/^Fail, sequence \d+, A-78$/);
      const afterItsTime = expect.stringMatching(/^No result stands after 2\ss$/);
      expect(last).toEqual(['Taken back', afterItsTime, 'None stands', expect.stringMatching(TIME)]);
    });

    await test.step('without an image it says what did not happen, and the station that the part was missed', async () => {
      await page.getByRole('button', { name: 'Close' }).click();
      await card.getByRole('button', { name: 'Change' }).click();
      await page.getByLabel('An announced part waits for its image').fill('1');
      await page.getByRole('button', { name: 'Save' }).click();
      await expect(page.getByRole('status').filter({ hasText: 'Saved.' })).toBeVisible();
      await card.getByRole('button', { name: 'What the PLC reads' }).click();
      await expect(page.getByRole('listitem', { name: 'Camera 7' })).toContainText('Inspecting', SOON);
      await play('A-79', null);
      await expect(tester.getByRole('alert')).toContainText(/Timed out: no result came within 6\ss\./, SOON);
      const [, , waited, ...ahead] = await printed(tester);
      expect(waited?.slice(2)).toEqual(['–', expect.stringMatching(TIME)]);
      expect(ahead).toEqual([
        ['Acknowledge', 'Accepted', '', ''],
        ['Taken back', 'No result stands', '', ''],
      ]);
      await page.getByRole('button', { name: 'Close' }).click();
      await page.getByRole('link', { name: 'Inspection' }).click();
      await expect(operator.rows.first()).toHaveAccessibleName(/^Fail.*A-78/, SOON);
    });
  } finally {
    await station.stop();
  }
});
