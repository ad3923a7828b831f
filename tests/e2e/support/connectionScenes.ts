import type { Locator, Page } from '@playwright/test';
import type { FakeStation } from './fakeStation.ts';
import type { Scene } from './scenes.ts';
import {
  connectionsInTrouble,
  refusedMessages,
  scriptedConnections,
  scriptedLine,
  sixConnections,
  threeClients,
} from './scriptedConnections.ts';
import { condition, watchedSource, workingStatus } from './states.ts';
import { expect } from './test.ts';

export function connectionScenes(): Scene[] {
  const address = '#/connections';
  const prepare = (station: FakeStation): void => {
    station.status = workingStatus();
    const others = { aside: refusedMessages(), certificates: threeClients() };
    Object.assign(station.handlers, scriptedConnections(sixConnections(), others));
    Object.assign(station.handlers, scriptedLine(watchedSource()));
  };
  const card = (page: Page, name: string): Locator => page.getByRole('article', { name });
  return [
    {
      name: 'no connection yet',
      address,
      prepare: (station) => {
        station.status = workingStatus();
      },
      act: (page) => expect(page.getByText('There is no connection yet')).toBeVisible(),
    },
    { name: 'six connections', address, prepare, act: (page) => expect(card(page, 'Broker')).toBeVisible() },
    ...(['Modbus TCP', 'OPC UA', 'MQTT', 'Webhook', 'Files', 'PostgreSQL'] as const).map((kind) => ({
      name: `a new connection, ${kind}`,
      address,
      prepare,
      act: async (page: Page) => {
        await page.getByRole('button', { name: new RegExp(`^${kind} `) }).click();
        await expect(page.getByRole('button', { name: 'Create' })).toBeVisible();
      },
    })),
    {
      name: 'the process of the connections starts again',
      address,
      prepare: (station) => {
        prepare(station);
        const away = { reason: 'exit code 1' };
        station.status = {
          ...workingStatus(),
          conditions: [condition('connection.connector-away', away, 'warning')],
        };
        const starting = sixConnections().map((each) =>
          each.isOn
            ? { ...each, report: { ...each.report, state: 'starting' as const, error: null, delay: null } }
            : each,
        );
        Object.assign(station.handlers, scriptedConnections(starting));
      },
      act: (page) => expect(card(page, 'Broker')).toContainText('Starting'),
    },
    {
      name: 'the health of connections',
      address: '#/health',
      prepare: (station) => {
        prepare(station);
        const [opcua, , database] = connectionsInTrouble();
        const listed = [...sixConnections().slice(0, 1), opcua, database].filter((each) => each !== undefined);
        Object.assign(station.handlers, scriptedConnections(listed));
        if (opcua === undefined || opcua.report.error === null) throw new Error('The first one lacks its package.');
        const subject = { kind: 'connection', id: opcua.id, name: opcua.name } as const;
        const why = { name: opcua.name, why: opcua.report.error };
        const conditions = [condition('connection.failed', why, 'warning', subject)];
        station.status = { ...workingStatus(), conditions };
      },
      act: (page) => expect(page.getByText('db.plant:5432 cannot be reached')).toBeVisible(),
    },
    {
      name: 'a receiver that is away for a week',
      address,
      prepare: (station) => {
        prepare(station);
        Object.assign(station.handlers, scriptedConnections(connectionsInTrouble().slice(2)));
      },
      act: (page) => expect(card(page, 'Database of the plant')).toContainText('at most 412,087'),
    },
    {
      name: 'the test of a connection that failed',
      address,
      prepare: (station) => {
        prepare(station);
        Object.assign(station.handlers, scriptedConnections(connectionsInTrouble().slice(2)));
        const [
          {
            report: { error },
          } = { report: { error: null } },
        ] = connectionsInTrouble().slice(2);
        station.handlers['connection.test'] = () => ({ isOk: false, error, durationMs: 10_000 });
      },
      act: async (page) => {
        await card(page, 'Database of the plant').getByRole('button', { name: 'Test', exact: true }).click();
        await expect(card(page, 'Database of the plant').getByText('cannot be reached')).toHaveCount(2);
      },
    },
    {
      name: 'the set-up of a connection',
      address,
      prepare,
      act: (page) => card(page, 'Broker').getByRole('button', { name: 'Change' }).click(),
    },
    {
      name: 'connections in trouble',
      address,
      prepare: (station) => {
        prepare(station);
        Object.assign(station.handlers, scriptedConnections(connectionsInTrouble()));
      },
      act: (page) => expect(card(page, 'OPC UA')).toContainText('is not installed'),
    },
    {
      name: 'the test of a connection that worked',
      address,
      prepare: (station) => {
        prepare(station);
        Object.assign(station.handlers, scriptedConnections(connectionsInTrouble().slice(-1)));
      },
      act: async (page) => {
        await card(page, 'SCADA').getByRole('button', { name: 'Test', exact: true }).click();
        await expect(card(page, 'SCADA').getByText('The test worked')).toBeVisible();
      },
    },
    {
      name: 'a connection that another screen has changed',
      address,
      prepare,
      act: async (page, station) => {
        await card(page, 'Broker').getByRole('button', { name: 'Change' }).click();
        await page.getByLabel('First part of topics').fill('hall-2');
        const all = await station.handlers['connection.list']({}, undefined as never);
        const broker = all.find(({ name }) => name === 'Broker');
        if (broker === undefined) throw new Error('One of the connections is the broker.');
        const { id, settings } = broker;
        const change = { id, settings: { ...settings, prefix: 'hall-3' } as typeof settings, secrets: {} };
        await station.handlers['connection.change'](change, undefined as never);
        await page.getByLabel('First part of topics').scrollIntoViewIfNeeded();
        await expect(page.getByText('Changed on another screen')).toBeVisible();
      },
    },
    {
      name: 'clients that want to connect',
      address,
      prepare,
      act: async (page) => {
        await page.getByRole('button', { name: 'Waiting to be let in: 1' }).click();
        await expect(page.getByRole('dialog')).toContainText('UaExpert@office');
      },
    },
    {
      name: 'a question about a new certificate',
      address,
      prepare,
      act: async (page) => {
        await page.getByRole('button', { name: 'Waiting to be let in: 1' }).click();
        await page.getByRole('button', { name: 'New certificate' }).click();
        await expect(page.getByRole('alertdialog')).toContainText('All clients are cut off');
      },
    },
    {
      name: 'messages that were set aside',
      address,
      prepare,
      act: async (page) => {
        await card(page, 'MES').getByRole('button', { name: 'Set aside: 2' }).click();
        await expect(page.getByRole('dialog')).toContainText('422');
      },
    },
    {
      name: 'a handshake that was played',
      address,
      prepare,
      act: async (page) => {
        await card(page, 'PLC of the press').getByRole('button', { name: 'What the PLC reads' }).click();
        await page.getByRole('button', { name: 'Play the handshake' }).click();
        await expect(page.getByText('The handshake is complete')).toBeVisible();
      },
    },
    {
      name: 'a handshake that timed out',
      address,
      prepare: (station) => {
        prepare(station);
        const [plc] = sixConnections();
        if (plc?.settings.kind !== 'modbus') throw new Error('The first connection is the PLC.');
        plc.settings.announcedSeconds = 0.1;
        Object.assign(station.handlers, scriptedConnections([plc]), scriptedLine(watchedSource(), { judges: false }));
      },
      act: async (page) => {
        await page.getByRole('button', { name: 'What the PLC reads' }).click();
        await page.getByRole('button', { name: 'Play the handshake' }).click();
        await expect(page.getByText('Timed out: no result came')).toBeVisible();
      },
    },
  ];
}
