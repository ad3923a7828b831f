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
